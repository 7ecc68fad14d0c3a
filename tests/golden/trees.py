"""Small descriptions, one for each family of features, and the trees that are generated of them.

``python tests/golden/trees.py`` writes the trees anew; what changed is for the reviewer to see.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from oasmith.pipeline import build_files
from oasmith.settings import Target

GOLDEN = Path(__file__).parent
_SAME = {f"docs/{name}" for name in ("style.css", "script.js", "builder.js", "validator.js")}
FAMILIES = sorted(path.parent.name for path in GOLDEN.glob("*/openapi.yaml"))


def tree(family: str) -> dict[str, str]:
    """What is generated for a family, by path: all but what is the same for each."""
    older = GOLDEN / family / "older.yaml"
    target = Target(
        GOLDEN / family / "openapi.yaml",
        GOLDEN / family / "expected",
        changes_since=older if older.is_file() else None,
    )
    files = build_files(target, lambda stage, done: None).files
    return {
        file.path: file.text
        for file in files
        if "/_runtime/" not in file.path and file.path not in _SAME and file.text
    }


def expected(family: str) -> dict[str, str]:
    """What is to be generated for a family."""
    folder = GOLDEN / family / "expected"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _write(family: str) -> None:
    folder = GOLDEN / family / "expected"
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in tree(family).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


if __name__ == "__main__":
    for name in FAMILIES:
        _write(name)
