"""A schema in words, for the tables of the reference: its type, its limits, its examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oasmith.products.docs.words import Link, Value, Words, join, value
from oasmith.schemas import Flat, Schema, Schemas, json_type, reference

_DEEPEST = 3
"""How deep limits are described in nested arrays and maps."""

_RANGES = (
    ("minLength", "maxLength", "characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", "items"),
    ("minProperties", "maxProperties", "properties"),
)  # fmt: skip
_OTHERS = (
    ("exclusiveMinimum", "more than {}"), ("exclusiveMaximum", "less than {}"),
    ("multipleOf", "a multiple of {}"),
)  # fmt: skip
_ANYTHING: Words = ("anything",)


class Wording:
    """Words for the schemas of an API."""

    def __init__(self, view: Schemas) -> None:
        self._view = view
        self._known: dict[tuple[str, int], Words] = {}
        """The limits of named schemas, by name and depth."""

    def type(self, schema: Schema) -> Words:
        """The type of a schema; for a named one, a link to its section."""
        name = reference(schema)
        return (Link(name),) if name is not None and name in self._view else self.definition(schema)

    def definition(self, schema: Schema) -> Words:
        """The type of a schema, written out even if it has a name."""
        if schema is False:
            return ("nothing",)
        words = [self.type(branch) for branch in self._view.branches(schema)]
        if words and not all(phrase == _ANYTHING for phrase in words):
            return join(" or ", dict.fromkeys(words))
        parents = [name for name in dict.fromkeys(self._view.parents(schema)) if name in self._view]
        if parents and not any(True for _ in self._view.own_properties(schema)):
            null: list[Words] = [("null",)] if self._view.allows_null(schema) else []
            return join(" or ", [join(" and ", ((Link(name),) for name in parents)), *null])
        flat = self._view.flat(schema)
        return join(" or ", (self._kind(kind, flat) for kind in _kinds(flat)))

    def _kind(self, kind: str, flat: Flat) -> Words:
        keywords = flat.keywords
        if kind == "array":
            first = list(map(self.type, keywords.get("prefixItems", ())))
            if first:
                return ("array of ", *join(", ", first), " in this order")
            return ("array of ", *self.type(keywords.get("items", True)))
        if kind == "object" and not keywords.get("properties"):
            others = list(self.others(keywords))
            return ("map of ", *others[0]) if len(others) == 1 else (kind,)
        is_formatted = "format" in keywords and kind not in ("null", "boolean", "object")
        return (f"{kind} ({keywords['format']})",) if is_formatted else (kind,)

    def others(self, keywords: Mapping[str, Any]) -> Iterator[Words]:
        """The types of further properties, besides the named ones."""
        for schema in (*keywords.get("patternProperties", {}).values(), keywords.get("additionalProperties")):
            if isinstance(schema, Mapping) and schema:
                yield self.type(schema)

    def limits(self, schema: Schema, depth: int = 0) -> Words:
        """The limits of values, including plain conditions of rules; empty if there are none."""
        name = reference(schema)
        if name is None or len(schema if isinstance(schema, Mapping) else ()) > 1:
            return self._limits(schema, depth)
        if (name, depth) not in self._known:
            self._known[name, depth] = self._limits(schema, depth)
        return self._known[name, depth]

    def _limits(self, schema: Schema, depth: int) -> Words:
        schema = self._view.single(schema)
        keywords = self._view.flat(schema).keywords
        found = list(_limits(keywords))
        if depth < _DEEPEST:
            for keyword, words in (("items", "each item"), ("additionalProperties", "each value")):
                inner = self.limits(keywords[keyword], depth + 1) if keyword in keywords else ()
                found += [(f"{words}: ", *inner)] if inner else []
            for branch in self._view.alternatives(schema):
                inner = self.limits(branch, depth + 1)
                found += [(*self.type(branch), ": ", *inner)] if inner else []
        return join("; ", found)

    def examples(self, schema: Schema, given: Iterable[Any] = ()) -> tuple[Value, ...]:
        """Examples that fit into one line: the given ones, otherwise those of the schema."""
        named = self._view.says(schema, "examples")
        single = self._view.says(schema, "example")
        found = list(given) or [
            *(named if isinstance(named, list) else ()),
            *([] if single is None else [single]),
        ]
        return tuple(value(example) for example in found if not isinstance(example, (Mapping, list)))

    def says(self, schema: Schema, keyword: str) -> Any:
        """The value of a keyword, in the schema or in the schema that it refers to."""
        return self._view.says(schema, keyword)


def _kinds(flat: Flat) -> list[str]:
    """The types of a schema: named, or implied by its values or properties."""
    named = flat.keywords.get("type")
    if named is not None:
        return [named] if isinstance(named, str) else list(named)
    values = _values(flat.keywords)
    if values is not None:
        return list(dict.fromkeys(map(json_type, values)))
    return ["object" if {"properties", "additionalProperties"} & flat.keywords.keys() else "anything"]


def _values(keywords: Mapping[str, Any]) -> list[Any] | None:
    if "const" in keywords:
        return [keywords["const"]]
    found: list[Any] | None = keywords.get("enum", keywords.get("x-extensible-enum"))
    return found


def _count(number: Any, unit: str) -> str:
    if number == 1:
        unit = {"characters": "character", "items": "item", "properties": "property"}.get(unit, "")
    return f"{number} {unit}".rstrip()


def _limits(keywords: Mapping[str, Any]) -> Iterator[Words]:
    values = _values(keywords)
    if values is not None:
        yield join(", ", ((value(each),) for each in values))
    for low, high, unit in _RANGES:
        if low in keywords and high in keywords:
            is_exact = keywords[low] == keywords[high]
            lowest = "" if is_exact else f"{keywords[low]} to "
            yield (lowest + _count(keywords[high], unit),)
        elif low in keywords:
            yield (f"at least {_count(keywords[low], unit)}",)
        elif high in keywords:
            yield (f"at most {_count(keywords[high], unit)}",)
    for keyword, words in _OTHERS:
        if keyword in keywords:
            yield (words.format(keywords[keyword]),)
    if keywords.get("uniqueItems"):
        yield ("unique items",)
    if "pattern" in keywords:
        yield ("matches ", Value(str(keywords["pattern"])))
