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
    (contract,) = folder.glob("*/contract.json")
    name, content = contract.parent.name, description.read_bytes()
    # Python keeps the first package of a name.
    assert name not in sys.modules or _descriptions.get(name) == content, f"two tests name a {name}"
    _descriptions[name] = content
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))


_descriptions: dict[str, bytes] = {}
"""What each imported package was generated from."""
