"""Defaults of named schemas, which apply to each property that refers to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.schemas.nodes import named, references
from oasmith.structure import map_schemas


def with_defaults_in_properties(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Move the defaults of named schemas to the properties that refer to them.

    A default beside the reference wins. The default of a schema that refers to itself is not moved, since it
    could contain itself without end. Returns a copy of the schemas.
    """
    known = {
        name: schema["default"]
        for name, schema in schemas.items()
        if _has_default(schema) and not _refers_to_itself(name, schemas)
    }
    if not known:
        return dict(schemas)

    def change(node: dict[str, Any]) -> dict[str, Any]:
        properties = node.get("properties")
        if not isinstance(properties, Mapping):
            return node
        return {**node, "properties": {key: _with_default(own, known) for key, own in properties.items()}}

    return {
        name: map_schemas(_without_default(schema) if name in known else schema, change)
        for name, schema in schemas.items()
    }


def _has_default(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("default") is not None


def _without_default(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "default"}


def _with_default(schema: Any, known: Mapping[str, Any]) -> Any:
    if not isinstance(schema, Mapping) or "default" in schema:
        return schema
    name = named(schema)
    return schema if name is None or name not in known else {**schema, "default": known[name]}


def _refers_to_itself(name: str, schemas: Mapping[str, Any]) -> bool:
    seen: set[str] = set()
    queue = [name]
    while queue:
        new = set(references(schemas.get(queue.pop(), True))) - seen
        seen |= new
        queue += new
    return name in seen
