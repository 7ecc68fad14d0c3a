"""Text of a description stays text in the models, also where what makes the classes would let it through."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oasmith.api.build import build
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.models.modules import begin_models
from oasmith.publishing.formatting import format_python
from oasmith.reading import normal_form
from support.hostile import require_harmless

HOSTILE = st.sampled_from("\"'\\\n\r\t{}%#`$\u2028\u2029\x85\x00\x0b ab\ufeff\u202e")


def models(schemas: dict[str, Any]) -> str:
    document = {"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": {}}
    api = build(normal_form({**document, "components": {"schemas": schemas}}))
    (file,) = begin_models(Build(api, Identifier("client"), Identifier("Client")))().files
    return file.text


@settings(max_examples=60)
@given(text=st.text(st.one_of(HOSTILE, st.characters(exclude_categories=["Cs"])), max_size=9))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    module = models(
        {
            "Thing": {
                "type": "object",
                "description": text,
                "title": text,
                "required": ["constant"],
                "properties": {
                    text: {"type": "string", "description": text},
                    "choice": {"type": "string", "enum": [text, "other"]},
                    "constant": {"const": text},
                    "default": {"type": "string", "default": text},
                    "defaults": {"type": "array", "items": {"type": "string"}, "default": [text]},
                    "map": {
                        "type": "object",
                        "properties": {"a": {"type": "string"}},
                        "default": {"a": text},
                    },
                    "formatted": {"type": "string", "format": text, "pattern": text, "x-note": text},
                },
            },
            "Choice": {"enum": [text, 1, None], "description": text},
        }
    )
    format_python(module)
    found = [node.value for node in ast.walk(ast.parse(module)) if isinstance(node, ast.Constant)]
    assert found.count(text) >= 6


@pytest.mark.parametrize(
    "order",
    [
        {"customTypePath": "os.system"},
        {"customBasePath": "os.PathLike"},
        {"x-python-import": {"module": "os", "name": "PathLike"}},
        {"x-python-type": "os.PathLike"},
        {"x-is-base-class": True},
    ],
)
def test_a_description_gives_no_orders_to_the_generator_of_classes(order: dict[str, Any]) -> None:
    field = {"type": "string", **order}
    schemas = {"Thing": {"type": "object", "properties": {"field": field}, **order}, "Text": field}
    plain = {
        "Thing": {"type": "object", "properties": {"field": {"type": "string"}}},
        "Text": {"type": "string"},
    }
    assert models(schemas) == models(plain)


BASE = {"$ref": "#/components/schemas/Base"}


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "null"}}},
        {"properties": {"a": {"oneOf": [{"type": "null"}]}}},
        {"properties": {"a": {"const": None}}, "required": ["a"]},
        {"allOf": [BASE, {"required": ["payload"]}]},
        {"allOf": [BASE, {"properties": {"size": {}}, "required": ["size", "payload"]}]},
        {"allOf": [BASE], "required": ["payload"], "properties": {"size": {"type": "integer"}}},
    ],
)
def test_a_class_has_the_same_shape_with_hostile_text(schema: dict[str, Any], tmp_path: Path) -> None:
    schemas = {"Thing": schema, "Base": {"type": "object", "properties": {"kind": {"type": "string"}}}}
    info = {"title": "T", "version": "1"}
    document = {"openapi": "3.1.1", "info": info, "paths": {}, "components": {"schemas": schemas}}
    assert require_harmless(document, tmp_path)
