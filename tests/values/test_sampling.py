"""Sample values are valid, the same for the same seed and place, and found in bounded time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from oasmith import read_api
from oasmith.schemas import Schemas
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler
from support.paths import SPEC

NAMED: dict[str, Any] = {
    "Node": {
        "type": "object", "required": ["name"],
        "properties": {"name": {"type": "string"}, "next": {"$ref": "#/components/schemas/Node"},
                       "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}},
    },
    "Chain": {
        "type": "object", "required": ["next"],
        "properties": {"next": {"anyOf": [{"$ref": "#/components/schemas/Chain"}, {"type": "null"}]}},
    },
    "Cat": {"type": "object", "required": ["kind"],
            "properties": {"kind": {"type": "string"}, "lives": {"const": 9}}},
    "Dog": {"type": "object", "required": ["kind", "bark"],
            "properties": {"kind": {"const": "dog"}, "bark": {"type": "boolean"}}},
    "Spæcial name": {"type": "integer"},
    "Self": {"$ref": "#/components/schemas/Self"},
    "Circle": {"anyOf": [{"$ref": "#/components/schemas/Circle"}, {"type": "integer"}]},
    "Round": {"oneOf": [{"$ref": "#/components/schemas/Round"}]},
}  # fmt: skip
SCHEMAS = SchemaCache(Schemas(NAMED))


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


CASES: dict[str, Any] = {
    "const": {"const": {"a": [1, None]}},
    "enum": {"enum": ["a", 2, None]},
    "no type": {},
    "true": True,
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "several types": {"type": ["null", "integer"], "minimum": 5},
    "integer": {"type": "integer", "minimum": -5, "maximum": -3},
    "exclusive": {"type": "integer", "exclusiveMinimum": 7, "exclusiveMaximum": 9},
    "narrow": {"type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 0.51},
    "only a maximum": {"type": "number", "maximum": -1000.5},
    "multiple": {"type": "integer", "multipleOf": 7, "minimum": 15},
    "fraction": {"type": "number", "multipleOf": 0.1, "minimum": 0.25, "maximum": 0.35},
    "whole of a fraction": {"type": "integer", "multipleOf": 1.5, "minimum": 1},
    "big": {"type": "integer", "minimum": 2**70},
    "length": {"type": "string", "minLength": 40, "maxLength": 41},
    "empty": {"type": "string", "maxLength": 0},
    "pattern": {"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"},
    "pattern and length": {"type": "string", "pattern": "^[a-z]+$", "minLength": 30, "maxLength": 60},
    "negated class": {"type": "string", "pattern": "^[^a-y]$"},
    "lookahead": {"type": "string", "pattern": "^(?=.*[A-Z])(?=.*\\d).{8,}$"},
    **{
        name: {"type": "string", "format": name}
        for name in (
            "date-time", "date", "time", "duration", "uuid", "email", "idn-email", "hostname", "ipv4", "ipv6",
            "uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer",
            "relative-json-pointer", "regex", "byte", "binary", "password", "made-up",
        )
    },
    "base64": {"type": "string", "contentEncoding": "base64"},
    "properties": {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a", "b"]},
    "closed": {"properties": {"a": {"type": "null"}, "b": False}, "additionalProperties": False},
    "counted": {"type": "object", "minProperties": 3, "additionalProperties": {"type": "integer"}},
    "at most": {"properties": {name: {} for name in "abcde"}, "maxProperties": 2, "required": ["e"]},
    "named by pattern": {"type": "object", "patternProperties": {"^x-[a-f]{2}$": {"type": "integer"}},
                         "additionalProperties": False, "minProperties": 2},
    "names": {"type": "object", "propertyNames": {"pattern": "^[A-Z]{3}$"}, "minProperties": 2},
    "required by pattern": {"required": ["x1"], "patternProperties": {"^x": {"type": "boolean"}}},
    "array": {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 4},
    "unique": {"type": "array", "items": {"enum": [1, 2, 3, 4]}, "minItems": 4, "uniqueItems": True},
    "tuple": {"prefixItems": [{"const": 1}, {"type": "string"}], "items": False, "minItems": 2},
    "no items": {"type": "array", "items": False},
    "contains": {"items": {"type": "integer"}, "contains": {"minimum": 99}, "minContains": 2},
    "two contained": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer"},
                      "allOf": [{"contains": {"const": 1}}, {"contains": {"const": 2}}]},
    "all of": {"allOf": [{"type": "object", "properties": {"a": {"type": "integer", "minimum": 3}}},
                         {"properties": {"a": {"maximum": 3}, "b": {"type": "string"}}, "required": ["a"]}]},
    "types of all": {"allOf": [{"type": "number"}, {"type": ["integer", "string"]}]},
    "one of": {"oneOf": [{"type": "integer"}, {"type": "number", "multipleOf": 0.5}]},
    "a later branch": {"type": "string", "anyOf": [{"type": "integer"}, {"minLength": 3}]},
    "several unions": {"allOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
                                 {"oneOf": [{"required": ["c"]}, {"required": ["d"]}]}],
                       "properties": {name: {"type": "integer"} for name in "abcd"}},
    "not": {"type": "string", "enum": ["a", "b", "c"], "not": {"enum": ["a", "c"]}},
    "not both": {"properties": {"a": {}, "b": {}}, "not": {"required": ["a", "b"]}},
    "if": {"properties": {"kind": {"enum": ["x", "y"]}, "x": {"const": 1}, "y": {"const": 2}},
           "required": ["kind"], "additionalProperties": False,
           "if": {"properties": {"kind": {"const": "x"}}},
           "then": {"required": ["x"], "properties": {"y": False}},
           "else": {"required": ["y"], "properties": {"x": False}}},
    "rules": {"properties": {"a": {"enum": [1, 2]}, "b": {"type": "integer"}}, "required": ["a"],
              "allOf": [{"if": {"properties": {"a": {"const": 1}}},
                         "then": {"properties": {"b": {"minimum": 500}}},
                         "x-rule": {"id": "r", "message": "m"}},
                        {"not": {"properties": {"a": {"const": 2}}, "required": ["a"]}}]},
    "dependent": {"properties": {"a": {"const": 1}}, "required": ["a"], "dependentRequired": {"a": ["b"]},
                  "dependentSchemas": {"a": {"properties": {"b": {"type": "integer"}}}}},
    "wrong example": {"type": "integer", "example": "five", "examples": ["six"], "default": "seven"},
    "recursive": _reference("Node"),
    "endless but for null": _reference("Chain"),
    "a circle with a way out": _reference("Circle"),
    "encoded reference": {"$ref": "#/components/schemas/Sp%C3%A6cial%20name"},
    "beside a reference": {"$ref": "#/components/schemas/Node", "required": ["extra"]},
    "discriminator": {"oneOf": [_reference("Cat"), _reference("Dog")],
                      "discriminator": {"propertyName": "kind",
                                        "mapping": {"cat": "#/components/schemas/Cat"}}},
}  # fmt: skip


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", CASES)
def test_a_value_is_valid(name: str, seed: int) -> None:
    value = Sampler(SCHEMAS, seed).value(CASES[name], "place")
    assert SCHEMAS.is_valid(CASES[name], value), value


def test_an_example_comes_first_and_the_discriminator_names_the_branch() -> None:
    values = Sampler(SCHEMAS, 0)
    assert values.value({"type": "string", "example": "mine"}, "a") == "mine"
    assert values.value({"type": "string", "examples": ["ours"], "default": "theirs"}, "a") == "ours"
    assert values.value({"type": "string", "default": "theirs"}, "a") == "theirs"
    assert values.value(CASES["discriminator"], "a") == {"kind": "cat", "lives": 9}
    assert values.value({"properties": {"secret": {"type": "string", "writeOnly": True}}}, "a") == {}


def test_every_schema_of_the_elb_description_has_a_value_that_conforms_to_its_rules() -> None:
    api = read_api(SPEC, checked=False)
    schemas = SchemaCache(api.schemas)
    for seed in range(3):
        values = Sampler(schemas, seed)
        for name, schema in api.schemas.items():
            assert schemas.is_valid(schema, values.value(schema, name)), (seed, name)


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        {"oneOf": [{"type": "integer"}, {"type": "integer"}]},
        {"type": "string", "pattern": "^\\p{Lu}+$"},
        {"type": "string", "pattern": "((((((a+)+)+)+)+)+)+b{99}(c{90}){90}$"},
        {"type": "string", "minLength": 10**12},
        {"type": "array", "minItems": 10**12, "items": {"type": "null"}},
        {"type": "object", "minProperties": 10**12},
        {"pattern": "("},
        {"type": "object", "required": ["self"], "properties": {"self": _reference("Self")}},
        _reference("Missing"),
        _reference("Round"),
    ],
)
def test_schemas_without_a_value_take_bounded_time(schema: Any) -> None:
    Sampler(SCHEMAS, 0).value(schema, "nowhere")


def test_a_schema_without_a_valid_value_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    Sampler(SCHEMAS, 0).value({"type": "integer", "minimum": 3, "maximum": 2}, "nowhere")
    assert "no valid value was found for 'nowhere'" in caplog.text


def test_a_value_may_be_changed_without_changing_the_next() -> None:
    values, schema = Sampler(SCHEMAS, 0), {"type": "object", "example": {"a": [1]}}
    values.value(schema, "a")["a"].append(2)
    assert values.value(schema, "a") == {"a": [1]}


PRINT = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from test_sampling import CASES, SCHEMAS
from oasmith.values.sampling import Sampler
print(json.dumps({name: Sampler(SCHEMAS, 5).value(schema, "p") for name, schema in CASES.items()}))
"""


def test_another_process_finds_the_same_values() -> None:
    paths = json.dumps([path for path in sys.path if path])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PRINT, paths],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
