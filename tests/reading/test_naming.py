"""Schemas have the names that a person would choose, each its own, and numbers where nothing else is left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from oasmith.reading import normal_form, read


def schemas(described: dict[str, Any]) -> set[str]:
    """The names of the schemas of a description with these components."""
    document = {"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": {}}
    return set(normal_form({**document, "components": {"schemas": described}})["components"]["schemas"])


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT: dict[str, Any] = {"type": "string"}

UNIONS: dict[str, tuple[list[dict[str, Any]], set[str]]] = {
    "titles": ([{**thing(a=TEXT), "title": "Cat"}, {**thing(a=TEXT), "title": "Dog"}], {"Cat", "Dog"}),
    "the same title": (
        [{**thing(cat=TEXT), "title": "Animal"}, {**thing(dog=TEXT), "title": "Animal"}],
        {"PetWithCat", "PetWithDog"},
    ),
    "fixed values": ([thing(kind={"const": "cat"}), thing(kind={"enum": ["dog"]})], {"PetCat", "PetDog"}),
    "a fixed value further in": (
        [{"allOf": [{"$ref": "#/components/schemas/Named"}, thing(kind={"const": "cat"})]}, thing(a=TEXT)],
        {"PetCat", "PetWithA"},
    ),
    "what they extend": (
        [
            {"allOf": [{"$ref": f"#/components/schemas/{name}"}, {"$ref": "#/components/schemas/Named"}]}
            for name in ("PetGoat", "Sheep")
        ],
        {"PetNewGoat", "PetNewSheep"},
    ),
    "several fixed values": (
        [thing(kind={"enum": ["cat", "dog"]}), thing(kind={"enum": ["cow", "pig"]})],
        {"PetCatOrDog", "PetCowOrPig"},
    ),
    "what their lists hold": (
        [thing(tags={"type": "array", "items": TEXT}), thing(tags={"type": "array", "items": thing(a=TEXT)})],
        {"PetTagsOfStrings", "PetTagsOfObjects", "PetTagsOfObjectsTag"},
    ),
    "one that is nothing special": ([thing(a=TEXT, b=TEXT), thing(a=TEXT)], {"PetWithB", "PetObject"}),
    "nothing": ([thing(a=TEXT), thing(a={"type": "integer"})], {"PetObject1", "PetObject2"}),
}


@pytest.mark.parametrize("kind", UNIONS)
def test_members_of_a_union_are_called_by_what_tells_them_apart(kind: str) -> None:
    members, expected = UNIONS[kind]
    union = "PetNew" if kind == "what they extend" else "Pet"
    others = {name: thing(name=TEXT) for name in ("Named", "PetGoat", "Sheep")}
    found = schemas({union: {"oneOf": members}, **others}) - {union, *others}
    assert found == expected


def test_no_class_is_called_like_what_its_module_uses() -> None:
    found = schemas({name: thing(a=TEXT) for name in ("Warning", "Union", "Model", "any", "Error", "None")})
    assert found == {"WarningModel", "UnionModel", "ModelSchema", "AnyModel", "Error", "NoneModel"}


def test_no_two_classes_differ_only_in_case() -> None:
    found = schemas({name: thing(a=TEXT) for name in ("DateTime", "Datetime", "date-time")})
    assert found == {"DateTime", "Datetime2", "DateTime3"}


PARTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "the first of an allOf": ({"allOf": [thing(a=TEXT), thing(b=TEXT)]}, "allOf/0", "LicenseBase"),
    "another of an allOf": ({"allOf": [thing(a=TEXT), thing(b=TEXT)]}, "allOf/1", "LicenseWithB"),
    "one with a title": (
        {"allOf": [thing(a=TEXT), {**thing(b=TEXT), "title": "Counts"}]}, "allOf/1", "Counts",
    ),
    "a member of a union": (
        {"oneOf": [thing(kind={"const": "free"}), thing(kind={"const": "paid"})]}, "oneOf/1", "LicensePaid",
    ),
    "an item of a tuple": (
        {"type": "array", "prefixItems": [thing(a=TEXT)]}, "prefixItems/0", "LicenseItem1",
    ),
    "a property": (thing(owner=thing(a=TEXT)), "properties/owner", "LicenseOwner"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_is_referred_to_is_called_by_what_it_is(kind: str, tmp_path: Path) -> None:
    schema, part, expected = PARTS[kind]
    reference = {"$ref": f"#/components/schemas/License/{part}"}
    responses = {"200": {"description": "x", "content": {"application/json": {"schema": reference}}}}
    document = {
        "openapi": "3.1.1",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"operationId": "getA", "responses": responses}}},
        "components": {"schemas": {"License": schema}},
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document), "utf-8")
    found = normal_form(read(tmp_path / "openapi.json").document)["components"]["schemas"]
    assert expected in found
    assert not any(name[-1].isdigit() and name != expected for name in found)


def test_inline_schemas_with_long_names_stay_distinct() -> None:
    inner: dict[str, Any] = thing(value=TEXT, other=thing(b=TEXT))
    for depth in range(12):
        inner = thing(**{f"property_number_{depth}": inner, "leaf": thing(a=TEXT)})
    found = schemas({"Root": inner})
    assert max(map(len, found)) <= 70 + len("Value")
    assert len({name.lower() for name in found}) == len(found)


def test_classes_in_other_scripts_are_transliterated() -> None:
    found = schemas({"用户": thing(a=TEXT), "Пользователь": thing(имя=thing(a=TEXT)), "用戶": thing(a=TEXT)})
    assert {"YongHu", "Polzovatel", "PolzovatelImya"} <= found
