"""What a schema says of how a value is written down, over all of its references and branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from oasmith.api.schemas import Schema

SCALARS = frozenset({"null", "boolean", "integer", "number", "string"})
TYPES = SCALARS | {"array", "object"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The types that a value may have, and the schemas of its properties and items."""

    types: frozenset[str] = TYPES
    properties: Mapping[str, Schema] = field(default_factory=dict)
    additional: Schema = True
    prefix: tuple[Schema, ...] = ()
    items: Schema = True

    def property(self, name: str) -> Schema:
        """The schema of a property, whether it is named or not."""
        return self.properties.get(name, self.additional)

    def item(self, index: int) -> Schema:
        """The schema of an item by its place."""
        return self.prefix[index] if index < len(self.prefix) else self.items


def shape(schema: Schema, target: Callable[[str], Schema], seen: frozenset[str] = frozenset()) -> Shape:
    """The shape of a schema; ``target`` gives what a reference leads to."""
    if not isinstance(schema, Mapping):
        return Shape() if schema else Shape(frozenset())
    found = _own(schema)
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        found = _both(found, shape(target(reference), target, seen | {reference}))
    for member in schema.get("allOf", ()):
        found = _both(found, shape(member, target, seen))
    for keyword in ("oneOf", "anyOf"):
        branches = [shape(branch, target, seen) for branch in schema.get(keyword, ())]
        if branches:
            found = _both(found, reduce(_either, branches))
    return found


def json_type(value: Any) -> str:
    """The JSON Schema type of a value."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    if isinstance(value, (int, float)):
        return "integer" if isinstance(value, int) else "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, Mapping) else "array"


def _own(schema: Mapping[str, Any]) -> Shape:
    types = set(TYPES)
    if "type" in schema:
        named = schema["type"]
        types &= {named} if isinstance(named, str) else set(named)
    if "number" in types:
        types.add("integer")
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if values is not None:
        types &= {json_type(value) for value in values}
    return Shape(
        frozenset(types),
        schema.get("properties", {}),
        schema.get("additionalProperties", True),
        tuple(schema.get("prefixItems", ())),
        schema.get("items", True),
    )


def _both(one: Shape, other: Shape) -> Shape:
    return _joined(one, other, one.types & other.types, "allOf")


def _either(one: Shape, other: Shape) -> Shape:
    return _joined(one, other, one.types | other.types, "anyOf")


def _joined(one: Shape, other: Shape, types: frozenset[str], keyword: str) -> Shape:
    def join(left: Schema, right: Schema) -> Schema:
        if left is True or left == right:
            return right
        return left if right is True else {keyword: [left, right]}

    names = {**one.properties, **other.properties}
    return Shape(
        types,
        {name: join(one.properties.get(name, True), other.properties.get(name, True)) for name in names},
        join(one.additional, other.additional),
        one.prefix or other.prefix,
        join(one.items, other.items),
    )
