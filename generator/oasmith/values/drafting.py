"""One value for a schema, built from the top down; what comes out is checked by who asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from random import Random
from typing import Any

from oasmith.schemas import Flat, Schema, Union, all_of, both
from oasmith.values.cache import SchemaCache
from oasmith.values.scalars import matching, number, text

_WITH_EXAMPLES, _WITH_EVERYTHING = 0, 1
"""The first attempts at a value; of the later ones each second has only what is required."""

_DEEPEST = 24
_MOST_NODES = 5_000
_MOST_NAMES = 200
_REPAIRS = 10
_UNIQUE_TRIES = 20


class Draft:
    """One value. ``attempts`` is how often each part of it may be tried before it is left as it is.

    With ``is_brief`` the first attempts leave out what need not be there and has no example.
    """

    def __init__(self, schemas: SchemaCache, seed: str, attempts: int, is_brief: bool = False) -> None:
        self._schemas = schemas
        self._seed = seed
        self._attempts = attempts
        self._is_brief = is_brief
        self._hopeless: set[int] = set()
        self._nodes = 0

    def value(self, schema: Schema, path: str = "", within: tuple[str, ...] = ()) -> Any:
        """A value for a schema at a path; ``within`` are the references that led there."""
        value = self._attempt(schema, path, within, 0)
        if self._attempts == 1 or id(schema) in self._hopeless or self._nodes > _MOST_NODES:
            return value
        for attempt in range(1, self._attempts + 1):
            if self._schemas.is_valid(schema, value):
                return value
            value = self._attempt(schema, path, within, attempt)
        self._hopeless.add(id(schema))
        return value

    def _attempt(self, schema: Schema, path: str, within: tuple[str, ...], attempt: int) -> Any:
        self._nodes += 1
        flat = self._schemas.flat(schema)
        is_bounded = self._is_bounded(flat, within)
        node = _Node(schema, path, within, attempt, is_bounded, f"{self._seed} {path} {attempt}")
        flat = self._without_unions(flat, node)
        value = self._value(flat, node)
        for _ in range(_REPAIRS if flat.conditions else 0):
            asked = self._asked(flat, value)
            if all(self._schemas.is_valid(wanted, value) for wanted in asked):
                break
            value = self._value(reduce(both, map(self._schemas.flat, asked), flat), node.again())
        return value

    def _is_bounded(self, flat: Flat, within: tuple[str, ...]) -> bool:
        """Whether only what has to be there goes below: the schema is inside itself, or enough is there."""
        return (
            self._nodes > _MOST_NODES or len(within) > _DEEPEST // 2 or not flat.references.isdisjoint(within)
        )

    def _without_unions(self, flat: Flat, node: _Node) -> Flat:
        """A flat schema in which one branch of each union is chosen."""
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
        """The branches that do not just lead back here; where values are bounded, those that end first."""
        references = {
            index: self._schemas.flat(branch).references for index, branch in enumerate(union.branches)
        }
        ahead = [index for index, found in references.items() if found.isdisjoint(flat.references)]
        if node.is_bounded:
            ahead.sort(key=lambda index: not references[index].isdisjoint(node.within))
        return [union.branches[index] for index in ahead]

    def _asked(self, flat: Flat, value: Any) -> list[Schema]:
        """What the conditions ask of a value."""
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
        if len(node.within) > _DEEPEST:
            return None
        within = node.within + tuple(flat.references)
        match _type(flat, node):
            case "object":
                return self._object(keywords, node, within)
            case "array":
                return self._array(flat, node, within)
            case "integer" | "number" as kind:
                return number(keywords, node.random, kind == "integer")
            case "boolean":
                return node.random.random() < 0.5
            case "null":
                return None
            case _:
                return text(keywords, node.random)

    def _object(self, keywords: Mapping[str, Any], node: _Node, within: tuple[str, ...]) -> dict[str, Any]:
        properties: Mapping[str, Schema] = keywords.get("properties", {})
        required = list(keywords.get("required", ()))
        names = [name for name in properties if name in required or self._is_wanted(properties[name], node)]
        names += [name for name in required if name not in properties]
        surplus = len(names) - keywords.get("maxProperties", len(names))
        for name in [name for name in reversed(names) if name not in required][: max(0, surplus)]:
            names.remove(name)
        least = min(keywords.get("minProperties", 0), _MOST_NAMES)
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
        return {name: self.value(_property(keywords, name), f"{node.path}/{name}", within) for name in names}

    def _is_wanted(self, schema: Schema, node: _Node) -> bool:
        """Whether a property that need not be there is there; what is only for requests is not."""
        if schema is False or node.is_bounded or self._schemas.view.is_write_only(schema):
            return False
        if self._is_brief and node.attempt == _WITH_EXAMPLES:
            return not self._schemas.flat(schema).keywords.keys().isdisjoint(("example", "examples"))
        return node.attempt <= _WITH_EVERYTHING or (not node.is_sparse and node.random.random() < 0.5)

    def _other_names(self, keywords: Mapping[str, Any], node: _Node) -> Iterator[str]:
        """Names for properties that are described but not named; as many as may be needed, some twice."""
        patterns = list(keywords.get("patternProperties", ()))
        for index in range(2 * _MOST_NAMES):
            if patterns and not _allows_others(keywords):
                yield matching(patterns[index % len(patterns)], 0, 100, node.random)
            elif "propertyNames" in keywords:
                named = all_of({"type": "string"}, keywords["propertyNames"])
                yield str(self.value(named, f"{node.path}/{index}"))
            else:
                yield f"key{index + 1}"

    def _array(self, flat: Flat, node: _Node, within: tuple[str, ...]) -> list[Any]:
        keywords = flat.keywords
        prefix = list(keywords.get("prefixItems", ()))
        items = keywords.get("items", True)
        schemas = [all_of(items, wanted) for wanted, count in flat.contains for _ in range(min(count, 100))]
        ordinary = 0 if items is False or node.is_bounded or node.is_sparse else 1
        least = max(keywords.get("minItems", 0), len(prefix), len(prefix) + len(schemas) or ordinary)
        count = min(least, keywords.get("maxItems", least), _MOST_NODES)
        wanted = [*prefix, *schemas, *([items] * max(0, count - len(prefix) - len(schemas)))][:count]
        found: list[Any] = []
        for index, schema in enumerate(wanted):
            item = self.value(schema, f"{node.path}/{index}", within)
            tries = _UNIQUE_TRIES if keywords.get("uniqueItems") else 0
            while tries and item in found:
                item = self._attempt(schema, f"{node.path}/{index}.{tries}", within, tries)
                tries -= 1
            found.append(item)
        return found


@dataclass(frozen=True)
class _Node:
    """Where a draft is: schema, path, the references above it, and which attempt this is.

    ``is_bounded`` says that only what has to be there goes below; the ``seed`` is for its own dice.
    """

    schema: Schema
    path: str
    within: tuple[str, ...]
    attempt: int
    is_bounded: bool
    seed: str

    @cached_property
    def random(self) -> Random:
        """The dice."""
        return Random(self.seed)

    @property
    def is_sparse(self) -> bool:
        """Whether this attempt leaves out whatever it may."""
        return self.attempt > _WITH_EVERYTHING and self.attempt % 2 == 0

    def again(self) -> _Node:
        """The same node with the same dice; examples have not helped, so it does without."""
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
    """The type that a value gets: the first that is not null, in later attempts any of them."""
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


def _describes_others(keywords: Mapping[str, Any]) -> bool:
    return bool(keywords.get("patternProperties")) or bool(
        isinstance(keywords.get("additionalProperties"), Mapping) and keywords["additionalProperties"]
    )


def _allows_others(keywords: Mapping[str, Any]) -> bool:
    return keywords.get("additionalProperties", not keywords.get("patternProperties")) is not False


def _property(keywords: Mapping[str, Any], name: str) -> Schema:
    named: Schema | None = keywords.get("properties", {}).get(name)
    if named is not None:
        return named
    for pattern, schema in keywords.get("patternProperties", {}).items():
        try:
            if re.search(pattern, name):
                found: Schema = schema
                return found
        except re.error:
            continue
    other: Schema = keywords.get("additionalProperties", True)
    return other
