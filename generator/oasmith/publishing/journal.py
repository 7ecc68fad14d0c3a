"""A journal of the changes to a tree, with which a later run can undo or complete them.

The journal is written first. Each new content is staged in the folder of its target, so that a rename puts
it in place, also if the folder is on another file system. The old file is also kept there until all changes
are made. The journal is called JOURNAL as long as the changes have to be undone after an interruption.
Renaming it to COMMITTED makes the changes final.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from oasmith.errors import OasmithError, Problem
from oasmith.publishing.disk import (
    about,
    at_once,
    deepest_first,
    digest_at,
    is_inside,
    read_file,
    refuse_links,
    sync_folder,
)

JOURNAL = ".oasmith-journal.json"
COMMITTED = ".oasmith-committed.json"
_UNFINISHED = ".oasmith-journal.new"
_VERSION = 1
_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one file; ``sha256`` is the hash of its new content, "" for a removed file."""

    path: str
    action: Literal["add", "replace", "remove"]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """The changes of a tree in the order in which they are made, the manifest last.

    ``created`` are folders that are created before the changes, ``emptied`` folders that are removed after
    them if they are empty. ``token`` is part of the names of staged and kept files; these are not listed
    anywhere else.
    """

    token: str
    changes: tuple[Change, ...]
    created: tuple[str, ...]
    emptied: tuple[str, ...]

    def places(self, root: Path) -> Iterator[tuple[Change, Path, Path, Path]]:
        """Each change with three paths: its target, the staged new content, and the kept old file."""
        for number, change in enumerate(self.changes):
            target = root / change.path
            name = f".oasmith-{self.token}-{number}"
            yield change, target, target.with_name(f"{name}.new"), target.with_name(f"{name}.old")


def new_journal(changes: tuple[Change, ...], created: tuple[str, ...], emptied: tuple[str, ...]) -> Journal:
    """A journal with a random token, so that its staged files have unique names."""
    return Journal(secrets.token_hex(8), changes, created, emptied)


def apply(root: Path, journal: Journal, new: Mapping[str, bytes], old: Mapping[str, str]) -> None:
    """Make the changes of a journal. The caller must hold the lock of the tree.

    ``new`` has the new contents by path, ``old`` the SHA-256 of the files that are replaced or removed.
    Raises OasmithError if another program saved one of the files in the meantime, and OSError. The changes
    are then undone; if that fails too, the journal stays for the next run.
    """
    try:
        _write_journal(root, journal)
        for folder in journal.created:
            with about(root / folder):
                (root / folder).mkdir(exist_ok=True)
        at_once(
            partial(_stage, new), (place for place in journal.places(root) if place[0].action != "remove")
        )
        refuse_links(root, [change.path for change in journal.changes])
        for change, target, staged, kept in journal.places(root):
            with about(target):
                if change.action == "add":
                    _add(target, staged)
                elif change.action == "replace":
                    _replace(target, staged, kept, old[change.path])
                else:
                    _remove(target, kept, old[change.path])
        at_once(sync_folder, {target.parent for _, target, _, _ in journal.places(root)})
        (root / JOURNAL).rename(root / COMMITTED)
    except BaseException:
        recover(root)
        raise
    _complete(root, journal)


def is_interrupted(root: Path) -> bool:
    """Whether a run is changing a tree, or was interrupted while it did."""
    return any(os.path.lexists(root / name) for name in (_UNFINISHED, JOURNAL, COMMITTED))


def recover(root: Path) -> None:
    """Undo or complete interrupted changes. The caller must hold the lock of the tree.

    Raises OasmithError for a journal that oasmith did not write, and OSError.
    """
    _unlink(root / _UNFINISHED)
    for name, settle in ((COMMITTED, _complete), (JOURNAL, _undo)):
        journal = _read_journal(root / name)
        if journal is not None:
            folders = _with_name((*journal.created, *journal.emptied))
            refuse_links(root, [*(change.path for change in journal.changes), *folders])
            settle(root, journal)


def _stage(new: Mapping[str, bytes], place: tuple[Change, Path, Path, Path]) -> None:
    """Write new content next to its target, with the mode and owner of the file that it replaces."""
    change, target, staged, _ = place
    with about(target):
        with staged.open("xb") as file:
            file.write(new[change.path])
            file.flush()
            os.fsync(file.fileno())
        if change.action == "replace":
            before, after = target.lstat(), staged.lstat()
            if (before.st_uid, before.st_gid) != (after.st_uid, after.st_gid):
                with suppress(PermissionError):  # only root can change the owner
                    os.chown(staged, before.st_uid, before.st_gid)
            if before.st_mode != staged.lstat().st_mode:
                staged.chmod(stat.S_IMODE(before.st_mode))


def _add(target: Path, staged: Path) -> None:
    """Put a staged file at its target, where no file may be.

    The staged name stays: it shows a later run that the file at the target is ours.
    """
    try:
        os.link(staged, target)
        return
    except FileExistsError:
        raise OasmithError(in_the_way(target)) from None
    except OSError:
        if os.path.lexists(target):
            raise OasmithError(in_the_way(target)) from None
    staged.rename(target)  # a file system without hard links


def _replace(target: Path, staged: Path, kept: Path, expected: str) -> None:
    try:
        try:
            os.link(target, kept)
        except OSError:
            shutil.copy2(target, kept, follow_symlinks=False)  # a file system without hard links
    except FileNotFoundError:
        raise OasmithError(_changed(target)) from None
    staged.replace(target)
    if digest_at(kept) != expected:
        raise OasmithError(_changed(target))


def _remove(target: Path, kept: Path, expected: str) -> None:
    try:
        target.rename(kept)
    except FileNotFoundError:
        raise OasmithError(_changed(target)) from None
    if digest_at(kept) != expected:
        raise OasmithError(_changed(target))


def _undo(root: Path, journal: Journal) -> None:
    """Put the old files back, except where another program has saved something in the meantime."""
    for change, target, staged, kept in reversed(list(journal.places(root))):
        with about(target):
            if change.action == "add":
                if _is_added(target, staged, change):
                    _unlink(target)
            elif os.path.lexists(kept):
                is_gone = not os.path.lexists(target)
                if is_gone or (not _is_same(target, kept) and digest_at(target) == change.sha256):
                    kept.replace(target)
                else:
                    _unlink(kept)
            _unlink(staged)
    for folder in deepest_first(journal.created):
        with suppress(OSError):  # another program has created a file there
            (root / folder).rmdir()
    _unlink(root / JOURNAL)


def _complete(root: Path, journal: Journal) -> None:
    """Remove the files that were kept for undoing, and the folders that are now empty."""
    for _, target, staged, kept in journal.places(root):
        with about(target):
            _unlink(kept)
            _unlink(staged)
    for folder in deepest_first(journal.emptied):
        with suppress(OSError):  # not empty: the user's own files are there
            (root / folder).rmdir()
    _unlink(root / COMMITTED)


def _is_added(target: Path, staged: Path, change: Change) -> bool:
    """Whether a file is the one that the journal added, and has not been changed since."""
    return (not os.path.lexists(staged) or _is_same(target, staged)) and digest_at(target) == change.sha256


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def _unlink(path: Path) -> None:
    # Not unlink(missing_ok=True): a read-only file system rejects that even for a missing file.
    if os.path.lexists(path):
        path.unlink()


def _write_journal(root: Path, journal: Journal) -> None:
    unfinished = root / _UNFINISHED
    with about(root / JOURNAL):
        with unfinished.open("x", encoding="utf-8") as file:
            json.dump({"generator": "oasmith", "version": _VERSION, **asdict(journal)}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(root / JOURNAL)
        sync_folder(root)


def _read_journal(path: Path) -> Journal | None:
    """The journal in a file; None if there is none.

    The file may come from an untrusted source, so every value is checked.
    """
    data = read_file(path)
    if data is None:
        return None
    try:
        document = json.loads(data)
        if document["version"] != _VERSION:
            raise ValueError(f"its version is {document['version']!r}, expected {_VERSION}")
        if not _TOKEN.fullmatch(document["token"]):
            raise ValueError("its token is not 16 hexadecimal digits")
        changes = tuple(_change(change) for change in document["changes"])
        created, emptied = (tuple(map(_path, document[key])) for key in ("created", "emptied"))
        return Journal(document["token"], changes, created, emptied)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = str(error) if type(error) is ValueError else "it is incomplete or not JSON"
        raise OasmithError(
            Problem(
                f"is not a journal of oasmith: {reason}",
                "Remove it, and files named .oasmith-*.new and .oasmith-*.old; then run oasmith generate.",
                str(path),
            )
        ) from None


def _change(value: Any) -> Change:
    change = Change(_path(value["path"]), value["action"], value["sha256"])
    if change.action not in ("add", "replace", "remove") or not isinstance(change.sha256, str):
        raise ValueError(f"it does not say what happens to {change.path!r}")
    return change


def _path(value: Any) -> str:
    if not is_inside(value):
        raise ValueError(f"{value!r} is not a path below the output folder")
    return str(value)


def _with_name(folders: tuple[str, ...]) -> list[str]:
    """The path of a file in each folder, for functions that check the parents of paths."""
    return [str(PurePosixPath(folder, "file")) for folder in folders]


def in_the_way(path: Path) -> Problem:
    """The problem that a file of the user is at the path of a generated file."""
    return Problem(
        "is in the way and was not generated", "Move it, or choose another folder with -o.", str(path)
    )


def _changed(path: Path) -> Problem:
    return Problem("was changed by another program while oasmith published", "Run oasmith again.", str(path))
