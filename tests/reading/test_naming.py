"""Schemas have the names that a person would choose, each its own, and numbers where nothing else is left."""

from __future__ import annotations

from typing import Any

import pytest
from oasmith.reading import normal_form


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
