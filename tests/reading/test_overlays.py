"""Overlays change a description; the examples of the specification give the results that it documents."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import oasmith
import pytest
import yaml
from oasmith import OasmithError, Target
from oasmith.reading.files import source_file
from oasmith.reading.overlays import overlaid


def overlay(*actions: dict[str, Any], version: str = "1.1.0", **more: Any) -> dict[str, Any]:
    return {"overlay": version, "info": {"title": "T", "version": "1"}, "actions": list(actions), **more}


def applied(tmp_path: Path, description: Any, *overlays: dict[str, Any]) -> Any:
    paths = [tmp_path / f"{index}.overlay.yaml" for index in range(len(overlays))]
    for path, content in zip(paths, overlays, strict=True):
        path.write_text(yaml.safe_dump(content), "utf-8")
    root = source_file("openapi.json", ".json", json.dumps(description).encode())
    return overlaid(root, paths)[0].data


OK = {"responses": {"200": {"description": "OK"}}}
ITEMS = {"/items": {"get": OK}, "/some-items": {"delete": OK}}
PAGING = [{"name": "top", "in": "query"}, {"name": "skip", "in": "query"}]
ID = {"name": "id", "in": "path", "required": True}

# Name: the paths of a description, the version of an overlay and its actions, and the resulting paths.
EXAMPLES: dict[str, tuple[Any, str, list[dict[str, Any]], Any]] = {
    "structured": (
        {"/": {"get": {"summary": "Old"}}, "/pets": {"get": {}}},
        "1.0.0",
        [
            {
                "target": "$",
                "update": {
                    "paths": {
                        "/": {"summary": "The root", "get": {"summary": "Read it", "x-rate-limit": 100}},
                        "/pets": {"get": {"summary": "List pets"}},
                    }
                },
            }
        ],
        {
            "/": {"get": {"summary": "Read it", "x-rate-limit": 100}, "summary": "The root"},
            "/pets": {"get": {"summary": "List pets"}},
        },
    ),
    "targeted": (
        {"/foo": {"get": {"description": "a"}}, "/bar": {"get": {"description": "b"}, "post": {"x-a": 1}}},
        "1.1.0",
        [
            {"target": "$.paths['/foo'].get.description", "update": "new"},
            {"target": "$.paths['/bar']", "update": {"post": {"description": "child", "x-safe": False}}},
        ],
        {
            "/foo": {"get": {"description": "new"}},
            "/bar": {
                "get": {"description": "b"},
                "post": {"x-a": 1, "description": "child", "x-safe": False},
            },
        },
    ),
    "wildcard": (
        {
            "/a": {
                "get": {"parameters": [{"name": "filter", "in": "query"}, {"name": "filter", "in": "header"}]}
            },
            "/b": {"get": {}},
        },
        "1.0.0",
        [
            {"target": "$.paths.*.get", "update": {"x-safe": True}},
            {
                "target": "$.paths.*.get.parameters[?@.name=='filter' && @.in=='query']",
                "update": {"schema": {"type": "string"}},
            },
        ],
        {
            "/a": {
                "get": {
                    "parameters": [
                        {"name": "filter", "in": "query", "schema": {"type": "string"}},
                        {"name": "filter", "in": "header"},
                    ],
                    "x-safe": True,
                }
            },
            "/b": {"get": {"x-safe": True}},
        },
    ),
    "array element added": (
        {"/a": {"get": {"parameters": [ID]}}},
        "1.0.0",
        [{"target": "$.paths.*.get.parameters", "update": {"name": "newParam", "in": "query"}}],
        {"/a": {"get": {"parameters": [ID, {"name": "newParam", "in": "query"}]}}},
    ),
    "array concatenated": (
        {"/a": {"get": {"parameters": [ID]}}},
        "1.1.0",
        [{"target": "$.paths.*.get.parameters", "update": PAGING}],
        {"/a": {"get": {"parameters": [ID, *PAGING]}}},
    ),
    "array element removed": (
        {"/a": {"get": {"parameters": [{"name": "dummy"}, ID, {"name": "dummy"}]}}},
        "1.0.0",
        [{"target": "$.paths.*.get.parameters[?@.name == 'dummy']", "remove": True}],
        {"/a": {"get": {"parameters": [ID]}}},
    ),
    "primitive array element removed": (
        {"/a": {"get": {"tags": ["dummy", "pets"]}}},
        "1.1.0",
        [{"target": "$.paths.*.get.tags[?@ == 'dummy']", "remove": True}],
        {"/a": {"get": {"tags": ["pets"]}}},
    ),
    "traits": (
        {
            "/items": {"get": {"x-oai-traits": ["paged"], **OK}},
            "/items/{id}/subitems": {"get": {"x-oai-traits": ["paged"], "parameters": [ID], **OK}},
            "/other": {"get": OK},
        },
        "1.0.0",
        [
            {
                "target": "$.paths[?(@.get['x-oai-traits'][?(@ == 'paged')])].get",
                "update": {"parameters": PAGING},
            }
        ],
        {
            "/items": {"get": {"x-oai-traits": ["paged"], **OK, "parameters": PAGING}},
            "/items/{id}/subitems": {"get": {"x-oai-traits": ["paged"], "parameters": [ID, *PAGING], **OK}},
            "/other": {"get": OK},
        },
    ),
    "copy": (
        ITEMS,
        "1.1.0",
        [{"target": '$.paths["/some-items"]', "copy": '$.paths["/items"]'}],
        {"/items": {"get": OK}, "/some-items": {"get": OK, "delete": OK}},
    ),
    "copy to a new path": (
        ITEMS,
        "1.1.0",
        [
            {"target": "$.paths", "update": {"/other-items": {}}},
            {"target": '$.paths["/other-items"]', "copy": '$.paths["/items"]'},
        ],
        {**ITEMS, "/other-items": {"get": OK}},
    ),
    "move": (
        ITEMS,
        "1.1.0",
        [
            {"target": "$.paths", "update": {"/new-items": {}}},
            {"target": '$.paths["/new-items"]', "copy": '$.paths["/items"]'},
            {"target": '$.paths["/items"]', "remove": True},
        ],
        {"/new-items": {"get": OK}, "/some-items": {"delete": OK}},
    ),
    "responses removed": (
        {"/a": {"get": {"responses": {"200": {}, "500": {}, "default": {}}}}},
        "1.0.0",
        [
            {"target": "$.paths..responses['500']", "remove": True},
            {"target": "$.paths..responses['default']", "remove": True},
        ],
        {"/a": {"get": {"responses": {"200": {}}}}},
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_the_specification_gives_its_result(name: str, tmp_path: Path) -> None:
    paths, version, actions, expected = EXAMPLES[name]
    description = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    assert applied(tmp_path, description, overlay(*actions, version=version))["paths"] == expected


def test_servers_are_replaced_in_two_actions(tmp_path: Path) -> None:
    description = {"openapi": "3.1.0", "servers": [{"url": "https://api.example"}], "paths": {}}
    actions = (
        {"target": "$.servers", "remove": True},
        {"target": "$", "update": {"servers": [{"url": "http://localhost"}]}},
    )
    assert applied(tmp_path, description, overlay(*actions))["servers"] == [{"url": "http://localhost"}]


def test_overlays_are_applied_in_their_order(tmp_path: Path) -> None:
    first = overlay({"target": "$.info", "update": {"title": "First", "x-first": True}})
    second = overlay({"target": "$.info[?@ == 'First']", "update": "Second"})
    result = applied(tmp_path, {"info": {"title": "T"}}, first, second)
    assert result["info"] == {"title": "Second", "x-first": True}


def test_an_alias_of_yaml_is_a_value_of_its_own(tmp_path: Path) -> None:
    text = """
        {openapi: 3.1.0, info: {title: T, version: '1'},
         paths: {/a: {get: {responses: &all {'200': {description: OK}}}}, /b: {get: {responses: *all}}}}
        """
    first = overlay({"target": "$.paths['/a'].get.responses['200']", "update": {"description": "A"}})
    second = tmp_path / "second.yaml"
    second.write_text(
        """
        overlay: 1.0.0
        info: {title: T, version: '1'}
        actions:
        - {target: $.paths, update: {/c: &new {get: {responses: {}}}, /d: *new}}
        - {target: "$.paths['/c'].get", update: {summary: C}}
        """,
        "utf-8",
    )
    (tmp_path / "first.yaml").write_text(yaml.safe_dump(first), "utf-8")
    root = source_file("openapi.yaml", ".yaml", text.encode())
    before = json.dumps(root.data)
    paths = overlaid(root, [tmp_path / "first.yaml", second])[0].data["paths"]
    assert [paths[it]["get"]["responses"]["200"]["description"] for it in ("/a", "/b")] == ["A", "OK"]
    assert [paths[it]["get"].get("summary") for it in ("/c", "/d")] == ["C", None]
    assert json.dumps(root.data) == before


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "matches nothing": (
        overlay({"target": "$.paths['/nowhere']", "remove": True}),
        "/actions/0/target",
        "matches nothing",
    ),
    "no query": (overlay({"target": "paths", "remove": True}), "/actions/0/target", "not a JSONPath query"),
    "two kinds": (overlay({"target": "$.info.*", "update": {}}), "/actions/0/target", "different kinds"),
    "object into a string": (
        overlay({"target": "$.info.title", "update": {"a": 1}}),
        "/actions/0/update",
        "merges object into primitive",
    ),
    "string into an object": (
        overlay({"target": "$", "update": {"info": "x"}}),
        "/actions/0/update",
        "at /info",
    ),
    "copy of two": (overlay({"target": "$.info", "copy": "$.info.*"}), "/actions/0/copy", "selects 2 nodes"),
    "copy in 1.0": (
        overlay({"target": "$.info", "copy": "$.info"}, version="1.0.0"),
        "/actions/0/copy",
        "Overlay 1.1",
    ),
    "root removed": (overlay({"target": "$", "remove": True}), "/actions/0/target", "whole description"),
    "misspelt": (overlay({"target": "$.info", "updates": {}}), "/actions/0/updates", "unknown field"),
    "nothing to do": (overlay({"target": "$.info"}), "/actions/0", "does nothing"),
    "no actions": (overlay(), "/actions", "has no actions"),
    "version": (overlay({"target": "$", "update": {}}, version="2.0.0"), "/overlay", "not supported"),
    "a number as version": (
        overlay({"target": "$.info", "update": {}}) | {"info": {"title": "T", "version": 1.10}},
        "/info/version",
        "version must be a string",
    ),
    "a list as title": (
        overlay({"target": "$.info", "update": {}}) | {"info": {"title": [], "version": "1"}},
        "/info/title",
        "title must be a string",
    ),
    "no version": (
        overlay({"target": "$.info", "update": {}}) | {"info": {"title": "T"}},
        "/info",
        "has no version",
    ),
    "a number as overlay": (
        overlay({"target": "$.info", "update": {}}) | {"overlay": 1.1},
        "/overlay",
        "overlay must be a string",
    ),
    "not an overlay": ({"openapi": "3.1.0"}, "", "is not an overlay"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_reported_at_its_place(name: str, tmp_path: Path) -> None:
    content, pointer, message = WRONG[name]
    with pytest.raises(OasmithError) as caught:
        applied(tmp_path, {"info": {"title": "T", "more": {}}}, content)
    (problem,) = caught.value.problems
    assert (problem.pointer, Path(problem.file).name) == (pointer, "0.overlay.yaml")
    assert problem.line is not None
    assert message in problem.message
    assert problem.remedy


DESCRIPTION = """
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'200': {description: Pets, content: {application/json: {schema: {type: strin}}}}}
"""
FIX = """
overlay: 1.1.0
info: {title: Fix, version: '1'}
actions:
  - target: $..[?@.type == 'strin'].type
    update: string
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_text(DESCRIPTION, "utf-8")
    (tmp_path / "fix.overlay.yaml").write_text(FIX, "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.oasmith]\ndescription = "openapi.yaml"\noutput = "out"\noverlays = ["fix.overlay.yaml"]\n'
        'products = ["client"]\n',
        "utf-8",
    )
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "oasmith", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_settings_name_overlays_which_are_inputs_of_the_run(project: Path) -> None:
    (target,) = oasmith.configured_targets(project)
    assert oasmith.generate(target)[0].changes.written
    assert oasmith.generate(target)[0].changes.written == ()
    fix = project / "fix.overlay.yaml"
    fix.write_text(FIX.replace("update: string", "update: integer"), "utf-8")
    assert oasmith.generate(target)[0].changes.written


def test_describe_prints_the_description_with_overlays(project: Path) -> None:
    done = run(project, "describe", "openapi.yaml", "--overlay", "fix.overlay.yaml", "--json")
    assert done.returncode == 0, done.stderr
    media = json.loads(done.stdout)["paths"]["/pets"]["get"]["responses"]["200"]["content"]
    assert media["application/json"]["schema"] == {"type": "string"}
    assert yaml.safe_load(run(project, "describe").stdout) == json.loads(done.stdout)


def test_an_action_that_matches_nothing_fails_the_run_with_its_line(project: Path) -> None:
    (project / "openapi.yaml").write_text(DESCRIPTION.replace("strin}", "string}"), "utf-8")
    done = run(project, "generate")
    assert done.returncode == 2
    assert "fix.overlay.yaml:5: /actions/0/target" in done.stderr


def test_a_target_has_overlays(project: Path) -> None:
    target = Target(project / "openapi.yaml", project / "o", overlays=(project / "fix.overlay.yaml",))
    assert oasmith.describe(target)["info"]["title"] == "Pets"
