"""Recognizes the objects of other files, which may hold anything, by their fields."""

from __future__ import annotations

from typing import Any

from oasmith.structure import FIELDS, Kind

_MARKS: dict[Kind, set[str]] = {
    "path_item": {"summary", "description", "servers"},
    "operation": {"operationId", "summary", "description", "tags", "security", "servers", "deprecated"},
    "parameter": {"name", "in", "description", "required", "style", "example"},
    "header": {"description", "required", "style", "example"},
    "request_body": {"description", "required"},
    "response": {"summary", "description"},
    "example": {"summary", "description", "value", "externalValue", "dataValue", "serializedValue"},
    "link": {"operationId", "operationRef", "parameters", "requestBody", "description", "server"},
    "security_scheme": {"type", "description", "name", "in", "scheme", "flows", "openIdConnectUrl"},
    "schema": {
        "type", "enum", "const", "format", "title", "description", "default", "example", "examples",
        "nullable", "required", "readOnly", "writeOnly", "deprecated", "discriminator", "externalDocs", "xml",
        "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    },
}  # fmt: skip
"""Fields by which an object of a kind is recognized, besides those that hold other objects."""

_PLAIN_MARKS = set().union(*_MARKS.values()) - {
    "const", "default", "example", "examples", "discriminator", "externalDocs", "xml", "value", "dataValue",
    "parameters", "requestBody", "server", "flows",
}  # fmt: skip
"""Those of these fields that never hold an object."""


def looks_like(kind: Kind, node: Any) -> bool:
    """Whether a node of any file looks like an object of a kind."""
    if kind == "schema" and isinstance(node, bool):
        return True
    if not isinstance(node, dict):
        return False
    if not node or kind not in _MARKS or any(key.startswith(("x-", "$")) for key in node):
        return True
    # A property may be called `type` or `title` too; its schema is an object, which those fields never are.
    found = {key for key, value in node.items() if key not in _PLAIN_MARKS or not isinstance(value, dict)}
    return not found.isdisjoint(_MARKS[kind] | FIELDS.get(kind, {}).keys())
