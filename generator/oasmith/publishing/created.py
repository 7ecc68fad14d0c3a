"""The output folder, and the folders it is in, as far as a run creates them.

Before a run creates the first of them, it notes in ``created/`` of oasmith's cache how many there are. It
removes the note when it ends. The next run finds the note of a run that was killed, and removes those of the
folders that are still empty. Where nothing can be written in the cache there is no note, and they stay.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from oasmith.settings import cache_folder


@contextmanager
def created_folders(target: Path) -> Iterator[None]:
    """Note which folders are created for an output. On an error, remove those that are empty."""
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
    """Whether a run is creating an output, or was killed while it did."""
    return _note(_real(target)).is_file()


def remove_noted(target: Path) -> None:
    """Remove the folders that a killed run created for an output, if they are empty.

    Called under the lock of the output folder, if that exists.
    """
    real = _real(target)
    _remove(_noted(real))
    _forget(real)


def _real(target: Path) -> Path:
    return Path(os.path.realpath(target))


def _note(real: Path) -> Path:
    return cache_folder() / "created" / hashlib.sha256(os.fsencode(real)).hexdigest()


def _noted(real: Path) -> list[Path]:
    """The folders of a note, the output folder first; none if the run was killed while it wrote the note."""
    try:
        return [real, *real.parents][: int(_note(real).read_text("ascii"))]
    except (OSError, ValueError):
        return []


def _remove(folders: list[Path]) -> None:
    with suppress(OSError):  # not empty: nor are those that it is in
        for folder in folders:
            if folder.exists():
                folder.rmdir()


def _forget(real: Path) -> None:
    with suppress(OSError):
        _note(real).unlink(missing_ok=True)
