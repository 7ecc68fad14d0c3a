"""Fields without a value, as an author leaves them in YAML, are as good as absent."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith.errors import OasmithError
from oasmith.reading import Reading, read
from oasmith.reading.validation import validate
from oasmith.structure import Parts, join_pointer

DESCRIPTION = """
openapi: 3.1.1
info: {title: T, version: "1", description: d, contact: {name: n, url: "http://a"}}
servers: [{url: /, description: d}]
tags: [{name: n, description: d, externalDocs: {url: "http://a", description: d}}]
paths:
  /a/{id}:
    summary: s
    parameters: [{name: id, in: path, required: true, description: d, style: simple, schema: {type: string}}]
    post:
      operationId: o
      summary: s
      tags: [n]
      externalDocs: {url: "http://a"}
      deprecated: false
      requestBody:
        description: d
        content: {application/json: {schema: {}, encoding: {a: {contentType: b}}}}
      responses:
        "200":
          description: d
          headers: {X: {description: d, schema: {}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/S"}}}
components:
  schemas:
    S:
      description: d
      required: [a]
      properties:
        a: {type: string, format: f, minLength: 1, readOnly: false, xml: {name: n}}
        b: {type: array, items: {type: string}}
      additionalProperties: true
  securitySchemes:
    k: {type: oauth2, flows: {password: {tokenUrl: "http://a", refreshUrl: r, scopes: {a: b}}}}
"""
NEEDED = {"openapi", "$ref", "type", "in", "name", "url", "propertyName", "tokenUrl", "flows", "k", "X"}
"""What cannot be left out, or whose absence has another meaning, or what is of a kind that needs fields."""
NEEDED_AT = {"/components", "/components/schemas"}


def _places(node: Any, parts: Parts = ()) -> Iterator[Parts]:
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in members:
        if isinstance(node, dict):
            yield (*parts, key)
        yield from _places(value, (*parts, key))


PLACES = {join_pointer(parts): parts for parts in _places(yaml.safe_load(DESCRIPTION))}


def _read(parts: Parts, folder: Path) -> Reading:
    """The description with null at a place."""
    document = yaml.safe_load(DESCRIPTION)
    node = document
    for part in parts[:-1]:
        node = node[part]
    node[parts[-1]] = None
    path = folder / "api.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return read(path)


@pytest.mark.parametrize("pointer", PLACES)
def test_a_field_without_a_value_is_ignored_if_it_is_not_needed(pointer: str, tmp_path: Path) -> None:
    parts = PLACES[pointer]
    if parts[-1] in NEEDED or pointer in NEEDED_AT:
        with pytest.raises(OasmithError):
            reading = _read(parts, tmp_path)
            raise OasmithError(validate(reading.document, reading.source))
        return
    reading = _read(parts, tmp_path)
    assert validate(reading.document, reading.source) == []
    assert {problem.pointer for problem in reading.repairs} & {pointer, join_pointer(parts[:-1])}
    assert all(problem.line for problem in reading.repairs)


def test_named_objects_and_scopes_stay(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    document = yaml.safe_load(DESCRIPTION)
    operation = document["paths"]["/a/{id}"]["post"]
    operation["requestBody"]["content"]["application/json"] = None
    document["components"]["schemas"]["S"]["properties"]["a"] = None
    scopes = document["components"]["securitySchemes"]["k"]["flows"]["password"]["scopes"]
    scopes["a"] = None
    path.write_text(yaml.safe_dump(document), "utf-8")
    found = read(path).document
    assert found["paths"]["/a/{id}"]["post"]["requestBody"]["content"] == {"application/json": {}}
    assert found["components"]["schemas"]["S"]["properties"]["a"] == {}
    assert found["components"]["securitySchemes"]["k"]["flows"]["password"]["scopes"] == {"a": ""}


def test_null_as_a_value_stays(tmp_path: Path) -> None:
    document = yaml.safe_load(DESCRIPTION)
    schema = {"type": ["string", "null"], "default": None, "const": None, "enum": [None], "examples": [None]}
    document["components"]["schemas"]["N"] = copy.deepcopy(schema)
    document["info"]["description"] = None
    path = tmp_path / "api.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    assert read(path).document["components"]["schemas"]["N"] == schema
