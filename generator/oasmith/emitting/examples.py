"""Request examples: every named example of the description in every language there are templates for.

A language is a folder ``examples/<language>`` of templates. Its ``language.toml`` says with ``quoting``
which literals a plain string becomes there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from oasmith.api.fields import Fields
from oasmith.api.model import Api, Content, Example, Operation, Parameter, Schema, SecurityScheme
from oasmith.api.names import Identifier
from oasmith.emitting.contract import contract
from oasmith.emitting.file import File
from oasmith.emitting.templating import (
    QUOTINGS,
    Code,
    environment,
    json_text,
    line_comment,
    python_docstring,
    python_literal,
    render,
    shell_default,
)
from oasmith.errors import OasmithError, Problem
from oasmith.runtime.contract import Contract
from oasmith.runtime.errors import Violation
from oasmith.runtime.media import kind_of
from oasmith.runtime.parameters import path_segment
from oasmith.runtime.servers import Server

_SCHEMA_PREFIX = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Call:
    """One example as a call: ``path`` is encoded, ``parameters`` go by their Python names."""

    operation: Operation
    content: Content
    name: str
    path: str
    parameters: Mapping[Identifier, Any]
    body: Any


def emit_examples(
    api: Api, folder: str, package: Identifier, client_name: Identifier, templates: tuple[Path, ...]
) -> tuple[list[File], list[Problem]]:
    """The example files below the folder, and a problem for each example that breaks the contract.

    Such an example is left out: whoever pastes one shall not be refused.
    """
    held_to = Contract(contract(api))
    fields = Fields(api.schemas)
    languages = _languages(templates)
    files: list[File] = []
    problems: list[Problem] = []
    for call in calls(api):
        violations = held_to.violations(call.operation.id, _request(call))
        if violations:
            problems.append(_problem(call, violations))
            continue
        target = f"{folder}/{call.operation.path_name}/{call.name}"
        files += (
            File(f"{target}/{name}", text)
            for name, text in _texts(api, fields, call, package, client_name, languages).items()
        )
    return files, problems


def calls(api: Api) -> Iterator[Call]:
    """Every named example of a JSON body as a call, in the order of the description."""
    for operation in api.operations:
        path = operation.path
        values: dict[Identifier, Any] = {}
        for parameter in operation.parameters:
            if parameter.required:
                value = values[parameter.name] = _example_value(api, parameter)
                if parameter.location == "path":
                    segment = path_segment(parameter.wire_name, value, parameter.style, parameter.explode)
                    path = path.replace(f"{{{parameter.wire_name}}}", segment)
        contents = operation.body.contents[:1] if operation.body else ()
        for content in contents if contents and kind_of(contents[0].content_type) == "json" else ():
            for example in content.examples:
                yield Call(operation, content, _folder_name(example), path, values, example.value)


def _example_value(api: Api, parameter: Parameter) -> Any:
    """A parameter's example, or the plainest value that its schema has room for."""
    if parameter.examples:
        return parameter.examples[0].value
    schema = parameter.schema
    while isinstance(schema, Mapping) and "$ref" in schema:
        schema = api.schemas[schema["$ref"].removeprefix(_SCHEMA_PREFIX)]
    return _plain_value(schema, parameter.wire_name) if isinstance(schema, Mapping) else parameter.wire_name


def _plain_value(schema: Mapping[str, Any], name: str) -> Any:
    for keyword in ("const", "default"):
        if keyword in schema:
            return schema[keyword]
    suggested = [*schema.get("examples", ()), *schema.get("enum", ())]
    if suggested:
        return suggested[0]
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    if kind == "boolean":
        return True
    if kind == "array":
        items = schema.get("items")
        return [_plain_value(items if isinstance(items, Mapping) else {}, name)]
    return {} if kind == "object" else name


def _folder_name(example: Example) -> str:
    return "".join(
        char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in example.name
    )


def _request(call: Call) -> dict[str, Any]:
    request: dict[str, Any] = {"body": call.body}
    for parameter in call.operation.parameters:
        given = request.setdefault(parameter.location, {})
        if parameter.name in call.parameters:
            given[parameter.wire_name] = call.parameters[parameter.name]
    return request


def _problem(call: Call, violations: tuple[Violation, ...]) -> Problem:
    return Problem(
        f"the example {call.name!r} of {call.operation.id} breaks the description: "
        + "; ".join(map(str, violations)),
        "Mend the example or the schema; no request example was written for it.",
    )


def _texts(
    api: Api,
    fields: Fields,
    call: Call,
    package: Identifier,
    client_name: Identifier,
    languages: tuple[_Language, ...],
) -> dict[str, str]:
    server = api.servers[0]
    defaults = {variable.wire_name: variable.default for variable in server.variables}
    base_url = Server(server.url, dict.fromkeys(defaults, ())).url_with(defaults)
    prefix = package.removesuffix("_client").upper()
    base_url_variable = Identifier(f"{prefix}_BASE_URL")
    credential = _credential(api, call.operation)
    title = call.operation.summary or call.operation.id
    context = {
        "call": call,
        "operation": call.operation,
        "title": line_comment(title),
        "package": package,
        "client_name": client_name,
        "async_client_name": Identifier(f"Async{client_name}"),
        "base_url": base_url,
        "base_url_variable": base_url_variable,
        "has_address": "://" in server.url,
        "credential": credential,
        "credential_place": (_header(credential), _header_prefix(credential)) if credential else None,
        "credential_variable": Identifier(f"{prefix}_{credential.name.upper()}") if credential else None,
        "content_type": call.content.content_type,
        "json": json_text(call.body),
        "body_text": str(json_text(call.body)),
    }
    shell_context = context | {
        "address": shell_default(base_url_variable, base_url),
        "content_type_header": f"Content-Type: {call.content.content_type}",
        "credential_header": f"{_header(credential)}: {_header_prefix(credential)}" if credential else "",
        "body": str(json_text(call.body)),
    }
    python_context = context | {
        "title": python_docstring(title.rstrip(".") + "."),
        "models": sorted(set(_models(api, call.content.schema, call.body))),
        "body": _construction(api, fields, call.content.schema, call.body),
        "method": _method(call.operation),
        "is_model": _returns_model(api, call.operation),
    }
    contexts = {"python": python_context, "shell": shell_context}
    return {
        file.rpartition("/")[2].removesuffix(".jinja"): render(
            language.environment, file, contexts.get(language.quoting, context)
        )
        for language in languages
        for file in language.templates
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


def _method(operation: Operation) -> Code:
    """What is called on a client."""
    return Code(f"{operation.group}.{operation.name}" if operation.group else operation.name)


def _returns_model(api: Api, operation: Operation) -> bool:
    """Whether what comes back is surely a model."""
    contents = [content for response in operation.successes for content in response.contents]
    names = {content.schema_name for content in contents}
    is_object = all(
        isinstance(schema := api.schemas.get(name or ""), Mapping) and schema.get("type") == "object"
        for name in names
    )
    return bool(contents) and is_object and all(response.contents for response in operation.successes)


def _credential(api: Api, operation: Operation) -> SecurityScheme | None:
    """The key or token in a header that suffices for an operation by itself, if there is one."""
    keys = (scheme for scheme in api.security_schemes if _header(scheme))
    return next((key for key in keys if (key.key,) in operation.security), None)


def _header(scheme: SecurityScheme) -> str:
    """The header that a key or token goes into; empty for what goes elsewhere."""
    if scheme.type == "apiKey":
        return scheme.parameter_name if scheme.location == "header" else ""
    is_token = scheme.type in ("oauth2", "openIdConnect") or scheme.scheme.lower() == "bearer"
    return "Authorization" if is_token else ""


def _header_prefix(scheme: SecurityScheme) -> str:
    return "" if scheme.type == "apiKey" else "Bearer "


def _construction(api: Api, fields: Fields, schema: Schema, value: Any) -> Code:
    """An expression that builds a value: models for the objects that have one, literals for all else."""
    name = _model_name(api, schema, value)
    target = api.schemas.get(name) if name else schema
    if not isinstance(target, Mapping):
        return python_literal(value)
    if isinstance(value, list):
        items = target.get("items", True)
        return Code("[" + ", ".join(_construction(api, fields, items, item) for item in value) + "]")
    if name is None or not isinstance(value, Mapping):
        return python_literal(value)
    properties = target.get("properties", {})
    names = fields.of(name)
    arguments = ", ".join(
        f"{names[key]}={_construction(api, fields, properties.get(key, True), item)}"
        for key, item in value.items()
    )
    return Code(f"{Identifier(name)}({arguments})")


def _models(api: Api, schema: Schema, value: Any) -> Iterator[Identifier]:
    name = _model_name(api, schema, value)
    target = api.schemas.get(name) if name else schema
    if name:
        yield Identifier(name)
    if isinstance(target, Mapping):
        if isinstance(value, list):
            for item in value:
                yield from _models(api, target.get("items", True), item)
        elif name and isinstance(value, Mapping):
            for key, item in value.items():
                yield from _models(api, target.get("properties", {}).get(key, True), item)


def _model_name(api: Api, schema: Schema, value: Any) -> str | None:
    """The model that an object is built with, if it has a field for each of its keys."""
    if not isinstance(schema, Mapping) or not isinstance(value, Mapping):
        return None
    name = str(schema.get("$ref", "")).removeprefix(_SCHEMA_PREFIX)
    target = api.schemas.get(name)
    if not isinstance(target, Mapping) or not set(value) <= set(target.get("properties", ())):
        return None
    return name
