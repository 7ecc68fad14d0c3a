"""Request examples: for every operation, in every language there are templates for.

A language is a folder ``examples/<language>`` of templates. Its ``language.toml`` says with ``quoting``
which literals a plain string becomes there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import jinja2

from oasmith.api.model import Api, Operation, SecurityScheme
from oasmith.errors import OasmithError, Problem
from oasmith.names import Identifier
from oasmith.products.calls import Call
from oasmith.products.client.credentials import declared_variables, security
from oasmith.products.examples.commands import curl_form, httpie_body
from oasmith.products.examples.python_calls import PythonCalls
from oasmith.products.file import File
from oasmith.products.templating import (
    QUOTINGS,
    Code,
    InexpressibleError,
    environment,
    javascript_body,
    json_text,
    line_comment,
    python_docstring,
    python_literal,
    render,
    shell_default,
    shell_required,
)
from oasmith.reading.pointers import join_pointer


@dataclass(frozen=True, slots=True)
class Variable:
    """What an example takes from the environment: its name in the example, and there."""

    name: Identifier
    environment: Identifier


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a request, whose value is the parts one after the other."""

    name: str
    parts: tuple[str | Variable, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key in the query: ``text`` is all before its value."""

    text: str
    variable: Variable

    @property
    def name(self) -> str:
        return unquote(self.text[1:-1])


def emit_examples(
    api: Api,
    found: Iterable[Call],
    python: PythonCalls,
    folder: str,
    package: Identifier,
    client_name: Identifier,
    templates: tuple[Path, ...],
) -> tuple[list[File], list[Problem]]:
    """The files of the calls found, below the folder, and a problem for each that was left out."""
    languages = _languages(templates)
    problems: list[Problem] = []
    files: list[File] = []
    for call in found:
        place = f"{folder}/{call.operation.path_name}/{call.name}"
        files += [File(f"{place}/{name}", f"{text}\n") for name, text in _json_files(call)]
        contexts = _contexts(api, python, call, package, client_name)
        if contexts["python"]["misfit"]:
            problems.append(_misfit(call, contexts["python"]["misfit"]))
        for language in languages:
            for template in language.templates:
                name = template.rpartition("/")[2].removesuffix(".jinja")
                try:
                    text = render(language.environment, template, contexts[language.quoting])
                except InexpressibleError as reason:
                    problems.append(_problem(call, name, str(reason)))
                else:
                    files.append(File(f"{place}/{name}", text))
    return files, problems


def _json_files(call: Call) -> Iterator[tuple[str, Code]]:
    """The bodies of the request and of its answer, where they are JSON and the description has them."""
    if call.kind == "json":
        yield "request.json", json_text(call.body)
    answer = call.answer
    if answer:
        yield "response.json", json_text(answer.value)


def _problem(call: Call, file: str, reason: str) -> Problem:
    return Problem(
        f"the example {call.name!r} of {call.operation.id} cannot be written in {file}: {reason}",
        "Use one of the other languages; this file was left out.",
        pointer=join_pointer(("paths", call.operation.path, call.operation.method.lower())),
    )


def _misfit(call: Call, reason: str) -> Problem:
    return Problem(
        f"the example {call.name!r} of {call.operation.id} cannot be built from the models: {reason}",
        "In Python it is written as plain JSON; correct the schema of the body if its classes contradict it.",
        pointer=join_pointer(("paths", call.operation.path, call.operation.method.lower())),
    )


def _contexts(
    api: Api, python: PythonCalls, call: Call, package: Identifier, client_name: Identifier
) -> dict[str, dict[str, Any]]:
    """What the templates of each quoting are filled in with."""
    has_address = "://" in call.base_url
    prefix = package.removesuffix("_client").upper()
    base_url_variable = Identifier(f"{prefix}_BASE_URL")
    schemes = _schemes(api, call.operation)
    variables = {scheme.key: _variables(scheme, prefix) for scheme in schemes}
    headers = _headers(call, schemes, variables)
    title = call.operation.summary or call.operation.id
    text = str(json_text(call.body)) if call.kind == "json" else call.text
    context = {
        "call": call,
        "operation": call.operation,
        "title": line_comment(title),
        "package": package,
        "client_name": client_name,
        "async_client_name": Identifier(f"Async{client_name}"),
        "base_url": call.base_url,
        "base_url_variable": base_url_variable,
        "has_address": has_address,
        "variables": [variable for found in variables.values() for variable in found],
        "headers": headers,
        "keys": _keys(call, schemes, variables),
        "basic": next((variables[scheme.key] for scheme in schemes if _is_basic(scheme)), None),
        "has_body": call.content is not None,
        "body_text": text,
    }
    shell_context = context | {
        "address": (
            shell_default(base_url_variable, call.base_url)
            if has_address
            else Code(f'"{shell_required(base_url_variable)}"')
        ),
        "headers": [_shell_header(header) for header in headers],
        "is_head": call.operation.method.upper() == "HEAD",
        "form": curl_form(call),
        "httpie": httpie_body(call),
    }
    python_context = (
        context
        | python.call(call)
        | {
            "title": python_docstring(title.rstrip(".") + "."),
            "has_address": "://" in api.servers[0].url,
            "credentials": {scheme.name: _python_credential(variables[scheme.key]) for scheme in schemes},
        }
    )
    javascript_context = context | {"body": javascript_body(call.body) if call.kind == "json" else text}
    return dict.fromkeys(QUOTINGS, context) | {
        "python": python_context,
        "shell": shell_context,
        "javascript": javascript_context,
    }


@dataclass(frozen=True, slots=True)
class _Language:
    """A folder of templates, and the environment that quotes for them."""

    quoting: str
    environment: jinja2.Environment
    templates: tuple[str, ...]


def _languages(folders: tuple[Path, ...]) -> tuple[_Language, ...]:
    """Every language in the users' folders and the shipped one.

    Raises OasmithError for a ``language.toml`` that is missing or names no quoting that there is.
    """
    known = {
        quoting: environment(quote, folders, **filters) for quoting, (quote, filters) in QUOTINGS.items()
    }
    any_environment = known["python"]
    by_language: dict[str, list[str]] = {}
    for name in any_environment.list_templates(
        filter_func=lambda name: name.startswith("examples/") and name.endswith(".jinja")
    ):
        by_language.setdefault(name.rpartition("/")[0], []).append(name)
    found = []
    for folder, names in by_language.items():
        quoting = _quoting(any_environment, folder)
        found.append(_Language(quoting, known[quoting], tuple(names)))
    return tuple(found)


def _quoting(source: jinja2.Environment, folder: str) -> str:
    assert source.loader is not None
    path = f"{folder}/language.toml"
    remedy = f'Write quoting = "…" into it, one of {", ".join(QUOTINGS)}.'
    try:
        text, file, _ = source.loader.get_source(source, path)
        quoting = tomllib.loads(text).get("quoting")
    except jinja2.TemplateNotFound:
        raise OasmithError(Problem("is missing beside templates of examples", remedy, path)) from None
    except tomllib.TOMLDecodeError as error:
        raise OasmithError(Problem(f"is not TOML: {error}", remedy, path)) from None
    if quoting not in QUOTINGS:
        raise OasmithError(Problem(f"quoting = {quoting!r} is none that there is", remedy, file or path))
    return str(quoting)


def _schemes(api: Api, operation: Operation) -> tuple[SecurityScheme, ...]:
    """The schemes of the first alternative of an operation that examples can meet, none the last."""
    schemes = {scheme.key: scheme for scheme in api.security_schemes}
    for names in sorted(security(api, operation), key=lambda names: not names):
        if all(name in schemes and _is_expressible(schemes[name]) for name in names):
            return tuple(schemes[name] for name in names)
    return ()


def _is_expressible(scheme: SecurityScheme) -> bool:
    """Whether credentials just go into a request, which a signature does not."""
    return scheme.type == "apiKey" or _is_basic(scheme) or _is_token(scheme)


def _is_basic(scheme: SecurityScheme) -> bool:
    return scheme.type == "http" and scheme.scheme.lower() == "basic"


def _is_token(scheme: SecurityScheme) -> bool:
    return scheme.type in ("oauth2", "openIdConnect") or scheme.scheme.lower() == "bearer"


def _variables(scheme: SecurityScheme, prefix: str) -> tuple[Variable, ...]:
    """Its parts, each in the variable that the client would find it in, else in one of its own."""
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
"""What every shell takes for the name of a variable."""


def _headers(
    call: Call, schemes: tuple[SecurityScheme, ...], variables: Mapping[str, tuple[Variable, ...]]
) -> list[Header]:
    """Every header but that of a user name and password, which languages write in ways of their own."""
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
        headers.append(Header("Cookie", _joined(cookies[1:])))
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


def _shell_header(header: Header) -> Header:
    """One whose parts are the whole line."""
    return Header(header.name, _joined((f"{header.name}: ", *header.parts)))


def _joined(parts: Iterable[str | Variable]) -> tuple[str | Variable, ...]:
    """The parts with neighbouring texts in one."""
    joined: list[str | Variable] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(last := joined[-1], str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return tuple(joined)


def _python_credential(variables: tuple[Variable, ...]) -> Code:
    values = [f"os.environ[{python_literal(str(variable.environment))}]" for variable in variables]
    return Code(values[0] if len(values) == 1 else f"({', '.join(values)})")
