"""Builds one value for a schema, top down. The result need not be valid; the caller validates it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from random import Random
from typing import Any

from pydantic_core import to_json

from oasmith.runtime.media import kind_of
from oasmith.schemas import Flat, Schema, Union, all_of, both
from oasmith.values.cache import SchemaCache
from oasmith.values.scalars import number, string, string_matching

_WITH_EXAMPLES, _WITH_EVERYTHING = 0, 1
"""The first two attempts. Every second one of the later attempts has required properties only."""

_MAX_DEPTH = 24
_MAX_NODES = 5_000
_MAX_NAMES = 200
_MAX_REPAIRS = 10
_UNIQUE_TRIES = 20


class Builder:
    """Builds one value. ``attempts`` limits how often each part of it is tried.

    With ``is_brief``, the first attempts leave out optional properties without an example.
    """

    def __init__(self, schemas: SchemaCache, seed: str, attempts: int, is_brief: bool = False) -> None:
        self._schemas = schemas
        self._seed = seed
        self._attempts = attempts
        self._is_brief = is_brief
        self._hopeless: set[int] = set()
        self._nodes = 0

    def value(self, schema: Schema, path: str = "", above: tuple[str, ...] = ()) -> Any:
        """A value for a schema at a path; ``above`` are the schemas by name that contain it."""
        value = self._attempt(schema, path, above, 0)
        if self._attempts == 1 or id(schema) in self._hopeless or self._nodes > _MAX_NODES:
            return value
        for attempt in range(1, self._attempts + 1):
            if self._schemas.is_valid(schema, value):
                return value
            value = self._attempt(schema, path, above, attempt)
        self._hopeless.add(id(schema))
        return value

    def _attempt(self, schema: Schema, path: str, above: tuple[str, ...], attempt: int) -> Any:
        self._nodes += 1
        flat = self._schemas.flat(schema)
        node = _Node(
            schema, path, above, attempt, self._is_bounded(flat, above), f"{self._seed} {path} {attempt}"
        )
        flat = self._without_unions(flat, node)
        value = self._value(flat, node)
        for _ in range(_MAX_REPAIRS if flat.conditions else 0):
            required = self._required_by_conditions(flat, value)
            if all(self._schemas.is_valid(part, value) for part in required):
                break
            value = self._value(reduce(both, map(self._schemas.flat, required), flat), node.again())
        return value

    def _is_bounded(self, flat: Flat, above: tuple[str, ...]) -> bool:
        """Whether to add required parts only: the schema contains itself, or the value is large."""
        return (
            self._nodes > _MAX_NODES or len(above) > _MAX_DEPTH // 2 or not flat.references.isdisjoint(above)
        )

    def _without_unions(self, flat: Flat, node: _Node) -> Flat:
        """The schema with one branch chosen of each union."""
        while flat.unions:
            union, *rest = flat.unions
            flat = replace(flat, unions=tuple(rest))
            branches = self._branches(union, flat, node)
            if not branches:
                continue
            index = node.attempt if node.attempt < len(branches) else node.random.randrange(len(branches))
            chosen = branches[index]
            flat = both(flat, self._schemas.flat(chosen))
            if node.attempt <= _WITH_EVERYTHING:
                flat = both(union.tagged(chosen), flat)
        return flat

    def _branches(self, union: Union, flat: Flat, node: _Node) -> list[Schema]:
        """The branches that are not the schema itself; where parts are bounded, recursive ones last."""
        references = {
            index: self._schemas.flat(branch).references for index, branch in enumerate(union.branches)
        }
        usable = [index for index, found in references.items() if found.isdisjoint(flat.references)]
        if node.is_bounded:
            usable.sort(key=lambda index: not references[index].isdisjoint(node.above))
        return [union.branches[index] for index in usable]

    def _required_by_conditions(self, flat: Flat, value: Any) -> list[Schema]:
        return [
            condition.then if self._schemas.is_valid(condition.test, value) else condition.otherwise
            for condition in flat.conditions
        ]

    def _value(self, flat: Flat, node: _Node) -> Any:
        keywords = flat.keywords
        if "const" in keywords:
            return keywords["const"]
        if node.attempt == _WITH_EXAMPLES:
            for example in _examples(keywords):
                if self._schemas.is_valid(node.schema, example):
                    return example
        if keywords.get("enum"):
            return node.random.choice(keywords["enum"])
        if len(node.above) > _MAX_DEPTH:
            return None
        above = node.above + tuple(flat.references)
        match _type(flat, node):
            case "object":
                names = self._names(keywords, node)
                return {
                    name: self.value(_property(keywords, name), f"{node.path}/{name}", above)
                    for name in names
                }
            case "array":
                return self._array(flat, node, above)
            case "integer" | "number" as kind:
                return number(keywords, node.random, kind == "integer")
            case "boolean":
                return node.random.random() < 0.5
            case "null":
                return None
            case _:
                return self._string(keywords, node, above)

    def _string(self, keywords: Mapping[str, Any], node: _Node, above: tuple[str, ...]) -> str:
        """A string; with ``contentSchema``, it is JSON (JSON Schema 2020-12, Validation, §8.5)."""
        is_json = kind_of(keywords.get("contentMediaType", "application/json")) == "json"
        if "contentSchema" not in keywords or not is_json or "contentEncoding" in keywords:
            return string(keywords, node.random)
        value = self.value(keywords["contentSchema"], f"{node.path}/", above)
        return to_json(value, inf_nan_mode="strings").decode()

    def _names(self, keywords: Mapping[str, Any], node: _Node) -> list[str]:
        """The names of the properties of an object."""
        properties: Mapping[str, Schema] = keywords.get("properties", {})
        required = list(keywords.get("required", ()))
        names = [name for name in properties if name in required or self._is_included(properties[name], node)]
        names += [name for name in required if name not in properties]
        surplus = len(names) - keywords.get("maxProperties", len(names))
        for name in [name for name in reversed(names) if name not in required][: max(0, surplus)]:
            names.remove(name)
        least = min(keywords.get("minProperties", 0), _MAX_NAMES)
        if not properties and not node.is_bounded and _describes_others(keywords):
            least = max(least, 1)
        if self._is_brief:
            missing = max(least, 0 if node.path else 1) - len(names)
            others = (name for name in properties if name not in names and properties[name] is not False)
            names += islice(others, max(0, missing))
        for name in self._other_names(keywords, node):
            if len(names) >= least:
                break
            if name not in names:
                names.append(name)
        return names

    def _is_included(self, schema: Schema, node: _Node) -> bool:
        """Whether an object has an optional property."""
        if schema is False or node.is_bounded or self._schemas.view.is_write_only(schema):
            return False
        if self._is_brief and node.attempt == _WITH_EXAMPLES:
            return not self._schemas.flat(schema).keywords.keys().isdisjoint(("example", "examples"))
        return node.attempt <= _WITH_EVERYTHING or (not node.is_sparse and node.random.random() < 0.5)

    def _other_names(self, keywords: Mapping[str, Any], node: _Node) -> Iterator[str]:
        """Names that are not in ``properties``, possibly with duplicates."""
        patterns = list(keywords.get("patternProperties", ()))
        for index in range(2 * _MAX_NAMES):
            if patterns and not _allows_others(keywords):
                yield string_matching(patterns[index % len(patterns)], 0, 100, node.random)
            elif "propertyNames" in keywords:
                schema = all_of({"type": "string"}, keywords["propertyNames"])
                yield str(self.value(schema, f"{node.path}/{index}"))
            else:
                yield f"key{index + 1}"

    def _array(self, flat: Flat, node: _Node, above: tuple[str, ...]) -> list[Any]:
        keywords = flat.keywords
        is_unique = keywords.get("uniqueItems")
        found: list[Any] = []
        for index, schema in enumerate(_items(flat, node)):
            path = f"{node.path}/{index}"
            item = self.value(schema, path, above)
            tries = _UNIQUE_TRIES if is_unique else 0
            while tries and item in found:
                item = self._attempt(schema, f"{path}.{tries}", above, tries)
                tries -= 1
            found.append(item)
        return found


@dataclass(frozen=True)
class _Node:
    """One attempt at one part of a value; ``above`` are the schemas by name that contain it.

    ``is_bounded`` says that it has required parts only.
    """

    schema: Schema
    path: str
    above: tuple[str, ...]
    attempt: int
    is_bounded: bool
    seed: str

    @cached_property
    def random(self) -> Random:
        """The random numbers of this node."""
        return Random(self.seed)

    @property
    def is_sparse(self) -> bool:
        """Whether this attempt leaves out everything optional."""
        return self.attempt > _WITH_EVERYTHING and self.attempt % 2 == 0

    def again(self) -> _Node:
        """The same node with the same random numbers, but without examples, which were not valid."""
        return replace(self, attempt=max(self.attempt, _WITH_EVERYTHING))


def _examples(keywords: Mapping[str, Any]) -> Iterator[Any]:
    examples = keywords.get("examples")
    if isinstance(examples, list):
        yield from examples
    for keyword in ("example", "default"):
        if keyword in keywords:
            yield keywords[keyword]


_HINTS = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "propertyNames",
               "minProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}  # fmt: skip


def _type(flat: Flat, node: _Node) -> str:
    """The type to build: in the first attempts the first one that is not null, later any of them."""
    named = flat.keywords.get("type", ())
    types = [named] if isinstance(named, str) else list(named)
    if not types:
        hinted = (kind for kind, hints in _HINTS.items() if any(hint in flat.keywords for hint in hints))
        return next(hinted, "array" if flat.contains else "string")
    if "null" in types and node.is_bounded:
        return "null"
    if node.attempt <= _WITH_EVERYTHING:
        return next((kind for kind in types if kind != "null"), str(types[0]))
    return str(node.random.choice(types))


def _items(flat: Flat, node: _Node) -> list[Schema]:
    """The schema of each item of an array."""
    keywords = flat.keywords
    prefix = list(keywords.get("prefixItems", ()))
    items = keywords.get("items", True)
    contained = [all_of(items, schema) for schema, count in flat.contains for _ in range(min(count, 100))]
    ordinary = 0 if items is False or node.is_bounded or node.is_sparse else 1
    least = max(keywords.get("minItems", 0), len(prefix), len(prefix) + len(contained) or ordinary)
    count = min(least, keywords.get("maxItems", least), _MAX_NODES)
    return [*prefix, *contained, *([items] * max(0, count - len(prefix) - len(contained)))][:count]


def _describes_others(keywords: Mapping[str, Any]) -> bool:
    additional = keywords.get("additionalProperties")
    return bool(keywords.get("patternProperties")) or (isinstance(additional, Mapping) and bool(additional))


def _allows_others(keywords: Mapping[str, Any]) -> bool:
    return keywords.get("additionalProperties", not keywords.get("patternProperties")) is not False


def _property(keywords: Mapping[str, Any], name: str) -> Schema:
    """The schema of a property by its name, by a pattern, or of additional properties."""
    schemas: Mapping[str, Schema] = keywords.get("properties", {})
    if name in schemas:
        return schemas[name]
    for pattern, schema in keywords.get("patternProperties", {}).items():
        try:
            if re.search(pattern, name):
                found: Schema = schema
                return found
        except re.error:
            continue
    additional: Schema = keywords.get("additionalProperties", True)
    return additional
