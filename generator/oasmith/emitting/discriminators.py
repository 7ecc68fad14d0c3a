"""Unions that a field tells apart (OpenAPI 3.1 §4.8.25): which of them pydantic can tell apart as well.

Pydantic needs the field in every member, with the values of that member alone. Where a member leaves
them to the mapping they are written into it; where that cannot be, the union is told apart by what
fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.emitting.inheritance import shape_of
from oasmith.reading.structure import map_schemas, walk

_PREFIX = "#/components/schemas/"
_UNIONS = ("oneOf", "anyOf")


def with_tags(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Typed schemas in which every discriminator that is left has its values in each member."""
    tags: dict[str, dict[str, list[str]]] = {}
    for schema in schemas.values():
        for place in walk("schema", schema):
            if _is_tagged_union(place.node):
                for name, field, values in _wanted(place.node, schemas):
                    known = tags.setdefault(name, {}).setdefault(field, [])
                    known += (value for value in values if value not in known)
    written = {name: _written(schema, tags.get(name, {}), schemas) for name, schema in schemas.items()}
    return {
        name: map_schemas(schema, lambda node: _without_useless(node, written))
        for name, schema in written.items()
    }


def _is_tagged_union(node: Any) -> bool:
    return isinstance(node, Mapping) and "discriminator" in node and bool(set(_UNIONS) & node.keys())


def _members(node: Mapping[str, Any]) -> list[Any]:
    return [member for keyword in _UNIONS for member in node.get(keyword, ())]


def _name(member: Any) -> str:
    return str(member.get("$ref", "")).removeprefix(_PREFIX) if isinstance(member, Mapping) else ""


def _wanted(node: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """For each member that leaves its values to the mapping: its name, the field, and the values."""
    field = node["discriminator"]["propertyName"]
    mapping = node["discriminator"].get("mapping") or {}
    found = []
    for name in map(_name, _members(node)):
        values = [value for value, target in mapping.items() if target == _PREFIX + name]
        shape = shape_of(schemas.get(name), schemas, ())
        is_there = shape is not None and field in shape.required
        if is_there and values and not _values(schemas[name], field, schemas):
            found.append((name, field, values))
    return found


def _values(schema: Any, field: str, schemas: Mapping[str, Any]) -> list[Any]:
    """The values that a field of an object may have, if they are listed."""
    shape = shape_of(schema, schemas, ())
    known = shape.properties.get(field) if shape else None
    if isinstance(known, Mapping) and "$ref" in known:
        known = schemas.get(_name(known))
    if not isinstance(known, Mapping):
        return []
    return list(known.get("enum", [known["const"]] if "const" in known else []))


def _written(schema: Any, tags: Mapping[str, list[str]], schemas: Mapping[str, Any]) -> Any:
    """A schema with the values of its fields that tell it from others."""
    shape = shape_of(schema, schemas, ()) if tags else None
    if shape is None:
        return schema
    properties = dict(schema.get("properties") or {})
    for field, values in tags.items():
        known = shape.properties.get(field, {})
        words = {"description": known["description"]} if "description" in known else {}
        properties[field] = {"type": "string", "enum": values, **words}
    required = [*(schema.get("required") or ()), *(field for field in tags if field in shape.required)]
    return {**schema, "properties": properties, "required": list(dict.fromkeys(required))}


def _without_useless(node: dict[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    if "discriminator" not in node or _can_tell(node, schemas):
        return node
    return {key: value for key, value in node.items() if key != "discriminator"}


def _can_tell(node: Mapping[str, Any], schemas: Mapping[str, Any]) -> bool:
    """Whether each member is an object that has to have the field, with values of its own."""
    if not _is_tagged_union(node):
        return False
    field = node["discriminator"]["propertyName"]
    seen: list[Any] = []
    for member in _members(node):
        schema = schemas.get(_name(member))
        is_union = isinstance(schema, Mapping) and bool(set(_UNIONS) & schema.keys())
        shape = None if is_union else shape_of(schema, schemas, ())
        values = _values(schema, field, schemas)
        if (
            shape is None
            or field not in shape.required
            or not values
            or any(value in seen for value in values)
        ):
            return False
        if "$ref" in shape.properties[field] or not all(isinstance(value, str) for value in values):
            return False
        seen += values
    return True
