"""Docstrings have the lines of a description with their indentation."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest
from support.wire import client_of

REF = "#/components/schemas/M"
LONG = "word " * 30
DESCRIPTIONS = {
    "lists": ("Lists:\n\n- one\n  - two\n    - three\n- four\n",) * 2,
    "code": ("Code:\n\n    if a:\n        b()\n\nDone.\n",) * 2,
    "an indented list": ("    - a\n      - b\n    - c\n", "- a\n  - b\n- c"),
    "an indented text": ("\n    Text.\n\n        code\n    more\n", "Text.\n\n    code\nmore"),
    "tabs": ("- a\n\t- b\n", "- a\n        - b"),
    "lines that end with spaces": ("- a  \n   \n  - b\t\n", "- a\n\n  - b"),
    "less indented later": ("  - a\n - b\n- c\n", "  - a\n - b\n- c"),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    paths, schemas = "", "components:\n  schemas:\n"
    for index, (text, _) in enumerate(DESCRIPTIONS.values()):
        paths += f"""
/{index}:
  get:
    operationId: op_{index}
    description: {text!r}
    parameters: [{{name: q, in: query, description: {text!r}, schema: {{type: string}}}}]
    responses:
      "200": {{description: x, content: {{application/json: {{schema: {{$ref: "{REF}{index}"}}}}}}}}
""".replace("'", '"')
        schemas += (
            f"    M{index}: {{type: object, description: {text!r}, properties: {{a: {{}}}}}}\n".replace(
                "'", '"'
            )
        )
    paths += f"""
/long:
  get:
    operationId: long
    description: "- {LONG}\\n  - {LONG}\\n  1. {LONG}\\n     {LONG}"
    responses: {{"204": {{description: x}}}}
"""
    return client_of(tmp_path_factory.mktemp("docstrings"), paths, schemas)


def client(package: ModuleType) -> type:
    (name,) = (it for it in package.__all__ if it.endswith("Client") and not it.startswith("Async"))
    found: type = getattr(package, name)
    return found


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_methods_and_models(package: ModuleType, name: str) -> None:
    index = list(DESCRIPTIONS).index(name)
    expected = DESCRIPTIONS[name][1].strip("\n")
    documentation = inspect.getdoc(getattr(client(package), f"op_{index}")) or ""
    assert f"\n\n{expected}\n\nArgs:" in documentation
    assert (inspect.getdoc(getattr(package.models, f"M{index}")) or "").strip("\n") == (
        inspect.cleandoc(f"\n{expected}")
    )


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_arguments(package: ModuleType, name: str) -> None:
    index = list(DESCRIPTIONS).index(name)
    first, *others = DESCRIPTIONS[name][1].strip("\n").split("\n")
    documentation = inspect.getdoc(getattr(client(package), f"op_{index}")) or ""
    lines = [f"    q: {first.strip()}", *(f"        {line}".rstrip() for line in others)]
    assert "\n".join(lines) in documentation


def test_the_rest_of_a_long_line_is_indented_like_its_beginning(package: ModuleType) -> None:
    documentation = inspect.getdoc(client(package).long) or ""  # type: ignore[attr-defined]  # generated
    beginnings = [line[: len(line) - len(line.lstrip(" -1."))] for line in documentation.split("\n")[2:-4]]
    assert [it for it in beginnings if it] == ["- ", "  ", "  - ", "    ", "  1. ", "     ", "     ", "     "]
