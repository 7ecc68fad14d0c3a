"""Defaults: repaired where they read as what their schema says, removed where they do not, else kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith.reading import read

SCHEMAS = """
    Number: {type: string, enum: [1, 4.10]}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}],
          discriminator: {propertyName: kind, mapping: {d: '#/components/schemas/Dog', dd: Dog}}}
    Ant: {type: object, required: [kind], properties: {kind: {type: string, enum: [small]}}}
    Bee: {type: object, required: [kind], properties: {kind: {type: string, enum: [busy]}}}
    Insect: {oneOf: [{$ref: '#/components/schemas/Ant'}, {$ref: '#/components/schemas/Bee'}],
             discriminator: {propertyName: kind}}
"""
_KEPT = object()
REMOVED = object()

# What is written, in which version it is, and what is left of the default.
DEFAULTS: dict[str, tuple[str, Any]] = {
    "a tag": ("{allOf: [{$ref: '#/components/schemas/Pet'}], default: {kind: Cat, lives: 9}}", _KEPT),
    "a mapped tag": ("{allOf: [{$ref: '#/components/schemas/Pet'}], default: {kind: d}}", _KEPT),
    "a second mapped tag": ("{allOf: [{$ref: '#/components/schemas/Pet'}], default: {kind: dd}}", _KEPT),
    "a tag in a list": (
        "{type: array, items: {$ref: '#/components/schemas/Pet'}, default: [{kind: d}]}", _KEPT,
    ),
    "an unknown tag": ("{allOf: [{$ref: '#/components/schemas/Pet'}], default: {kind: Bird}}", REMOVED),
    "a tag of another member": (
        "{allOf: [{$ref: '#/components/schemas/Pet'}], default: {kind: Cat, lives: many}}", REMOVED,
    ),
    "a tag with an enum": ("{allOf: [{$ref: '#/components/schemas/Insect'}], default: {kind: busy}}", _KEPT),
    "the name of a member with an enum": (
        "{allOf: [{$ref: '#/components/schemas/Insect'}], default: {kind: Bee}}", REMOVED,
    ),
    "an inline union": (
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}],"
        " discriminator: {propertyName: kind}, default: {kind: Dog}}", _KEPT,
    ),
    "items with numbers": ("{type: array, items: {type: string, enum: [1, 2]}, default: [1]}", ["1"]),
    "items as they are written": (
        "{type: array, items: {$ref: '#/components/schemas/Number'}, default: [4.10, 1]}", ["4.10", "1"],
    ),
    "a value by reference": ("{allOf: [{$ref: '#/components/schemas/Number'}], default: 4.10}", "4.10"),
    "a property by reference": (
        "{type: object, properties: {n: {$ref: '#/components/schemas/Number'}}, default: {n: 1}}",
        {"n": "1"},
    ),
    "values of a map": ("{type: object, additionalProperties: {type: integer}, default: {a: '1'}}", {"a": 1}),
    "items that are none": ("{type: array, items: {type: integer}, default: [a]}", REMOVED),
    "items that are not listed": ("{type: array, items: {type: string, enum: [1]}, default: [2]}", REMOVED),
}  # fmt: skip


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("kind", DEFAULTS)
def test_a_default_is_what_its_schema_says(kind: str, version: str, tmp_path: Path) -> None:
    written, expected = DEFAULTS[kind]
    default = yaml.safe_load(written)["default"]
    thing, reported = thing_of(written, version, tmp_path)
    assert thing.get("default", REMOVED) == (default if expected is _KEPT else expected)
    assert reported == ([] if expected is _KEPT else ["/components/schemas/Thing/default"])


def test_null_in_a_default_is_a_value_of_a_nullable_property(tmp_path: Path) -> None:
    written = (
        "{type: object, properties: {n: {type: string, minLength: 2, nullable: true}}, default: {n: null}}"
    )
    thing, reported = thing_of(written, "3.0.3", tmp_path)
    assert (thing["default"], reported) == ({"n": None}, [])


def thing_of(written: str, version: str, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """A schema of a description as it is read, and where its defaults were repaired."""
    path = folder / "api.yaml"
    path.write_text(
        f"openapi: {version}\ninfo: {{title: Defaults, version: '1'}}\npaths: {{}}\n"
        f"components:\n  schemas:\n    Thing: {written}{SCHEMAS}",
        "utf-8",
    )
    reading = read(path)
    pointers = [problem.pointer for problem in reading.repairs if problem.pointer.endswith("/default")]
    return reading.document["components"]["schemas"]["Thing"], pointers
