"""A reference to what is not of its kind is refused where the reference is, not where it leads."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.errors import OasmithError, Problem
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.hostile import generated

TEXT = {"type": "string"}
BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1", "description": "Words."},
    "tags": [{"name": "a", "description": "Words."}],
    "servers": [{"url": "https://t.example", "description": "Words."}],
    "paths": {"/a": {"get": {
        "operationId": "a", "tags": ["a"],
        "parameters": [{"name": "q", "in": "query", "schema": TEXT}],
        "responses": {"200": {"description": "x", "headers": {"H": {"schema": TEXT}}}},
    }}},
    "components": {
        "schemas": {"B": {
            "type": "object", "title": "Words", "required": ["type"], "allOf": [{"minProperties": 1}],
            "properties": {"type": TEXT, "title": TEXT, "number": {"type": "integer", "enum": [1, 2]}},
            "xml": {"name": "b"},
        }},
        "parameters": {"P": {"name": "p", "in": "query", "schema": TEXT}},
        "responses": {"R": {"description": "r"}},
        "securitySchemes": {"S": {"type": "oauth2", "flows": {"password": {"tokenUrl": "/t", "scopes": {}}}}},
    },
}  # fmt: skip
GET = ("paths", "/a", "get")
PLACES: dict[str, tuple[str | int, ...]] = {
    "schema": ("components", "schemas", "A"),
    "property": ("components", "schemas", "B", "properties", "other"),
    "member": ("components", "schemas", "B", "allOf", 1),
    "parameter": (*GET, "parameters", 1),
    "header": (*GET, "responses", "200", "headers", "I"),
    "response": (*GET, "responses", "404"),
    "request body": (*GET, "requestBody"),
    "path item": ("paths", "/b"),
    "operation": ("paths", "/a", "put"),
    "security scheme": ("components", "securitySchemes", "T"),
    "properties": ("components", "schemas", "A", "properties"),
    "responses": ("paths", "/a", "put", "responses"),
    "parameters": ("paths", "/a", "parameters"),
}
NOTHINGS = [
    "/info", "/info/title", "/tags", "/tags/0", "/servers", "/servers/0", "/openapi", "/paths",
    "/paths/~1a/get/responses", "/paths/~1a/get/parameters", "/paths/~1a/get/tags",
    "/components/schemas", "/components/parameters", "/components/responses", "/components/securitySchemes",
    "/components/securitySchemes/S/flows", "/components/securitySchemes/S/flows/password",
    *(f"/components/schemas/B/{end}" for end in (
        "type", "title", "required", "required/0", "properties", "allOf", "xml", "properties/number/enum",
        "properties/number/enum/0")),
]  # fmt: skip
"""What is an object of no kind that a reference could stand for."""
EQUAL = {"properties": "/components/schemas/B/properties", "responses": "/paths/~1a/get/responses",
         "parameters": "/paths/~1a/get/parameters"}  # fmt: skip
"""Maps and arrays that a reference can stand for, in place of another one."""
HOLDING = {("properties", "/components/schemas"), ("responses", "/components/responses")}
"""Other maps of the same objects."""


def with_value(parts: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    document = copy.deepcopy(BASE)
    node: Any = document
    for part in parts[:-1]:
        node = node.setdefault(part, {}) if isinstance(node, dict) else node[part]
    if isinstance(node, list):
        node.append(value)
    else:
        node[parts[-1]] = value
    return document


def refusal(folder: Path, document: dict[str, Any]) -> Problem:
    path = folder / "root.json"
    path.write_text(json.dumps(document, indent=1))
    (folder / "other.json").write_text(json.dumps(BASE, indent=1))
    with pytest.raises(OasmithError) as raised:
        build_files(Target(path, folder / "out"), lambda stage, done: None)
    return raised.value.problems[0]


def pointer(parts: tuple[str | int, ...]) -> str:
    return "".join(f"/{str(part).replace('/', '~1')}" for part in parts)


@pytest.mark.parametrize("file", ["", "other.json"])
@pytest.mark.parametrize("place", PLACES)
def test_a_reference_to_what_is_no_object_is_refused_where_it_is(
    place: str, file: str, tmp_path: Path
) -> None:
    for target in NOTHINGS:
        if EQUAL.get(place) == target or (place, target) in HOLDING:
            continue
        reference = f"{file}#{target}"
        document = with_value(PLACES[place], {"$ref": reference})
        problem = refusal(tmp_path, document)
        lines = (tmp_path / "root.json").read_text().splitlines()
        assert (problem.pointer, problem.file) == (
            pointer(PLACES[place]),
            str(tmp_path / "root.json"),
        ), target
        assert problem.line
        assert any(reference in line for line in lines[problem.line - 1 : problem.line + 1])
        assert reference in problem.message
        assert problem.remedy
    generated(document, tmp_path, lenient=True, products=("client",))


@pytest.mark.parametrize(
    "target", ["/paths", "/info", *(it for it in NOTHINGS if it.startswith("/components"))]
)
def test_a_mapping_to_what_is_no_schema_is_refused_where_it_is(target: str, tmp_path: Path) -> None:
    discriminator = {"propertyName": "type", "mapping": {"a": f"#{target}"}}
    schema = {"oneOf": [{"$ref": "#/components/schemas/B"}], "discriminator": discriminator}
    problem = refusal(tmp_path, with_value(PLACES["schema"], schema))
    assert problem.pointer == "/components/schemas/A/discriminator/mapping/a"


@pytest.mark.parametrize("end", ["", "/properties", "/required", "/required/0", "/title", "/text", "/list"])
def test_a_reference_into_a_file_of_parts_is_refused_where_it_is(end: str, tmp_path: Path) -> None:
    thing = {
        "type": "object",
        "title": "Words",
        "required": ["type"],
        "properties": {"type": TEXT, "title": TEXT},
    }
    parts = {"Thing": thing, "text": "Words.", "list": ["Words."]}
    (tmp_path / "parts.json").write_text(json.dumps(parts, indent=1))
    target = end if end in ("", "/text", "/list") else f"/Thing{end}"
    reference = f"parts.json#{target}"
    for place in ("schema", "property", "parameter", "response", "request body", "path item", "operation"):
        problem = refusal(tmp_path, with_value(PLACES[place], {"$ref": reference}))
        assert (problem.pointer, Path(problem.file).name) == (pointer(PLACES[place]), "root.json")


@pytest.mark.parametrize("where", ["operation", "path item"])
def test_a_repeated_parameter_is_reported_where_it_is_repeated(where: str, tmp_path: Path) -> None:
    parts = GET if where == "operation" else GET[:2]
    same = {"$ref": "#/components/parameters/P"}
    other = {"name": "p", "in": "query", "schema": {"type": "integer"}}
    problem = refusal(tmp_path, with_value((*parts, "parameters"), [same, other]))
    assert problem.pointer == pointer((*parts, "parameters", 1))


def test_a_path_that_has_the_operations_of_another_is_reported_where_it_is(tmp_path: Path) -> None:
    problem = refusal(tmp_path, with_value(("paths", "/b"), {"$ref": "#/paths/~1a"}))
    assert problem.pointer == "/paths/~1b"


def test_references_in_extensions_lead_anywhere(tmp_path: Path) -> None:
    extension = {"x-a": {"content": {"application/json": {"schema": {"$ref": "#/nowhere"}}}, "$ref": "#/no"}}
    for parts in (
        (),
        ("info",),
        ("paths",),
        GET[:2],
        GET,
        (*GET, "responses"),
        ("components", "schemas", "B"),
    ):
        document = with_value((*parts, "x-a"), extension["x-a"]) if parts else {**BASE, **extension}
        assert generated(document, tmp_path, products=("client",)), parts


def test_a_reference_into_a_schema_that_gets_another_name(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"size": {"type": "object", "default": {"description": "Stored"}}},
        "example": {"value": {"size": {}}},
    }
    body = {
        "schema": {"$ref": "#/components/schemas/my-pet.v1"},
        "examples": {"one": {"$ref": "#/components/schemas/my-pet.v1/example"}},
    }
    stored = {"$ref": "#/components/schemas/my-pet.v1/properties/size/default"}
    operation = {
        "operationId": "store",
        "requestBody": {"content": {"application/json": body}},
        "responses": {"200": stored},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"post": operation}},
        "components": {"schemas": {"my-pet.v1": schema}},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    (operation_,) = read_api(path).operations
    assert operation_.responses[0].description == "Stored"
    assert operation_.body is not None
    assert [example.value for example in operation_.body.contents[0].examples] == [{"size": {}}]
