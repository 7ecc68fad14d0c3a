"""Publishes a generated tree, all files or none, and compares a published tree with a generated one.

A manifest in the tree lists every generated file. Only these files are replaced or removed. All other files,
and the output folder itself, are not changed.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from oasmith.errors import OasmithError, Problem
from oasmith.products.file import File
from oasmith.publishing import journal
from oasmith.publishing.created import created_folders, is_noted, remove_noted
from oasmith.publishing.disk import deepest_first, digest, failure, folders_of, is_inside, read_files
from oasmith.publishing.lock import locked
from oasmith.publishing.manifest import MANIFEST, Manifest, read_manifest

_OLD_SUFFIX = ".oasmith-old"


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a publication, as sorted paths below the output folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """One file that differs from the generated one; ``diff`` is from the published to the generated text.

    A ``surplus`` file is no longer generated.
    """

    path: str
    kind: Literal["changed", "missing", "surplus"]
    diff: str


def publish(
    target: Path,
    files: Iterable[File],
    waiting: Callable[[], None] = lambda: None,
    *,
    description: Mapping[str, str] | None = None,
    edited: Callable[[list[str]], None] = lambda paths: None,
) -> Changes:
    """Write the generated files below ``target`` and remove those that are no longer generated.

    Files that were not generated are not changed. Files whose bytes do not change are not written; the
    others keep their mode. ``waiting`` is called if another run has to end first. ``edited`` is called,
    before anything is changed, with the paths of generated files that were edited since and that are
    replaced or removed now. ``description`` has the digests of the description's files, for the manifest.
    If this run is interrupted, it leaves a journal, with which the next run restores or completes the tree.
    Raises OasmithError, and changes nothing, if ``target`` cannot be written, if a file that was not
    generated is at the path of a generated one, or if a parent of a file is a symbolic link.
    """
    texts = _texts(files)
    with _system_errors(target, "written", "The files there are as they were."), ExitStack() as stack:
        _refuse_a_file(target)
        _restore_old_folder(target)
        with created_folders(target):
            stack.enter_context(locked(target, waiting))
            journal.recover(target)
            return _publish(target, texts, description or {}, edited)


def compare(
    target: Path,
    files: Iterable[File],
    waiting: Callable[[], None] = lambda: None,
    *,
    description: Mapping[str, str] | None = None,
) -> list[Drift]:
    """Compare the files below ``target`` with the generated ones.

    Returns the files that are missing, different or no longer generated. The version and the ``description``
    of the manifest may differ. First completes or undoes the
    changes of an interrupted run. ``waiting`` is called if another run has to end first. Raises OasmithError
    if ``target`` cannot be read, or if a parent of a file is a symbolic link.
    """
    texts = _texts(files)
    with _system_errors(target, "read"):
        _refuse_a_file(target)
        _recover(target, waiting)
        if not target.exists():
            return [
                Drift(path, "missing", _diff(path, None, data))
                for path, data in _with_manifest(texts, description)
            ]
        with locked(target, waiting):
            journal.recover(target)
            previous = read_manifest(target)
            there = read_files(target, [*texts, MANIFEST], previous.files)
    expected = _manifest(texts, previous.existing_folders & folders_of(texts), description)
    wanted = {**texts, MANIFEST: expected.to_bytes()}
    if there[MANIFEST] is not None and previous.has_the_files_of(expected):
        del wanted[MANIFEST], there[MANIFEST]  # it may name another version, or have no hashes
    found = []
    for path, data in sorted(there.items()):
        if path not in wanted:
            found += [Drift(path, "surplus", _diff(path, data, None))] if data is not None else []
        elif data != wanted[path]:
            kind: Literal["changed", "missing"] = "missing" if data is None else "changed"
            found.append(Drift(path, kind, _diff(path, data, wanted[path])))
    return sorted(found, key=lambda drift: (drift.kind == "surplus", drift.path))


def recover(target: Path, waiting: Callable[[], None] = lambda: None) -> None:
    """Complete or undo the changes of an interrupted run in ``target``. Call this before you read it.

    ``waiting`` is called if another run has to end first. Raises OasmithError if that fails.
    """
    with _system_errors(target, "written"):
        _restore_old_folder(target)
        _recover(target, waiting)


def _recover(target: Path, waiting: Callable[[], None]) -> None:
    if target.is_dir() and (is_noted(target) or journal.is_interrupted(target)):
        with locked(target, waiting):
            journal.recover(target)
            remove_noted(target)
    elif is_noted(target):
        remove_noted(target)


def _publish(
    target: Path,
    texts: dict[str, bytes],
    description: Mapping[str, str],
    report_edited: Callable[[list[str]], None],
) -> Changes:
    previous = read_manifest(target)
    there = read_files(target, [*texts, MANIFEST], previous.files)
    _refuse_to_overwrite(target, texts, there, previous)
    needed = folders_of(texts)
    missing = {folder for folder in needed if not (target / folder).exists()}
    own = folders_of(previous.files)
    existing = {
        folder for folder in needed - missing if folder in previous.existing_folders or folder not in own
    }

    new = {**texts, MANIFEST: _manifest(texts, existing, description).to_bytes()}
    unchanged = {path for path, data in new.items() if there[path] == data}
    removed = {path for path in previous.files if path not in new and there[path] is not None}
    written = new.keys() - unchanged
    edited = sorted(path for path in written | removed if previous.is_edited(path, there[path]))
    if edited:
        report_edited(edited)
    if written or removed:
        emptied = folders_of(removed) - needed - previous.existing_folders
        changes = journal.new_journal(
            tuple(_changes(there, new, written, removed)),
            tuple(reversed(deepest_first(missing))),
            tuple(deepest_first(emptied)),
        )
        old = {path: digest(data) for path, data in there.items() if data is not None}
        journal.apply(target, changes, new, old)
    return Changes(*(tuple(sorted(paths - {MANIFEST})) for paths in (written, removed, unchanged)))


def _changes(
    there: dict[str, bytes | None], new: dict[str, bytes], written: Iterable[str], removed: Iterable[str]
) -> Iterator[journal.Change]:
    """The changes in order: those that can be refused come first, the manifest last."""
    files = sorted(set(written) - {MANIFEST})
    for path in files:
        if there[path] is None:
            yield journal.Change(path, "add", digest(new[path]))
    for path in files:
        if there[path] is not None:
            yield journal.Change(path, "replace", digest(new[path]))
    for path in sorted(removed):
        yield journal.Change(path, "remove")
    if MANIFEST in written:
        action: Literal["add", "replace"] = "add" if there[MANIFEST] is None else "replace"
        yield journal.Change(MANIFEST, action, digest(new[MANIFEST]))


def _texts(files: Iterable[File]) -> dict[str, bytes]:
    """The bytes of every file by its path."""
    texts: dict[str, bytes] = {}
    for file in files:
        if file.path in texts:
            raise ValueError(f"two generated files have the path {file.path}")
        if not is_inside(file.path):
            raise ValueError(f"the path {file.path!r} of a generated file is not inside the output folder")
        texts[file.path] = file.text.encode("utf-8")
    return texts


def _manifest(
    texts: dict[str, bytes],
    existing_folders: Iterable[str] = (),
    description: Mapping[str, str] | None = None,
) -> Manifest:
    files = {path: digest(data) for path, data in texts.items()}
    return Manifest(files, frozenset(existing_folders), description or {})


def _with_manifest(texts: dict[str, bytes], description: Mapping[str, str] | None) -> list[tuple[str, bytes]]:
    return sorted({**texts, MANIFEST: _manifest(texts, (), description).to_bytes()}.items())


def _refuse_a_file(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise OasmithError(Problem("is a file, not a folder", "Choose another folder with -o.", str(target)))


def _refuse_to_overwrite(
    target: Path, texts: dict[str, bytes], there: dict[str, bytes | None], previous: Manifest
) -> None:
    problems = [
        journal.in_the_way(target / path)
        for path, data in sorted(texts.items())
        if path not in previous.files and there[path] not in (None, data)
    ]
    if problems:
        raise OasmithError(problems)


@contextmanager
def _system_errors(target: Path, done: Literal["read", "written"], state: str = "") -> Iterator[None]:
    """Turn each OSError of the block into an OasmithError about ``target``.

    ``state`` describes the state of ``target`` for the user.
    """
    try:
        yield
    except OSError as error:
        left = (
            "Then run oasmith again: it completes or undoes this run."
            if journal.is_interrupted(target)
            else state
        )
        raise failure(error, target, done, left) from None


def _restore_old_folder(target: Path) -> None:
    """Restore the tree after an interrupted run of version 0.1.0 or older, which replaced whole folders.

    If the run ended between its two renames, the old folder becomes the target again. Otherwise generated
    files, and links to files of the target, are removed from the old folder. The rest belongs to the user
    and stays.
    """
    real = Path(os.path.realpath(target))
    old = real.parent / f".{real.name}{_OLD_SUFFIX}"
    if not real.name or old.is_symlink() or not old.is_dir():
        return
    if not os.path.lexists(real):
        old.rename(real)
        return
    own = {MANIFEST, *read_manifest(old).files}
    for folder, folders, names in os.walk(old, topdown=False):
        below = Path(folder).relative_to(old)
        for name in [*names, *(name for name in folders if (Path(folder) / name).is_symlink())]:
            path = old / below / name
            if (below / name).as_posix() in own or _is_copy(path, real / below / name):
                path.unlink()
        with suppress(OSError):  # not empty
            Path(folder).rmdir()


def _is_copy(path: Path, original: Path) -> bool:
    """Whether two paths are hard links to one file, or symbolic links to the same path."""
    if not os.path.lexists(original):
        return False
    if path.is_symlink():
        return original.is_symlink() and path.readlink() == original.readlink()
    return os.path.samestat(path.lstat(), original.lstat())


def _diff(path: str, there: bytes | None, wanted: bytes | None) -> str:
    sides = [(side or b"").decode("utf-8", "replace").splitlines(keepends=True) for side in (there, wanted)]
    names = (path if there is not None else os.devnull, path if wanted is not None else os.devnull)
    lines = difflib.unified_diff(sides[0], sides[1], f"{names[0]} (published)", f"{names[1]} (generated)")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
