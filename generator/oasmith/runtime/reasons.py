"""Why a value is invalid, in bounded time and memory.

jsonschema-rs decides quickly whether a value is valid, but it collects reasons for every branch of
``anyOf`` and ``oneOf`` at every depth, which for a recursive schema takes exponential time and memory.
So a schema is taken apart here: each subschema that describes a property or an item, and is more than
a list of plain keywords, becomes a schema of its own. In its place stays a yes-or-no question, and
where the answer is no, its reasons are searched in turn, each schema once for each value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .errors import HIDDEN, shortened

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, FancyRegexOptions

MOST_REASONS = 100
"""How many reasons are collected for one value."""
_MOST_STEPS = 1_000
"""How many pairs of a schema and a value are searched for reasons."""
_MOST_VALUES = 10_000
"""Of a value with more values in it, each schema gives only its first reason."""
INSTANCE = "\0"
"""What stands in a message in place of the value."""

_IN_PLACE = ("allOf", "anyOf", "oneOf")
_IN_PLACE_ONE = ("then", "else")
_CHILD_MAPS = ("properties", "patternProperties")
_CHILDREN = ("additionalProperties", "items")
_APPLICATORS = frozenset((
    *_IN_PLACE, *_IN_PLACE_ONE, *_CHILD_MAPS, *_CHILDREN,
    "$ref", "$dynamicRef", "if", "not", "dependentSchemas", "prefixItems", "contains", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties",
))  # fmt: skip
_PART = "x-part"
"""Marks the question that stands in place of a subschema, with the number of that subschema."""


_PATTERN_BYTES = 256 * 1024 * 1024
"""How much memory one compiled pattern may take. ``.{1,65535}`` takes about 70 MB."""


@cache
def pattern_options() -> FancyRegexOptions:
    """How patterns are compiled, in the contract and wherever a schema is validated before."""
    from jsonschema_rs import FancyRegexOptions

    return FancyRegexOptions(size_limit=_PATTERN_BYTES)


@dataclass(frozen=True, slots=True)
class Reason:
    """One keyword that a value breaks.

    ``message`` has ``INSTANCE`` in place of the value. ``keyword`` is the keyword, ``expected`` its
    value, and ``rule`` the innermost ``x-rule`` around it. Where ``keyword`` is empty, the message says
    nothing about the value.
    """

    path: tuple[str | int, ...]
    value: Any
    message: str
    keyword: str
    expected: Any
    rule: Mapping[str, Any] | None

    def text(self, value: Any, is_secret: bool) -> str:
        """The message about a value, which shows nothing of a secret one."""
        if is_secret and self.keyword:
            return f"{HIDDEN} does not conform to {self.keyword}{self._limit()}"
        if INSTANCE not in self.message:
            return self.message
        return self.message.replace(INSTANCE, shortened(_json(value)))

    def _limit(self) -> str:
        is_plain = self.keyword not in _APPLICATORS and not isinstance(self.expected, bool)
        return f": {_json(self.expected)}" if is_plain else ""


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


class Reasons:
    """Finds reasons; ``schema`` is a JSON Schema 2020-12 with its components in it."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        from jsonschema_rs import Draft202012Validator

        self._schema = schema
        self._parts: list[Any] = []
        self._numbers: dict[str, int] = {}
        self._opened: dict[str, Any] = {}
        self._part(schema)
        properties: dict[str, Any] = {}
        while len(properties) < len(self._parts):
            number = len(properties)
            properties[str(number)] = self._open(self._parts[number])
        self._document: dict[str, Any] = {
            "$schema": schema.get("$schema", ""),
            "properties": properties,
            "parts": {str(number): part for number, part in enumerate(self._parts) if number},
            "opened": {str(index): opened for index, opened in enumerate(self._opened.values())},
            "components": schema.get("components", {}),
        }
        self._validator: Draft202012Validator = Draft202012Validator(
            self._document, validate_formats=True, mask=INSTANCE, pattern_options=pattern_options()
        )

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
            return [Reason((), value, "does not conform to its schema", "", None, None)]
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
                path.append(_key(value, part))
                value = value[path[-1]]
            at = (*step.path, *path)
            rule = step.rule
            node: Any = self._document
            for part in error.evaluation_path:
                schema, node = node, self._inner(node, part)
                rule = node.get("x-rule", rule) if isinstance(node, dict) else rule
            if isinstance(schema, dict) and _PART in schema:
                yield _Step(schema[_PART], at, value, rule)
            else:
                keyword = "" if node is False else str(error.evaluation_path[-1])
                yield Reason(at, value, error.message, keyword, node, rule)

    def _inner(self, schema: Any, part: str | int) -> Any:
        if part == "$ref" and isinstance(schema["$ref"], str):
            return _resolved(self._document, schema["$ref"])
        return schema[_key(schema, part)]

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
            self._opened[reference] = self._open(_resolved(self._schema, reference))
        return f"#/opened/{list(self._opened).index(reference)}"

    def _question(self, schema: Any) -> Any:
        if not isinstance(schema, dict) or schema.keys().isdisjoint(_APPLICATORS):
            return schema
        number = self._part(schema)
        return {_PART: number, "not": {"not": {"$ref": f"#/parts/{number}"}}}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_scalar)


def _scalar(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _resolved(schema: Any, reference: str) -> Any:
    node = schema
    for part in unquote(reference).split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def _key(node: Any, part: str | int) -> str | int:
    """A step into a value; jsonschema-rs gives a name of digits as a number, without leading zeros."""
    if not isinstance(node, Mapping) or isinstance(part, str):
        return part
    text = str(part)
    return (
        text if text in node else next((name for name in node if name.isdigit() and int(name) == part), text)
    )


def _position(value: Any, path: Sequence[str | int]) -> list[int]:
    """Where in a document a value is: the index of each step among its siblings."""
    position = []
    for part in path:
        position.append(list(value).index(part) if isinstance(value, Mapping) else int(part))
        value = value[part]
    return position


def _has_more_values(value: Any, limit: int) -> bool:
    count = 0
    stack = [value]
    while stack and count <= limit:
        node = stack.pop()
        items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        count += len(items)
        stack += items
    return count > limit
