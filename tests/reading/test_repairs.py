"""Harmless mistakes are repaired, and each is reported with its place."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith import read_api
from oasmith.pipeline import build_files
from oasmith.reading import normal_form, read
from oasmith.reading.validation import validate
from oasmith.settings import Target

SOUND: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Sound", "version": "1"},
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "get",
                "tags": ["a"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "It.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            }
        }
    },
    "components": {"schemas": {"Thing": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
}
GET = ("paths", "/things/{id}", "get")
THING = ("components", "schemas", "Thing")

MISTAKES: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "a version of OpenAPI in two parts": (("openapi",), 3.1, "/openapi"),
    "an unquoted version": (("info", "version"), 1.0, "/info/version"),
    "no title": (("info", "title"), None, "/info"),
    "an unknown field": (("pathz",), {}, "/pathz"),
    "a response without a description": (
        (*GET, "responses", "200", "description"), None, "/paths/~1things~1{id}/get/responses/200",
    ),
    "one tag": ((*GET, "tags"), "a", "/paths/~1things~1{id}/get/tags"),
    "a duplicate tag": ((*GET, "tags"), ["a", "a"], "/paths/~1things~1{id}/get/tags"),
    "an optional path parameter": (
        (*GET, "parameters", 0, "required"), None, "/paths/~1things~1{id}/get/parameters/0",
    ),
    "a path parameter that is not declared": (
        (*GET, "parameters"), None, "/paths/~1things~1{id}/get",
    ),
    "a parameter that is not in the path": (
        (*GET, "parameters", 1), {"name": "no", "in": "path", "required": True, "schema": {}},
        "/paths/~1things~1{id}/get/parameters",
    ),
    "examples that are not a map": (
        (*GET, "parameters", 0, "examples"), [1], "/paths/~1things~1{id}/get/parameters/0/examples",
    ),
    "reserved characters outside the query": (
        (*GET, "parameters", 0, "allowReserved"), True,
        "/paths/~1things~1{id}/get/parameters/0/allowReserved",
    ),
    "an empty value outside the query": (
        (*GET, "parameters", 0, "allowEmptyValue"), True,
        "/paths/~1things~1{id}/get/parameters/0/allowEmptyValue",
    ),
    "a style of another location": (
        (*GET, "parameters", 0, "style"), "form", "/paths/~1things~1{id}/get/parameters/0/style",
    ),
    "an unknown style": (
        (*GET, "parameters", 0, "style"), "csv", "/paths/~1things~1{id}/get/parameters/0/style",
    ),
    "a style beside content": (
        (*GET, "parameters", 1),
        {"name": "q", "in": "query", "style": "form", "content": {"application/json": {}}},
        "/paths/~1things~1{id}/get/parameters/1/style",
    ),
    "an example beside content": (
        (*GET, "parameters", 1),
        {"name": "q", "in": "query", "example": 1, "content": {"application/json": {}}},
        "/paths/~1things~1{id}/get/parameters/1/example",
    ),
    "a style of a header": (
        (*GET, "responses", "200", "headers"), {"X-A": {"style": "form", "schema": {"type": "string"}}},
        "/paths/~1things~1{id}/get/responses/200/headers/X-A/style",
    ),
    "a default of another type": (
        (*THING, "properties", "id", "default"), "one", "/components/schemas/Thing/properties/id/default",
    ),
    "a default beyond the limits": (
        (*THING, "properties", "id"), {"type": "integer", "maximum": 3, "default": 4},
        "/components/schemas/Thing/properties/id/default",
    ),
    "a default that breaks what it refers to": (
        (*THING, "properties", "me"), {"$ref": "#/components/schemas/Thing", "default": {"id": "one"}},
        "/components/schemas/Thing/properties/me/default",
    ),
    "an empty enum": ((*THING, "enum"), [], "/components/schemas/Thing/enum"),
    "a duplicate value": (
        (*THING, "properties", "id", "enum"), [1, 1, 2], "/components/schemas/Thing/properties/id/enum",
    ),
    "nullable in 3.1": (
        (*THING, "properties", "id", "nullable"), True,
        "/components/schemas/Thing/properties/id/nullable",
    ),
    "required on the property": (
        (*THING, "properties", "id", "required"), True,
        "/components/schemas/Thing/properties/id/required",
    ),
    "a component name that is not allowed": (
        ("components", "schemas", "A thing"), {"type": "string"}, "/components/schemas/A thing",
    ),
    "a duplicate operation id": (
        ("paths", "/other"), {"get": {"operationId": "get", "responses": {"200": {"description": "x"}}}},
        "/paths/~1other/get/operationId",
    ),
}  # fmt: skip


def with_mistake(parts: tuple[Any, ...], value: Any) -> dict[str, Any]:
    document = copy.deepcopy(SOUND)
    node: Any = document
    for part in parts[:-1]:
        node = node[part]
    if value is None:
        del node[parts[-1]]
    elif isinstance(node, list):
        node.insert(parts[-1], value)
    else:
        node[parts[-1]] = value
    return document


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_repaired_and_reported_once(kind: str, tmp_path: Path) -> None:
    parts, value, pointer = MISTAKES[kind]
    path = tmp_path / "mistake.yaml"
    path.write_text(yaml.safe_dump(with_mistake(parts, value), sort_keys=False), "utf-8")
    reading = read(path)
    assert validate(reading.document, reading.source) == []
    (problem,) = reading.repairs
    assert problem.pointer == pointer
    assert problem.file == str(path)
    assert problem.line
    assert problem.remedy
    built = build_files(Target(path, tmp_path / "tree"), lambda stage, done: None)
    assert pointer in [problem.pointer for problem in built.problems]


def test_a_sound_description_has_no_repairs(tmp_path: Path) -> None:
    path = tmp_path / "sound.yaml"
    path.write_text(yaml.safe_dump(SOUND), "utf-8")
    assert read(path).repairs == ()


def test_what_is_required_depends_on_the_version(tmp_path: Path) -> None:
    description, responses = (*GET, "responses", "200", "description"), (*GET, "responses")
    for parts, versions in ((responses, ("3.0.3",)), (description, ("3.0.3", "3.1.1"))):
        for version in ("3.0.3", "3.1.1", "3.2.0"):
            path = tmp_path / "less.yaml"
            path.write_text(yaml.safe_dump(with_mistake(parts, None) | {"openapi": version}), "utf-8")
            reading = read(path)
            assert validate(reading.document, reading.source) == []
            assert len(reading.repairs) == (version in versions)


def test_keywords_of_3_1_keep_their_meaning_in_3_0(tmp_path: Path) -> None:
    document = with_mistake((*THING, "properties", "id", "type"), ["integer", "null"]) | {"openapi": "3.0.3"}
    path = tmp_path / "newer.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    reading = read(path)
    assert normal_form(reading.document)["components"]["schemas"]["Thing"]["properties"]["id"] == {
        "type": ["integer", "null"]
    }
    assert "exists only in OpenAPI 3.1" in reading.repairs[0].message


ANOTHER = {
    "parameters": SOUND["paths"]["/things/{id}"]["get"]["parameters"],
    "responses": {"200": {"description": "It."}},
}
NEWER: dict[str, tuple[tuple[Any, ...], Any]] = {
    "the schema of a stream's items": (
        (*GET, "responses", "200", "content", "application/jsonl"),
        {"itemSchema": {"type": "object", "properties": {"id": {"type": "integer"}}}},
    ),
    "the method QUERY": (("paths", "/things/{id}", "query"), ANOTHER),
    "other methods": (("paths", "/things/{id}", "additionalOperations"), {"LINK": ANOTHER}),
    "media types as components": (("components", "mediaTypes"), {"Lines": {"itemSchema": {}}}),
    "the summary of a response": ((*GET, "responses", "200", "summary"), "It."),
    "the address of the document": (("$self",), "https://example.com/openapi.json"),
}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize("kind", NEWER)
def test_fields_of_3_2_keep_their_meaning_in_older_versions(kind: str, version: str, tmp_path: Path) -> None:
    parts, value = NEWER[kind]
    path = tmp_path / "newer.yaml"
    document = with_mistake(parts, value) | {"openapi": version}
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    reading = read(path)
    assert validate(reading.document, reading.source) == []
    messages = {problem.message for problem in reading.repairs}
    assert messages == (set() if version == "3.2.0" else {"exists only in OpenAPI 3.2; it is read as in 3.2"})
    assert build_files(Target(path, tmp_path / "tree"), lambda stage, done: None).files


COMPONENTS: dict[str, Any] = {
    "schemas": {"type": "object", "properties": {"}": {"type": "string"}}},
    "responses": {"description": "Ok."},
    "parameters": {"name": "q", "in": "query", "schema": {"type": "string"}},
    "examples": {"value": 1},
    "requestBodies": {"content": {}},
    "headers": {"schema": {"type": "string"}},
    "securitySchemes": {"type": "http", "scheme": "basic"},
    "links": {"operationId": "get"},
    "callbacks": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": "Ok."}}}}},
    "pathItems": {"get": {"responses": {"200": {"description": "Ok."}}}},
}


@pytest.mark.parametrize("section", COMPONENTS)
def test_components_with_any_names_are_renamed_to_plain_ones(section: str, tmp_path: Path) -> None:
    names = ["}", "{", "a b", "é", "²", "\u202e", "+", " ", "'", "a/b", "~", "名", "\U0001f525", "class}"]
    document = copy.deepcopy(SOUND)
    document["components"].setdefault(section, {}).update(dict.fromkeys(names, COMPONENTS[section]))
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    reading = read(path)
    found = reading.document
    assert validate(found, reading.source) == []
    assert len(found["components"][section]) == len(document["components"][section])
    require_plain(found)
    require_plain(normal_form(found))


def require_plain(value: Any) -> None:
    """JSON is of no types but its own: what reads it outside Python takes no others."""
    assert type(value) in (dict, list, str, int, float, bool, type(None))
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        require_plain(member)
    for key in value if isinstance(value, dict) else ():
        assert type(key) is str


def test_a_renamed_security_scheme_is_renamed_where_it_is_required(tmp_path: Path) -> None:
    document = copy.deepcopy(SOUND) | {"security": [{"my key": []}]}
    document["components"]["securitySchemes"] = {"my key": {"type": "http", "scheme": "bearer"}}
    path = tmp_path / "scheme.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    api = read_api(path)
    assert [scheme.key for scheme in api.security_schemes] == ["my_key"]
    assert api.operations[0].security == (("my_key",),)


def test_reports_are_in_the_order_of_the_document(tmp_path: Path) -> None:
    document = copy.deepcopy(SOUND)
    names = [f"p{index}" for index in range(20)]
    document["components"]["schemas"]["Thing"]["properties"] = {
        name: {"type": "integer", "maximum": 3, "default": 4} for name in names
    }
    path = tmp_path / "defaults.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    assert [problem.pointer for problem in read(path).repairs] == [
        f"/components/schemas/Thing/properties/{name}/default" for name in names
    ]


def test_a_mistake_in_what_another_repair_moved_is_reported_where_it_is_written(tmp_path: Path) -> None:
    document = copy.deepcopy(SOUND)
    document["components"]["schemas"]["A thing"] = {"type": "object", "required": ["a", "a"]}
    document["components"]["schemas"]["Thing"] = {
        "nullable": True, "allOf": [{"type": "object", "required": ["b", "b"]}],
    }  # fmt: skip
    path = tmp_path / "moved.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    lines = path.read_text("utf-8").splitlines()
    reports = {problem.pointer: problem.line for problem in read(path).repairs}
    assert reports.keys() == {
        "/components/schemas/A thing", "/components/schemas/A thing/required",
        "/components/schemas/Thing/nullable", "/components/schemas/Thing/allOf/0/required",
    }  # fmt: skip
    required = [number for number, line in enumerate(lines, 1) if line.strip() == "required:"]
    assert required == [
        reports["/components/schemas/Thing/allOf/0/required"],
        reports["/components/schemas/A thing/required"],
    ]


LOCATIONS = ("path", "query", "header", "cookie")
EXTRAS: tuple[dict[str, Any], ...] = (
    {"allowReserved": True}, {"allowEmptyValue": True}, {"explode": True}, {"example": "x"},
    {"examples": {"a": {"value": "x"}}}, {"style": "simple"}, {"style": "form"}, {"style": "label"},
    {"style": "deepObject"}, {"style": "cookie"},
)  # fmt: skip


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1", "3.2.0"])
@pytest.mark.parametrize("location", LOCATIONS)
@pytest.mark.parametrize("content", [False, True])
def test_no_field_of_a_parameter_ends_in_an_error(
    tmp_path: Path, version: str, location: str, content: bool
) -> None:
    kind: dict[str, Any] = {"content": {"application/json": {"schema": {}}}} if content else {"schema": {}}
    for extra in EXTRAS:
        parameter = {"name": "it", "in": location, "required": True, **kind, **extra}
        document = with_mistake((*GET, "parameters", 1), parameter) | {"openapi": version}
        document["paths"]["/things/{id}/{it}"] = document["paths"].pop("/things/{id}")
        if location != "path":
            document["paths"]["/things/{id}"] = document["paths"].pop("/things/{id}/{it}")
        path = tmp_path / "extra.yaml"
        path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
        reading = read(path)
        assert validate(reading.document, reading.source) == [], extra
        assert len(reading.repairs) <= 1


@pytest.mark.parametrize(
    ("location", "style", "explode"), [("query", "simple", False), ("path", "form", True)]
)
def test_a_foreign_style_keeps_whether_lists_are_exploded(
    tmp_path: Path, location: str, style: str, explode: bool
) -> None:
    parameter = {"name": "id", "in": location, "required": True, "style": style, "schema": {"type": "array"}}
    document = with_mistake((*GET, "parameters"), [parameter])
    if location != "path":
        document["paths"]["/things"] = document["paths"].pop("/things/{id}")
    path = tmp_path / "foreign.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    (item,) = normal_form(read(path).document)["paths"].values()
    (found,) = item["get"]["parameters"]
    assert (found["style"], found["explode"]) == ({"query": "form", "path": "simple"}[location], explode)
