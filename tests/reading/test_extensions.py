"""Malformed and unknown extensions are reported with their location and ignored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from oasmith import generate
from oasmith.extensions import EXTENSIONS, table
from oasmith.reading import read
from oasmith.settings import Target
from support.paths import CORPUS, ROOT

_OPERATION = {"operationId": "listPets", "responses": {"200": {"description": "ok"}}}


def _document(**changes: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example"}],
        "paths": {"/pets": {"get": _OPERATION}},
        **changes,
    }


def _problems(folder: Path, document: dict[str, Any]) -> list[tuple[str, str]]:
    """Pointer and message of each problem; the client is generated as well, so nothing crashes later."""
    path = folder / "pets.json"
    path.write_text(json.dumps(document))
    generate([Target(path, folder / "out")], lambda stage, done: None)
    return [(problem.pointer, problem.message) for problem in read(path).repairs]


def _at(pointer: str, value: Any) -> dict[str, Any]:
    """The document with a value at a pointer."""
    document = json.loads(
        json.dumps(
            _document(
                tags=[{"name": "pets"}],
                components={
                    "schemas": {"Pet": {"type": "object", "allOf": [{"minProperties": 1}]}},
                    "securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}},
                },
            )
        )
    )
    document["paths"]["/pets"]["get"] |= {
        "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
    }
    node: Any = document
    *parents, last = (part.replace("~1", "/") for part in pointer[1:].split("/"))
    for part in parents:
        node = node[int(part) if isinstance(node, list) else part]
    node[last] = value
    return dict(document)


_GET = "/paths/~1pets/get"
_PET = "/components/schemas/Pet"

MALFORMED = [
    ("/tags/0/x-oasmith-name", ["pets"]),
    (f"{_GET}/x-oasmith-name", ""),
    (f"{_GET}/x-oasmith-name", {"python": "pets"}),
    (f"{_GET}/parameters/0/x-oasmith-name", 3),
    (f"{_PET}/x-oasmith-name", True),
    ("/components/securitySchemes/Key/x-oasmith-name", None),
    ("/x-oasmith-short-names", "no"),
    ("/x-oasmith-local-times", "no"),
    ("/x-oasmith-validate-requests", "no"),
    ("/x-oasmith-validate-requests", 0),
    (f"{_GET}/x-deprecated-reason", True),
    (f"{_GET}/parameters/0/x-deprecated-reason", ""),
    (f"{_GET}/x-sunset", 2030),
    (f"{_GET}/x-oasmith-pagination", True),
    (f"{_GET}/x-oasmith-pagination", {"style": "pages"}),
    (f"{_GET}/x-oasmith-pagination", {"items": "/items"}),
    (f"{_GET}/x-oasmith-pagination", {"style": "page", "start": "one"}),
    (f"{_PET}/allOf/0/x-rule", {"message": "no id"}),
    (f"{_PET}/allOf/0/x-rule", "words"),
    (f"{_PET}/allOf/0/x-rule", {"id": "a", "message": "b", "enforced-by": "nobody"}),
    (f"{_PET}/x-advice", {"id": "a"}),
    (f"{_PET}/x-advice", [{"id": "a", "message": "b", "field": "c"}]),
    (f"{_PET}/x-mandatory", True),
    (f"{_PET}/x-source", 4),
    (f"{_PET}/x-extensible-enum", "a, b"),
    (f"{_GET}/requestBody/content/application~1json/x-content-type", ["application/json"]),
    (f"{_GET}/parameters/0/x-client-parameter", "yes"),
    ("/components/securitySchemes/Key/x-environment", "TOKEN"),
    ("/components/securitySchemes/Key/x-environment", {"variables": {"token": [1]}}),
    ("/components/securitySchemes/Key/x-environment", {"variables": ["TOKEN"]}),
    ("/servers/0/x-environment", ["URL"]),
    ("/servers/0/x-environment", {"file": "~/regions.yaml"}),
    ("/x-vendor-sdk", {"service": "elb"}),
    ("/x-vendor-sdk", ["huaweicloud"]),
    (f"{_PET}/x-vendor-sdk", {"enum": "yes"}),
]


@pytest.mark.parametrize(("pointer", "value"), MALFORMED)
def test_a_malformed_extension_is_reported_and_ignored(tmp_path: Path, pointer: str, value: Any) -> None:
    [(found, message)] = _problems(tmp_path, _at(pointer, value))
    assert found == pointer or found.startswith(f"{pointer}/")
    assert "is malformed and is ignored" in message


def test_each_extension_has_a_malformed_use_among_these() -> None:
    assert {pointer.rpartition("/")[2] for pointer, _ in MALFORMED} == {each.keyword for each in EXTENSIONS}


@pytest.mark.parametrize(
    "pointer",
    ["/x-oasmith-names", "/info/x-oasmith-title", "/servers/0/x-oasmith-name2", f"{_GET}/x-oasmith-paginaton",
     f"{_PET}/x-oasmith-rule", "/tags/0/x-oasmith-group"],
)  # fmt: skip
def test_an_unknown_extension_of_this_project_is_reported(tmp_path: Path, pointer: str) -> None:
    [(found, message)] = _problems(tmp_path, _at(pointer, "something"))
    assert found == pointer
    assert message.startswith("unknown extension x-oasmith-")


def test_an_extension_in_another_place_is_reported(tmp_path: Path) -> None:
    [(found, message)] = _problems(tmp_path, _at(f"{_PET}/x-oasmith-pagination", False))
    assert (found, message) == (
        f"{_PET}/x-oasmith-pagination", "x-oasmith-pagination has no effect here and is ignored",
    )  # fmt: skip


def test_extensions_of_others_are_not_looked_at(tmp_path: Path) -> None:
    assert _problems(tmp_path, _at(f"{_GET}/x-speakeasy-pagination", {"any": ["thing"]})) == []


@pytest.mark.parametrize(
    ("name", "pointer"),
    [("ext", "/paths/~1t/get/x-oasmith-paginaton"), ("ext-rule", "/components/schemas/A/allOf/0/x-rule")],
)
def test_the_cases_are_reported(tmp_path: Path, name: str, pointer: str) -> None:
    path = CORPUS.parent / f"cases/schemas/{name}.yaml"
    if not path.exists():
        pytest.skip("the shared cases are not here")
    generate([Target(path, tmp_path / "out")], lambda stage, done: None)
    [problem] = read(path).repairs
    assert (problem.pointer, problem.line is not None) == (pointer, True)


def test_the_readme_lists_every_extension() -> None:
    assert table() in (ROOT / "README.md").read_text("utf-8")
