# A module of generated clients, in which another line takes the place of this one.
"""Why a value is invalid, for every schema, in bounded time and memory.

jsonschema-rs decides quickly whether a value is valid, but it collects reasons for every branch of
``anyOf`` and ``oneOf`` at every depth, which for a recursive schema takes exponential time and memory.
So a schema is split here: each subschema of a property or an item that has more than plain keywords
becomes a schema of its own. A yes-or-no question replaces it, and where the answer is no, its reasons
are searched in turn, each schema once for each value. So are those of the member of a union for which a
value is meant.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .contract import INSTANCE, MOST_REASONS, Contract, Formats, Reason, compiled, inner, key, resolved

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
_UNIONS = ("anyOf", "oneOf")
_NOTES = {"title", "description", "default", "discriminator", "deprecated", "examples"}
_MOST_SHOWN = 5
"""How many members of a union give a reason in one message."""
_MEMBERS = "x-members"
"""The numbers of the members of each union in a schema, as subschemas of their own."""
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
        return finder.of(value, is_bounded, is_split=is_bounded)

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

    def of(self, value: Any, is_bounded: bool = True, is_split: bool = False) -> list[Reason]:
        """The first reasons why a value is invalid, in document order; at least one for an invalid value.

        All reasons if it is not ``is_bounded``. ``is_split`` gives the reasons of the member of a union
        for which a value is meant, instead of one for the union.
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
            for one in self._errors(step, is_large, is_split):
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

    def _errors(self, step: _Step, is_large: bool, is_split: bool) -> Iterator[Reason | _Step]:
        """What is wrong with a value; ``is_split`` gives the reasons of a member instead of its union."""
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
                found = Reason(at, value, error.message, keyword, expected, rule)
                if is_split and keyword == "required":
                    found = _with_hint(found, schema.get("properties", {}))
                if is_split and keyword in _UNIONS and rule is None:
                    yield from self._of_union(schema[_MEMBERS][keyword], found, is_large)
                else:
                    yield found

    def _of_union(self, members: list[int], whole: Reason, is_large: bool) -> Iterable[Reason | _Step]:
        """The reasons of the member for which a value is meant, by its type, its tag or their number.

        ``whole`` is the reason of the union itself.
        """
        at, value = whole.path, whole.value
        found = {it: list(self._errors(_Step(it, at, value, None), is_large, True)) for it in members}
        if not all(found.values()):
            return [whole]  # it conforms to more than one
        here = {it: [one for one in found[it] if isinstance(one, Reason) and one.path == at] for it in found}
        types = {it: one.expected for it in here for one in here[it] if one.keyword == "type"}
        fitting = [it for it in found if it not in types]
        if not fitting:
            return [replace(whole, message=_not_of_types(types.values()), keyword="type")]
        if len(fitting) > 1 and isinstance(value, Mapping):
            values = {it: self._values(self._parts[it]) for it in fitting}
            tag = _tag(list(values.values()), value)
            if tag is not None:
                expected = [each for it in fitting for each in values[it][tag]]
                missing = f"{json.dumps(tag, ensure_ascii=False)} is a required property"
                if tag in value:
                    fitting = [it for it in fitting if value[tag] in values[it][tag]]
                    if not fitting:
                        return [Reason((*at, tag), value[tag], _must_be(expected), "enum", expected)]
                absent = [one for it in fitting for one in here[it] if one.message.startswith(missing)]
                if tag not in value and len(absent) >= len(fitting):
                    return absent[:1]
        fewest = min(len(found[it]) for it in fitting)
        nearest = [it for it in fitting if len(found[it]) == fewest]
        if len(nearest) == 1:
            return found[nearest[0]]
        reasons = dict.fromkeys(one.message for it in nearest for one in here[it])
        is_short = len(reasons) <= _MOST_SHOWN and all(len(found[it]) == len(here[it]) == 1 for it in nearest)
        return [replace(whole, message=" or ".join(reasons))] if is_short else [whole]

    def _values(self, schema: Any, above: tuple[str, ...] = ()) -> dict[str, list[Any]]:
        """The values that an object lists for its properties, by name, with those of what it extends."""
        if not isinstance(schema, dict):
            return {}
        found: dict[str, list[Any]] = {}
        for member in schema.get("allOf", ()):
            found |= self._values(member, above)
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in above:
            found |= self._values(resolved(self._schema, reference), (*above, reference))
        for name, child in schema.get("properties", {}).items():
            child, _ = self._target(child, ())
            if isinstance(child, dict) and ("const" in child or "enum" in child):
                found[name] = [child["const"]] if "const" in child else child["enum"]
        return found

    def _members(self, schema: Any, above: tuple[str, ...] = ()) -> Iterator[int]:
        """The number of a member of a union, or the numbers of its members if it is only a union."""
        inner, above = self._target(schema, above)
        unions = inner.keys() - _NOTES if isinstance(inner, dict) else set()
        if len(unions) == 1 and unions <= {*_UNIONS}:
            for member in inner[unions.pop()]:
                yield from self._members(member, above)
        else:
            yield self._part(schema)

    def _target(self, schema: Any, above: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
        """What a schema that is only a reference refers to, and all references on the way, once each."""
        while isinstance(schema, dict) and "$ref" in schema and schema.keys() <= {"$ref", *_NOTES}:
            if schema["$ref"] in above:
                break
            above = (*above, schema["$ref"])
            schema = resolved(self._schema, schema["$ref"])
        return schema, above

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
        unions = {keyword: schema[keyword] for keyword in schema.keys() & {*_UNIONS}}
        if unions:
            result[_MEMBERS] = {
                keyword: list(dict.fromkeys(it for member in members for it in self._members(member)))
                for keyword, members in unions.items()
            }
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


def _tag(values: Sequence[Mapping[str, Sequence[Any]]], value: Mapping[str, Any]) -> str | None:
    """The property with other values in each object of a union; ``value`` has it if it has any of them.

    Of several, one that has a single value in each object is preferred.
    """
    tags = [
        name
        for name in values[0]
        if all(name in own for own in values)
        and not any(item in other[name] for own, other in combinations(values, 2) for item in own[name])
    ]
    single = [name for name in tags if all(len(own[name]) == 1 for own in values)]
    return next((name for name in (*single, *tags) if name in value), next(iter((*single, *tags)), None))


def _with_hint(reason: Reason, described: Mapping[str, Any]) -> Reason:
    """The reason for a missing property, with the key of the object that only differs by convention."""
    for name in reason.expected or ():
        message = f"{json.dumps(name, ensure_ascii=False)} is a required property"
        for given in reason.value if message == reason.message else ():
            if given not in described and plain_name(given) == plain_name(name):
                hint = f"; did you mean {json.dumps(name)} where {json.dumps(given)} was passed?"
                return replace(reason, message=message + hint)
    return reason


def plain_name(name: str) -> str:
    """A name without what only distinguishes conventions: ``userId`` and ``user-id`` are the same."""
    return re.sub(r"[-_. ]", "", name).casefold()


def _must_be(values: Iterable[Any]) -> str:
    *others, last = (json.dumps(value, ensure_ascii=False) for value in values)
    return f"must be {', '.join(others)} or {last}" if others else f"must be {last}"


def _not_of_types(expected: Iterable[Any]) -> str:
    names = dict.fromkeys(name for it in expected for name in (it if isinstance(it, list) else [it]))
    plural = "s" if len(names) > 1 else ""
    return f"{INSTANCE} is not of type{plural} " + ", ".join(f'"{name}"' for name in names)


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
