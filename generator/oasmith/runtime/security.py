# A module of generated clients, in which another line takes the place of this one.
"""Security schemes: where credentials go in a request (OpenAPI 3.1 §4.8.27)."""

from __future__ import annotations

import base64
import copy
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeAlias
from urllib.parse import quote

import httpx2

from .errors import CredentialsError
from .lazy import LazyModule
from .operation import Head, Operation, refusal
from .package import Access
from .plan import Plan
from .retries import Attempts

if TYPE_CHECKING:
    from . import deadlines
else:
    deadlines = LazyModule(".deadlines", __package__)

Token: TypeAlias = str | Callable[[], str]
"""A key or token, or a function that returns the current one; it is called again after a 401."""
AsyncToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""The same for an async client; the function may be async."""


class TokenSource(Protocol):
    """Fetches the secret of a scheme."""

    def get(self, http: httpx2.Client, attempts: Attempts, timeout: httpx2.Timeout) -> str:
        """The secret, fetched within the time of a call."""
        ...

    async def get_async(self, http: httpx2.AsyncClient, attempts: Attempts, timeout: httpx2.Timeout) -> str:
        """The same for an async client."""
        ...

    def forget(self, token: str) -> None:
        """Fetch a new secret next time if this is still the current one."""


class Source(Protocol):
    """Finds credentials in the environment: see ``environment.py``."""

    def values(self, required: Sequence[str]) -> dict[str, str]:
        """The fields of credentials. Raises CredentialsError where only some are found."""
        ...


class SecurityScheme:
    """One way to authenticate a request."""

    __slots__ = ()

    def takes(self, credential: Any) -> str:
        """Empty for credentials of the right type, which may be empty; else what they have to be."""
        return "" if isinstance(credential, str) else "a string, or a function that returns one"

    def add(self, secret: Any, head: Head) -> None:
        """Add the credentials to the parts that a request is built from."""

    def sign(self, secret: Any, request: httpx2.Request, is_redirected: bool = False) -> None:
        """Change a request that is otherwise ready to send; a redirected one may be signed already."""

    def parameters(self, secret: Any) -> Mapping[str, str]:
        """The parameters that the credentials contain, by Python name."""
        return {}

    def source(self, credential: Any, urls: Sequence[str]) -> TokenSource | None:
        """What fetches the secret, if the credential is not the secret itself."""
        return None


@dataclass(frozen=True, slots=True)
class ApiKey(SecurityScheme):
    """A key in a header, a query parameter or a cookie."""

    location: str
    parameter_name: str

    def add(self, secret: Any, head: Head) -> None:
        """Add the key at its location."""
        if self.location == "header":
            head.headers[self.parameter_name] = secret
        elif self.location == "query":
            head.query.append(f"{quote(self.parameter_name, safe='')}={quote(secret, safe='')}")
        else:
            head.cookies.append(f"{self.parameter_name}={secret}")


@dataclass(frozen=True, slots=True)
class Bearer(SecurityScheme):
    """A bearer token (RFC 6750 §2.1)."""

    def add(self, secret: Any, head: Head) -> None:
        """Add the Authorization header."""
        head.headers["Authorization"] = f"Bearer {secret}"


@dataclass(frozen=True, slots=True)
class Basic(SecurityScheme):
    """A user name and a password (RFC 7617)."""

    def takes(self, credential: Any) -> str:
        """Empty for two strings."""
        is_pair = isinstance(credential, (tuple, list)) and len(credential) == 2
        is_login = is_pair and all(isinstance(part, str) for part in credential)
        return "" if is_login else "a user name and a password: a tuple of two strings"

    def add(self, secret: Any, head: Head) -> None:
        """Add the Authorization header."""
        user, password = secret
        head.headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Security:
    """The security schemes of an API by key.

    ``arguments`` has the key of the scheme of each credential that a client takes. ``environments`` says
    for a scheme where its credentials are found if the caller gives none, and what builds them.
    ``by_default`` are alternatives for operations of which the description does not say what they need;
    they are used only on request.
    """

    schemes: Mapping[str, SecurityScheme]
    arguments: Mapping[str, str] = field(default_factory=dict)
    environments: Mapping[str, tuple[Source, Callable[..., Any]]] = field(default_factory=dict)
    by_default: tuple[tuple[str, ...], ...] = ()

    def access(self, credentials: Mapping[str, Any], has_auth: bool, urls: Sequence[str]) -> Access:
        """The credentials of a client.

        Raises CredentialsError for an empty one and if the environment has only some of them, and TypeError
        for one of another type.
        """
        given = {key: value for key, value in credentials.items() if value is not None}
        self.check(given)
        if not given and not has_auth:
            given = self._from_environment()
        return _SchemeAccess(self, given, urls)

    def check(self, credentials: Mapping[str, Any]) -> None:
        """Check credentials by key. Raises CredentialsError for an empty one, TypeError for another type."""
        names = {key: argument for argument, key in self.arguments.items()}
        for key, credential in credentials.items():
            if key in self.schemes and not callable(credential):
                self.checked(key, credential, names.get(key, key))

    def checked(self, key: str, credential: Any, name: str) -> Any:
        """A credential that is not a function; ``name`` is for messages, which do not show it."""
        expected = self.schemes[key].takes(credential)
        if expected:
            raise TypeError(f"{name} must be {expected}, not {type(credential).__name__}")
        if credential in ("", ("", ""), ["", ""]) or (isinstance(credential, str) and credential.isspace()):
            raise CredentialsError(f"{name} is empty")
        return credential

    def _from_environment(self) -> dict[str, Any]:
        found = {}
        for key, (environment, build) in self.environments.items():
            fields = signature(build).parameters.values()
            values = environment.values([field.name for field in fields if field.default is field.empty])
            if values:
                found[key] = build(**values)
        self.check(found)
        return found


class _SchemeAccess(Access):
    """Credentials for security schemes, by the key of the scheme."""

    def __init__(self, security: Security, credentials: Mapping[str, Any], urls: Sequence[str]) -> None:
        self._security = security
        self._credentials = credentials
        self._urls = urls
        self._preferred: frozenset[str] = frozenset()
        self._sources: dict[str, TokenSource | None] = {}
        self._chosen: dict[tuple[tuple[str, ...], ...], tuple[str, ...] | None] = {}

    def with_credentials(self, credentials: Mapping[str, Any]) -> Self:
        if not credentials:
            return self
        arguments = self._security.arguments
        for name in credentials:
            if name not in arguments:
                known = ", ".join(arguments) or "none"
                raise TypeError(f"the client takes no {name!r}; its credentials are: {known}")
        given = {arguments[name]: secret for name, secret in credentials.items() if secret is not None}
        self._security.check(given)
        other = copy.copy(self)
        other._credentials = {**self._credentials, **given}
        other._preferred = frozenset(given)
        other._sources = {}
        other._chosen = {}
        return other

    def parameters(self) -> Mapping[str, str]:
        return {
            name: value
            for key, secret in self._credentials.items()
            for name, value in self._security.schemes[key].parameters(secret).items()
        }

    def _rank(self, alternative: tuple[str, ...]) -> tuple[bool, bool]:
        return not alternative, self._preferred.isdisjoint(alternative)

    def schemes(self, operation: Operation[Any], always: bool) -> tuple[str, ...]:
        """The first alternative for which there are credentials: preferred ones first, the empty one last."""
        alternatives = operation.security or (self._security.by_default if always else ())
        if alternatives not in self._chosen:
            given = self._credentials.keys() & self._security.schemes.keys()
            ranked = sorted(alternatives, key=self._rank)
            self._chosen[alternatives] = next((them for them in ranked if given.issuperset(them)), None)
        chosen = self._chosen[alternatives]
        if chosen is not None or not operation.security:
            return chosen or ()
        arguments = {key: f"{argument}=" for argument, key in self._security.arguments.items()}
        needed = " or ".join(
            " and ".join(arguments.get(key, key) for key in keys) for keys in operation.security
        )
        raise CredentialsError(f"{operation.id} needs credentials: give the client {needed}")

    # Derived from secrets_async by generator/derive_sync.py of oasmith.
    def secrets(self, http: httpx2.Client, plan: Plan[Any]) -> Mapping[str, Any]:
        found = {}
        for key in plan.schemes:
            source = self._source(key)
            if source is not None:
                found[key] = source.get(http, plan.attempts, plan.limit)
            elif callable(credential := self._credentials[key]):
                within = deadlines.Within(plan.attempts, plan.operation.method, plan.url)
                secret = _resolved(credential(), key, within)
                found[key] = self._security.checked(key, secret, f"what the function for {key} returned")
            else:
                found[key] = credential
        return found

    async def secrets_async(self, http: httpx2.AsyncClient, plan: Plan[Any]) -> Mapping[str, Any]:
        found = {}
        for key in plan.schemes:
            source = self._source(key)
            if source is not None:
                found[key] = await source.get_async(http, plan.attempts, plan.limit)
            elif callable(credential := self._credentials[key]):
                within = deadlines.AsyncWithin(plan.attempts, plan.operation.method, plan.url)
                secret = await _resolved_async(credential(), key, within)
                found[key] = self._security.checked(key, secret, f"what the function for {key} returned")
            else:
                found[key] = credential
        return found

    def add(self, plan: Plan[Any], head: Head) -> None:
        """Add the secrets. Raises RequestValidationError for one that cannot be sent."""
        try:
            for key, secret in plan.secrets.items():
                self._security.schemes[key].add(secret, head)
        except ValueError as error:
            raise refusal(plan.operation, "security", "", error) from None

    def sign(self, plan: Plan[Any], request: httpx2.Request, is_redirected: bool = False) -> None:
        """Sign the request. Raises RequestValidationError for a secret that cannot be sent."""
        try:
            for key, secret in plan.secrets.items():
                self._security.schemes[key].sign(secret, request, is_redirected)
        except ValueError as error:
            raise refusal(plan.operation, "security", "", error) from None

    def forget(self, secrets: Mapping[str, Any]) -> bool:
        may_differ = False
        for key, secret in secrets.items():
            source = self._source(key)
            if source is not None:
                source.forget(secret)
            may_differ = may_differ or source is not None or callable(self._credentials[key])
        return may_differ

    def _source(self, key: str) -> TokenSource | None:
        if key not in self._sources:
            source = self._security.schemes[key].source(self._credentials[key], self._urls)
            self._sources.setdefault(key, source)
        return self._sources[key]


def _resolved(secret: Any, key: str, within: deadlines.Within) -> Any:
    """A secret that a function returned. Raises CredentialsError, with its ``key``, for a coroutine."""
    if inspect.iscoroutine(secret):
        secret.close()
        raise CredentialsError(f"the function for {key} is async; pass it to the async client")
    return secret


async def _resolved_async(secret: Any, key: str, within: deadlines.AsyncWithin) -> Any:
    """A secret that a function returned, awaited ``within`` the time of the call if it is awaitable."""
    if inspect.isawaitable(secret):
        with within:
            return await secret
    return secret
