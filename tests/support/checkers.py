"""What type checkers say of a module that uses a generated package."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

needs_pyright = pytest.mark.skipif(shutil.which("pyright") is None, reason="pyright (npm) is not on the path")


def run_mypy(folder: Path, *arguments: str, search: Iterable[Path] = ()) -> subprocess.CompletedProcess[str]:
    """mypy, being strict, in a folder; ``search`` has the folders of packages that it imports."""
    cache_dir = folder / ".mypy_cache"
    if not cache_dir.exists():
        shutil.copytree(_cache_of_libraries(), cache_dir)
    return _mypy(folder, cache_dir, *arguments, search=search)


def mypy(package: ModuleType, path: Path, text: str) -> list[str]:
    """The lines that mypy, being strict, writes about a module that uses a package."""
    path.write_text(text, "utf-8")
    return run_mypy(path.parent, path.name, search=[folder_of(package)]).stdout.splitlines()


@cache
def _cache_of_libraries() -> Path:
    """A cache of mypy with all that clients import: without it, each run needs five seconds more."""
    folder = Path(tempfile.mkdtemp(prefix="mypy-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _mypy(folder, folder / "cache", "-p", "oasmith.runtime")
    return folder / "cache"


def _mypy(
    folder: Path, cache_dir: Path, *arguments: str, search: Iterable[Path] = ()
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", cache_dir, *arguments],
        cwd=folder,
        env={**os.environ, "MYPYPATH": ":".join(map(str, search))},
        capture_output=True,
        text=True,
        check=False,
    )


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
