"""Clients that a test generates for itself."""

from __future__ import annotations

import importlib
import json
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

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
    (marker,) = folder.glob("*/py.typed")
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(marker.parent.name)
    finally:
        sys.path.remove(str(folder))


def contract_document(folder: Path) -> dict[str, Any]:
    """The contract of the only client in a folder."""
    (module,) = folder.glob("*/_contract_json.py")
    document: dict[str, Any] = json.loads(runpy.run_path(str(module))["CONTRACT_JSON"])
    return document
