"""A sample request as a call of the generated client."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from oasmith.api.fields import Fields
from oasmith.api.model import Operation
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.calls import Call, broken
from oasmith.products.client.annotations import Annotations, readable, streams
from oasmith.products.client.formats import format_of
from oasmith.products.client.imports import Import, import_lines
from oasmith.products.client.models.check import Models
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal
from oasmith.schemas import Schema, Schemas
from oasmith.values.cache import SchemaCache


def python_call(build: Build, call: Call, models: Models | None, *, is_plain: bool = False) -> dict[str, Any]:
    """The call of the generated client, as values for the templates.

    With the models, the body is built before it is written. ``misfit`` says why that is not possible; the
    body is plain JSON then, and always if ``is_plain``.
    """
    schemas = build.once(_schemas)
    writer = _Writer(schemas, build.fields)
    # Text and bytes are sent as they are, whatever a schema says of them.
    schema = call.content.schema if call.content and call.kind not in ("text", "binary") else True
    body = writer.construction(schema, call.body)
    misfit = _misfit(build, call, body, writer.models, models)
    if misfit or is_plain:
        writer = _Writer(schemas, build.fields)
        body = writer.construction(True, call.body)
    by_name = {parameter.name: parameter.schema for parameter in call.operation.parameters}
    arguments = {name: writer.argument(by_name[name], value) for name, value in call.parameters.items()}
    first = call.operation.body.contents[0] if call.content and call.operation.body else None
    is_stream = _is_stream(call.operation)
    return {
        "models": sorted(writer.models),
        "imports": [Code(line) for line in import_lines(writer.imports) if line],
        "body": body,
        "misfit": misfit,
        "arguments": arguments,
        "other_content_type": (
            call.content.content_type if call.content and call.content is not first else None
        ),
        "method": _method(call.operation),
        "is_model": not is_stream and _returns_model(schemas.view, call.operation),
        "is_stream": is_stream,
    }


def _schemas(build: Build) -> SchemaCache:
    return SchemaCache(build.api.schemas)


def _misfit(
    build: Build, call: Call, body: Code, names: Collection[Identifier], models: Models | None
) -> str | None:
    """Why the models refuse a body, or the contract the request that they would send."""
    if models is None or not names:
        return None
    try:
        built = models.built(body, names)
    except ValidationError as error:
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    except Exception as error:  # importing models and calling classes may raise any exception
        return f"{type(error).__name__}: {error}"
    violations = broken(build.contract, replace(call, body=built))
    return "; ".join(map(str, violations)) or None


class _Writer:
    """Expressions that build values: models for objects with a class, literals for everything else.

    ``models`` are the classes that the expressions use, and ``imports`` what else they import.
    """

    def __init__(self, schemas: SchemaCache, fields: Fields) -> None:
        self.models: set[Identifier] = set()
        self.imports: set[Import] = set()
        self._schemas = schemas
        self._view = schemas.view
        self._fields = fields

    def argument(self, schema: Schema, value: Any) -> Code:
        """The expression for a parameter; a date may also be a string."""
        return self.construction(schema, value) if isinstance(value, (Mapping, list)) else _literal(value)

    def construction(self, schema: Schema, value: Any) -> Code:
        """The expression for a value."""
        schema = self._branch(schema, value)
        if isinstance(value, list):
            shape = self._schemas.shape(schema)
            items = [self.construction(shape.item(index), item) for index, item in enumerate(value)]
            return Code(f"({', '.join(items)},)" if self._is_tuple(schema) else f"[{', '.join(items)}]")
        if isinstance(value, Mapping):
            return self._object(schema, value)
        return self._scalar(schema, value) or _literal(value)

    def _object(self, schema: Schema, value: Mapping[str, Any]) -> Code:
        shape = self._schemas.shape(schema)
        name = self._view.class_of(schema)
        names = self._fields.of(name) if name else {}
        if name is None or not value.keys() <= names.keys():
            entries = (
                f"{python_literal(key)}: {self.construction(shape.property(key), item)}"
                for key, item in value.items()
            )
            return Code("{" + ", ".join(entries) + "}")
        self.models.add(Identifier(name))
        arguments = (
            f"{names[key]}={self.construction(shape.property(key), item)}" for key, item in value.items()
        )
        return Code(f"{name}({', '.join(arguments)})")

    def _branch(self, schema: Schema, value: Any) -> Schema:
        """The branch of a union that a value matches; the schema itself if it is not a union."""
        for branch in self._view.alternatives(schema):
            if self._schemas.is_valid(branch, _as_json(value)):
                return self._branch(branch, value)
        return schema

    def _is_tuple(self, schema: Schema) -> bool:
        """Whether an array has exactly the items described by ``prefixItems``; models use a tuple."""
        keywords = self._schemas.flat(schema).keywords
        count = len(keywords.get("prefixItems", ()))
        return count > 0 and (keywords.get("items") is False or keywords.get("maxItems") == count)

    def _scalar(self, schema: Schema, value: Any) -> Code | None:
        """The code of a value with a type of its own, such as a date; None for a literal."""
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            return None
        keywords = self._schemas.flat(schema).keywords
        if isinstance(value, str) and keywords.get("format") == "binary":
            return Code(repr(value.encode()))
        found = format_of(keywords.get("format"), "string" if isinstance(value, str) else "number")
        if found is None or not {"enum", "const"}.isdisjoint(keywords):
            return None
        read = found.value(value)
        if read is None:
            return None
        code = found.code(read, str)
        self.imports |= code.imports
        return code


def _literal(value: Any) -> Code:
    """A JSON value in which files are bytes."""
    return Code(repr(value)) if isinstance(value, bytes) else python_literal(value)


def _as_json(value: Any) -> Any:
    """The value for the contract, in which a file is an empty string."""
    if isinstance(value, Mapping):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return "" if isinstance(value, bytes) else value


def _method(operation: Operation) -> Code:
    """The method, as an attribute of the client."""
    return Code(f"{operation.group}.{operation.name}" if operation.group else operation.name)


def _is_stream(operation: Operation) -> bool:
    """Whether the result is always a stream."""
    contents = [content for response in operation.successes for content in response.contents]
    return bool(contents) and len(streams(contents)) == len(contents)


def _returns_model(schemas: Schemas, operation: Operation) -> bool:
    """Whether the result is always a model."""
    contents = [content for response in operation.successes for content in readable(response.contents)]
    types = Annotations(schemas)
    return (
        bool(contents)
        and all(response.contents for response in operation.successes)
        and all(str(types.content(it)) == f"{types.models}.{schemas.class_of(it.schema)}" for it in contents)
    )
