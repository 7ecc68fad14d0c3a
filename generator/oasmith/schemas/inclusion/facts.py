"""What is known of the values that are valid for several schemas at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal

from oasmith.schemas.inclusion.parts import ATOMS, Part, atom_of, atoms, identity
from oasmith.schemas.nodes import UNIONS

Side = Literal["request", "response"]
_HIDDEN = {"request": "readOnly", "response": "writeOnly"}
"""Properties with this keyword are not required on a side (OpenAPI 3.1 §4.8.24)."""
_OF_PROPERTIES = frozenset(("properties", "patternProperties", "additionalProperties"))
_SAME_VALUE = ("then", "else", "if", "not")


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Schemas that a value is valid for at once.

    ``chosen`` are the pointers of the unions of which one branch is among ``parts``. With ``is_partial``,
    other schemas that are not known here describe the value as well, so it may have any other properties.
    """

    parts: tuple[Part, ...]
    chosen: frozenset[str] = frozenset()
    is_partial: bool = False

    def also(self, *parts: Part, chosen: str = "") -> Conjunction:
        """The conjunction with more parts; ``chosen`` is the pointer of the union that they are from."""
        new = tuple(dict.fromkeys((*self.parts, *parts)))
        return Conjunction(new, self.chosen | {chosen} if chosen else self.chosen, self.is_partial)


@dataclass(frozen=True, slots=True)
class Union:
    """A ``oneOf`` or ``anyOf`` of a layer."""

    pointer: str
    keyword: str
    branches: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """The schemas of a property.

    ``state`` is "declared" for one of ``properties``, "open" for one that other keywords allow or that a
    union may describe, and "absent" for one that is not described at all.
    """

    schemas: Conjunction
    state: Literal["declared", "open", "absent"]


class Facts:
    """What holds for each value of a conjunction. What is not known is left out, never guessed."""

    def __init__(self, conjunction: Conjunction, side: Side) -> None:
        self.conjunction = conjunction
        self.side = side
        found = (layer for part in conjunction.parts for layer in part.layers)
        self.layers = tuple(dict.fromkeys(found))
        self._properties: dict[str, Property] = {}

    def says(self, keyword: str) -> list[Any]:
        """The values of a keyword in all layers."""
        return [layer.keywords[keyword] for layer in self.mappings if keyword in layer.keywords]

    @cached_property
    def mappings(self) -> tuple[Part, ...]:
        """The layers that are not ``False``."""
        return tuple(layer for layer in self.layers if isinstance(layer.schema, Mapping))

    @cached_property
    def types(self) -> frozenset[str]:
        """The atoms of the types that a value can have."""
        found = ATOMS
        for types in self.says("type"):
            found &= atoms(types)
        if self.values is not None:
            found &= {atom_of(value) for value in self.values}
        return found

    @cached_property
    def values(self) -> list[Any] | None:
        """The only values that can be valid; None if they are not listed."""
        lists = [*self.says("enum"), *([value] for value in self.says("const"))]
        if not lists:
            return None
        others = [{identity(value) for value in listed} for listed in lists[1:]]
        typed = [atoms(types) for types in self.says("type")]
        return [
            value
            for value in lists[0]
            if all(identity(value) in other for other in others)
            and all(atom_of(value) in types for types in typed)
        ]

    @cached_property
    def is_empty(self) -> bool:
        """Whether it is known that no value is valid."""
        return len(self.mappings) < len(self.layers) or not self.types or self.values == []

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The properties that are not part of this side: nobody sends them, and they are not required."""
        keyword = _HIDDEN[self.side]
        found = set()
        for layer in self.mappings:
            for name in _mapping(layer, "properties"):
                parts = layer.child("properties", name).layers
                if any(it.keywords.get(keyword) is True for it in parts):
                    found.add(name)
        return frozenset(found)

    @cached_property
    def required(self) -> frozenset[str]:
        """The properties that each object has."""
        return frozenset(name for names in self.says("required") for name in names) - self.hidden

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The names in ``properties`` of all layers."""
        names = (name for layer in self.mappings for name in _mapping(layer, "properties"))
        return tuple(dict.fromkeys(names))

    @cached_property
    def mentioned(self) -> frozenset[str] | None:
        """All names that can be described, also in unions and conditions; None if any can be."""
        return None if self._inside is None else frozenset((*self._inside, *self.declared, *self._listed))

    @property
    def _listed(self) -> Iterator[str]:
        for names in self.says("required"):
            yield from names
        for dependent in self.says("dependentSchemas"):
            yield from dependent
        for dependent in self.says("dependentRequired"):
            yield from (name for key, names in dependent.items() for name in (key, *names))

    @cached_property
    def _inside(self) -> frozenset[str] | None:
        """The names that unions and conditions describe; None if they can describe any."""
        found: set[str] = set()
        parts = (part for layer in self.mappings for part in _inside(layer, self.conjunction.chosen))
        is_complete = all(_collect(part, found, set()) for part in parts)
        return frozenset(found) if is_complete and not self.conjunction.is_partial else None

    @cached_property
    def unions(self) -> tuple[Union, ...]:
        """The unions of which no branch was chosen yet."""
        found = []
        for layer in self.mappings:
            for keyword in UNIONS:
                pointer = union_pointer(layer, keyword)
                if keyword in layer.keywords and pointer not in self.conjunction.chosen:
                    found.append(Union(pointer, keyword, tuple(layer.branches(keyword))))
        return tuple(found)

    def property_at(self, name: str) -> Property:
        """The schemas that the value of a property is valid for."""
        if name not in self._properties:
            self._properties[name] = self._property(name)
        return self._properties[name]

    def _property(self, name: str) -> Property:
        parts: list[Part] = []
        is_declared = is_open = False
        for layer in self._of_objects:
            own: list[Part] = []
            if name in _mapping(layer, "properties"):
                is_declared = True
                own.append(layer.child("properties", name))
            for pattern in _mapping(layer, "patternProperties"):
                is_match = matches(pattern, name)
                is_open |= is_match is not False
                if is_match:
                    own.append(layer.child("patternProperties", pattern))
            if not own and "additionalProperties" in layer.keywords:
                own.append(layer.child("additionalProperties"))
                is_open |= own[0].schema is not False
            parts += own
        is_inside = self._inside is None or name in self._inside
        schemas = self._below(parts, is_inside)
        if is_declared:
            return Property(schemas, "declared")
        is_known = self.mentioned is None or name in self.mentioned
        return Property(schemas, "open" if is_open or is_known else "absent")

    @cached_property
    def _of_objects(self) -> tuple[Part, ...]:
        """The layers that describe properties."""
        return tuple(layer for layer in self.mappings if not _OF_PROPERTIES.isdisjoint(layer.keywords))

    def _below(self, parts: list[Part], is_partial: bool = False) -> Conjunction:
        """The conjunction for a value inside; ``is_partial`` if a union or condition may say more of it."""
        is_partial |= self.conjunction.is_partial
        return Conjunction(tuple(dict.fromkeys(parts)), is_partial=is_partial)

    @cached_property
    def has_inner_values(self) -> bool:
        """Whether unions or conditions may describe the items of an array, or other values inside."""
        return any(True for layer in self.mappings for _ in _inside(layer, self.conjunction.chosen))

    def patterns(self) -> Iterator[tuple[str, Part]]:
        """The patterns of property names with their schemas."""
        for layer in self.mappings:
            for pattern in _mapping(layer, "patternProperties"):
                yield pattern, layer.child("patternProperties", pattern)

    @cached_property
    def additional(self) -> Conjunction | None:
        """The schemas of properties that no other keyword describes; None if no layer has such a schema."""
        parts = [
            layer.child("additionalProperties")
            for layer in self.mappings
            if "additionalProperties" in layer.keywords
        ]
        closed = [
            layer.child("unevaluatedProperties")
            for layer in self.mappings
            if layer.keywords.get("unevaluatedProperties") is False
        ]
        return self._below([*parts, *closed], self.has_inner_values) if parts or closed else None

    def item_at(self, index: int) -> Conjunction:
        """The schemas that the item at an index is valid for."""
        parts = []
        for layer in self.mappings:
            if index < len(_list(layer, "prefixItems")):
                parts.append(layer.child("prefixItems", index))
            elif "items" in layer.keywords:
                parts.append(layer.child("items"))
        return self._below(parts, self.has_inner_values)

    @property
    def prefix(self) -> int:
        """The number of items with schemas of their own."""
        return max((len(_list(layer, "prefixItems")) for layer in self.mappings), default=0)

    def highest(self, keyword: str) -> Any:
        """The highest value of a keyword; None without one."""
        return max(self.says(keyword), default=None)

    def lowest(self, keyword: str) -> Any:
        """The lowest value of a keyword; None without one."""
        return min(self.says(keyword), default=None)

    @cached_property
    def lower(self) -> tuple[Fraction, bool] | None:
        """The lower bound of numbers, and whether it is excluded; None without one."""
        bounds = [(Fraction(value), False) for value in self.says("minimum")]
        bounds += [(Fraction(value), True) for value in self.says("exclusiveMinimum")]
        found = max(bounds, default=None)
        if found is None or "fraction" in self.types:
            return found
        value, excluded = found
        return Fraction(math.floor(value) + 1 if excluded else math.ceil(value)), False

    @cached_property
    def upper(self) -> tuple[Fraction, bool] | None:
        """The upper bound of numbers, and whether it is excluded; None without one."""
        bounds = [(Fraction(value), True) for value in self.says("maximum")]
        bounds += [(Fraction(value), False) for value in self.says("exclusiveMaximum")]
        found = min(bounds, default=None)
        if found is None:
            return None
        value, included = found
        if "fraction" in self.types:
            return value, not included
        return Fraction(math.floor(value) if included else math.ceil(value) - 1), False


def _mapping(layer: Part, keyword: str) -> Mapping[str, Any]:
    found = layer.keywords.get(keyword)
    return found if isinstance(found, dict) else {}


def _list(layer: Part, keyword: str) -> list[Any]:
    found = layer.keywords.get(keyword)
    return found if isinstance(found, list) else []


@lru_cache(maxsize=4096)
def matches(pattern: str, text: str) -> bool | None:
    """Whether a string matches a pattern of JSON Schema; None if the pattern cannot be evaluated."""
    return is_valid({"type": "string", "pattern": pattern}, text)


def is_valid(schema: Mapping[str, Any], value: Any) -> bool | None:
    """Whether a value is valid for a schema without references; None if the schema cannot be compiled."""
    from jsonschema_rs import Draft202012Validator

    try:
        return Draft202012Validator(dict(schema)).is_valid(value)
    except ValueError:
        return None


def union_pointer(layer: Part, keyword: str) -> str:
    """What identifies a union in both descriptions."""
    return f"{layer.described.name}{layer.pointer}/{keyword}"


def _inside(layer: Part, chosen: frozenset[str] = frozenset()) -> Iterator[Part]:
    """The schemas of unions and conditions for the same value, without the ``oneOf`` that are ``chosen``."""
    for keyword in UNIONS:
        if keyword == "anyOf" or union_pointer(layer, keyword) not in chosen:
            yield from layer.branches(keyword)
    for keyword in _SAME_VALUE:
        if keyword in layer.keywords:
            yield layer.child(keyword)
    for name in _mapping(layer, "dependentSchemas"):
        yield layer.child("dependentSchemas", name)


def _collect(part: Part, found: set[str], seen: set[Part]) -> bool:
    """Add the names of properties that a schema describes. False if it may describe any name."""
    for layer in part.layers:
        if layer in seen:
            continue
        seen.add(layer)
        found.update(_mapping(layer, "properties"), layer.keywords.get("required") or ())
        dependent = _mapping(layer, "dependentRequired")
        found.update(dependent, *dependent.values(), _mapping(layer, "dependentSchemas"))
        if (
            _mapping(layer, "patternProperties")
            or layer.keywords.get("additionalProperties", False) is not False
        ):
            return False
        if not all(_collect(inner, found, seen) for inner in _inside(layer)):
            return False
    return True
