"""What has to hold of any description, however broken: it is refused, or what is generated is sound."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.settings import PRODUCTS, Target

from support.poison import poisoned, shape


def generated(
    document: Any, folder: Path, lenient: bool = False, products: tuple[str, ...] = PRODUCTS
) -> dict[str, str] | None:
    """The files of a description by their paths, each of them checked; None where it is refused.

    A refusal has to say what is wrong, and where. Any other exception is for the caller to see.
    """
    path = folder / "description.json"
    path.write_text(json.dumps(document), "utf-8")
    target = Target(path, folder / "out", lenient=lenient, products=products)
    try:
        files = build_files(target, lambda stage, done: None).files
    except OasmithError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.message
            assert problem.file, problem
            assert problem.remedy, problem
        return None
    for file in files:
        require_sound_path(file.path)
        if not file.is_verbatim:  # the runtime is the same each time
            require_sound_text(file.path, file.text)
    return {file.path: file.text for file in files if not file.is_verbatim}


def require_sound_path(path: str) -> None:
    """A file is below the output folder, and has a name that a file system takes."""
    parts = PurePosixPath(path).parts
    assert not path.startswith("/")
    assert ".." not in parts
    assert "\\" not in path
    assert all(len(part.encode()) <= 255 and part.isprintable() for part in parts), path


def require_sound_text(path: str, text: str) -> None:
    """A file can be read as what its name says."""
    text.encode()
    if path.endswith(".py"):
        ast.parse(text)
    elif path.endswith(".json"):
        json.loads(text)


def require_same_code(clean: Mapping[str, str], hostile: Mapping[str, str]) -> None:
    """Two clients differ in literals, docstrings and names only."""
    assert _shapes(clean) == _shapes(hostile)


_OWN_MODULES = {
    "__future__", "builtins", "collections.abc", "datetime", "decimal", "enum", "pathlib", "pydantic",
    "typing", "typing_extensions", "httpx2", "uuid",
}  # fmt: skip
"""Modules that generated code imports by itself: the alias of a field with a hostile name needs one more."""


def _shapes(files: Mapping[str, str]) -> Counter[str]:
    # A client's modules: an example is shown in the languages that can write its text.
    return Counter(
        shape(_without_own_imports(text))
        for path, text in files.items()
        if path.endswith(".py") and not path.startswith("examples/")
    )


def _without_own_imports(text: str) -> str:
    tree = ast.parse(text)
    tree.body = [
        statement
        for statement in tree.body
        if not isinstance(statement, ast.ImportFrom)
        or not (statement.level or statement.module in _OWN_MODULES)
    ]
    return ast.unparse(tree)


def require_harmless(document: Any, folder: Path, lenient: bool = False) -> bool:
    """The description is refused, or gives sound files that hostile text changes in text alone.

    Returns whether it is accepted.
    """
    clean = generated(document, folder, lenient, ("client",))
    if clean is None:
        return False
    hostile = generated(poisoned(document), folder, lenient)
    # Hostile text breaks references into paths, and what refers to them is removed leniently.
    if hostile is not None and not lenient:
        require_same_code(clean, hostile)
    return True
