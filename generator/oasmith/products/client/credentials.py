"""Credentials: the arguments of a client for its security schemes, and their defaults in the environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oasmith.api.model import Api, Flow, Operation, SecurityScheme
from oasmith.api.security import SIGNATURE, declared_variables, security, usual_security
from oasmith.products.client.annotations import NONE
from oasmith.products.client.imports import Import, Typed, by_module, needed_by, typed_union
from oasmith.products.client.signatures import Argument
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal


@dataclass(frozen=True, slots=True)
class KnownScheme:
    """A security scheme that the runtime supports.

    ``construction`` is the expression that makes its object of the runtime. ``type`` is the type of the
    credentials of a sync client, ``async_type`` that of an async one.
    """

    construction: Typed
    type: Typed
    async_type: Typed
    description: str
    from_environment: Found


@dataclass(frozen=True, slots=True)
class Found:
    """The parts of credentials in the environment; ``build`` is the expression that combines them."""

    required: tuple[str, ...]
    build: Typed
    optional: tuple[str, ...] = ()


def _runtime(module: str, name: str, code: str = "") -> Typed:
    """Code that uses a name from a module of the runtime; without ``code`` it is the name itself."""
    return Typed(code or name, Import(f"._runtime.{module}", name))


_TYPE, _ASYNC_TYPE = _runtime("security", "Token"), _runtime("security", "AsyncToken")
_CLIENT = _runtime("oauth", "ClientCredentials")
_PASSWORD = _runtime("password_grant", "PasswordGrant")
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
_FOUND_PASSWORD = Found(
    ("user", "password"),
    _runtime(
        "password_grant",
        "PasswordGrant",
        'lambda user, password, client_id=None, client_secret=None, scopes="": '
        "PasswordGrant(user, password, tuple(scopes.split()), client_id, client_secret)",
    ),
    ("client_id", "client_secret", "scopes"),
)
_GRANTS = {
    "client_credentials": (_CLIENT, "a client's id and secret"),
    "password": (_PASSWORD, "a user's name and password"),
}
"""The credentials for each type of grant, and what they are."""
_TOKEN = "A key or token, or a function that returns one."


def known_scheme(scheme: SecurityScheme) -> KnownScheme | None:
    """How the runtime supports a scheme; None if it does not."""
    name = scheme.scheme.lower()
    if scheme.type == "apiKey":
        place = f"{python_literal(scheme.location)}, {python_literal(scheme.parameter_name)}"
        made = _runtime("security", "ApiKey", f"ApiKey({place})")
        return KnownScheme(made, _TYPE, _ASYNC_TYPE, _TOKEN, _FOUND_TOKEN)
    if scheme.type == "http" and name == "basic":
        made = _runtime("security", "Basic", "Basic()")
        return KnownScheme(made, _LOGIN, _LOGIN, "A user name and a password.", _FOUND_LOGIN)
    if scheme.type == "http" and name == SIGNATURE:
        made = _runtime("signing", "SdkHmacSha256", "SdkHmacSha256()")
        description = "An access key and its secret key."
        return KnownScheme(made, _ACCESS_KEY, _ACCESS_KEY, description, _FOUND_KEY)
    if scheme.flows:
        return _fetched(scheme)
    if scheme.type in ("oauth2", "openIdConnect") or name == "bearer":
        made = _runtime("security", "Bearer", "Bearer()")
        return KnownScheme(made, _TYPE, _ASYNC_TYPE, _TOKEN, _FOUND_TOKEN)
    return None


def _fetched(scheme: SecurityScheme) -> KnownScheme:
    """How the runtime supports a scheme whose tokens it can fetch."""
    grants, names = zip(*(_GRANTS[grant] for grant in scheme.flows), strict=True)
    declared = declared_variables(scheme)
    if "password" in scheme.flows and not declared.keys().isdisjoint(_FOUND_PASSWORD.required):
        found = _FOUND_PASSWORD
    else:
        found = _FOUND_CLIENT if "client_id" in declared else _FOUND_TOKEN
    described = ", ".join((*names, "a token, or a function that returns one."))
    return KnownScheme(
        _made(scheme.flows),
        typed_union((*grants, _TYPE)),
        typed_union((*grants, _ASYNC_TYPE)),
        described[0].upper() + described[1:],
        found,
    )


def _made(flows: Mapping[str, Flow]) -> Typed:
    """The expression that makes an ``OAuth2`` with its flows."""
    urls = {
        grant: ", ".join(python_literal(url) for url in (flow.token_url, flow.refresh_url) if url)
        for grant, flow in flows.items()
    }
    items = ", ".join(f"{python_literal(grant)}: Flow({url})" for grant, url in urls.items())
    return Typed(
        f"OAuth2({{{items}}})", Import("._runtime.oauth", "OAuth2"), Import("._runtime.flows", "Flow")
    )


def is_known_scheme(scheme: SecurityScheme) -> bool:
    """Whether the runtime supports the credentials of a scheme."""
    return known_scheme(scheme) is not None


def found_in_environment(scheme: SecurityScheme) -> Found | None:
    """The parts of a scheme's credentials in the environment; None without ``x-environment``."""
    known = known_scheme(scheme)
    return known.from_environment if known and scheme.environment else None


def security_schemes(api: Api) -> list[tuple[str, Code]]:
    """The key and the expression of each scheme that the runtime supports."""
    found = ((scheme.key, known_scheme(scheme)) for scheme in api.security_schemes)
    return [(key, known.construction) for key, known in found if known]


def package_imports(api: Api) -> list[tuple[Code, Code]]:
    """The imports of ``_package.py`` from the runtime, by module."""
    found = [(scheme, known) for scheme in api.security_schemes if (known := known_scheme(scheme))]
    pieces = [_runtime("lazy", "LazyModule"), _runtime("package", "Package")]
    pieces += [known.construction for _, known in found]
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
    """The places of default credentials: environment variables for each part, or a profile file."""

    variables: dict[str, tuple[str, ...]]
    profile: str
    profile_variable: str
    sections: tuple[str, ...]


def environments(api: Api) -> list[tuple[str, SchemeEnvironment, Typed]]:
    """The default credentials of each scheme with ``x-environment``.

    For each scheme: its key, the places of its credentials, and the expression that combines their parts.
    """
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
    """The arguments of a client for credentials, one for each scheme that an operation may use.

    ``prefix`` is ``Async`` for an async client, else empty.
    """
    alternatives = {names for operation in api.operations for names in demanded(api, operation)}
    alternatives |= set(alternatives_by_default(api))
    used = {name for names in alternatives for name in names}
    found = ((scheme, known_scheme(scheme)) for scheme in api.security_schemes if scheme.key in used)
    return tuple(
        Argument(
            scheme.name,
            typed_union((kind.async_type if prefix else kind.type, NONE)),
            Code("None"),
            scheme.description or kind.description,
            scheme.key,
        )
        for scheme, kind in found
        if kind
    )


def demanded(api: Api, operation: Operation) -> tuple[tuple[str, ...], ...]:
    """The security alternatives of an operation, without the schemes that the client has no argument for.

    Such credentials, for instance a certificate for mutual TLS, are those of a custom ``http_client``.
    """
    others = {scheme.key for scheme in api.security_schemes if not is_known_scheme(scheme)}
    return tuple(tuple(name for name in names if name not in others) for names in security(api, operation))


def alternatives_by_default(api: Api) -> tuple[tuple[str, ...], ...]:
    """The security alternatives that ``always_authenticate`` uses where the description has none.

    Empty if it has some for every operation.
    """
    if all(operation.security for operation in api.operations):
        return ()
    known = {name for name, _ in security_schemes(api)}
    return tuple(keys for keys in usual_security(api) if known.issuperset(keys))


def credential_types(credentials: tuple[Argument, ...]) -> list[tuple[Code, Code]]:
    """The imports for the annotations of credentials, by module."""
    return _modules(argument.annotation for argument in credentials)
