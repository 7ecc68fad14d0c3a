"""Classes that are put together from fields are those that datamodel-code-generator writes completely."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import oasmith
import pytest
from golden.trees import FAMILIES, GOLDEN
from oasmith.api.build import build
from oasmith.api.fields import Fields
from oasmith.products.client.models.codegen import field_codes, statements
from oasmith.products.client.models.common import SHIPPED
from oasmith.products.client.models.fields import FieldClasses, is_simple, jobs_of
from oasmith.products.client.models.forms import MARK
from oasmith.products.client.models.statements import Job, Statement
from oasmith.products.client.models.typed import typed
from oasmith.publishing.formatting import format_python
from oasmith.reading import normal_form, read
from oasmith.schemas import Schema

TEXTS = ['in "quotes"', '"""', "back\\slash \\", "two\n\nlines", " spaces ", "\u202e hidden", "x" * 150]
WIRE_NAMES = ["date", "datetime", "plain", "with space", "class", "camelCase", "a'b", "ä", "_own", "1"]
SCHEMAS: dict[str, Any] = {
    "Kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
    "One": {"type": "string", "enum": ["it's"]},
    "Listed": {"type": "string", "enum": ["a", 'say "b"', ""], "description": TEXTS[0]},
    "Untyped": {"properties": {"a": {"type": "string"}, "listed": {"$ref": "#/components/schemas/Listed"}}},
    "Either": {"oneOf": [{"$ref": "#/components/schemas/Leaf"}, {"type": "string", "format": "date"}]},
    "Leaf": {"type": "object", "properties": {"leaf": {"$ref": "#/components/schemas/Leaf"}}},
    "Empty": {"type": "object"},
    "Described": {
        "type": "object",
        "description": TEXTS[0],
        "properties": {f"p{number}": {"description": text} for number, text in enumerate(TEXTS)},
    },
    "Names": {
        "type": "object",
        "required": ["date", "plain", "with space"],
        "properties": {
            name: {"type": ["string", "null"], "format": "date"}
            for name in WIRE_NAMES
        },
    },
    "Limits": {
        "type": "object",
        "required": ["code", "kind"],
        "properties": {
            "code": {"type": "string", "pattern": "^[\\w\"']+$", "maxLength": 3},
            "kind": {"$ref": "#/components/schemas/Kind"},
            "kinds": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}, "default": ["b"]},
            "either": {"$ref": "#/components/schemas/Either", "default": {"leaf": {}}},
            "day": {"type": "string", "format": "date", "default": "2024-02-29", "deprecated": True},
            "map": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Leaf"}},
            "union": {"anyOf": [{"type": "integer"}, {"$ref": "#/components/schemas/Leaf"}]},
            "amount": {"type": "number", "minimum": 0, "multipleOf": 0.25, "default": 0.5},
            "const": {"const": "alias='f_1'"},
            "any": True,
        },
    },
    "Values": {
        "type": "object",
        "required": ["one", "three"],
        "properties": {
            "one": {"type": "string", "enum": ["it's"]},
            "two": {"type": "string", "enum": ["a", 'say "b"', "c", "a"], "default": "c"},
            "three": {"type": ["string", "null"], "enum": ["\\d", "", None]},
            "four": {"type": "string", "enum": ["a", "b"], "default": ""},
            "five": {"type": "string", "enum": ["a", "b"], "default": "z"},
            "mixed": {"enum": ["a", 1, True, None]},
            "items": {"type": "array", "items": {"enum": ["a", "b"]}, "default": ["b"], "maxItems": 3},
            "text": {"type": "string", "default": "it's \n", "minLength": 1, "maxLength": 12},
            "empty": {"type": "string", "default": ""},
            "count": {"type": "integer", "minimum": 3, "maximum": 70, "default": 12},
            "below": {"type": "integer", "minimum": -3, "exclusiveMaximum": 0, "default": -2},
            "number": {"type": "number", "minimum": 3, "maximum": 70, "default": 12},
            "pair": {"type": "array", "prefixItems": [{"type": "string"}], "minItems": 1, "maxItems": 1},
            "kind": {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]},
            "kinds": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}},
            "leaf_or_named": {
                "anyOf": [
                    {"$ref": "#/components/schemas/Names"},
                    {"$ref": "#/components/schemas/Leaf"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/Names"}},
                ]
            },
            "mark": {"type": "string", "pattern": f"Class{MARK}N0", "maxLength": 7},
        },
    },
}  # fmt: skip


def of_golden(family: str) -> Mapping[str, Schema]:
    return build(normal_form(read(GOLDEN / family / "openapi.yaml", lenient=True).document)).schemas


def same(statement: Statement) -> tuple[Any, ...]:
    return (format_python(statement.text), statement.uses, statement.imports, statement.bases)


@pytest.mark.parametrize("schemas", [SCHEMAS, *map(of_golden, FAMILIES)], ids=["all kinds", *FAMILIES])
def test_both_ways_write_the_same_classes(schemas: Mapping[str, Schema]) -> None:
    known = Fields(schemas)
    fields = {name: known.of(name) for name in schemas}
    types = {name: typed(schema) for name, schema in schemas.items()}
    hidden = frozenset({"date", "datetime"})
    server_set = {"Limits": frozenset({"code"})}
    tags = {"Limits": {"kind": "a"}}
    bases = {"Leaf": "RecursiveModel"}
    job = Job(types, dict.fromkeys(types, ""), fields, server_set, tags, bases, hidden)
    completely = {statement.name: statement for statement in statements(job)}
    names = [name for name in types if is_simple(types[name])]
    of_fields = FieldClasses(types, names, fields, server_set, tags, bases, hidden)
    codes = dict(chain.from_iterable(map(field_codes, jobs_of(of_fields.types))))
    composed = list(of_fields.statements(codes))
    assert {statement.name for statement in composed} == set(names)
    for statement in composed:
        assert same(statement) == same(completely[statement.name])


def test_the_shipped_code_is_what_the_pinned_version_writes() -> None:
    script = Path(oasmith.__file__).parents[1] / "write_field_types.py"
    assert SHIPPED.read_text("utf-8") == runpy.run_path(str(script))["text"]()
