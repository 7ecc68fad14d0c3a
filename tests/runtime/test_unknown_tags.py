"""An object in a response whose tag has a value of no class in its union is no instance of any of them."""

from __future__ import annotations

import json
import re
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

SCHEMAS = """
components:
  schemas:
    It:
      type: object
      properties:
        tagged: {oneOf: [{$ref: Dog}, {$ref: Cat}], discriminator: {propertyName: petType}}
        mapped:
          oneOf: [{$ref: Car}, {$ref: Bus}, {type: "null"}]
          discriminator: {propertyName: type, mapping: {c: Car, b: Bus, omnibus: Bus}}
        const: {oneOf: [{$ref: A}, {$ref: B}]}
        enum: {anyOf: [{$ref: C}, {$ref: D}, {type: string}]}
        list: {type: array, items: {oneOf: [{$ref: A}, {$ref: B}]}}
        map: {type: object, additionalProperties: {oneOf: [{$ref: Dog}, {$ref: Cat}]}}
        number: {oneOf: [{$ref: One}, {$ref: Two}]}
        nested: {oneOf: [{$ref: AB}, {$ref: CD}]}
        pair: {anyOf: [{$ref: Pets}, {$ref: Cars}]}
    free: {oneOf: [{$ref: A}, {$ref: B}, {type: object, additionalProperties: {type: integer}}]}
    Pets: {oneOf: [{$ref: Dog}, {$ref: Cat}], discriminator: {propertyName: petType}}
    Cars:
      oneOf: [{$ref: Car}, {$ref: Bus}]
      discriminator: {propertyName: type, mapping: {c: Car, b: Bus, omnibus: Bus}}
    AB: {oneOf: [{$ref: A}, {$ref: B}]}
    CD: {oneOf: [{$ref: E}, {$ref: F}]}
    Dog:
      type: object
      required: [petType]
      properties: {petType: {type: string, enum: [dog]}, breed: {type: string}, it: {$ref: It}}
    Cat:
      type: object
      required: [petType]
      properties: {petType: {type: string, enum: [cat]}, lives: {type: integer}}
    Car: {type: object, required: [type], properties: {type: {type: string}, doors: {type: integer}}}
    Bus: {type: object, required: [type], properties: {type: {type: string}, seats: {type: integer}}}
    A:
      type: object
      required: [kind]
      properties: {kind: {const: A}, status: {enum: [open, shut]}, x: {type: integer}, z: {type: integer}}
    B: {type: object, required: [kind], properties: {kind: {const: B}, status: {enum: [up, down]}}}
    C: {type: object, properties: {k: {enum: [a, b]}, x: {type: integer}}}
    D: {type: object, properties: {k: {enum: [c, d]}, x: {type: string}}}
    E: {type: object, required: [kind], properties: {kind: {const: E}}}
    F: {type: object, required: [kind], properties: {kind: {const: F}, when: {type: string, format: date}}}
    One: {type: object, required: [v/n], properties: {v/n: {const: 1}, at: {type: string, format: date}}}
    Two: {type: object, required: [v/n], properties: {v/n: {const: 2}}}
"""
PATHS = """
/it:
  get:
    operationId: it
    responses: {"200": {description: x, content: {application/json: {schema: {$ref: It}}}}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    def complete(text: str) -> str:
        full = re.sub(r"\$ref: (\w+)", r"$ref: '#/components/schemas/\1'", text)
        return re.sub(r"(c|b|omnibus): (Car|Bus)\b", r"\1: '#/components/schemas/\2'", full)

    return client_of(tmp_path_factory.mktemp("tags"), complete(PATHS), complete(SCHEMAS))


def response(package: ModuleType, kind: str, wire: Any) -> Any:
    with serving(Answer.of_json(wire)) as server:
        return using(package, kind, lambda client: client.it(), base_url=server.url)


# What a property has, where the deviation is, and what was expected there.
UNKNOWN: dict[str, tuple[str, Any, str, str]] = {
    "a discriminator": ("tagged", {"petType": "bird", "wings": 2}, "/petType", "one of 'dog', 'cat'"),
    "of another type": ("tagged", {"petType": ["dog"]}, "/petType", "one of 'dog', 'cat'"),
    "null": ("tagged", {"petType": None}, "/petType", "one of 'dog', 'cat'"),
    "a mapping": ("mapped", {"type": "tram", "doors": 3}, "/type", "one of 'c', 'b', 'omnibus'"),
    "a constant": ("const", {"kind": "C", "z": 1}, "/kind", "one of 'A', 'B'"),
    "with another property of one": ("const", {"kind": "C", "status": "open"}, "/kind", "one of 'A', 'B'"),
    "an enum": ("enum", {"k": "e", "x": 1}, "/k", "one of 'a', 'b', 'c', 'd'"),
    "a number": ("number", {"v/n": 3}, "/v~1n", "one of 1, 2"),
    "unions in a union": ("nested", {"kind": "G", "deep": {"a": [1]}}, "/kind", "one of 'A', 'B', 'E', 'F'"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", UNKNOWN)
def test_an_unknown_tag_is_of_no_class(package: ModuleType, kind: str, case: str) -> None:
    name, value, pointer, expected = UNKNOWN[case]
    result = response(package, kind, {name: value})
    found = getattr(result, name)
    assert type(found).__name__ == "Model"
    names = ("Dog", "Cat", "Car", "Bus", "A", "B", "C", "D", "E", "F", "One", "Two")
    assert not any(isinstance(found, getattr(package.models, name)) for name in names)
    assert issubclass(package.models.Dog, type(found))
    assert all(getattr(found, key) == item for key, item in value.items() if key.isidentifier())
    assert found.to_json() == value
    assert json.loads(json.dumps(result.to_json())) == {name: value}
    (deviation,) = result.deviations
    assert (deviation.pointer, deviation.expected) == (f"/{name}{pointer}", expected)
    assert deviation.found == value[pointer[1:].replace("~1", "/")]


def test_in_lists_in_maps_and_in_a_member(package: ModuleType) -> None:
    wire = {
        "list": [{"kind": "A", "x": 1}, {"kind": "Z"}, {"kind": "B"}],
        "map": {"a": {"petType": "cat"}, "b": {"petType": "emu"}},
        "tagged": {"petType": "dog", "it": {"const": {"kind": "Q"}}},
    }
    result = response(package, "sync", wire)
    assert [type(item).__name__ for item in result.list_] == ["A", "Model", "B"]
    assert [type(item).__name__ for item in result.map.values()] == ["Cat", "Model"]
    assert type(result.tagged).__name__ == "Dog"
    assert type(result.tagged.it.const).__name__ == "Model"
    places = ["/tagged/it/const/kind", "/list/1/kind", "/map/b/petType"]
    assert sorted(it.pointer for it in result.deviations) == sorted(places)
    assert result.to_json() == wire


# A class that its tag says, and where it deviates otherwise.
KNOWN: dict[str, tuple[str, Any, str, list[str]]] = {
    "a discriminator": ("tagged", {"petType": "cat", "lives": "9", "breed": 1}, "Cat", ["/lives"]),
    "a mapping": ("mapped", {"type": "omnibus", "seats": "2"}, "Bus", ["/seats"]),
    "fewer deviations in the other": (
        "const", {"kind": "A", "x": "1", "z": "2", "status": "open"}, "A", ["/x", "/z"],
    ),
    "another enum": ("const", {"kind": "A", "status": "z"}, "A", ["/status"]),
    "the other's enum": ("const", {"status": "up", "kind": "A"}, "A", ["/status"]),
    "an enum": ("enum", {"k": "d", "x": 1}, "D", ["/x"]),
    "a number": ("number", {"v/n": 1, "at": "x"}, "One", ["/at"]),
    "one of two tags": ("pair", {"type": "b", "seats": "2"}, "Bus", ["/seats"]),
    "unions in a union": ("nested", {"kind": "F", "when": "x"}, "F", ["/when"]),
}  # fmt: skip


@pytest.mark.parametrize("case", KNOWN)
def test_a_known_tag_is_of_its_class(package: ModuleType, case: str) -> None:
    name, value, expected, pointers = KNOWN[case]
    result = response(package, "sync", {name: value})
    assert type(getattr(result, name)).__name__ == expected
    assert [it.pointer for it in result.deviations] == [f"/{name}{pointer}" for pointer in pointers]


@pytest.mark.parametrize(("value", "expected"), [({"lives": 9}, "Cat"), ({"breed": "x"}, "Dog")])
def test_without_its_tag_an_object_is_of_the_nearest_class(
    package: ModuleType, value: Any, expected: str
) -> None:
    result = response(package, "sync", {"tagged": value})
    assert (type(result.tagged).__name__, result.deviations) == (expected, ())


def test_what_no_tag_distinguishes_is_read_as_before(package: ModuleType) -> None:
    result = response(package, "sync", {"free": {"n": 1}, "enum": "text", "mapped": None})
    assert (result.free, result.enum, result.mapped, result.deviations) == ({"n": 1}, "text", None, ())


def test_strict_responses_raise(package: ModuleType) -> None:
    for name, value, pointer, _ in UNKNOWN.values():
        with (
            serving(Answer.of_json({name: value})) as server,
            pytest.raises(package.APIResponseValidationError, match=f"/{name}{pointer}"),
        ):
            using(package, "sync", lambda client: client.it(strict_responses=True), base_url=server.url)
