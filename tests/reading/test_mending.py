"""Slips that change nothing on the wire are mended, each told with its place."""

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

SLIPS: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "a version of OpenAPI in two parts": (("openapi",), 3.1, "/openapi"),
    "an unquoted version": (("info", "version"), 1.0, "/info/version"),
    "no title": (("info", "title"), None, "/info"),
    "an unknown field": (("pathz",), {}, "/pathz"),
    "a response without a description": (
        (*GET, "responses", "200", "description"), None, "/paths/~1things~1{id}/get/responses/200",
    ),
    "one tag": ((*GET, "tags"), "a", "/paths/~1things~1{id}/get/tags"),
    "a tag twice": ((*GET, "tags"), ["a", "a"], "/paths/~1things~1{id}/get/tags"),
    "a path parameter that need not be there": (
        (*GET, "parameters", 0, "required"), None, "/paths/~1things~1{id}/get/parameters/0",
    ),
    "a path parameter that nobody describes": (
        (*GET, "parameters"), None, "/paths/~1things~1{id}/get",
    ),
    "a parameter that the path has no place for": (
        (*GET, "parameters", 1), {"name": "no", "in": "path", "required": True, "schema": {}},
        "/paths/~1things~1{id}/get/parameters",
    ),
    "examples that are none": (
        (*GET, "parameters", 0, "examples"), [1], "/paths/~1things~1{id}/get/parameters/0/examples",
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
    "a value twice": (
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
    "a component that may not be called so": (
        ("components", "schemas", "A thing"), {"type": "string"}, "/components/schemas/A thing",
    ),
    "an id that another operation has": (
        ("paths", "/other"), {"get": {"operationId": "get", "responses": {"200": {"description": "x"}}}},
        "/paths/~1other/get/operationId",
    ),
}  # fmt: skip


def with_slip(parts: tuple[Any, ...], value: Any) -> dict[str, Any]:
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


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_mended_and_told_once(kind: str, tmp_path: Path) -> None:
    parts, value, pointer = SLIPS[kind]
    path = tmp_path / "slip.yaml"
    path.write_text(yaml.safe_dump(with_slip(parts, value), sort_keys=False), "utf-8")
    document, source, told = read(path)
    assert validate(document, source) == []
    assert [problem.pointer for problem in told] == [pointer]
    assert told[0].file == str(path)
    assert told[0].line
    assert told[0].remedy
    built = build_files(Target(path, tmp_path / "tree"), lambda stage, done: None)
    assert pointer in [problem.pointer for problem in built.problems]


def test_a_sound_description_has_none(tmp_path: Path) -> None:
    path = tmp_path / "sound.yaml"
    path.write_text(yaml.safe_dump(SOUND), "utf-8")
    assert read(path)[2] == []


def test_what_a_newer_version_need_not_say_is_missed_in_an_older_one_only(tmp_path: Path) -> None:
    description, responses = (*GET, "responses", "200", "description"), (*GET, "responses")
    for parts, versions in ((responses, ("3.0.3",)), (description, ("3.0.3", "3.1.1"))):
        for version in ("3.0.3", "3.1.1", "3.2.0"):
            path = tmp_path / "less.yaml"
            path.write_text(yaml.safe_dump(with_slip(parts, None) | {"openapi": version}), "utf-8")
            document, source, told = read(path)
            assert validate(document, source) == []
            assert len(told) == (version in versions)


def test_keywords_of_3_1_in_3_0_mean_what_they_mean_there(tmp_path: Path) -> None:
    document = with_slip((*THING, "properties", "id", "type"), ["integer", "null"]) | {"openapi": "3.0.3"}
    path = tmp_path / "newer.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    document, _, told = read(path)
    assert normal_form(document)["components"]["schemas"]["Thing"]["properties"]["id"] == {
        "type": ["integer", "null"]
    }
    assert "is of OpenAPI 3.1" in told[0].message


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
    found, source, _ = read(path)
    assert validate(found, source) == []
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


def test_a_scheme_that_is_renamed_is_renamed_where_it_is_asked_for(tmp_path: Path) -> None:
    document = copy.deepcopy(SOUND) | {"security": [{"my key": []}]}
    document["components"]["securitySchemes"] = {"my key": {"type": "http", "scheme": "bearer"}}
    path = tmp_path / "scheme.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    api = read_api(path)
    assert [scheme.key for scheme in api.security_schemes] == ["my_key"]
    assert api.operations[0].security == (("my_key",),)
