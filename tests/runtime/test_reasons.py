"""Why values are invalid: the same reasons that jsonschema-rs collects, in bounded time and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from oasmith.runtime.branches import BranchContract, Reasons
from oasmith.runtime.contract import MOST_REASONS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAMES = ["a", "b", "0", "01", "x~y/z"]
REFERENCES = st.sampled_from(["#/components/schemas/A", "#/components/schemas/B"]).map(
    lambda it: {"$ref": it}
)


def schemas() -> st.SearchStrategy[Any]:
    plain = st.sampled_from(
        [
            True, False, {"type": "string"}, {"type": "integer"}, {"type": "object"}, {"type": "array"},
            {"minimum": 3}, {"maxLength": 1}, {"required": ["a"]}, {"maxProperties": 1}, {"minItems": 2},
            {"enum": [1, "x", None]}, {"const": {"a": 1}}, {"pattern": "^x"}, {"uniqueItems": True},
            {"propertyNames": {"maxLength": 1}}, {"type": ["string", "null"]},
            {"dependentRequired": {"a": ["b"]}},
        ]
    )  # fmt: skip
    return st.recursive(plain | REFERENCES, _combined, max_leaves=8)


def _combined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, min_size=1, max_size=3)
    maps = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3)
    keywords = {
        "allOf": lists, "anyOf": lists, "oneOf": lists, "properties": maps, "items": inner,
        "prefixItems": lists, "additionalProperties": inner, "if": inner, "then": inner, "else": inner,
        "not": inner, "contains": inner, "dependentSchemas": maps, "unevaluatedProperties": st.just(False),
        "unevaluatedItems": st.just(False),
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "[0-9]"]), inner, max_size=2),
        "x-rule": st.sampled_from(["r1", "r2"]).map(lambda it: {"id": it, "message": it, "source": ""}),
    }  # fmt: skip
    return st.fixed_dictionaries({}, optional=keywords)


VALUES = st.recursive(
    st.sampled_from([None, 1, 5, "x", "yy", True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@given(schemas(), schemas(), schemas(), VALUES)
@settings(max_examples=400)
def test_the_reasons_are_those_of_jsonschema_rs(root: Any, a: Any, b: Any, value: Any) -> None:
    schema = {"$schema": DIALECT, "properties": {"body": root}, "components": {"schemas": {"A": a, "B": b}}}
    if _refers_to_itself_in_place(schema):
        return
    request = {"body": value}
    expected = {
        (tuple(_names(request, error.instance_path)), error.message)
        for error in Draft202012Validator(schema, validate_formats=True, mask="\0").iter_errors(request)
    }
    found = [] if Draft202012Validator(schema).is_valid(request) else Reasons(schema).of(request)
    assert {(reason.path, reason.message) for reason in found} == expected


def _names(value: Any, path: list[str | int]) -> Iterator[str | int]:
    for part in path:
        if isinstance(value, dict) and isinstance(part, int):
            part = next(name for name in value if name.isdigit() and int(name) == part)
        value = value[part]
        yield part


def _refers_to_itself_in_place(schema: Any) -> bool:
    """Whether a schema needs itself to judge the same value, which no validator can."""
    named = schema["components"]["schemas"]
    edges = {name: set(_in_place(own)) for name, own in named.items()}
    return "A" in edges["A"] or "B" in edges["B"] or ("B" in edges["A"] and "A" in edges["B"])


def _in_place(schema: Any) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield schema["$ref"][-1]
    for keyword in ("allOf", "anyOf", "oneOf"):
        for member in schema.get(keyword, ()):
            yield from _in_place(member)
    for keyword in ("if", "then", "else", "not"):
        yield from _in_place(schema.get(keyword))
    for member in schema.get("dependentSchemas", {}).values():
        yield from _in_place(member)


THING: dict[str, Any] = {"$ref": "#/components/schemas/Thing"}
RECURSIVE: dict[str, dict[str, Any]] = {
    "anyOf": {"properties": {"x": {"anyOf": [THING, THING, {"type": "string"}]}}},
    "anyOf, deeper": {"properties": {"x": {"anyOf": [THING, {"properties": {"x": THING}}]}}},
    "anyOf in items": {"properties": {"x": {"items": {"anyOf": [THING, {"items": THING}]}}}},
    "oneOf": {"properties": {"x": {"oneOf": [{**THING, "minProperties": 1}, {**THING, "required": ["z"]}]}}},
    "allOf": {"properties": {"x": {"allOf": [THING, {"properties": {"x": THING}}, THING]}}},
    "if": {
        "if": {"properties": {"x": THING}}, "then": {"properties": {"x": THING}},
        "else": {"properties": {"x": THING}},
    },
    "not": {"properties": {"x": {"not": {"not": {"anyOf": [THING, {"properties": {"x": THING}}]}}}}},
    "dependentSchemas": {
        "dependentSchemas": {"x": {"properties": {"x": THING}}}, "properties": {"x": THING},
    },
    "additionalProperties": {"anyOf": [{"additionalProperties": THING}, {"properties": {"x": THING}}]},
    "patternProperties": {"oneOf": [{"patternProperties": {"^x": THING}}, {"properties": {"x": THING}}]},
    "unevaluatedProperties": {
        "allOf": [{"properties": {"x": THING}}, {"properties": {"x": THING}}], "unevaluatedProperties": False,
    },
    "prefixItems": {"properties": {"x": {"prefixItems": [{"anyOf": [THING, {"prefixItems": [THING]}]}]}}},
}  # fmt: skip


def contract(kind: str) -> dict[str, Any]:
    """A contract whose operation takes a thing that may hold things."""
    thing = {"type": ["object", "array"], **RECURSIVE[kind]}
    operations = {"op": {"type": "object", "properties": {"body": THING}}}
    return {
        "operations": operations,
        "rules": {},
        "components": {"schemas": {"Thing": thing}},
        "advice": {},
    }


def nested(kind: str, depth: int, leaf: Any) -> Any:
    for _ in range(depth):
        leaf = {"x": [leaf] if "tems" in kind else leaf}
    return leaf


@pytest.mark.parametrize("kind", RECURSIVE)
@pytest.mark.parametrize("leaf", [7, {}, "text"], ids=["number", "object", "text"])
def test_the_verdict_on_a_recursive_value_is_exact(kind: str, leaf: Any) -> None:
    schema = {**contract(kind)["operations"]["op"], "components": contract(kind)["components"]}
    validator = Draft202012Validator(schema)
    for depth in range(12):
        request = {"body": nested(kind, depth, leaf)}
        violations = BranchContract(contract(kind)).violations("op", request)
        assert (not violations) == validator.is_valid(request), depth
        assert len(violations) <= MOST_REASONS


CHILD = """
import json, sys
from oasmith.runtime.branches import BranchContract
contract, body = json.load(sys.stdin)
violations = BranchContract(contract).violations("op", {"body": body})
print(len(violations), max([len(str(violation)) for violation in violations], default=0))
"""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


def in_a_gigabyte(contract: Any, body: Any) -> tuple[int, int]:
    """How many violations a process with little memory finds, and how long the longest of them is."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps([contract, body]),
        preexec_fn=_limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    count, longest = map(int, done.stdout.split())
    return count, longest


@pytest.mark.parametrize("kind", RECURSIVE)
def test_a_deep_recursive_value_is_judged_in_little_memory(kind: str) -> None:
    body = nested(kind, 90 if "tems" in kind else 190, 7)
    schema = {**contract(kind)["operations"]["op"], "components": contract(kind)["components"]}
    count, longest = in_a_gigabyte(contract(kind), body)
    assert (count == 0) == Draft202012Validator(schema).is_valid({"body": body})
    assert count <= MOST_REASONS
    assert longest < 20_000


def test_a_million_wrong_items_are_refused_in_little_memory() -> None:
    items = {
        **contract("anyOf"),
        "operations": {"op": {"properties": {"body": {"items": {"type": "string"}}}}},
    }
    assert in_a_gigabyte(items, [1] * 1_000_000)[0] == 1


def test_a_wide_and_deep_value_is_refused_in_little_memory() -> None:
    body: Any = 7
    for level in range(60):
        body = {"x": body, **{f"y{level}-{index}": {"x": 7} for index in range(50)}}
    assert 1 <= in_a_gigabyte(contract("anyOf"), body)[0] <= MOST_REASONS


def test_many_reasons_are_cut_in_document_order() -> None:
    items = {
        **contract("anyOf"),
        "operations": {"op": {"properties": {"body": {"items": {"type": "string"}}}}},
    }
    violations = BranchContract(items).violations("op", {"body": [1] * 5_000})
    assert [violation.pointer for violation in violations] == [f"/{index}" for index in range(MOST_REASONS)]


def test_a_long_value_is_shortened_but_the_message_says_what_was_expected() -> None:
    schema = {**contract("anyOf"), "operations": {"op": {"properties": {"body": {"pattern": "^x"}}}}}
    (violation,) = BranchContract(schema).violations("op", {"body": "a" * 100_000})
    assert len(violation.message) < 1_000
    assert violation.message.endswith('(100,002 characters) does not match "^x"')
