"""A sample request with everything that the templates of a language need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from urllib.parse import quote, unquote

from oasmith.api.model import Api, Operation, SecurityScheme
from oasmith.api.security import declared_variables, security
from oasmith.errors import Problem
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.calls import Call
from oasmith.products.client.models.check import Models
from oasmith.quoting import Code, json_text, line_comment
from oasmith.structure import join_pointer


@dataclass(frozen=True, slots=True)
class Variable:
    """A value from the environment: its name in the example, and the environment variable."""

    name: Identifier
    environment: Identifier


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a request; its value is the concatenation of the parts."""

    name: str
    parts: tuple[str | Variable, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An API key in the query; ``text`` is everything before its value."""

    text: str
    variable: Variable

    @property
    def name(self) -> str:
        return unquote(self.text[1:-1])


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample request; its fields are the values of the templates.

    ``base_url`` is the server's URL, absolute if ``has_address``, and ``base_url_variable`` the environment
    variable that replaces it. ``variables`` are the credentials in the environment, which ``headers``,
    ``keys`` of the query and ``basic`` (user and password) use; ``credentials`` has them by the client's
    argument. ``body_text`` is the body as it is sent. ``model_classes`` are the generated
    classes, if they are loaded.
    """

    build: Build
    model_classes: Models | None
    problems: list[Problem]
    call: Call
    operation: Operation
    title: Code
    package: Identifier
    client_name: Identifier
    async_client_name: Identifier
    base_url: str
    base_url_variable: Identifier
    has_address: bool
    variables: list[Variable]
    credentials: Mapping[Identifier, tuple[Variable, ...]]
    headers: list[Header]
    keys: list[Key]
    basic: tuple[Variable, ...] | None
    has_body: bool
    body_text: str

    def report(self, reason: str, remedy: str) -> None:
        """Report a problem of this sample; ``reason`` continues "the example … of …"."""
        call = self.call
        message = f"the example {call.name!r} of {call.operation.id} {reason}"
        place = join_pointer(("paths", call.operation.path, call.operation.method.lower()))
        self.problems.append(Problem(message, remedy, pointer=place))


def sample_of(build: Build, call: Call, models: Models | None, problems: list[Problem]) -> Sample:
    """The sample for a request; it adds its problems to those given."""
    prefix = build.package.removesuffix("_client").upper()
    schemes = _schemes(build.api, call.operation)
    variables = {scheme.key: _variables(scheme, prefix) for scheme in schemes}
    return Sample(
        build=build,
        model_classes=models,
        problems=problems,
        call=call,
        operation=call.operation,
        title=line_comment(call.operation.summary or call.operation.id),
        package=build.package,
        client_name=build.client_name,
        async_client_name=Identifier(f"Async{build.client_name}"),
        base_url=call.base_url,
        base_url_variable=Identifier(f"{prefix}_BASE_URL"),
        has_address="://" in call.base_url,
        variables=[variable for found in variables.values() for variable in found],
        credentials={scheme.name: variables[scheme.key] for scheme in schemes},
        headers=_headers(call, schemes, variables),
        keys=_keys(call, schemes, variables),
        basic=next((variables[scheme.key] for scheme in schemes if _is_basic(scheme)), None),
        has_body=call.content is not None,
        body_text=str(json_text(call.body)) if call.kind == "json" else call.text,
    )


def _schemes(api: Api, operation: Operation) -> tuple[SecurityScheme, ...]:
    """The schemes of the first alternative that examples support; anonymous access comes last."""
    schemes = {scheme.key: scheme for scheme in api.security_schemes}
    for names in sorted(security(api, operation), key=lambda names: not names):
        if all(name in schemes and _is_expressible(schemes[name]) for name in names):
            return tuple(schemes[name] for name in names)
    return ()


def _is_expressible(scheme: SecurityScheme) -> bool:
    """Whether the credentials are sent as they are, unlike a signature."""
    return scheme.type == "apiKey" or _is_basic(scheme) or _is_token(scheme)


def _is_basic(scheme: SecurityScheme) -> bool:
    return scheme.type == "http" and scheme.scheme.lower() == "basic"


def _is_token(scheme: SecurityScheme) -> bool:
    return scheme.type in ("oauth2", "openIdConnect") or scheme.scheme.lower() == "bearer"


def _variables(scheme: SecurityScheme, prefix: str) -> tuple[Variable, ...]:
    """The parts of the credentials, in the client's environment variables or in ones named here."""
    names = {"token": str(scheme.name)}
    if _is_basic(scheme):
        names = {part: f"{scheme.name}_{part}" for part in ("user", "password")}
    found = []
    for part, name in names.items():
        known, *_ = (*declared_variables(scheme).get(part, ()), "")
        is_usable = _VARIABLE.fullmatch(known) and not iskeyword(known)
        own = f"{prefix}_{name.upper().rstrip('_')}"
        found.append(Variable(Identifier(name), Identifier(known if is_usable else own)))
    return tuple(found)


_VARIABLE = re.compile("[A-Za-z_][A-Za-z0-9_]*")
"""Names of variables that every shell accepts."""


def _headers(
    call: Call, schemes: tuple[SecurityScheme, ...], variables: Mapping[str, tuple[Variable, ...]]
) -> list[Header]:
    """All headers except that of Basic authentication, which each language writes in its own way."""
    cookies: list[str | Variable] = []
    for cookie in call.cookies:
        cookies += ("; ", cookie)
    headers: list[Header] = []
    for scheme in schemes:
        if scheme.type == "apiKey" and scheme.location == "header":
            headers.append(Header(scheme.parameter_name, variables[scheme.key]))
        elif scheme.type == "apiKey" and scheme.location == "cookie":
            cookies += ("; ", f"{scheme.parameter_name}=", *variables[scheme.key])
        elif scheme.type != "apiKey" and not _is_basic(scheme):
            headers.append(Header("Authorization", ("Bearer ", *variables[scheme.key])))
    if cookies:
        headers.append(Header("Cookie", joined(cookies[1:])))
    if call.content_type:
        headers.append(Header("Content-Type", (call.content_type,)))
    taken = {header.name.lower() for header in headers}
    described = [Header(name, (text,)) for name, text in call.headers.items() if name.lower() not in taken]
    return [*described, *headers]


def _keys(
    call: Call, schemes: tuple[SecurityScheme, ...], variables: Mapping[str, tuple[Variable, ...]]
) -> list[Key]:
    joint = "&" if "?" in call.target else "?"
    keys = []
    for scheme in schemes:
        if scheme.type == "apiKey" and scheme.location == "query":
            keys.append(Key(f"{joint}{quote(scheme.parameter_name, safe='')}=", variables[scheme.key][0]))
            joint = "&"
    return keys


def joined(parts: Iterable[str | Variable]) -> tuple[str | Variable, ...]:
    """The parts with neighbouring strings in one."""
    joined: list[str | Variable] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(last := joined[-1], str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return tuple(joined)
