"""SECURITY.md names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| weakness")]
NAMED = re.findall(r"`(tests/[^`:]+)::([^`]+)`", TEXT)


def test_every_row_names_a_test() -> None:
    assert ROWS
    assert [
        row for row in ROWS if not re.search(r"\| `tests/[^`]+::test_\w+`( <br> `tests/[^`]+`)* \|$", row)
    ] == []


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
