"""A lock that allows one run at a time in an output folder.

The lock is on the folder itself (flock), so it leaves no file behind. If the system cannot lock a folder
(Windows, some network file systems), the lock is on an empty file in ``locks/`` of oasmith's cache. The
system releases either lock when the process ends, also when it is killed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oasmith.folders import cache_folder

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _lock(descriptor: int) -> None:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # gives up after ten seconds
            except OSError:
                continue
            return

    def _release(descriptor: int) -> None:
        os.close(descriptor)

    def _open_folder(folder: Path) -> int | None:
        return None

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _release(descriptor: int) -> None:
        # Closing is not enough: a process that another thread has forked may have a copy of the descriptor.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    def _open_folder(folder: Path) -> int | None:
        """A descriptor of a folder; None if its file system cannot lock folders."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if _try_lock(descriptor):
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor


@contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a folder in the block. The folder is created if it does not exist.

    Calls ``waiting`` once if another run has the lock, then waits for it. Raises OSError if the folder
    cannot be created or opened.
    """
    descriptor = _acquire(folder, waiting)
    try:
        yield
    finally:
        _release(descriptor)


def _acquire(folder: Path, waiting: Callable[[], None]) -> int:
    is_first = True
    while True:
        Path(os.path.realpath(folder)).mkdir(parents=True, exist_ok=True)
        descriptor = _open_folder(folder)
        is_folder = descriptor is not None
        if descriptor is None:
            descriptor = _open_file(folder)
        try:
            if not _try_lock(descriptor):
                if is_first:
                    waiting()
                is_first = False
                _lock(descriptor)
            # The run that had the lock may have failed and removed the folder, which it had created.
            if not is_folder or _is_at(folder, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _open_file(folder: Path) -> int:
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()
    path = cache_folder() / "locks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_at(folder: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
