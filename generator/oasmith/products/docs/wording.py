"""A schema in words, for the tables of the reference: its type, its limits, its examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oasmith.quoting import Code
from oasmith.quoting.markdown import markdown_code, markdown_text
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


class Wording:
    """Words for schemas; ``folder`` is the path from the page to the pages of named schemas."""

    def __init__(self, view: Schemas, folder: str) -> None:
        self._view = view
        self._folder = folder
        self._known: dict[tuple[str, int], Code] = {}
        """The limits of named schemas, by name and depth."""

    def type(self, schema: Schema) -> Code:
        """The type of a schema; for a named one, a link to its page."""
        name = reference(schema)
        return self._link(name) if name in self._view else self.definition(schema)

    def definition(self, schema: Schema) -> Code:
        """The type of a schema, written out even if it has a name."""
        if schema is False:
            return Code("nothing")
        branches = self._view.branches(schema)
        words = [self.type(branch) for branch in branches]
        if words and not all(word == "anything" for word in words):
            return Code(" or ".join(dict.fromkeys(words)))
        parents = [name for name in dict.fromkeys(self._view.parents(schema)) if name in self._view]
        if parents and not any(True for _ in self._view.own_properties(schema)):
            null = [Code("null")] if self._view.allows_null(schema) else []
            return Code(" or ".join([" and ".join(map(self._link, parents)), *null]))
        flat = self._view.flat(schema)
        return Code(" or ".join(self._kind(kind, flat) for kind in _kinds(flat)))

    def _link(self, name: str | None) -> Code:
        return Code(f"[{markdown_text(name)}]({self._folder}{name}.md)")

    def _kind(self, kind: str, flat: Flat) -> str:
        keywords = flat.keywords
        if kind == "array":
            first = list(map(self.type, keywords.get("prefixItems", ())))
            if first:
                return f"array of {', '.join(first)} in this order"
            return f"array of {self.type(keywords.get('items', True))}"
        if kind == "object" and not keywords.get("properties"):
            others = list(self.others(keywords))
            return f"map of {others[0]}" if len(others) == 1 else kind
        is_formatted = "format" in keywords and kind not in ("null", "boolean", "object")
        return f"{kind} ({markdown_text(keywords['format'])})" if is_formatted else kind

    def others(self, keywords: Mapping[str, Any]) -> Iterator[Code]:
        """The types of further properties, besides the named ones."""
        for schema in (*keywords.get("patternProperties", {}).values(), keywords.get("additionalProperties")):
            if isinstance(schema, Mapping) and schema:
                yield self.type(schema)

    def limits(self, schema: Schema, depth: int = 0) -> Code:
        """The limits of values, including plain conditions of rules; empty if there are none."""
        name = reference(schema)
        if name is None or len(schema if isinstance(schema, Mapping) else ()) > 1:
            return self._limits(schema, depth)
        if (name, depth) not in self._known:
            self._known[name, depth] = self._limits(schema, depth)
        return self._known[name, depth]

    def _limits(self, schema: Schema, depth: int) -> Code:
        schema = self._view.single(schema)
        keywords = self._view.flat(schema).keywords
        said = list(_limits(keywords))
        if depth < _DEEPEST:
            inner = (("items", "each item"), ("additionalProperties", "each value"))
            for keyword, words in inner:
                found = self.limits(keywords[keyword], depth + 1) if keyword in keywords else ""
                said += [f"{words}: {found}"] if found else []
            for branch in self._view.alternatives(schema):
                found = self.limits(branch, depth + 1)
                said += [f"{self.type(branch)}: {found}"] if found else []
        return Code("; ".join(said))

    def examples(self, schema: Schema, given: Iterable[Any] = ()) -> list[Code]:
        """Examples that fit into one line: the given ones, otherwise those of the schema."""
        named = self._view.says(schema, "examples")
        single = self._view.says(schema, "example")
        found = list(given) or [
            *(named if isinstance(named, list) else ()),
            *([] if single is None else [single]),
        ]
        plain = [value for value in found if not isinstance(value, (Mapping, list))]
        return list(map(_code, plain))

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


def _code(value: Any) -> Code:
    return markdown_code('""' if value == "" else value)


def _count(number: Any, unit: str) -> str:
    if number == 1:
        unit = {"characters": "character", "items": "item", "properties": "property"}.get(unit, "")
    return f"{number} {unit}".rstrip()


def _limits(keywords: Mapping[str, Any]) -> Iterator[str]:
    values = _values(keywords)
    if values is not None:
        yield ", ".join(map(_code, values))
    for low, high, unit in _RANGES:
        if low in keywords and high in keywords:
            is_exact = keywords[low] == keywords[high]
            lowest = "" if is_exact else f"{keywords[low]} to "
            yield lowest + _count(keywords[high], unit)
        elif low in keywords:
            yield f"at least {_count(keywords[low], unit)}"
        elif high in keywords:
            yield f"at most {_count(keywords[high], unit)}"
    for keyword, words in _OTHERS:
        if keyword in keywords:
            yield words.format(keywords[keyword])
    if keywords.get("uniqueItems"):
        yield "unique items"
    if "pattern" in keywords:
        yield f"matches {markdown_code(keywords['pattern'])}"
