"""Loads Python files of users: their products and languages."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from oasmith.errors import OasmithError, Problem

_loaded: dict[Path, tuple[tuple[int, ...], ModuleType]] = {}


def load_module(file: Path, what: str) -> ModuleType:
    """Import a Python file; import it again if the file has changed.

    An ``__init__.py`` is imported as a package, so that it can import modules of its folder. ``what`` names
    what the file defines, for messages. Raises OasmithError if the file is missing or its import fails.
    """
    if not file.is_file():
        raise OasmithError(Problem(f"the file that defines {what} is missing", "Check the path.", str(file)))
    path = file.resolve()
    files = sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
    state = tuple(file.stat().st_mtime_ns for file in files)
    if path not in _loaded or _loaded[path][0] != state:
        _loaded[path] = (state, _imported(path))
    return _loaded[path][1]


def _imported(path: Path) -> ModuleType:
    name = f"_oasmith_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    folders = [str(path.parent)] if path.name == "__init__.py" else None
    spec = spec_from_file_location(name, path, submodule_search_locations=folders)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    for old in [old for old in sys.modules if old == name or old.startswith(f"{name}.")]:
        del sys.modules[old]
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # code of users may raise any exception
        del sys.modules[name]
        raise OasmithError(
            Problem(f"cannot be imported: {type(error).__name__}: {error}", "Correct the file.", str(path))
        ) from error
    return module
