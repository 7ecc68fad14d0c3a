"""Credentials: which arguments a client takes for its security schemes, and where it finds them else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oasmith.api.model import Api, SecurityScheme
from oasmith.api.security import SIGNATURE, declared_variables, security
from oasmith.products.client.annotations import NONE
from oasmith.products.client.imports import Import, Typed, by_module, needed_by, typed_union
from oasmith.products.client.methods import Argument
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal


@dataclass(frozen=True, slots=True)
class KnownScheme:
    """How the runtime adds a scheme's credentials: what makes its class there, and what they are.

    ``type`` is theirs for a sync client, ``async_type`` for an async one.
    """

    construction: Typed
    type: Typed
    async_type: Typed
    description: str
    from_environment: Found


@dataclass(frozen=True, slots=True)
class Found:
    """What credentials in the environment are made of, and the expression that makes them."""

    required: tuple[str, ...]
    build: Typed
    optional: tuple[str, ...] = ()


def _runtime(module: str, name: str, code: str = "") -> Typed:
    """Code that uses a name of a module of the runtime; the name itself where no other code is given."""
    return Typed(code or name, Import(f"._runtime.{module}", name))


_TYPE, _ASYNC_TYPE = _runtime("security", "Token"), _runtime("security", "AsyncToken")
_CLIENT = _runtime("oauth", "ClientCredentials")
_ACCESS_KEY = _runtime("signing", "AccessKey")
_LOGIN = Typed("tuple[str, str]")
_FOUND_TOKEN = Found(("token",), Typed("lambda token: token"))
_FOUND_LOGIN = Found(("user", "password"), Typed("lambda user, password: (user, password)"))
_FOUND_KEY = Found(("ak", "sk"), _ACCESS_KEY, ("security_token", "project_id", "domain_id"))
_FOUND_CLIENT = Found(
    ("client_id", "client_secret"),
    _runtime(
        "oauth",
        "ClientCredentials",
        'lambda client_id, client_secret, scopes="": '
        "ClientCredentials(client_id, client_secret, tuple(scopes.split()))",
    ),
    ("scopes",),
)
_TOKEN = "A key or token, or a function that gives one."


def known_scheme(scheme: SecurityScheme) -> KnownScheme | None:
    """None for a scheme that the runtime does not know."""
    name = scheme.scheme.lower()
    if scheme.type == "apiKey":
        place = f"{python_literal(scheme.location)}, {python_literal(scheme.parameter_name)}"
        made = _runtime("security", "ApiKey", f"ApiKey({place})")
        return KnownScheme(made, _TYPE, _ASYNC_TYPE, _TOKEN, _FOUND_TOKEN)
    if scheme.type == "http" and name == "basic":
        told = "A user name and a password."
        return KnownScheme(_runtime("security", "Basic", "Basic()"), _LOGIN, _LOGIN, told, _FOUND_LOGIN)
    if scheme.type == "http" and name == SIGNATURE:
        told = "An access key and its secret key."
        made = _runtime("signing", "SdkHmacSha256", "SdkHmacSha256()")
        return KnownScheme(made, _ACCESS_KEY, _ACCESS_KEY, told, _FOUND_KEY)
    if scheme.token_url:
        told = "A client's id and secret, a token, or a function that gives one."
        made = _runtime("oauth", "OAuth2", f"OAuth2({python_literal(scheme.token_url)})")
        found = _FOUND_CLIENT if "client_id" in declared_variables(scheme) else _FOUND_TOKEN
        own, own_async = (typed_union((_CLIENT, token)) for token in (_TYPE, _ASYNC_TYPE))
        return KnownScheme(made, own, own_async, told, found)
    if scheme.type in ("oauth2", "openIdConnect") or name == "bearer":
        made = _runtime("security", "Bearer", "Bearer()")
        return KnownScheme(made, _TYPE, _ASYNC_TYPE, _TOKEN, _FOUND_TOKEN)
    return None


def is_known_scheme(scheme: SecurityScheme) -> bool:
    """Whether a client takes credentials for a scheme."""
    return known_scheme(scheme) is not None


def found_in_environment(scheme: SecurityScheme) -> Found | None:
    """What the credentials of a scheme are found as; None where a description says nothing of it."""
    known = known_scheme(scheme)
    return known.from_environment if known and scheme.environment else None


def security_schemes(api: Api) -> list[tuple[str, Code]]:
    """The expression that makes each scheme which the runtime knows, by the scheme's key."""
    found = ((scheme.key, known_scheme(scheme)) for scheme in api.security_schemes)
    return [(key, known.construction) for key, known in found if known]


def package_imports(api: Api) -> list[tuple[Code, Code]]:
    """What ``_package.py`` needs of the runtime, by module."""
    found = [(scheme, known) for scheme in api.security_schemes if (known := known_scheme(scheme))]
    pieces = [_runtime("package", "Package"), *(known.construction for _, known in found)]
    if found:
        pieces.append(_runtime("security", "Security"))
    if any(scheme.environment for scheme, _ in found):
        pieces.append(_runtime("environment", "Environment"))
    return _modules(pieces + [known.from_environment.build for scheme, known in found if scheme.environment])


def _modules(pieces: Iterable[Code]) -> list[tuple[Code, Code]]:
    return [
        (Code(module), Code(", ".join(map(str, names)))) for module, names in by_module(needed_by(pieces))
    ]


@dataclass(frozen=True, slots=True)
class SchemeEnvironment:
    """Where the environment has the credentials of a scheme: variables for each part, or a profile file."""

    variables: dict[str, tuple[str, ...]]
    profile: str
    profile_variable: str
    sections: tuple[str, ...]


def environments(api: Api) -> list[tuple[str, SchemeEnvironment, Typed]]:
    """The default credentials of each scheme that has any: where they are, and what builds them."""
    found = []
    for scheme in api.security_schemes:
        parts = found_in_environment(scheme)
        if parts:
            profile = scheme.environment.get("profile") or {}
            known = parts.required + parts.optional
            place = SchemeEnvironment(
                variables={
                    part: names for part, names in declared_variables(scheme).items() if part in known
                },
                profile=profile.get("path", ""),
                profile_variable=profile.get("path-variable", ""),
                sections=tuple(profile.get("sections") or ()),
            )
            found.append((scheme.key, place, parts.build))
    return found


def credentials(api: Api, prefix: str) -> tuple[Argument, ...]:
    """An argument for each scheme of an alternative that can be met with what the runtime knows."""
    known = {name for name, _ in security_schemes(api)}
    alternatives = {names for operation in api.operations for names in security(api, operation)}
    used = {name for names in alternatives if known.issuperset(names) for name in names}
    found = ((scheme, known_scheme(scheme)) for scheme in api.security_schemes if scheme.key in used)
    return tuple(
        Argument(
            scheme.name,
            typed_union((told.async_type if prefix else told.type, NONE)),
            Code("None"),
            scheme.description or told.description,
            scheme.key,
        )
        for scheme, told in found
        if told
    )


def credential_types(credentials: tuple[Argument, ...]) -> list[tuple[Code, Code]]:
    """What the annotations of credentials need, by module."""
    return _modules(argument.annotation for argument in credentials)
