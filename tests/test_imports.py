"""Data flows one way (files, reading, API, products), so imports do as well."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import oasmith
import pytest

PACKAGE = Path(oasmith.__file__).parent

FORBIDDEN: dict[str, tuple[str, ...]] = {
    "structure": (
        "api", "mock", "pipeline", "products", "publishing", "reading", "schemas", "values",
    ),
    "schemas": ("api", "mock", "pipeline", "products", "publishing", "reading", "values"),
    "reading": ("api", "mock", "pipeline", "products", "publishing", "values"),
    "api": ("mock", "pipeline", "products", "publishing", "reading"),
    "values": ("mock", "pipeline", "products", "publishing", "reading"),
    "products": ("mock", "pipeline", "reading"),
    "changes": ("mock", "pipeline", "publishing"),
    "mock": ("pipeline", "publishing", "reading"),
    "publishing": ("api", "mock", "pipeline", "reading", "schemas"),
}  # fmt: skip
"""By module or folder of the package those that nothing in it may import, at whatever place in a module."""


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Every module of the package that a source imports, wherever it does, with the line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("oasmith."):
                yield node.lineno, name.removeprefix("oasmith.")


def offences(part: str, source: str, path: str) -> list[str]:
    """The imports of a source that its part of the package may not have: where they are, and what of."""
    return [
        f"{path}:{line} imports oasmith.{name}; {part} must not import {name.partition('.')[0]}"
        for line, name in imported(source)
        if name.partition(".")[0] in FORBIDDEN[part]
    ]


def modules(part: str) -> list[Path]:
    folder, module = PACKAGE / part, PACKAGE / f"{part}.py"
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [module] if module.is_file() else []


@pytest.mark.parametrize("part", FORBIDDEN)
def test_imports_follow_the_flow_of_data(part: str) -> None:
    found = [
        offence
        for path in modules(part)
        for offence in offences(part, path.read_text("utf-8"), path.relative_to(PACKAGE).as_posix())
    ]
    assert not found, "\n".join(found)


def test_the_parts_exist() -> None:
    existing = {part for part in FORBIDDEN if modules(part)}
    assert existing | {"products"} == set(FORBIDDEN)
    assert existing & {"products"}


def test_an_offending_import_is_named() -> None:
    source = """
from __future__ import annotations
import oasmith.api.build
from oasmith import names
from oasmith.structure import walk
if TYPE_CHECKING:
    from oasmith.api.model import Api
def late():
    from oasmith import api
"""
    assert offences("reading", source, "reading/files.py") == [
        "reading/files.py:3 imports oasmith.api.build; reading must not import api",
        "reading/files.py:7 imports oasmith.api.model.Api; reading must not import api",
        "reading/files.py:9 imports oasmith.api; reading must not import api",
    ]
