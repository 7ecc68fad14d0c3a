"""Discriminators, and properties with one value: the tags that distinguish the members of a union."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oasmith.schemas.nodes import reference
from oasmith.schemas.objects import shape_of
from oasmith.structure import map_schemas

_UNIONS = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class Tag:
    """The property that tells the members of a union apart; ``of`` is one of the members.

    ``has_own_strings``: whether each member is a class that always has it, with strings of its own.
    """

    property: str
    of: str
    has_own_strings: bool


def without_discriminators(schemas: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Tag]]:
    """Typed schemas without discriminators, and the tags of those that are unions."""
    found: dict[str, Any] = {}
    tags: dict[str, Tag] = {}
    for name, schema in schemas.items():
        found[name] = map_schemas(schema, _without_discriminator)
        if isinstance(schema, Mapping) and "discriminator" in schema:
            members = [reference(member) or "" for member in _members(schema)]
            if members:
                field = schema["discriminator"]["propertyName"]
                values = [_strings(member, field, schemas) for member in members]
                all_ = [value for found in values for value in found]
                tags[name] = Tag(field, members[0], all(values) and len(all_) == len(set(all_)))
    return found, tags


def _without_discriminator(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "discriminator"}


def _members(schema: Mapping[str, Any]) -> list[Any]:
    return [member for union in _UNIONS for member in schema.get(union, ()) if member != {"type": "null"}]


def _strings(name: str, field: str, schemas: Mapping[str, Any]) -> list[str]:
    """The strings of a field that a class always has; empty where they are not listed, or it is no class."""
    schema = schemas.get(name)
    is_union = isinstance(schema, Mapping) and bool(set(_UNIONS) & schema.keys())
    shape = None if is_union else shape_of(schema, schemas, ())
    tag = shape.properties.get(field) if shape else None
    if shape is None or not isinstance(tag, Mapping):
        return []
    values = tag.get("enum", [tag.get("const")])
    is_there = field in shape.required or len(values) == 1
    return list(values) if is_there and all(isinstance(value, str) for value in values) else []


def with_constants(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Typed schemas in which a required property has a default where it has one value, and nowhere else."""
    return {name: _with_constants(schema, schemas, set()) for name, schema in schemas.items()}


def _with_constants(schema: Any, schemas: Mapping[str, Any], required: set[str]) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    shape = shape_of(schema, schemas, ())
    required = required | (shape.required if shape else set(schema.get("required") or ()))
    result = dict(schema)
    if isinstance(schema.get("allOf"), list):
        result["allOf"] = [_with_constants(member, schemas, required) for member in schema["allOf"]]
    if isinstance(schema.get("properties"), Mapping):
        result["properties"] = {
            name: _required(it) if name in required else it for name, it in schema["properties"].items()
        }
    return result


def _required(schema: Any) -> Any:
    """A required property, which need not be given if it has one value."""
    if not isinstance(schema, Mapping):
        return schema
    rest = {key: value for key, value in schema.items() if key != "default"}
    values = schema.get("enum", [schema.get("const")])
    value = values[0] if isinstance(values, list) and len(values) == 1 else None
    return {**rest, "default": value} if isinstance(value, (str, int)) else rest
