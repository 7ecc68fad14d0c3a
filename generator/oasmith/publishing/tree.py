"""A generated tree on disk: published whole or not at all, and compared with what it should be.

A manifest in the tree names every generated file. Only those are ever replaced or removed; what a
user adds beside them stays.
"""

from __future__ import annotations

import ctypes
import difflib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from oasmith.emitting.file import File
from oasmith.errors import OasmithError, Problem

MANIFEST = ".oasmith.json"
_OLD_SUFFIX = ".oasmith-old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing changed: paths below the target, sorted."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """One generated file that is not what it should be; ``diff`` goes from what is to what should be."""

    path: str
    kind: Literal["changed", "missing", "surplus"]
    diff: str


def publish(target: Path, files: Iterable[File]) -> Changes:
    """Make the target hold exactly these generated files, beside whatever else it holds.

    The new tree is built beside the target and takes its place in one step; a run that is ended
    before leaves the old tree. Files whose bytes do not change keep their modification time.
    Raises OasmithError, and changes nothing, where the target cannot be written or a file that
    was not generated is in the way.
    """
    texts = _texts(files)
    if target.exists() and not target.is_dir():
        raise OasmithError(Problem("is a file, not a folder", "Choose another folder with -o.", str(target)))
    _recover(target)
    previous = _previous(target)
    _refuse_to_overwrite(target, texts, previous)
    unchanged = {path for path, data in texts.items() if _read(target / path) == data}
    removed = {path for path in previous if path not in texts and (target / path).is_file()}
    written = set(texts) - unchanged
    if written or removed:
        try:
            _replace(target, texts, unchanged, set(previous))
        except OSError as error:
            raise OasmithError(
                Problem(
                    f"cannot be written ({error.strerror})",
                    "Make the folder and the one it is in writable, or choose another with -o.",
                    str(target),
                )
            ) from None
    written.discard(MANIFEST)
    return Changes(*(tuple(sorted(paths - {MANIFEST})) for paths in (written, removed, unchanged)))


def compare(target: Path, files: Iterable[File]) -> list[Drift]:
    """Every generated file that is missing, different, or no longer generated; nothing if all is well."""
    texts = _texts(files)
    found = []
    for path, data in sorted(texts.items()):
        there = _read(target / path)
        if there != data:
            found.append(Drift(path, "missing" if there is None else "changed", _diff(path, there, data)))
    for path in sorted(set(_previous(target)) - set(texts)):
        there = _read(target / path)
        if there is not None:
            found.append(Drift(path, "surplus", _diff(path, there, None)))
    return found


def _texts(files: Iterable[File]) -> dict[str, bytes]:
    """The bytes of every file by its path, the manifest among them."""
    texts: dict[str, bytes] = {}
    for file in files:
        if file.path in texts:
            raise ValueError(f"two generated files want to be {file.path}")
        texts[file.path] = file.text.encode("utf-8")
    manifest = {"generator": "oasmith", "files": sorted(texts)}
    texts[MANIFEST] = (json.dumps(manifest, indent=2) + "\n").encode()
    return texts


def _previous(target: Path) -> list[str]:
    """The files that the last run generated."""
    try:
        manifest = json.loads((target / MANIFEST).read_text("utf-8"))
        paths = [str(path) for path in manifest["files"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError):
        raise OasmithError(
            Problem(
                "is no manifest of oasmith",
                "Restore it, or remove the generated tree and generate it anew.",
                str(target / MANIFEST),
            )
        ) from None
    inside = [path for path in paths if not Path(path).is_absolute() and ".." not in Path(path).parts]
    return [*inside, MANIFEST]


def _refuse_to_overwrite(target: Path, texts: Mapping[str, bytes], previous: Iterable[str]) -> None:
    own = set(previous)
    problems = [
        Problem("is in the way and was not generated", "Move it, or choose another folder with -o.",
                str(target / path))
        for path, data in sorted(texts.items())
        if path not in own and os.path.lexists(target / path) and _read(target / path) != data
    ]  # fmt: skip
    if problems:
        raise OasmithError(problems)


def _replace(target: Path, texts: Mapping[str, bytes], unchanged: set[str], own: set[str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target = target.resolve()
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.oasmith-", dir=target.parent))
    try:
        if target.exists():
            _link_tree(target, staging, without=own - unchanged)
        for path, data in texts.items():
            if path not in unchanged:
                file = staging / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        staging.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o777 & ~_umask())
        _swap(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _link_tree(source: Path, destination: Path, without: set[str]) -> None:
    """The files of one tree in another, as links or copies, and no folder that would only now be empty."""
    for folder, folders, names in os.walk(source):
        below = Path(folder).relative_to(source)
        for name in [*names, *(name for name in folders if (Path(folder) / name).is_symlink())]:
            if (below / name).as_posix() not in without:
                (destination / below).mkdir(parents=True, exist_ok=True)
                _link(Path(folder) / name, destination / below / name)
        if not folders and not names:
            (destination / below).mkdir(parents=True, exist_ok=True)


def _link(source: Path, destination: Path) -> None:
    if source.is_symlink():
        destination.symlink_to(source.readlink())
        return
    try:
        destination.hardlink_to(source)
    except OSError:
        shutil.copy2(source, destination)


def _swap(staging: Path, target: Path) -> None:
    """Put the staged tree in the target's place; what was there is in the staging place after."""
    if not target.exists():
        staging.rename(target)
        return
    if _exchange(staging, target):
        return
    old = target.with_name(f".{target.name}{_OLD_SUFFIX}")
    target.rename(old)
    staging.rename(target)
    shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (renameat2, Linux); False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _recover(target: Path) -> None:
    """Finish what a run that was ended between two renames left (systems without an exchange)."""
    old = target.with_name(f".{target.name}{_OLD_SUFFIX}")
    if old.is_dir():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise OasmithError(
            Problem(f"cannot be read ({error.strerror})", "Make it readable.", str(path))
        ) from None


def _diff(path: str, there: bytes | None, wanted: bytes | None) -> str:
    sides = [(side or b"").decode("utf-8", "replace").splitlines(keepends=True) for side in (there, wanted)]
    names = (path if there is not None else os.devnull, path if wanted is not None else os.devnull)
    lines = difflib.unified_diff(sides[0], sides[1], f"{names[0]} (published)", f"{names[1]} (generated)")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
