"""A call as the code that makes it with the generated client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.fields import Fields
from oasmith.api.model import Api, Operation, Schema
from oasmith.api.names import Identifier
from oasmith.emitting.annotations import streams
from oasmith.emitting.calls import Call
from oasmith.emitting.templating import Code, python_literal

_SCHEMA_PREFIX = "#/components/schemas/"


def python_call(api: Api, fields: Fields, call: Call) -> dict[str, Any]:
    """What the generated client is called with."""
    schemas = {parameter.name: parameter.schema for parameter in call.operation.parameters}
    models = {
        model for name, value in call.parameters.items() for model in _models(api, schemas[name], value)
    }
    schema = call.content.schema if call.content else True
    first = call.operation.body.contents[0] if call.content and call.operation.body else None
    contents = [content for response in call.operation.successes for content in response.contents]
    return {
        "models": sorted(models | set(_models(api, schema, call.body))),
        "body": _construction(api, fields, schema, call.body),
        "arguments": {
            name: _construction(api, fields, schemas[name], value) for name, value in call.parameters.items()
        },
        "other_content_type": (
            call.content.content_type if call.content and call.content is not first else None
        ),
        "method": _method(call.operation),
        "is_model": _returns_model(api, call.operation),
        "is_stream": bool(contents) and len(streams(contents)) == len(contents),
    }


def _construction(api: Api, fields: Fields, schema: Schema, value: Any) -> Code:
    """An expression that builds a value: models for the objects that have one, literals for all else."""
    name = _model_name(api, schema, value)
    target = api.schemas.get(name) if name else schema
    if not isinstance(target, Mapping):
        return _literal(value)
    if isinstance(value, list):
        items = target.get("items", True)
        return Code("[" + ", ".join(_construction(api, fields, items, item) for item in value) + "]")
    if name is None or not isinstance(value, Mapping):
        return _literal(value)
    properties = target.get("properties", {})
    names = fields.of(name)
    arguments = ", ".join(
        f"{names[key]}={_construction(api, fields, properties.get(key, True), item)}"
        for key, item in value.items()
    )
    return Code(f"{Identifier(name)}({arguments})")


def _literal(value: Any) -> Code:
    """A JSON value in which files are bytes."""
    if isinstance(value, bytes):
        return Code(repr(value))
    if isinstance(value, list):
        return Code("[" + ", ".join(map(_literal, value)) + "]")
    if isinstance(value, Mapping):
        return Code("{" + ", ".join(f"{python_literal(k)}: {_literal(v)}" for k, v in value.items()) + "}")
    return python_literal(value)


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
    properties = target.get("properties") if isinstance(target, Mapping) else None
    if not properties or not set(value) <= set(properties):
        return None
    return name


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
