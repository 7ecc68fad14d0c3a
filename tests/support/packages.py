"""Clients that a test generates for itself."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from oasmith.pipeline import build_files
from oasmith.settings import Target


def generated_package(description: Path, folder: Path, lenient: bool = False) -> ModuleType:
    """The client of a description, generated below a folder and imported."""
    target = Target(description, folder, products=("client",), lenient=lenient)
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    return imported_package(folder)


def imported_package(folder: Path) -> ModuleType:
    """The only client in a folder."""
    (contract,) = folder.glob("*/contract.json")
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(contract.parent.name)
    finally:
        sys.path.remove(str(folder))
