"""Python types of parameters and bodies, as they stand in a signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.api.model import Content, Parameter, Schema
from oasmith.emitting.templating import Code, python_literal

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_SCHEMA_PREFIX = "#/components/schemas/"


def parameter_annotation(parameter: Parameter) -> Code:
    """The type of a parameter that is given; ``None`` for an absent one is the caller's to add."""
    return Code(_annotation(parameter.schema))


def result_annotation(content: Content | None) -> Code:
    """The type that an operation returns."""
    return Code(_annotation(content.schema) if content else "None")


def models_named(schema: Schema) -> set[str]:
    """The models that the annotation of a schema names."""
    if not isinstance(schema, Mapping):
        return set()
    if "$ref" in schema:
        return {str(schema["$ref"]).removeprefix(_SCHEMA_PREFIX)}
    return models_named(schema.get("items", True)) if schema.get("type") == "array" else set()


def _annotation(schema: Any) -> str:
    if not isinstance(schema, Mapping):
        return "Any"
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_SCHEMA_PREFIX)
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        if all(value is None or isinstance(value, (str, int)) for value in values):
            return f"Literal[{', '.join(map(python_literal, values))}]"
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return " | ".join(_annotation({**schema, "type": kind}) for kind in kinds)
    if kinds == "array":
        return f"list[{_annotation(schema.get('items', True))}]"
    if kinds == "object":
        return "dict[str, Any]"
    return _SCALARS.get(str(kinds), "Any")
