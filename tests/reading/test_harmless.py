"""Mistakes that change nothing on the wire are repaired, and reported where they are, in whichever file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from oasmith import read_api
from oasmith.errors import OasmithError, Problem
from oasmith.pipeline import Generated, build_files
from oasmith.settings import Target
from support.paths import ROOT

CASES = ROOT.parent / "shared" / "cases" / "schemas"


def built(path: Path, lenient: bool = False) -> Generated:
    return build_files(Target(path, path.parent / "out", lenient=lenient), lambda stage, done: None)


def place(problem: Problem) -> tuple[str, int | None, str]:
    return Path(problem.file).name, problem.line, problem.pointer


KNOWN = {
    "required_twice.yaml": ("required_twice.yaml", 15, "/components/schemas/A/required"),
    "exclusive_true.yaml": (
        "exclusive_true.yaml", 16, "/components/schemas/A/properties/rate/exclusiveMinimum",
    ),
    "tag_twice.yaml": ("tag_twice.yaml", 3, "/tags/2"),
    "tag_description_ref.yaml": ("tag_description_ref.yaml", 3, "/tags/0/description"),
    "operation_ref.yaml": ("operation_ref.yaml", 5, "/paths/~1a/get"),
    "properties_ref.yaml": ("properties_ref_parts.yml", 3, "/A/properties"),
}  # fmt: skip


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/cases is not beside the checkout")
@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("lenient", [False, True])
def test_known_mistakes(name: str, lenient: bool) -> None:
    found = build_files(Target(CASES / name, Path("out"), lenient=lenient), lambda stage, done: None)
    assert [place(problem) for problem in found.problems] == [KNOWN[name]]
    assert [operation.id for operation in read_api(CASES / name).operations] == ["getA"]


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/cases is not beside the checkout")
def test_what_was_elsewhere_is_used() -> None:
    def properties(name: str) -> Any:
        schema: Any = read_api(CASES / name).schemas["A"]
        return schema["properties"]

    (operation,) = read_api(CASES / "operation_ref.yaml").operations
    assert operation.responses[0].contents[0].schema == {"type": "string"}
    assert properties("properties_ref.yaml") == {"id": {"type": "string"}}
    assert read_api(CASES / "tag_description_ref.yaml").groups[0].description == "What a is."
    assert properties("exclusive_true.yaml")["rate"] == {"type": "number", "exclusiveMinimum": 0}


def write(folder: Path, **files: Any) -> Path:
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False))
    return folder / "root.yaml"


OPERATION = {"operationId": "getA", "responses": {"200": {"description": "ok"}}}
ROOT_FILE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/a": {"get": OPERATION}},
    "components": {"schemas": {"A": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
}
PARTS: dict[str, Any] = {
    "text": "Some words.",
    "operation": OPERATION,
    "alias": {"$ref": "#/operation"},
    "paths": {"/b": {"$ref": "#/item"}, "/c": {"get": {"$ref": "#/alias"}}},
    "item": {"get": {**OPERATION, "operationId": "getB"}},
    "properties": {"name": {"$ref": "#/Name"}, "next": {"$ref": "root.yaml#/components/schemas/A"}},
    "Name": {"type": "string", "required": ["a", "a"]},
    "parameters": [{"$ref": "#/parameter"}],
    "parameter": {"name": "q", "in": "query", "schema": {"type": "string"}},
    "responses": {"200": {"description": "ok"}, "404": {"description": "none"}},
    "schemas": {"A": {"type": "string"}, "B": {"type": "integer"}},
    "members": [{"type": "object"}, {"$ref": "#/Name"}],
    "values": ["a", "b"],
}
ELSEWHERE: dict[str, tuple[tuple[Any, ...], Any]] = {
    "a title": (("info", "title"), "text"),
    "a description": (("info", "description"), "text"),
    "a summary": (("paths", "/a", "get", "summary"), "text"),
    "a schema's description": (("components", "schemas", "A", "description"), "text"),
    "an operation": (("paths", "/a", "get"), "operation"),
    "an operation through another reference": (("paths", "/a", "get"), "alias"),
    "paths": (("paths",), "paths"),
    "properties": (("components", "schemas", "A", "properties"), "properties"),
    "parameters": (("paths", "/a", "get", "parameters"), "parameters"),
    "responses": (("paths", "/a", "get", "responses"), "responses"),
    "schemas": (("components", "schemas"), "schemas"),
    "allOf": (("components", "schemas", "A", "allOf"), "members"),
    "an enum": (("components", "schemas", "A", "enum"), "values"),
}


def with_reference(parts: tuple[Any, ...], name: str) -> dict[str, Any]:
    document = copy.deepcopy(ROOT_FILE)
    node: Any = document
    for part in parts[:-1]:
        node = node[part]
    node[parts[-1]] = {"$ref": f"parts.yaml#/{name}"}
    return document


@pytest.mark.parametrize("kind", ELSEWHERE)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_reference_where_none_is_allowed_is_resolved(
    kind: str, version: str, lenient: bool, tmp_path: Path
) -> None:
    parts, name = ELSEWHERE[kind]
    path = write(tmp_path, root=with_reference(parts, name) | {"openapi": version}, parts=PARTS)
    pointer = "/" + "/".join(str(part).replace("/", "~1") for part in parts)
    assert ("root.yaml", pointer) in [(file, at) for file, _, at in map(place, built(path, lenient).problems)]
    assert read_api(path).operations


@pytest.mark.parametrize("name", ["nothing", "text", "values", "Name"])
@pytest.mark.parametrize(
    "parts", [("paths", "/a", "get"), ("paths",), ("components", "schemas", "A", "properties")]
)
def test_a_reference_to_the_wrong_thing_is_refused(name: str, parts: tuple[Any, ...], tmp_path: Path) -> None:
    if name == "Name" and parts != ("paths",):
        return
    path = write(tmp_path, root=with_reference(parts, name), parts=PARTS)
    with pytest.raises(OasmithError) as raised:
        built(path)
    assert raised.value.problems[0].line


@pytest.mark.parametrize("target", ["root.yaml#/paths/~1a/get", "root.yaml#/paths/~1a", "root.yaml#/paths"])
def test_an_operation_that_is_itself_is_refused(target: str, tmp_path: Path) -> None:
    document = copy.deepcopy(ROOT_FILE)
    document["paths"]["/a"]["get"] = {"$ref": target}
    with pytest.raises(OasmithError):
        built(write(tmp_path, root=document))


def test_a_problem_in_another_file_is_reported_there(tmp_path: Path) -> None:
    document = copy.deepcopy(ROOT_FILE)
    document["components"]["schemas"]["A"]["properties"]["name"] = {"$ref": "parts.yaml#/Name"}
    path = write(tmp_path, root=document, parts=PARTS)
    lines = (tmp_path / "parts.yaml").read_text().splitlines()
    (problem,) = built(path).problems
    assert place(problem) == ("parts.yaml", lines.index("  required:") + 1, "/Name/required")
    broken = copy.deepcopy(PARTS)
    broken["Name"] = {"type": "strng", "minLength": "x"}
    with pytest.raises(OasmithError) as raised:
        built(write(tmp_path, root=document, parts=broken))
    assert {(Path(found.file).name, found.pointer) for found in raised.value.problems} == {
        ("parts.yaml", "/Name/minLength")
    }


@pytest.mark.parametrize(
    "paths",
    [
        {"/a": {"get": {"$ref": "nothing.yaml"}}},
        {"/a": {"get": "x"}},
        {"/a": {"$ref": "#/paths/~1a"}},
        {"/a": "x", "/b": {"get": []}},
        {"/a": {"get": {"operationId": ["a"], "responses": {}}}},
    ],
)
def test_lenient_never_gives_an_empty_client(paths: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(OasmithError) as raised:
        built(write(tmp_path, root={**ROOT_FILE, "paths": paths}), lenient=True)
    assert "no operation" in str(raised.value)


def test_a_description_without_operations_gives_its_models_leniently(tmp_path: Path) -> None:
    document = {**ROOT_FILE, "paths": {}}
    document["components"] = {"schemas": {"A": {"type": "strng"}, "B": {"type": "object"}}}
    assert built(write(tmp_path, root=document), lenient=True).files
