"""The code of the types of fields that many descriptions have, which is shipped with oasmith.

datamodel-code-generator wrote it, see ``generator/write_field_types.py``. It takes a second to import, and
many small descriptions have no other types.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from oasmith.names import Identifier
from oasmith.products.client.models.fields import FieldClasses, Type
from oasmith.products.client.models.statements import FieldCode
from oasmith.products.client.models.typed import typed
from oasmith.schemas import or_null, referring_to, with_constants

SHIPPED = Path(__file__).with_name("field_types.json")


@cache
def shipped_codes() -> dict[str, FieldCode]:
    """The shipped code by the keys of types."""
    return {key: FieldCode.from_json(code) for key, code in json.loads(SHIPPED.read_text("utf-8")).items()}


def common_types() -> dict[str, Type]:
    """The types whose code is shipped, by their keys."""
    found: dict[str, Type] = {}
    for is_required, has_alias, is_server_set in product((False, True), repeat=3):
        properties = {f"p{index}": schema for index, schema in enumerate(_properties())}
        if is_server_set and not is_required:
            continue
        schemas: dict[str, Any] = {
            "Class": {"type": "object"},
            "Listed": {"type": "string", "enum": ["a", "b"]},
            "One": {"type": "string", "enum": ["a"]},
            "All": {"type": "object", "properties": properties, "required": [*properties] * is_required},
        }
        schemas = with_constants({name: typed(schema) for name, schema in schemas.items()}, {})
        names = {name: Identifier(f"q{name}" if has_alias else name) for name in properties}
        server_set = {"All": frozenset(properties if is_server_set else ())}
        found |= FieldClasses(
            schemas, ["Listed", "One", "All"], {"All": names}, server_set, {}, {}, frozenset()
        ).types
    return found


def _properties() -> Iterator[dict[str, Any]]:
    """The schemas of the properties that many descriptions have, with any values."""
    for schema in _scalars():
        yield schema
        yield {**schema, "deprecated": True}
        yield _nullable(schema)
    references = [referring_to(name) for name in ("Class", "Listed")]
    for schema in references:
        yield schema
        yield or_null(schema)
    items = [{}, {"type": "object"}, *_plain(), {"type": "string", "enum": ["a", "b"]}, *references]
    for item in items:
        yield from _with_any_of({"type": "array", "items": item}, {"minItems": [2], "maxItems": [2]})
        yield {"type": ["array", "null"], "items": item}
        yield {"type": "object", "additionalProperties": item}
        yield {"type": ["object", "null"], "additionalProperties": item}
    yield from ({}, {"type": "array"}, {"type": "object"}, {"type": ["object", "null"]})


def _plain() -> Iterator[dict[str, Any]]:
    yield from ({"type": kind} for kind in ("string", "integer", "number", "boolean"))
    yield from ({"type": "string", "format": name} for name in ("date", "date-time"))


def _scalars() -> Iterator[dict[str, Any]]:
    yield from _plain()
    yield {"type": "number", "minimum": 0}
    yield {"type": "string", "format": "binary"}
    of_strings: dict[str, list[Any]] = {
        "minLength": [2],
        "maxLength": [2],
        "pattern": ["a"],
        "default": ["a"],
    }
    yield from _with_any_of({"type": "string"}, of_strings)
    for values in (["a"], ["a", "b"]):
        yield {"type": "string", "enum": values}
        yield {"type": "string", "enum": values, "default": "a"}
    yield {"type": "string", "const": "a"}
    yield from ({"type": "boolean", "const": value} for value in (False, True))
    yield from ({"type": "boolean", "default": value} for value in (False, True))
    of_integers = {"minimum": [0, 2], "maximum": [2], "default": [0, 2]}
    yield from _with_any_of({"type": "integer"}, of_integers)


def _with_any_of(schema: dict[str, Any], keywords: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """A schema with each combination of values of keywords, or without them."""
    for values in product(*([None, *values] for values in keywords.values())):
        own = zip(keywords, values, strict=True)
        yield schema | {keyword: value for keyword, value in own if value is not None}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    values = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **values}
