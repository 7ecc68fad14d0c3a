"""Schemas merged over references and ``allOf``: as keywords (``Flat``), and over unions too (``Shape``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from math import lcm
from typing import Any

from oasmith.schemas.nodes import UNIONS, Schema, all_of, members, reference

SCALARS = frozenset({"null", "boolean", "integer", "number", "string"})
TYPES = SCALARS | {"array", "object"}


@dataclass(frozen=True, slots=True)
class Union:
    """A ``oneOf`` or ``anyOf``, with the ``discriminator`` beside it."""

    branches: tuple[Schema, ...]
    discriminator: Mapping[str, Any]

    def tagged(self, branch: Schema) -> Flat:
        """The condition that the discriminator property has the value of a branch (OpenAPI 3.1 §4.8.25)."""
        field, name = self.discriminator.get("propertyName"), reference(branch)
        if not field or name is None:
            return Flat()
        mapping: Mapping[str, str] = self.discriminator.get("mapping") or {}
        tags = (tag for tag, to in mapping.items() if name in (to, reference({"$ref": to})))
        tag = next(tags, name)
        return Flat({"properties": {field: {"const": tag, "type": json_type(tag)}}, "required": [field]})


@dataclass(frozen=True, slots=True)
class Condition:
    """``if``, ``then`` and ``else``, or ``dependentRequired`` and ``dependentSchemas`` in the same form."""

    test: Schema
    then: Schema
    otherwise: Schema


@dataclass(frozen=True, slots=True)
class Flat:
    """A schema merged with the schemas that it refers to and with the members of its ``allOf``.

    ``keywords`` are merged. Unions, conditions and ``contains`` cannot be merged and are listed.
    ``references`` are the names of the schemas that were followed.
    """

    keywords: Mapping[str, Any] = field(default_factory=dict)
    unions: tuple[Union, ...] = ()
    conditions: tuple[Condition, ...] = ()
    contains: tuple[tuple[Schema, int], ...] = ()
    references: frozenset[str] = frozenset()


def flatten(schema: Schema, named: Mapping[str, Schema], seen: frozenset[str] = frozenset()) -> Flat:
    """Merge a schema with what it refers to; a reference to an unknown schema allows everything.

    ``named`` are the schemas by name. The references in ``seen`` are not followed.
    """
    if not isinstance(schema, Mapping):
        return Flat() if schema else Flat({"enum": []})
    flat = _own(schema)
    name = reference(schema)
    if name is not None and name not in seen:
        inner = flatten(named.get(name, True), named, seen | {name})
        flat = both(flat, replace(inner, references=inner.references | {name}))
    for member in members(schema):
        flat = both(flat, flatten(member, named, seen))
    return flat


def both(one: Flat, other: Flat) -> Flat:
    """The conjunction of two schemas. If a keyword cannot be merged, such as ``pattern``, the first wins."""
    keywords = dict(other.keywords)
    for keyword, value in one.keywords.items():
        if keyword in keywords and keyword in _MERGES:
            value = _MERGES[keyword](value, keywords[keyword])
        keywords[keyword] = value
    return Flat(
        keywords,
        one.unions + other.unions,
        one.conditions + other.conditions,
        one.contains + other.contains,
        one.references | other.references,
    )


_APART = frozenset(
    ("$ref", "allOf", "oneOf", "anyOf", "if", "then", "else", "contains", "minContains", "discriminator",
     "dependentRequired", "dependentSchemas", "description", "title", "x-rule")
)  # fmt: skip


def _own(schema: Mapping[str, Any]) -> Flat:
    discriminator = schema.get("discriminator") or {}
    conditions = [
        *((Condition(schema["if"], schema.get("then", True), schema.get("else", True)),)
          if "if" in schema else ()),
        *(Condition({"required": [name]}, {"required": names}, True)
          for name, names in schema.get("dependentRequired", {}).items()),
        *(Condition({"required": [name]}, dependent, True)
          for name, dependent in schema.get("dependentSchemas", {}).items()),
    ]  # fmt: skip
    return Flat(
        {keyword: value for keyword, value in schema.items() if keyword not in _APART},
        tuple(Union(tuple(schema[keyword]), discriminator) for keyword in UNIONS if schema.get(keyword)),
        tuple(conditions),
        ((schema["contains"], schema.get("minContains", 1)),) if "contains" in schema else (),
    )


def _by_name(one: Mapping[str, Schema], other: Mapping[str, Schema]) -> dict[str, Schema]:
    return {name: all_of(one.get(name, True), other.get(name, True)) for name in {**one, **other}}


def _types(one: Any, other: Any) -> list[str]:
    left, right = ([types] if isinstance(types, str) else list(types) for types in (one, other))
    whole = ["integer"] if {"integer", "number"} <= {*left, *right} else []
    return list(dict.fromkeys([name for name in left if name in right] + whole))


def _least_common_multiple(one: Any, other: Any) -> Any:
    return lcm(one, other) if isinstance(one, int) and isinstance(other, int) else one


_MERGES: dict[str, Callable[[Any, Any], Any]] = {
    "type": _types,
    "enum": lambda one, other: [value for value in one if value in other],
    "required": lambda one, other: list(dict.fromkeys([*one, *other])),
    "uniqueItems": lambda one, other: one or other,
    "multipleOf": _least_common_multiple,
    **dict.fromkeys(("properties", "patternProperties"), _by_name),
    **dict.fromkeys(("items", "additionalProperties", "propertyNames"), all_of),
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The types that a value may have, and the schemas of its properties and items."""

    types: frozenset[str] = TYPES
    properties: Mapping[str, Schema] = field(default_factory=dict)
    additional: Schema = True
    prefix: tuple[Schema, ...] = ()
    items: Schema = True

    def property(self, name: str) -> Schema:
        """The schema of a property: its own, or that of additional properties."""
        return self.properties.get(name, self.additional)

    def item(self, index: int) -> Schema:
        """The schema of the item at an index."""
        return self.prefix[index] if index < len(self.prefix) else self.items


def shape(schema: Schema, named: Mapping[str, Schema], seen: frozenset[str] = frozenset()) -> Shape:
    """The types of a schema's values and the schemas inside them, merged over the branches of its unions.

    ``named`` are the schemas by name. The references in ``seen`` are not followed.
    """
    flat = flatten(schema, named, seen)
    found = _plain(flat.keywords)
    for union in flat.unions:
        inner = (shape(branch, named, seen | flat.references) for branch in union.branches)
        found = _joined(found, reduce(_either, inner), all_of, frozenset.intersection)
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


def _plain(keywords: Mapping[str, Any]) -> Shape:
    types = set(TYPES)
    if "type" in keywords:
        named = keywords["type"]
        types &= {named} if isinstance(named, str) else set(named)
    if "number" in types:
        types.add("integer")
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum")
    if values is not None:
        types &= {json_type(value) for value in values}
    return Shape(
        frozenset(types),
        keywords.get("properties", {}),
        keywords.get("additionalProperties", True),
        tuple(keywords.get("prefixItems", ())),
        keywords.get("items", True),
    )


def _either(one: Shape, other: Shape) -> Shape:
    return _joined(one, other, _any_of, frozenset.union)


def _any_of(one: Schema, other: Schema) -> Schema:
    if one is True or one == other:
        return other
    return one if other is True else {"anyOf": [one, other]}


def _joined(
    one: Shape,
    other: Shape,
    join: Callable[[Schema, Schema], Schema],
    join_types: Callable[[frozenset[str], frozenset[str]], frozenset[str]],
) -> Shape:
    names = {**one.properties, **other.properties}
    return Shape(
        join_types(one.types, other.types),
        {name: join(one.properties.get(name, True), other.properties.get(name, True)) for name in names},
        join(one.additional, other.additional),
        one.prefix or other.prefix,
        join(one.items, other.items),
    )
