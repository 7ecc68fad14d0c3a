"""What type checkers say of a module that uses a generated package."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

needs_pyright = pytest.mark.skipif(shutil.which("pyright") is None, reason="pyright (npm) is not on the path")


def mypy(package: ModuleType, path: Path, text: str) -> list[str]:
    """The lines that mypy, being strict, writes about a module that uses a package."""
    path.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", path.parent, path.name],
        cwd=path.parent,
        env={**os.environ, "MYPYPATH": str(folder_of(package))},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


def pyright(package: ModuleType, path: Path, text: str) -> list[str]:
    """The errors that pyright (basic) finds in a module that uses a package: ``line: message``."""
    path.write_text(text, "utf-8")
    settings = {
        "typeCheckingMode": "basic",
        "pythonVersion": "3.11",
        "include": [path.name],
        "extraPaths": [str(folder_of(package))],
    }
    (path.parent / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        ["pyright", "--outputjson", "--pythonpath", sys.executable, "--project", path.parent],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [
        f"{it['range']['start']['line'] + 1}: {it['message']}" for it in found if it["severity"] == "error"
    ]


def lines_with_errors(report: list[str]) -> set[int]:
    """The numbers of the lines that a checker flags."""
    matches = (re.match(r"(?:\S+\.py:)?(\d+): (?!note)", line) for line in report)
    return {int(match[1]) for match in matches if match}


def folder_of(package: ModuleType) -> Path:
    """The folder that a package is in."""
    assert package.__file__ is not None
    return Path(package.__file__).parents[1]
