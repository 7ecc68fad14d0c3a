"""The contract is compiled when it is generated, so that no call fails for a schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.api.contract import compiled_contract
from oasmith.runtime.contract import Contract


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


KINDS = ("application/json", "application/x-www-form-urlencoded")


def described(folder: Path, schemas: Mapping[str, Any], bodies: Mapping[str, Any]) -> Path:
    """A description with an operation for each body, which can be sent as JSON or as a form."""
    document = {
        "openapi": "3.1.0", "info": {"title": "Contracts", "version": "1"},
        "servers": [{"url": "https://c.example"}],
        "paths": {f"/{name}": {"post": {
            "operationId": name, "responses": {"204": {"description": "ok"}},
            "requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in KINDS}},
        }} for name, schema in bodies.items()},
        "components": {"schemas": schemas},
    }  # fmt: skip
    path = folder / "api.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


UNKNOWN = {"type": "object", "properties": {"a": {"type": "float"}}}


def test_what_cannot_be_compiled_is_reported_and_sent(tmp_path: Path) -> None:
    sound = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
    schemas = {"Unknown": UNKNOWN, "Sound": sound}
    path = described(tmp_path, schemas, {"bad": ref("Unknown"), "good": ref("Sound")})
    contract, problems = compiled_contract(read_api(path, checked=False))
    assert [problem.pointer for problem in problems] == ["/paths/~1bad/post"]
    assert all("requests of bad are sent without validation" in problem.message for problem in problems)
    published = Contract(json.loads(json.dumps(contract.document)))
    assert published.violations("bad", {"body": {"a": 1.5}}) == ()
    assert published.violations("good", {"body": {"n": 1}}) == ()
    assert published.violations("good", {"body": {"n": "1"}}) != ()


STAMP = {"type": "string", "readOnly": True}
KEPT: Mapping[str, Any] = {
    "Stamp": STAMP,
    "Flat": {"type": "object", "required": ["id", "n"],
             "properties": {"id": STAMP, "n": {"type": "integer"}}},
    "Deep": {"type": "object", "required": ["id", "n"],
             "properties": {"id": ref("Stamp"), "n": {"type": "integer"}}},
    "Heir": {"allOf": [ref("Deep"), {"type": "object", "required": ["id"], "properties": {"m": {}}}]},
    "Tree": {"type": "object", "required": ["id", "n"], "properties": {
        "id": ref("Stamp"), "n": {"type": "integer"}, "trees": {"type": "array", "items": ref("Tree")}}},
}  # fmt: skip
BODIES: Mapping[str, Any] = {
    **{name.lower(): ref(name) for name in ("Flat", "Deep", "Heir", "Tree")},
    "lists": {"type": "array", "items": {"type": "array", "items": ref("Heir")}},
    "union": {"oneOf": [{"type": "string"}, ref("Heir")]},
    "nullable": {"anyOf": [{"type": "null"}, ref("Deep")]},
}
WRAPPED = {"lists": lambda value: [[value]], "tree": lambda value: {**value, "trees": [value]}}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_read_only_is_not_demanded_and_not_refused(name: str, tmp_path: Path) -> None:
    api = read_api(described(tmp_path, KEPT, BODIES))
    contract, problems = compiled_contract(api)
    assert not problems
    wrap: Any = WRAPPED.get(name, lambda value: value)
    for key in (name, f"{name} application/x-www-form-urlencoded"):
        assert contract.violations(key, {"body": wrap({"n": 1})}) == ()
        assert contract.violations(key, {"body": wrap({"n": 1, "id": "1"})}) == ()
        assert contract.violations(key, {"body": wrap({"id": "1"})}) != ()
