"""Which sample requests have files: those of the description, or with ``examples = "all"`` all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.settings import Examples, Target, read_targets

NUMBER = {"type": "object", "required": ["number"], "properties": {"number": {"type": "integer"}}}
DONE = {"responses": {"204": {"description": "Done"}}}


def path_item(name: str, **operation: Any) -> Any:
    return {"post": {"operationId": name, **DONE, **operation}}


def parameters(*examples: Any) -> Any:
    return [
        {"name": f"p{index}", "in": "query", "required": True, "schema": {"type": "integer"}, **example}
        for index, example in enumerate(examples)
    ]


def body(**content: Any) -> Any:
    return {"required": True, "content": {"application/json": {"schema": NUMBER, **content}}}


OPERATIONS: dict[str, tuple[Any, set[str]]] = {
    "givenBody": ({"requestBody": body(example={"number": 7})}, {"example"}),
    "namedBodies": ({"requestBody": body(examples={n: {"value": {"number": 1}} for n in "ab"})}, {"a", "b"}),
    "givenBodyMadeParameter": (
        {"parameters": parameters({}), "requestBody": body(example={"number": 7})}, {"example"},
    ),
    "madeBodyGivenParameter": ({"parameters": parameters({"example": 1}), "requestBody": body()}, set()),
    "givenParameters": (
        {"parameters": parameters({"example": 1}, {"examples": {"x": {"value": 2}}})}, {"example"},
    ),
    "oneMadeParameter": ({"parameters": parameters({"example": 1}, {})}, set()),
    "nothing": ({}, set()),
    "brokenBody": ({"requestBody": body(example={"number": "seven"})}, set()),
}  # fmt: skip
"""Operations with the examples that have files by default."""


@pytest.fixture
def description(tmp_path: Path) -> Path:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Numbers", "version": "1"},
        "servers": [{"url": "https://numbers.example"}],
        "paths": {f"/{name}": path_item(name, **operation) for name, (operation, _) in OPERATIONS.items()},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def files(description: Path, examples: Examples, *products: str) -> dict[str, str]:
    target = Target(description, description.parent, products=products, examples=examples)
    return {file.path: file.text for file in build_files(target, lambda stage, done: None).files}


def folders(found: dict[str, str]) -> set[tuple[str, ...]]:
    """The operation and the name of each example with a file."""
    return {tuple(path.split("/")[1:3]) for path in found if path.startswith("examples/")}


def written(wanted: dict[str, set[str]]) -> set[tuple[str, str]]:
    words = {name: "".join(f"_{it.lower()}" if it.isupper() else it for it in name) for name in wanted}
    return {(words[name], example) for name, examples in wanted.items() for example in examples}


def test_given_examples_have_files_in_every_language(description: Path) -> None:
    given = files(description, "given", "examples")
    assert folders(given) == written({name: wanted for name, (_, wanted) in OPERATIONS.items()})
    everything = files(description, "all", "examples")
    made = {name: wanted or {"example"} for name, (_, wanted) in OPERATIONS.items()}
    assert folders(everything) == written(made)
    assert given.items() <= everything.items()


def test_the_reference_shows_made_requests_as_well(description: Path) -> None:
    found = files(description, "given", "examples", "docs")
    for name in ("made_body_given_parameter", "one_made_parameter", "nothing", "broken_body"):
        page = found[f"docs/operations/{name}.html"]
        assert "Made-up values" in page
        for language in ("curl", "Go", "HTTP", "HTTPie", "Java", "JavaScript", "Python sync"):
            assert f"<summary>{language}</summary>" in page
        assert not any(path.startswith(f"examples/{name}/") for path in found)
    assert "Made-up values" not in found["docs/operations/given_parameters.html"]


def test_the_reference_is_the_same_with_all_examples(description: Path) -> None:
    given, everything = (files(description, it, "examples", "docs") for it in ("given", "all"))
    assert {path: text for path, text in everything.items() if path.startswith("docs/")} == {
        path: text for path, text in given.items() if path.startswith("docs/")
    }


@pytest.mark.parametrize(
    ("value", "is_valid"), [('"all"', True), ('"given"', True), ('"some"', False), ("true", False)]
)
def test_the_setting(value: str, is_valid: bool, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(f'[tool.oasmith]\ndescription = "a.yaml"\noutput = "out"\nexamples = {value}\n', "utf-8")
    if is_valid:
        (target,) = read_targets(path)
        assert f'"{target.examples}"' == value
    else:
        with pytest.raises(OasmithError, match='Write "given" or "all"'):
            read_targets(path)
