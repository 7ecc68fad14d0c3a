"""Violations in a union are those of the member for which the value is meant."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from oasmith.runtime.branches import Reasons
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

SCHEMAS = """
components:
  schemas:
    It:
      type: object
      properties:
        kind: {oneOf: [{$ref: Dog}, {$ref: Cat}], discriminator: {propertyName: type}}
        any: {anyOf: [{$ref: Dog}, {$ref: Cat}]}
        maybe: {oneOf: [{$ref: Dog}, {$ref: Cat}, {type: "null"}]}
        only: {anyOf: [{$ref: Cat}, {type: "null"}]}
        nested: {oneOf: [{$ref: Pets}, {$ref: Shapes}]}
        list: {type: array, items: {oneOf: [{$ref: Dog}, {$ref: Cat}]}}
        number: {anyOf: [{type: integer, minimum: 3}, {type: string, maxLength: 2}]}
        need: {anyOf: [{type: object, required: [a]}, {type: object, required: [b]}]}
        more: {oneOf: [{$ref: Long}, {$ref: Short}]}
        optional: {anyOf: [{$ref: C}, {$ref: D}]}
        tree: {$ref: Tree}
    Pets: {oneOf: [{$ref: Dog}, {$ref: Cat}]}
    Shapes: {anyOf: [{$ref: Circle}, {$ref: Square}]}
    Word: {enum: [dog, hound]}
    Animal: {type: object, required: [name], properties: {name: {type: string}}}
    Dog:
      allOf: [{$ref: Animal}]
      type: object
      required: [type]
      properties: {type: {$ref: Word}, breed: {type: string}, inner: {$ref: It}}
    Cat:
      type: object
      required: [type]
      properties: {type: {const: cat}, lives: {type: integer, maximum: 9}}
    Circle: {type: object, required: [type, r], properties: {type: {const: circle}, r: {type: number}}}
    Square: {type: object, required: [type], properties: {type: {const: square}}}
    Long: {type: object, required: [a, b, c], properties: {c: {maximum: 1}}}
    Short: {type: object, required: [d]}
    C: {type: object, properties: {k: {enum: [a, b]}, x: {type: integer}}}
    D: {type: object, properties: {k: {enum: [c, d]}, x: {type: boolean}, y: {type: boolean}}}
    Tree:
      anyOf:
        - {type: object, required: [in], properties: {in: {$ref: Tree}}}
        - {type: integer, maximum: 3}
"""
PATHS = """
/it:
  put:
    operationId: put
    requestBody: {required: true, content: {application/json: {schema: {$ref: It}}}}
    responses: {"204": {description: x}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    paths, schemas = (
        re.sub(r"\$ref: (\w+)", r"$ref: '#/components/schemas/\1'", text) for text in (PATHS, SCHEMAS)
    )
    return client_of(tmp_path_factory.mktemp("unions"), paths, schemas)


WORDS = '"dog", "hound" or "cat"'
REASONS: dict[str, tuple[Any, list[str]]] = {
    "a limit in a member": (
        {"kind": {"type": "cat", "lives": 12}},
        ["/kind/lives: 12 is greater than the maximum of 9"],
    ),
    "an unknown tag": ({"kind": {"type": "cow"}}, [f"/kind/type: must be {WORDS}"]),
    "a tag of another type": ({"kind": {"type": 5}}, [f"/kind/type: must be {WORDS}"]),
    "no tag": ({"kind": {"breed": "x"}}, ['/kind: "type" is a required property']),
    "several reasons": (
        {"any": {"type": "hound", "breed": 1}},
        ['/any: "name" is a required property', '/any/breed: 1 is not of type "string"'],
    ),
    "no object": ({"kind": 5}, ['/kind: 5 is not of type "object"']),
    "a nullable union": (
        {"maybe": {"type": "cat", "lives": 12}},
        ["/maybe/lives: 12 is greater than the maximum of 9"],
    ),
    "an unknown tag in it": ({"maybe": {"type": "cow"}}, [f"/maybe/type: must be {WORDS}"]),
    "neither object nor null": ({"maybe": 5}, ['/maybe: 5 is not of types "object", "null"']),
    "one class or null": (
        {"only": {"type": "cat", "lives": 10}},
        ["/only/lives: 10 is greater than the maximum of 9"],
    ),
    "unions in a union": ({"nested": {"type": "circle"}}, ['/nested: "r" is a required property']),
    "an unknown tag there": (
        {"nested": {"type": 0}},
        [f'/nested/type: must be {WORDS.replace(" or", ",")}, "circle" or "square"'],
    ),
    "items": (
        {"list": [{"type": "cat"}, {"type": "cat", "lives": "x"}]},
        ['/list/1/lives: "x" is not of type "integer"'],
    ),
    "a union in a member": (
        {"kind": {"type": "dog", "name": "x", "inner": {"any": {"type": "cow"}}}},
        [f"/kind/inner/any/type: must be {WORDS}"],
    ),
    "an integer": ({"number": 2}, ["/number: 2 is less than the minimum of 3"]),
    "a string": ({"number": "long"}, ['/number: "long" is longer than 2 characters']),
    "no type of them": ({"number": []}, ['/number: [] is not of types "integer", "string"']),
    "no tag at all": ({"need": {}}, ['/need: "a" is a required property or "b" is a required property']),
    "the nearest member": ({"more": {"c": 1}}, ['/more: "d" is a required property']),
    "an optional tag": ({"optional": {"x": "s", "y": "s"}}, ['/optional/x: "s" is not of type "integer"']),
    "a recursive union": ({"tree": {"in": {"in": 5}}}, ["/tree/in/in: 5 is greater than the maximum of 3"]),
}


@pytest.mark.parametrize("case", REASONS)
def test_the_reasons_are_those_of_a_member(package: ModuleType, case: str) -> None:
    body, expected = REASONS[case]
    found = [str(it).removeprefix("body ") for it in package.check("put", body)]
    assert found == expected


def test_a_value_of_two_members_of_one_of() -> None:
    schema = {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
    (reason,) = Reasons(schema).of({"a": 1, "b": 1}, is_split=True)
    assert (reason.path, reason.keyword) == ((), "oneOf")
    assert "more than one" in reason.message


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_raises_them(package: ModuleType, kind: str) -> None:
    with (
        serving(Answer(204)) as server,
        pytest.raises(package.RequestValidationError, match="/kind/lives: 12 is greater than"),
    ):
        using(
            package,
            kind,
            lambda client: client.put({"kind": {"type": "cat", "lives": 12}}),
            base_url=server.url,
        )
    assert not server.received


NAMED = """
components:
  schemas:
    It:
      type: object
      required: [petId]
      properties:
        petId: {type: integer}
        inner: {type: object, required: [a-b], additionalProperties: false, properties: {a-b: {}}}
        both: {type: object, required: [petId], properties: {petId: {}, pet_id: {}}}
"""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"pet_id": 3},
            ['/: "petId" is a required property; did you mean "petId" where "pet_id" was passed?'],
        ),
        ({"id": 3}, ['/: "petId" is a required property']),
        (
            {"petId": 1, "inner": {"a_b": 1}},
            ['/inner: "a-b" is a required property; did you mean "a-b" where "a_b" was passed?'],
        ),
        ({"petId": 1, "both": {"pet_id": 1}}, ['/both: "petId" is a required property']),
    ],
)
def test_a_python_name_in_a_body_is_named(
    tmp_path: Path, fields: dict[str, Any], expected: list[str]
) -> None:
    paths, schemas = (
        re.sub(r"\$ref: (\w+)", r"$ref: '#/components/schemas/\1'", text) for text in (PATHS, NAMED)
    )
    package = client_of(tmp_path, paths, schemas)
    with serving(Answer(204)) as server:
        with pytest.raises(package.RequestValidationError) as raised:
            using(package, "sync", lambda client: client.put(**fields), base_url=server.url)
        assert not server.received
    found = [str(it).removeprefix("body ") for it in raised.value.violations]
    assert [it for it in found if "required" in it] == expected
