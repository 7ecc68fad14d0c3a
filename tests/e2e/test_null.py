"""Null is accepted wherever a description says so, in whichever way it says it."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.packages import generated_package
from support.server import Answer, serving

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "schemas"

CHECK: dict[str, Any] = {"type": "object", "properties": {"at": {"type": "integer"}}}
REFERENCE: dict[str, Any] = {"$ref": "#/components/schemas/Check"}
OTHER = {"$ref": "#/components/schemas/Other"}

WAYS: dict[str, dict[str, dict[str, Any]]] = {
    "3.0.3": {
        "Plain": {**CHECK, "nullable": True},
        "Typeless": {"properties": CHECK["properties"], "nullable": True},
        "OneOfAll": {"type": "object", "nullable": True, "allOf": [REFERENCE]},
        "OneOfOne": {"type": "object", "nullable": True, "oneOf": [REFERENCE]},
        "OneOfAny": {"type": "object", "nullable": True, "anyOf": [REFERENCE]},
        "OneOfTwo": {"type": "object", "nullable": True, "oneOf": [REFERENCE, OTHER]},
        "AllWithoutType": {"nullable": True, "allOf": [REFERENCE]},
        "OneWithoutType": {"nullable": True, "oneOf": [REFERENCE, OTHER]},
        "AllOfMore": {"nullable": True, "allOf": [REFERENCE, {"properties": {"on": {"type": "boolean"}}}]},
        "AllOfNullable": {"allOf": [REFERENCE, {"nullable": True}]},
        "AllOfDescribed": {"allOf": [REFERENCE, {"nullable": True, "description": "Or nothing."}]},
        "Beside": {"nullable": True, **REFERENCE},
        "Alias": {"$ref": "#/components/schemas/Plain"},
        "AliasOfAll": {"allOf": [{"$ref": "#/components/schemas/Plain"}], "description": "The same."},
        "String": {"type": "string", "nullable": True},
        "Enum": {"type": "string", "nullable": True, "enum": ["a", "b"]},
        "Array": {"type": "array", "nullable": True, "items": {"type": "integer"}},
        "Typed": {"type": "object", "nullable": True, "additionalProperties": {"type": "integer"}},
    },
    "3.1.0": {
        "Plain": {**CHECK, "type": ["object", "null"]},
        "OneOfAll": {"type": ["object", "null"], "allOf": [REFERENCE]},
        "OneOfOne": {"type": ["object", "null"], "oneOf": [REFERENCE]},
        "OneOfTwo": {"type": ["object", "null"], "oneOf": [REFERENCE, OTHER]},
        "AnyOf": {"anyOf": [REFERENCE, {"type": "null"}]},
        "AnyOfInline": {"anyOf": [CHECK, {"type": "null"}], "description": "Or nothing."},
        "OneOfNull": {"oneOf": [REFERENCE, OTHER, {"type": "null"}]},
        "Beside": {"nullable": True, **REFERENCE},
        "AllOfNullable": {"allOf": [REFERENCE, {"nullable": True}]},
        "Old": {**CHECK, "nullable": True},
        "Alias": {"$ref": "#/components/schemas/Plain"},
        "TwoNulls": {"oneOf": [{"type": ["integer", "null"]}, {"type": ["string", "null"]}]},
        "Enum": {"type": ["string", "null"], "enum": ["a", "b", None]},
        "String": {"type": ["string", "null"]},
    },
}
PLACES = ("whole", "items", "values", "member", "property")


def place(name: str, where: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    schemas: dict[str, dict[str, Any]] = {
        "whole": schema,
        "items": {"type": "array", "items": schema},
        "values": {"type": "object", "additionalProperties": schema},
        "member": {"oneOf": [schema, {"type": "boolean"}]},
        "property": {"type": "object", "required": ["it"], "properties": {"it": schema}},
    }
    return schemas[where]


EXAMPLES: dict[str, Any] = {"whole": None, "items": [None], "values": {"k": None}, "member": None,
                            "property": {"it": None}}  # fmt: skip


def operation(schema: dict[str, Any]) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}}
    return {
        "requestBody": {"required": True, **content},
        "responses": {"200": {"description": "The same.", **content}},
    }


@pytest.fixture(scope="module", params=WAYS)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    version = request.param
    other = {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}
    document = {
        "openapi": version,
        "info": {"title": f"Nulls {version[2]}", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": {
            f"/{name}/{where}": {"put": {"operationId": f"put{name}{where}"} | operation(place(name, where))}
            for name in WAYS[version]
            for where in PLACES
        },
        "components": {"schemas": {"Check": CHECK, "Other": other, **WAYS[version]}},
    }
    folder = tmp_path_factory.mktemp("nulls")
    path = folder / "nulls.json"
    path.write_text(json.dumps(document), "utf-8")
    return generated_package(path, folder)


def test_null_is_sent_and_read_in_every_place(package: ModuleType) -> None:
    digit = package.__name__.split("_")[1]
    version = f"3.{digit}.{'3' if digit == '0' else '0'}"
    client_class = getattr(package, f"Nulls{digit}Client")
    with (
        serving(lambda received: Answer(body=received.body)) as server,
        client_class(base_url=server.url) as client,
    ):
        methods = {name.replace("_", ""): getattr(client, name) for name in dir(client)}
        for name in WAYS[version]:
            for where in PLACES:
                result = methods[f"put{name}{where}".lower()](EXAMPLES[where], strict_responses=True)
                assert json.loads(server.received[-1].body) == EXAMPLES[where], (name, where)
                found, expected = (result.it, None) if where == "property" else (result, EXAMPLES[where])
                assert found == expected, (name, where)
