"""A call as the code that makes it with the generated client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.api.fields import Fields
from oasmith.api.model import Api, Operation
from oasmith.api.schemas import Schema, Schemas, reference
from oasmith.emitting.annotations import streams
from oasmith.emitting.calls import Call
from oasmith.emitting.templating import Code, python_literal
from oasmith.names import Identifier


def python_call(api: Api, fields: Fields, call: Call) -> dict[str, Any]:
    """What the generated client is called with."""
    writer = _Writer(api.schemas, fields)
    schemas = {parameter.name: parameter.schema for parameter in call.operation.parameters}
    body = writer.construction(call.content.schema if call.content else True, call.body)
    arguments = {name: writer.construction(schemas[name], value) for name, value in call.parameters.items()}
    first = call.operation.body.contents[0] if call.content and call.operation.body else None
    contents = [content for response in call.operation.successes for content in response.contents]
    return {
        "models": sorted(writer.models),
        "body": body,
        "arguments": arguments,
        "other_content_type": (
            call.content.content_type if call.content and call.content is not first else None
        ),
        "method": _method(call.operation),
        "is_model": _returns_model(writer.schemas, call.operation),
        "is_stream": bool(contents) and len(streams(contents)) == len(contents),
    }


class _Writer:
    """Expressions that build values: models for the objects that have one, literals for all else."""

    def __init__(self, schemas: Schemas, fields: Fields) -> None:
        self.schemas = schemas
        self.models: set[Identifier] = set()
        self._fields = fields

    def construction(self, schema: Schema, value: Any) -> Code:
        """The expression for a value; the models that it uses are noted."""
        if isinstance(value, list):
            items = self.schemas.says(schema, "items") or True
            return Code("[" + ", ".join(self.construction(items, item) for item in value) + "]")
        name, properties = reference(schema), self.schemas.properties(schema)
        if (
            name is None
            or not properties
            or not isinstance(value, Mapping)
            or not value.keys() <= properties.keys()
        ):
            return _literal(value)
        self.models.add(Identifier(name))
        names = self._fields.of(name)
        arguments = (
            f"{names[key]}={self.construction(properties[key], item)}" for key, item in value.items()
        )
        return Code(f"{name}({', '.join(arguments)})")


def _literal(value: Any) -> Code:
    """A JSON value in which files are bytes."""
    if isinstance(value, bytes):
        return Code(repr(value))
    if isinstance(value, list):
        return Code("[" + ", ".join(map(_literal, value)) + "]")
    if isinstance(value, Mapping):
        return Code("{" + ", ".join(f"{python_literal(k)}: {_literal(v)}" for k, v in value.items()) + "}")
    return python_literal(value)


def _method(operation: Operation) -> Code:
    """What is called on a client."""
    return Code(f"{operation.group}.{operation.name}" if operation.group else operation.name)


def _returns_model(schemas: Schemas, operation: Operation) -> bool:
    """Whether what comes back is surely a model."""
    contents = [content for response in operation.successes for content in response.contents]
    is_object = all(
        content.schema_name and schemas.types(content.schema) == ("object",) for content in contents
    )
    return bool(contents) and is_object and all(response.contents for response in operation.successes)
