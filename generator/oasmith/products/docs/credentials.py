"""The security schemes in the reference: what they send, and how the client gets credentials for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oasmith.api.model import SecurityScheme
from oasmith.api.security import SIGNATURE, declared_variables
from oasmith.products.build import Build
from oasmith.products.client.credentials import credentials, found_in_environment
from oasmith.products.client.package_values import has_url
from oasmith.products.docs.model import Credential
from oasmith.quoting.python import python_literal

_MOST_SCOPES = 3
_GRANTS = {"client_credentials": ("clientCredentials", "ClientCredentials", "client-id", "client-secret"),
           "password": ("password", "PasswordGrant", "user", "password")}  # fmt: skip
"""The flow and the class for each type of grant, and examples of its arguments."""
_KINDS = {
    "apiKey": "API key",
    "oauth2": "OAuth 2.0",
    "openIdConnect": "OpenID Connect",
    "mutualTLS": "mutual TLS",
}


def credentials_of(build: Build) -> Iterator[Credential]:
    """The security schemes, with the arguments and environment variables that the client has for them."""
    arguments = {argument.wire_name: argument for argument in credentials(build.api, "")}
    for scheme in build.api.security_schemes:
        argument = arguments.get(scheme.key)
        header, place, kind = _sent(scheme)
        yield Credential(
            key=scheme.key,
            kind=_KINDS.get(scheme.type, f"HTTP {scheme.scheme}".strip()),
            urls=scheme.urls,
            scopes={name: text for scopes in scheme.scopes.values() for name, text in scopes.items()},
            header=header,
            place=place,
            type=kind,
            description=scheme.description,
            argument=str(argument.name) if argument else "",
            argument_type=str(argument.annotation) if argument else "",
            environment=_environment(scheme),
            snippets=tuple(_snippets(build, scheme, str(argument.name))) if argument else (),
        )


def _snippets(build: Build, scheme: SecurityScheme, argument: str) -> Iterator[str]:
    """A client with credentials, for each class of them."""
    server = "" if has_url(build.api) else '\n    base_url="https://api.example.com",'
    for name, value in _values(scheme):
        imported = sorted({name, str(build.client_name)} - {""})
        yield (
            f"from {build.package} import {', '.join(imported)}\n\n"
            f"client = {build.client_name}({server}\n    {argument}={value},\n)"
        )


def _values(scheme: SecurityScheme) -> Iterator[tuple[str, str]]:
    """The class and the expression for each kind of credentials; the class is empty for plain values."""
    for grant in scheme.flows:
        flow, name, first, second = _GRANTS[grant]
        wanted = [python_literal(scope) for scope in scheme.scopes.get(flow, ())][:_MOST_SCOPES]
        scopes = f", scopes=({', '.join(wanted)}{',' * (len(wanted) == 1)})" if wanted else ""
        yield name, f"{name}({python_literal(first)}, {python_literal(second)}{scopes})"
    if scheme.flows:
        return
    if scheme.type == "http" and scheme.scheme.lower() == "basic":
        yield "", '("user", "password")'
    elif scheme.type == "http" and scheme.scheme.lower() == SIGNATURE:
        yield "AccessKey", 'AccessKey("access-key", "secret-key")'
    else:
        yield "", '"key"' if scheme.type == "apiKey" else '"token"'


def _environment(scheme: SecurityScheme) -> Mapping[str, tuple[str, ...]]:
    return declared_variables(scheme) if found_in_environment(scheme) else {}


def _sent(scheme: SecurityScheme) -> tuple[str, str, str]:
    """The name of what a scheme sends, where, and its type."""
    if scheme.type == "apiKey":
        return scheme.parameter_name, scheme.location, "string"
    name = scheme.scheme or ("bearer" if scheme.type in ("oauth2", "openIdConnect") else scheme.type)
    return "Authorization", "header", f"string ({name})"
