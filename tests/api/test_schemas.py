"""What the one view of schemas says, for one object written in many ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from oasmith.schemas import Schema, Schemas, all_of, reference


def ref(name: str, **siblings: Any) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", **siblings}


FLAT = {
    "type": "object", "required": ["id", "name"],
    "properties": {
        "id": {"type": "string", "readOnly": True}, "name": {"type": "string"},
        "pin": {"type": "string", "writeOnly": True}, "size": {"type": "integer", "minimum": 1, "maximum": 9},
    },
}  # fmt: skip
PARTS: Mapping[str, Any] = {
    "Stamp": {"type": "string", "readOnly": True},
    "Pin": {"type": "string", "writeOnly": True},
    "Named": {"type": "object", "required": ["id", "name"],
              "properties": {"id": ref("Stamp"), "name": {"type": "string"}}},
    "Sized": {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1}}},
    "Alias": ref("Named"),
    "Loop": {"allOf": [ref("Loop"), ref("Sized")]},
    "Tree": {"type": "object",
             "properties": {"left": ref("Tree"), "items": {"type": "array", "items": ref("Tree")}}},
    "Maybe": {"type": ["string", "null"]},
}  # fmt: skip
OWN = {"properties": {"pin": ref("Pin"), "size": {"maximum": 9}}}
WAYS: Mapping[str, Any] = {
    "flat": FLAT,
    "allOf": {"allOf": [ref("Named"), ref("Sized"), OWN]},
    "a reference with siblings": ref("Named", allOf=[ref("Sized")], **OWN),
    "deep": {"allOf": [{"allOf": [ref("Alias")]}, {"allOf": [ref("Sized"), OWN]}]},
    "required apart": {
        "allOf": [{"required": ["id"]}, {"properties": FLAT["properties"]}, {"required": ["name"]}],
        "type": "object"},
}  # fmt: skip
VIEW = Schemas({**PARTS, **{"Whole " + name: schema for name, schema in WAYS.items()}})


@pytest.mark.parametrize("way", WAYS)
def test_one_object_in_many_ways(way: str) -> None:
    for schema in (WAYS[way], ref("Whole " + way)):
        assert set(VIEW.properties(schema)) == {"id", "name", "pin", "size"}
        assert VIEW.required(schema) == {"id", "name"}
        assert VIEW.types(schema) == ("object",)
        assert VIEW.one_way(schema, "readOnly") == {"id"}
        assert VIEW.one_way(schema, "writeOnly") == {"pin"}
        assert not VIEW.allows_null(schema)
        size = VIEW.flat(schema).keywords["properties"]["size"]
        merged = VIEW.flat(size).keywords
        assert (merged["minimum"], merged["maximum"], merged["type"]) == (1, 9, "integer")


@pytest.mark.parametrize("way", WAYS)
def test_requests_need_not_have_what_is_read_only(way: str) -> None:
    accepts = validator(ref("Whole " + way))
    assert accepts({"name": "n"})
    assert accepts({"name": "n", "id": "1"}), "what is sent all the same is not refused"
    assert not accepts({"id": "1"})
    assert not accepts({"name": "n", "size": 10})
    hidden = VIEW.map(lambda schema: VIEW.for_requests(schema, hides=True))
    properties = hidden.properties(hidden["Whole " + way])
    assert set(properties) == {"name", "pin", "size"}
    assert not hidden.is_write_only(properties["pin"])


def validator(schema: Schema, named: Mapping[str, Any] | None = None) -> Any:
    """Whether a value is valid for requests."""
    view = VIEW if named is None else Schemas(named)
    components = {"schemas": {name: view.for_requests(each) for name, each in view.items()}}
    whole = {"allOf": [view.for_requests(schema)], "components": components}
    return lambda value: Draft202012Validator(whole).is_valid(value)


READ_ONLY = {"type": "string", "readOnly": True}
BASE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
OTHER = {"type": "object", "required": ["id", "b"], "properties": {"id": READ_ONLY, "b": {"type": "string"}}}
KEEPERS: Mapping[str, tuple[dict[str, Any], Any, Any]] = {
    "required beside a reference": (ref("R", required=["id", "n"]), {"n": 1}, {}),
    "required in an allOf": ({"allOf": [ref("R"), {"required": ["id", "n"]}]}, {"n": 1}, {"id": "1"}),
    "made read-only by an heir": (
        {"allOf": [ref("Base"), {"required": ["n"], "properties": {"id": READ_ONLY}}]}, {"n": 1}, {}),
    "made read-only beside a reference": (ref("Base", properties={"id": READ_ONLY}), {}, []),
    "nested": ({"properties": {"a": ref("R", required=["id"])}}, {"a": {}}, {"a": 1}),
    "in arrays of arrays": (
        {"type": "array", "items": {"type": "array", "items": ref("R", required=["id", "n"])}},
        [[{"n": 1}]], [[{}]]),
    "in maps": ({"additionalProperties": ref("R", required=["id", "n"])}, {"a": {"n": 1}}, {"a": {}}),
    "in tuples": ({"prefixItems": [ref("R", required=["id"])]}, [{}], [1]),
    "in an anyOf": ({"anyOf": [ref("R", required=["id"]), {"type": "null"}]}, {}, 1),
    "in a oneOf of which both are valid now": (
        {"oneOf": [ref("A"), ref("B")]}, {"b": "x"}, {"b": 1}),
    "required by branches": (
        {**ref("R"), "oneOf": [{"required": ["id"]}, {"required": ["n"]}]}, {"n": 1}, 1),
    "required by branches that are named": (
        {"properties": {"id": READ_ONLY}, "anyOf": [ref("Base"), ref("Other")]}, {}, 1),
    "in then": (
        {**ref("R"), "if": {"required": ["n"]}, "then": {"required": ["id", "m"]}},
        {"n": 1, "m": 1}, {"n": 1}),
    "in dependentRequired": (
        {**ref("R"), "dependentRequired": {"n": ["id", "m"]}}, {"n": 1, "m": 1}, {"n": 1}),
    "not in not": ({**ref("R"), "not": {"required": ["id"]}}, {"n": 1}, {"id": "1"}),
    "recursive": (ref("Tree"), {"kids": [{"kids": []}]}, {"kids": [{"kids": 1}]}),
}  # fmt: skip
NAMED: Mapping[str, Any] = {
    "R": {"type": "object", "properties": {"id": ref("Stamp"), "n": {"type": "integer"}}},
    "Stamp": READ_ONLY, "Base": BASE, "Other": BASE, "A": OTHER, "B": OTHER,
    "Tree": {"type": "object", "required": ["id", "kids"],
             "properties": {"id": ref("Stamp"), "kids": {"type": "array", "items": ref("Tree")}}},
}  # fmt: skip


@pytest.mark.parametrize("case", KEEPERS)
def test_read_only_is_not_demanded(case: str) -> None:
    schema, accepted, refused = KEEPERS[case]
    accepts = validator(schema, NAMED)
    assert accepts(accepted)
    assert not accepts(refused)


def test_a_component_that_is_read_only_for_an_heir_is_demanded_elsewhere() -> None:
    heir = {"allOf": [ref("Base"), {"properties": {"id": READ_ONLY}}]}
    named = {**NAMED, "Heir": heir}
    assert validator(ref("Heir"), named)({})
    assert not validator(ref("Base"), named)({})


def test_alternatives_and_null() -> None:
    nullable = {"anyOf": [ref("Sized"), {"type": "null"}]}
    assert VIEW.alternatives(nullable) == [ref("Sized")]
    assert VIEW.single(nullable) == ref("Sized")
    assert VIEW.single({"oneOf": [{"anyOf": [ref("Sized")]}, {"const": None}]}) == ref("Sized")
    assert VIEW.allows_null(nullable)
    assert VIEW.allows_null(ref("Maybe"))
    assert VIEW.alternatives({"anyOf": [{}, {"type": "null"}]}) == [{}]
    assert VIEW.single({"anyOf": [{"type": "string"}, {"type": "integer"}]}) != {"type": "string"}
    rule = {"x-rule": {"id": "r", "message": "m"}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    assert VIEW.alternatives({"type": "object", "allOf": [rule]}) == []


def test_a_schema_that_refers_to_itself_ends() -> None:
    assert list(VIEW.properties(ref("Loop"))) == ["size"]
    assert VIEW.shape({"anyOf": [ref("Loop"), ref("Tree")]}).types >= {"object"}


def test_properties_come_inherited_first() -> None:
    heir = {"allOf": [ref("Named"), ref("Sized"), {"properties": {"own": {}}}], "properties": {"last": {}}}
    assert list(VIEW.properties(heir)) == ["id", "name", "size", "own", "last"]


def test_own_properties_and_parents() -> None:
    schema = {"allOf": [ref("Named"), {"allOf": [ref("Sized")], "properties": {"a": {}}}],
              "oneOf": [{"properties": {"b": {}}}, ref("Tree")], "properties": {"c": {}}}  # fmt: skip
    assert [name for name, _ in VIEW.own_properties(schema)] == ["c", "a", "b"]
    assert list(VIEW.parents(schema)) == ["Named", "Sized"]


def test_references() -> None:
    assert reference(ref("Named")) == "Named"
    assert reference({"$ref": "#/components/schemas/Sp%C3%A6cial%20name"}) == "Spæcial name"
    assert reference(True) is None
    assert VIEW.reachable([ref("Tree"), {"items": ref("Alias")}]) == {"Tree", "Alias", "Named", "Stamp"}
    assert all_of(True, ref("Tree")) == all_of(ref("Tree"), True) == all_of(ref("Tree"), ref("Tree"))


EVENT = {"properties": {"event": {"type": "string"}, "data": ref("Named")}}
STREAMS: Mapping[str, tuple[str, dict[str, Any], Any]] = {
    "lines": ("application/jsonl", {"itemSchema": ref("Sized")}, ref("Sized")),
    "lines as an array": (
        "application/jsonl", {"schema": {"type": "array", "items": ref("Sized")}}, ref("Sized")),
    "events": ("text/event-stream", {"itemSchema": EVENT}, ref("Named")),
    "events of one of two": (
        "text/event-stream", {"itemSchema": {"oneOf": [EVENT, {"properties": {"data": {}}}]}},
        {"anyOf": [ref("Named"), {"type": "string"}]}),
    "JSON in text": ("text/event-stream", {"itemSchema": {"properties": {
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": ref("Sized")}}}},
        ref("Sized")),
    "some JSON in text": ("text/event-stream", {"itemSchema": {"properties": {
        "data": {"type": "string", "contentMediaType": "application/problem+json"}}}}, True),
    "narrowed in an allOf": ("text/event-stream", {"itemSchema": {"allOf": [
        {"properties": {"data": {"type": "string"}}},
        {"properties": {"data": {"contentSchema": ref("Sized")}}}]}}, ref("Sized")),
    "events as an array": ("text/event-stream", {"schema": {"type": "array", "items": EVENT}}, ref("Named")),
    "nothing is said": ("text/event-stream", {"schema": {}}, {"type": "string"}),
    "no data is described": ("text/event-stream", {"schema": ref("Sized")}, ref("Sized")),
}  # fmt: skip


@pytest.mark.parametrize("case", STREAMS)
def test_the_items_of_a_stream(case: str) -> None:
    media_type, node, expected = STREAMS[case]
    assert VIEW.stream_item(media_type, node) == expected
