"""Finds changes of the files that targets are generated from, by looking at them again and again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from oasmith.settings import SHIPPED, Target, find_pyproject

_SECONDS = 0.3
"""The time between two looks."""
_MOST_FILES = 2_000
"""How many files of one folder are watched."""
_SUFFIXES = {".json", ".yaml", ".yml"}

State = Mapping[Path, tuple[int, int]]
"""The modification time and size of each file that exists."""


def state(targets: Sequence[Target], inputs: Iterable[str]) -> State:
    """The state of the files that targets may be generated from.

    These are the settings, the ``inputs`` of earlier runs, the YAML and JSON files in the folders of the
    descriptions, and all files of the user's templates and products.
    """
    paths = {Path(path) for path in inputs if "://" not in path}
    pyproject = find_pyproject(Path.cwd())
    paths |= {pyproject} if pyproject else set()
    for target in targets:
        paths |= set(islice(_inputs(target), _MOST_FILES))
    return {path: status for path in sorted(paths) if (status := _status(path))}


def wait_for_change(before: State, targets: Sequence[Target], inputs: Iterable[str]) -> None:
    """Wait until the state of targets is not that of ``before``."""
    while state(targets, inputs) == before:
        time.sleep(_SECONDS)


def _inputs(target: Target) -> Iterator[Path]:
    if isinstance(target.description, Path):
        yield target.description
        folder, output = target.description.parent, target.output.resolve()
        yield from (path for path in _files(folder, output) if path.suffix in _SUFFIXES)
    folders = [target.templates] if target.templates else []
    folders += [Path(name) for name in target.products if name not in SHIPPED]
    for folder in folders:
        yield from _files(folder)


def _files(folder: Path, without: Path | None = None) -> Iterator[Path]:
    """The files below a folder, except hidden ones and those in the folder ``without``."""
    for here, folders, files in os.walk(folder):
        place = Path(here)
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__", "node_modules")))
        folders[:] = [name for name in folders if (place / name).resolve() != without]
        yield from (place / name for name in sorted(files) if not name.startswith("."))


def _status(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
