# A module of generated clients, in which another line takes the place of this one.
"""Why a value is invalid, for every schema, in bounded time and memory.

jsonschema-rs decides quickly whether a value is valid, but it collects reasons for every branch of
``anyOf`` and ``oneOf`` at every depth, which for a recursive schema takes exponential time and memory.
So a schema is split here: each subschema of a property or an item that has more than plain keywords
becomes a schema of its own. A yes-or-no question replaces it, and where the answer is no, its reasons
are searched in turn, each schema once for each value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .contract import MOST_REASONS, Contract, Formats, Reason, compiled, inner, key, resolved

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_MOST_STEPS = 1_000
"""How many pairs of a schema and a value are searched for reasons."""
_MOST_VALUES = 10_000
"""For a value that contains more values, each schema gives only its first reason."""

_IN_PLACE = ("allOf", "anyOf", "oneOf")
_IN_PLACE_ONE = ("then", "else")
_CHILD_MAPS = ("properties", "patternProperties")
_CHILDREN = ("additionalProperties", "items")
APPLICATORS = frozenset((
    "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "properties",
    "patternProperties", "additionalProperties", "propertyNames", "dependentSchemas", "items",
    "prefixItems", "contains", "unevaluatedItems", "unevaluatedProperties",
))  # fmt: skip
"""Keywords that contain subschemas or refer to them."""
_PART = "x-part"
"""Marks the question that replaces a subschema, with the number of that subschema."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A subschema and the value it describes."""

    part: int
    path: tuple[str | int, ...]
    value: Any
    rule: Mapping[str, Any] | None

    @property
    def key(self) -> tuple[Any, ...]:
        return self.part, self.path, self.rule["id"] if self.rule else None


class BranchContract(Contract):
    """The contract of an API with alternatives or nested values in its requests."""

    def _schema(self, section: str, name: str) -> dict[str, Any]:
        schema = super()._schema(section, name)
        own = self.document[section][name]
        return {**schema, "components": {"schemas": _reachable(own, schema["components"]["schemas"])}}

    def _reasons(self, section: str, name: str, value: Any, is_bounded: bool) -> Iterable[Reason]:
        finder = self._finders.get((section, name))
        if finder is None:
            with self._lock:
                finder = self._finders[section, name] = Reasons(self._schema(section, name), self._formats)
        return finder.of(value, is_bounded)

    @cached_property
    def _finders(self) -> dict[tuple[str, str], Reasons]:
        return {}


class Reasons:
    """Finds reasons; ``schema`` is a JSON Schema 2020-12 with its components in it."""

    def __init__(self, schema: Mapping[str, Any], formats: Formats | None = None) -> None:
        self._schema = schema
        self._parts: list[Any] = []
        self._numbers: dict[str, int] = {}
        self._opened: dict[str, Any] = {}
        self._part(self._schema)
        properties: dict[str, Any] = {}
        while len(properties) < len(self._parts):
            number = len(properties)
            properties[str(number)] = self._open(self._parts[number])
        self._document: dict[str, Any] = {
            "$schema": self._schema.get("$schema", ""),
            "properties": properties,
            "parts": {str(number): part for number, part in enumerate(self._parts) if number},
            "opened": {str(index): opened for index, opened in enumerate(self._opened.values())},
            "components": self._schema.get("components", {}),
        }
        self._validator = compiled(self._document, formats)

    def of(self, value: Any, is_bounded: bool = True) -> list[Reason]:
        """The first reasons why a value is invalid, in document order; at least one for an invalid value.

        All reasons if it is not ``is_bounded``.
        """
        most_reasons, most_steps = (MOST_REASONS, _MOST_STEPS) if is_bounded else (math.inf, math.inf)
        found: list[Reason] = []
        steps = [_Step(0, (), value, None)]
        seen = {steps[0].key}
        is_large = is_bounded and _has_more_values(value, _MOST_VALUES)
        taken = 0
        while steps and taken < most_steps and len(found) < most_reasons:
            taken += 1
            step = steps.pop()
            following = []
            for one in self._errors(step, is_large):
                if isinstance(one, Reason):
                    found.append(one)
                elif one.key not in seen:
                    seen.add(one.key)
                    following.append(one)
            steps += sorted(following, key=lambda one: _position(value, one.path), reverse=True)
        if not found:
            return [Reason((), value, "does not conform to its schema")]
        found = found[:MOST_REASONS] if is_bounded else found
        return sorted(found, key=lambda reason: _position(value, reason.path))

    def _errors(self, step: _Step, is_large: bool) -> Iterator[Reason | _Step]:
        from jsonschema_rs import ValidationError

        instance = {str(step.part): step.value}
        errors: list[ValidationError] = []
        if is_large:
            try:
                self._validator.validate(instance)
            except ValidationError as first:
                errors = [first]
        else:
            errors = list(self._validator.iter_errors(instance))
        for error in errors:
            path: list[str | int] = []
            value = step.value
            for part in error.instance_path[1:]:
                path.append(key(value, part))
                value = value[path[-1]]
            at = (*step.path, *path)
            rule = step.rule
            schema: Any = None
            node: Any = self._document
            for part in error.evaluation_path:
                schema, node = node, inner(self._document, node, part)
                rule = node.get("x-rule", rule) if isinstance(node, dict) else rule
            if isinstance(schema, dict) and _PART in schema:
                yield _Step(schema[_PART], at, value, rule)
            else:
                keyword = "" if node is False else str(error.evaluation_path[-1])
                expected = None if keyword in APPLICATORS else node
                yield Reason(at, value, error.message, keyword, expected, rule)

    def _part(self, schema: Any) -> int:
        """The number of a subschema."""
        text = json.dumps(schema, sort_keys=True)
        if text not in self._numbers:
            self._numbers[text] = len(self._parts)
            self._parts.append(schema)
        return self._numbers[text]

    def _open(self, schema: Any) -> Any:
        """A schema with questions in place of the subschemas of its properties and items."""
        if not isinstance(schema, dict):
            return schema
        result = {keyword: value for keyword, value in schema.items() if keyword != "components"}
        for keyword in schema.keys() & _IN_PLACE:
            result[keyword] = [self._open(member) for member in schema[keyword]]
        for keyword in schema.keys() & _IN_PLACE_ONE:
            result[keyword] = self._open(schema[keyword])
        for keyword in schema.keys() & {"dependentSchemas"}:
            result[keyword] = {name: self._open(member) for name, member in schema[keyword].items()}
        for keyword in schema.keys() & _CHILD_MAPS:
            result[keyword] = {name: self._question(child) for name, child in schema[keyword].items()}
        for keyword in schema.keys() & _CHILDREN:
            result[keyword] = self._question(schema[keyword])
        for keyword in schema.keys() & {"prefixItems"}:
            result[keyword] = [self._question(child) for child in schema[keyword]]
        if isinstance(schema.get("$ref"), str):
            result["$ref"] = self._reference(schema["$ref"])
        return result

    def _reference(self, reference: str) -> str:
        """A reference to the target of another one, with questions in it."""
        if reference not in self._opened:
            self._opened[reference] = True  # a schema that refers to itself in place finds its number
            self._opened[reference] = self._open(resolved(self._schema, reference))
        return f"#/opened/{list(self._opened).index(reference)}"

    def _question(self, schema: Any) -> Any:
        if not isinstance(schema, dict) or schema.keys().isdisjoint(APPLICATORS):
            return schema
        number = self._part(schema)
        return {_PART: number, "not": {"not": {"$ref": f"#/parts/{number}"}}}


def _position(value: Any, path: Sequence[str | int]) -> list[int]:
    """Where in a document a value is: the index of each step among its siblings."""
    found = []
    for part in path:
        found.append(list(value).index(part) if isinstance(value, Mapping) else int(part))
        value = value[part]
    return found


def _has_more_values(value: Any, limit: int) -> bool:
    count = 0
    stack = [value]
    while stack and count <= limit:
        node = stack.pop()
        items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        count += len(items)
        stack += items
    return count > limit


def _reachable(schema: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The components that a schema refers to, directly or through others: compiling all is slow."""
    found: dict[str, Any] = {}
    queue = [schema]
    while queue:
        node = queue.pop()
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            queue += node.values()
            reference = node.get("$ref")
            if isinstance(reference, str):
                name = unquote(reference).removeprefix("#/components/schemas/").split("/")[0]
                if name in schemas and name not in found:
                    found[name] = schemas[name]
                    queue.append(schemas[name])
    return found
