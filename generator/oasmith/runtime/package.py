# A module of generated clients, in which another line takes the place of this one.
"""What a generated package declares to the runtime, and the credentials of a client."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import httpx2

from .base_contract import BaseContract
from .errors import RequestValidationError, Violation, within_stack
from .operation import Head, Operation

if TYPE_CHECKING:
    from .plan import Plan


class Access:
    """What the transport asks of the credentials of a client; this class has none and adds nothing."""

    def __init__(self, credentials: Mapping[str, Any], has_auth: bool, urls: Sequence[str]) -> None:
        """Take the credentials that the caller gave, by key; ``urls`` are the base URLs of the client."""

    def with_credentials(self, credentials: Mapping[str, Any]) -> Self:
        """The same with more credentials, by argument. Raises TypeError for an unknown argument."""
        if credentials:
            raise TypeError(f"the client takes no {next(iter(credentials))!r}; its credentials are: none")
        return self

    def parameters(self) -> Mapping[str, str]:
        """The parameters that the credentials contain, by Python name."""
        return {}

    def schemes(self, operation: Operation[Any], always: bool) -> tuple[str, ...]:
        """The security schemes to use, ``always`` or only where the operation asks for some.

        Raises CredentialsError if the credentials do not suffice.
        """
        return ()

    def secrets(self, http: httpx2.Client, plan: Plan[Any]) -> Mapping[str, Any]:
        """The secret of each scheme of a call."""
        return {}

    async def secrets_async(self, http: httpx2.AsyncClient, plan: Plan[Any]) -> Mapping[str, Any]:
        """The same for an async client."""
        return {}

    def add(self, plan: Plan[Any], head: Head) -> None:
        """Add the secrets of a call to a request that is not built yet."""

    def sign(self, plan: Plan[Any], request: httpx2.Request, is_redirected: bool = False) -> None:
        """Sign a request that is otherwise ready to send."""

    def forget(self, secrets: Mapping[str, Any]) -> bool:
        """Drop secrets that the server rejected. Returns whether the next ones may differ."""
        return False


@dataclass(frozen=True, slots=True)
class Package:
    """What a generated package declares; ``access`` makes what has the credentials of a client."""

    name: str
    contract: Callable[[], BaseContract]
    operation: Callable[[str], Operation[Any]]
    access: Callable[[Mapping[str, Any], bool, Sequence[str]], Access] = Access

    @within_stack
    def check(
        self, operation: str, /, body: Any = None, *, content_type: str | None = None, **parameters: Any
    ) -> tuple[Violation, ...]:
        """How a request breaks the description; empty if it does not.

        ``operation`` is an operation id of the description, ``body`` a model or JSON value, and
        ``parameters`` go by their Python names. Needs neither a client nor a network. Raises
        KeyError for an operation that does not exist and ValueError for a media type it does not take.
        """
        described = self.operation(operation)
        content_type = described.media_type(body, content_type)
        key = described.contract_key(content_type)
        try:
            request = described.request(parameters, body, content_type)
        except RequestValidationError as error:
            return error.violations
        return (*described.violations(body, content_type), *self.contract().settled(key, request)[1])
