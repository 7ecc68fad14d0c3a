"""Files below an output folder: safe paths, reading, hashes, and errors of the operating system."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal, TypeVar

from oasmith.errors import OasmithError, Problem

_Item = TypeVar("_Item")
_THREADS = 16
"""Number of files to write in parallel; a disk can combine several requests to sync."""


def is_inside(path: object) -> bool:
    """Whether a value is a relative path, with forward slashes, that cannot leave its folder."""
    if not isinstance(path, str) or "\0" in path or "\\" in path or PureWindowsPath(path).drive:
        return False
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return all(part not in ("", ".", "..") for part in path.split("/"))


def folders_of(paths: Iterable[str]) -> set[str]:
    """All parent folders of relative paths, without the output folder itself."""
    return {str(folder) for path in paths for folder in list(PurePosixPath(path).parents)[:-1]}


def deepest_first(folders: Iterable[str]) -> list[str]:
    """The folders sorted so that each comes before its parent."""
    return sorted(folders, key=lambda folder: (-folder.count("/"), folder))


def read_files(root: Path, wanted: Iterable[str], dropped: Iterable[str]) -> dict[str, bytes | None]:
    """The contents of files below a folder, by path; None if there is no file.

    ``wanted`` are the paths of files to generate, ``dropped`` those of files that are no longer generated.
    Raises OasmithError if a path or one of its parents is a symbolic link, if something at a wanted path
    cannot be replaced by a file (a folder, a device), and if a file cannot be read.
    """
    problems: dict[str, Problem] = {}
    found: dict[str, bytes | None] = {}
    wanted = set(wanted)
    seen: dict[str, os.stat_result | None] = {}

    def status(path: str) -> os.stat_result | None:
        if path not in seen:
            seen[path] = _status(root / path)
        return seen[path]

    for path in sorted(wanted | set(dropped)):
        found[path] = None
        *folders, _ = _prefixes(path)
        for place in (*folders, path):
            at = status(place)
            if at is None:
                break
            if stat.S_ISLNK(at.st_mode):
                problems[place] = _link_problem(root / place)
                break
            if place != path and not stat.S_ISDIR(at.st_mode):
                if path in wanted:
                    problems[place] = _way_problem(root / place, "where a folder is to be created")
                break
            if place == path and stat.S_ISREG(at.st_mode):
                found[path] = read_file(root / path)
            elif place == path and path in wanted:
                problems[place] = _way_problem(root / place, "where a file is to be generated")
    if problems:
        raise OasmithError([problems[place] for place in sorted(problems)])
    return found


def refuse_links(root: Path, paths: Iterable[str]) -> None:
    """Raise OasmithError if a parent of a path below ``root`` is a symbolic link."""
    folders = sorted(folders_of(paths))
    problems = [_link_problem(root / folder) for folder in folders if (root / folder).is_symlink()]
    if problems:
        raise OasmithError(problems)


def read_file(path: Path) -> bytes | None:
    """The content of a file; None if there is no file.

    Raises OasmithError for a symbolic link, a device or a folder, and for a file that cannot be read.
    """
    try:
        at = _status(path)
        if at is None:
            return None
        if stat.S_ISLNK(at.st_mode):
            raise OasmithError(_link_problem(path))
        if not stat.S_ISREG(at.st_mode):
            raise OasmithError(_way_problem(path, "where a file is expected"))
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OasmithError(
            Problem(f"cannot be read ({error.strerror})", "Make it readable.", str(path))
        ) from None


def digest(data: bytes) -> str:
    """The SHA-256 of data, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_at(path: Path) -> str | None:
    """The SHA-256 of the file at a path; None if there is no regular file."""
    at = _status(path)
    return digest(path.read_bytes()) if at is not None and stat.S_ISREG(at.st_mode) else None


def sync_folder(path: Path) -> None:
    """Write the names in a folder to the disk, so that they survive a power failure; not on Windows."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def at_once(work: Callable[[_Item], None], items: Iterable[_Item]) -> None:
    """Call a function for all items, several at a time.

    Raises the first error, after all calls have ended.
    """
    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(work, items):
            pass


@contextmanager
def about(path: Path) -> Iterator[None]:
    """Make every OSError of the block name ``path``."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def failure(error: OSError, folder: Path, done: Literal["read", "written"], state: str) -> OasmithError:
    """An error of the operating system as an OasmithError with the file, the reason and a remedy.

    ``folder`` is reported if the error names no file. ``done`` is the failed action. ``state`` describes the
    state of the output folder and is added to the remedy.
    """
    remedy = _REMEDIES.get(error.errno or 0, "Correct that, or choose another folder with -o.")
    place = error.filename2 or error.filename or folder
    place = os.fsdecode(place) if isinstance(place, bytes) else str(place)
    what = f"cannot be {done} ({error.strerror or error})"
    return OasmithError(Problem(what, f"{remedy} {state}".strip(), place))


_MAKE_WRITABLE = "Make it and the folder it is in writable, or choose another folder with -o."
_FREE_SPACE = "Free space or raise the limit there, or choose another folder with -o."
_SHORTEN = "Choose a folder with a shorter path with -o, or a shorter name with [tool.oasmith.names]."
_MOVE_FILE = "A file is where a folder is needed; move it, or choose another folder with -o."
_REMEDIES = {
    errno.EACCES: _MAKE_WRITABLE,
    errno.EPERM: _MAKE_WRITABLE,
    errno.EROFS: _MAKE_WRITABLE,
    errno.ENOSPC: _FREE_SPACE,
    errno.EDQUOT: _FREE_SPACE,
    errno.EFBIG: _FREE_SPACE,
    errno.ENAMETOOLONG: _SHORTEN,
    errno.EBUSY: "Unmount it or close the program that uses it, or choose another folder with -o.",
    errno.ENOTDIR: _MOVE_FILE,
    errno.EEXIST: _MOVE_FILE,
    errno.ELOOP: "A symbolic link leads back to itself; correct it, or choose another folder with -o.",
}


def _prefixes(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _link_problem(path: Path) -> Problem:
    try:
        leads = f" to {path.readlink()}"
    except OSError:
        leads = ""
    return Problem(
        f"is a symbolic link{leads}",
        "oasmith does not read or write through links below the output folder. "
        "Remove it, or choose another folder with -o.",
        str(path),
    )


def _way_problem(path: Path, where: str) -> Problem:
    at = _status(path)
    kind = (
        "a folder" if at and stat.S_ISDIR(at.st_mode) else "a file" if at and stat.S_ISREG(at.st_mode) else ""
    )
    return Problem(
        f"is {kind or 'not a regular file'} {where}", "Move it, or choose another folder with -o.", str(path)
    )
