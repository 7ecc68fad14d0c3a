"""One plain schema object in place of a schema with its references and its ``allOf``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import lcm
from typing import Any

from oasmith.api.schemas import Schema


@dataclass(frozen=True, slots=True)
class Union:
    """A ``oneOf`` or ``anyOf``, with the ``discriminator`` beside it."""

    branches: tuple[Schema, ...]
    discriminator: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """``if``, ``then`` and ``else``; ``dependentRequired`` and ``dependentSchemas`` put as such."""

    test: Schema
    then: Schema
    otherwise: Schema


@dataclass(frozen=True, slots=True)
class Flat:
    """The keywords of a schema and all that it refers to, merged, and what cannot be merged beside them.

    ``references`` are those that were followed.
    """

    keywords: Mapping[str, Any] = field(default_factory=dict)
    unions: tuple[Union, ...] = ()
    conditions: tuple[Condition, ...] = ()
    contains: tuple[tuple[Schema, int], ...] = ()
    references: frozenset[str] = frozenset()


def flatten(schema: Schema, target: Callable[[str], Schema], seen: frozenset[str] = frozenset()) -> Flat:
    """The flat form of a schema; ``target`` gives what a reference leads to."""
    if not isinstance(schema, Mapping):
        return Flat() if schema else Flat({"enum": []})
    flat = _own(schema)
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        inner = flatten(target(reference), target, seen | {reference})
        flat = both(flat, replace(inner, references=inner.references | {reference}))
    for member in schema.get("allOf", ()):
        flat = both(flat, flatten(member, target, seen))
    return flat


def both(one: Flat, other: Flat) -> Flat:
    """What holds where both hold; of what cannot be merged, such as two patterns, the first one's."""
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
        tuple(
            Union(tuple(schema[keyword]), discriminator)
            for keyword in ("oneOf", "anyOf")
            if schema.get(keyword)
        ),
        tuple(conditions),
        ((schema["contains"], schema.get("minContains", 1)),) if "contains" in schema else (),
    )


def _all_of(one: Schema, other: Schema) -> Schema:
    if one is True or one == other:
        return other
    return one if other is True else {"allOf": [one, other]}


def _by_name(one: Mapping[str, Schema], other: Mapping[str, Schema]) -> dict[str, Schema]:
    return {name: _all_of(one.get(name, True), other.get(name, True)) for name in {**one, **other}}


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
    **dict.fromkeys(("items", "additionalProperties", "propertyNames"), _all_of),
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
}
