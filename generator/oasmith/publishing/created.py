"""Removes an output folder, and its parents, that a failed or killed run created and left empty.

Before a run creates the first of these folders, it writes how many they are into a note in ``created/`` of
oasmith's cache. It removes the note when it ends. The next run finds the note of a killed run and removes the
folders that are still empty. If the cache is not writable, there is no note and the folders stay.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from oasmith.folders import cache_folder


@contextmanager
def created_folders(target: Path) -> Iterator[None]:
    """Write a note of the folders that the block creates for ``target``.

    If the block raises, the folders that are still empty are removed.
    """
    real = _real(target)
    missing = [folder for folder in (real, *real.parents) if not folder.exists()]
    if missing:
        with suppress(OSError):
            _note(real).parent.mkdir(parents=True, exist_ok=True)
            _note(real).write_text(str(len(missing)), "ascii")
    try:
        yield
    except BaseException:
        _remove(missing or _noted(real))
        if not real.exists():
            _forget(real)
        raise
    _forget(real)


def is_noted(target: Path) -> bool:
    """Whether a run is creating the output folder, or was killed while it did."""
    return _note(_real(target)).is_file()


def remove_noted(target: Path) -> None:
    """Remove the folders that a killed run created for ``target``, if they are empty.

    If the output folder exists, the caller must hold its lock.
    """
    real = _real(target)
    _remove(_noted(real))
    _forget(real)


def _real(target: Path) -> Path:
    return Path(os.path.realpath(target))


def _note(real: Path) -> Path:
    return cache_folder() / "created" / hashlib.sha256(os.fsencode(real)).hexdigest()


def _noted(real: Path) -> list[Path]:
    """The folders of a note, the output folder first; empty if there is no complete note."""
    try:
        return [real, *real.parents][: int(_note(real).read_text("ascii"))]
    except (OSError, ValueError):
        return []


def _remove(folders: list[Path]) -> None:
    with suppress(OSError):  # a folder that is not empty: its parents are not empty either
        for folder in folders:
            if folder.exists():
                folder.rmdir()


def _forget(real: Path) -> None:
    with suppress(OSError):
        _note(real).unlink(missing_ok=True)
