"""Classes that are put together from fields are those that datamodel-code-generator writes completely."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest
from golden.trees import FAMILIES, GOLDEN
from oasmith.api.build import build
from oasmith.api.fields import Fields
from oasmith.products.client.models.codegen import field_codes, statements
from oasmith.products.client.models.fields import FieldClasses, consists_of_fields, jobs_of
from oasmith.products.client.models.statements import Job, Statement
from oasmith.products.client.models.typed import typed
from oasmith.publishing.formatting import format_python
from oasmith.reading import normal_form, read
from oasmith.schemas import Schema

TEXTS = ['in "quotes"', '"""', "back\\slash \\", "two\n\nlines", " spaces ", "\u202e hidden", "x" * 150]
WIRE_NAMES = ["date", "datetime", "plain", "with space", "class", "camelCase", "a'b", "ä", "_own", "1"]
SCHEMAS: dict[str, Any] = {
    "Kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
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
    names = [name for name in types if consists_of_fields(types[name])]
    of_fields = FieldClasses(types, names, fields, server_set, tags, bases, hidden)
    codes = dict(chain.from_iterable(map(field_codes, jobs_of(of_fields.types))))
    composed = list(of_fields.statements(codes))
    assert [statement.name for statement in composed] == names
    for statement in composed:
        assert same(statement) == same(completely[statement.name])
