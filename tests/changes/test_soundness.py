"""A change that is called compatible breaks no body: jsonschema validates what Hypothesis draws."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from changes.pairs import of_schema
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from oasmith.changes.model import VERDICTS
from oasmith.changes.wire import wire_changes

NAMES = ["a", "b", "c"]
Schema = Any

SCALARS: list[Schema] = [
    {"type": "string"}, {"type": "string", "minLength": 1}, {"type": "string", "maxLength": 1},
    {"type": "string", "pattern": "^x"}, {"type": "integer"}, {"type": "integer", "minimum": 1},
    {"type": "integer", "exclusiveMaximum": 3}, {"type": "number", "multipleOf": 0.5},
    {"type": "number"}, {"type": "boolean"}, {"type": ["string", "null"]}, {"enum": ["x", "y"]},
    {"enum": ["x", 1, None]}, {"const": "x"}, {"const": 1}, {"minLength": 1}, {"minimum": 1}, True,
    {"type": "integer", "enum": [1, 2, 3]}, {"not": {"const": "x"}}, {"$ref": "#/components/schemas/Node"},
]  # fmt: skip
VALUES = ["", "x", "xy", "y", 0, 1, 2, 3, 1.5, -1, True, False, None]


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    """An object schema, with keywords about its properties."""
    schema: dict[str, Any] = {"type": "object"} if draw(st.booleans()) else {}
    schema["properties"] = draw(st.dictionaries(st.sampled_from(NAMES), inner, max_size=3))
    if draw(st.booleans()):
        schema["required"] = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))
    keyword = draw(
        st.sampled_from(
            ["none", "none", "additionalProperties", "patternProperties", "minProperties", "maxProperties",
             "dependentRequired", "dependentSchemas", "propertyNames", "unevaluatedProperties"]
        )
    )  # fmt: skip
    match keyword:
        case "additionalProperties":
            schema[keyword] = draw(st.one_of(st.just(False), inner))
        case "patternProperties":
            schema[keyword] = {draw(st.sampled_from(["^a", "b", "^[ab]$"])): draw(inner)}
        case "minProperties" | "maxProperties":
            schema[keyword] = draw(st.integers(0, 2))
        case "dependentRequired":
            schema[keyword] = {draw(st.sampled_from(NAMES)): [draw(st.sampled_from(NAMES))]}
        case "dependentSchemas":
            schema[keyword] = {draw(st.sampled_from(NAMES)): draw(inner)}
        case "propertyNames":
            schema[keyword] = {"enum": draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))}
        case "unevaluatedProperties":
            schema[keyword] = False
    return schema


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    """An array schema."""
    schema: dict[str, Any] = {"type": "array", "items": draw(inner)}
    if draw(st.booleans()):
        schema["prefixItems"] = draw(st.lists(inner, min_size=1, max_size=2))
    keyword = draw(st.sampled_from(["none", "minItems", "maxItems", "uniqueItems", "contains"]))
    if keyword in ("minItems", "maxItems"):
        schema[keyword] = draw(st.integers(0, 2))
    elif keyword == "uniqueItems":
        schema[keyword] = True
    elif keyword == "contains":
        schema[keyword] = draw(inner)
    return schema


@st.composite
def combinations(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    """Schemas that hold together, or alternatives, or a condition."""
    keyword = draw(st.sampled_from(["allOf", "anyOf", "oneOf", "if", "not"]))
    if keyword == "not":
        return {"not": draw(inner)}
    if keyword == "if":
        schema: dict[str, Any] = {"if": draw(inner)}
        for part in draw(st.sampled_from([["then"], ["else"], ["then", "else"]])):
            schema[part] = draw(inner)
        return schema
    beside: dict[str, Any] = draw(
        st.one_of(st.just({}), inner.filter(lambda schema: isinstance(schema, dict)))
    )
    return {**beside, keyword: draw(st.lists(inner, min_size=1, max_size=3))}


def schemas() -> st.SearchStrategy[Schema]:
    return st.recursive(
        st.sampled_from(SCALARS),
        lambda inner: st.one_of(objects(inner), objects(inner), arrays(inner), combinations(inner)),
        max_leaves=8,
    )


def places(schema: Schema, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to all schemas in a schema."""
    yield path
    if not isinstance(schema, Mapping):
        return
    for keyword, value in schema.items():
        if keyword in ("properties", "patternProperties", "dependentSchemas"):
            for name in value:
                yield from places(value[name], (*path, keyword, name))
        elif keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
            for index, member in enumerate(value):
                yield from places(member, (*path, keyword, index))
        elif keyword in ("items", "additionalProperties", "not", "if", "then", "else", "contains"):
            yield from places(value, (*path, keyword))


def replaced(schema: Schema, path: tuple[str | int, ...], new: Schema) -> Schema:
    """A copy of a schema with another one at a path."""
    if not path:
        return new
    found: Any = list(schema) if isinstance(schema, list) else dict(schema)
    found[path[0]] = replaced(schema[path[0]], path[1:], new)
    return found


@st.composite
def versions(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """A schema, and the same schema with a change at one or two places."""
    old = new = draw(schemas())
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(list(places(new))))
        node = new
        for part in path:
            node = node[part]
        new = replaced(new, path, draw(changes(node)))
    return (old, new) if draw(st.booleans()) else (new, old)


@st.composite
def changes(draw: st.DrawFn, schema: Schema) -> Schema:
    """Another schema, or the same with a keyword more, less or changed."""
    if not isinstance(schema, Mapping) or not schema or draw(st.integers(0, 3)) == 0:
        return draw(schemas())
    found = dict(schema)
    if draw(st.booleans()):
        other = draw(st.one_of(objects(st.sampled_from(SCALARS)), st.sampled_from(SCALARS)))
        own = other if isinstance(other, dict) else {}
        return found | {key: own[key] for key in list(own)[: draw(st.integers(0, 2))]}
    keyword = draw(st.sampled_from(list(found)))
    if keyword in ("anyOf", "oneOf", "allOf", "enum", "required") and len(found[keyword]) > 1:
        found[keyword] = found[keyword][1:]
    elif keyword in ("anyOf", "oneOf", "allOf"):
        found[keyword] = [*found[keyword], draw(st.sampled_from(SCALARS))]
    else:
        del found[keyword]
    return found


def values(depth: int = 2) -> st.SearchStrategy[Any]:
    plain = st.sampled_from(VALUES)
    if depth == 0:
        return plain
    inner = values(depth - 1)
    return st.one_of(plain, st.dictionaries(st.sampled_from(NAMES), inner), st.lists(inner, max_size=3))


NODE = {
    "type": "object",
    "properties": {"a": {"$ref": "#/components/schemas/Node"}, "b": {"type": "integer"}},
}
OTHER_NODE = {**NODE, "required": ["b"]}


def validator(schema: Schema, node: Schema) -> Draft202012Validator:
    return Draft202012Validator(
        {"components": {"schemas": {"Node": node}}, "allOf": [schema]}, format_checker=None
    )


class Described:
    """Whether a value has only properties that a schema describes, as a caller who reads it would send."""

    def __init__(self, node: Schema) -> None:
        self.node = node

    def __call__(self, value: Any, *schemas: Schema) -> bool:
        found = [part for schema in schemas for part in self.parts(schema, value)]
        if isinstance(value, dict):
            return all(self.member(name, own, found) for name, own in value.items())
        if isinstance(value, list):
            return all(self(own, *self.items(index, found)) for index, own in enumerate(value))
        return True

    def member(self, name: str, value: Any, parts: list[Mapping[str, Any]]) -> bool:
        below: list[Schema] = []
        is_known = False
        for part in parts:
            own = [part["properties"][name]] if name in part.get("properties", {}) else []
            own += [it for pattern, it in part.get("patternProperties", {}).items()
                    if Draft202012Validator({"pattern": pattern}).is_valid(name)]  # fmt: skip
            if not own and "additionalProperties" in part:
                own = [part["additionalProperties"]]
            is_known |= bool(own) or name in part.get("required", ()) or name in str(
                part.get("dependentRequired", "")) or name in part.get("dependentSchemas", {})  # fmt: skip
            below += own
        return is_known and self(value, *below)

    def items(self, index: int, parts: list[Mapping[str, Any]]) -> Iterator[Schema]:
        for part in parts:
            prefix = part.get("prefixItems", [])
            if index < len(prefix):
                yield prefix[index]
            elif "items" in part:
                yield part["items"]
            if "contains" in part:
                yield part["contains"]

    def parts(self, schema: Schema, value: Any) -> Iterator[Mapping[str, Any]]:
        """The schema and those combined with it for the same value; of ``oneOf`` the one that is valid."""
        if not isinstance(schema, Mapping):
            return
        yield schema
        inner = [schema[key] for key in ("if", "then", "else", "not") if key in schema]
        inner += [*schema.get("allOf", ()), *schema.get("anyOf", ())]
        inner += list(schema.get("dependentSchemas", {}).values())
        inner += [it for it in schema.get("oneOf", ()) if validator(it, self.node).is_valid(value)]
        if "$ref" in schema:
            inner.append(self.node)
        for part in inner:
            yield from self.parts(part, value)


def verdict(side: str, old: Schema, new: Schema, nodes: tuple[Schema, Schema]) -> str:
    found = wire_changes(of_schema(old, Node=nodes[0]), of_schema(new, Node=nodes[1]))
    verdicts = [change.verdict for change in found if change.side == side]
    return min(verdicts, key=VERDICTS.index) if verdicts else "compatible"


EXAMPLES = int(os.environ.get("OASMITH_EXAMPLES", "120"))
BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 1000,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.mark.parametrize("side", ["request", "response"])
@BOUNDED
@given(st.data())
def test_no_value_that_was_valid_is_invalid_after_a_compatible_change(side: str, data: st.DataObject) -> None:
    old, new = data.draw(versions())
    nodes = data.draw(st.sampled_from([(NODE, NODE), (NODE, OTHER_NODE), (OTHER_NODE, NODE)]))
    assume(verdict(side, old, new, nodes) == "compatible")
    sent, read = ((old, nodes[0]), (new, nodes[1]))
    if side == "response":
        sent, read = read, sent
    described = Described(sent[1])
    before, after = validator(*sent), validator(*read)
    for value in data.draw(st.lists(values(), min_size=10, max_size=40)):
        if before.is_valid(value) and described(value, sent[0]):
            assert after.is_valid(value), (value, sent, read)
