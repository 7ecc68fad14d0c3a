"""Descriptions as they are in a revision of a git repository."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from oasmith.errors import OasmithError, Problem
from oasmith.settings import Target

_SUFFIXES = {".json", ".yaml", ".yml"}


@contextmanager
def at_revision(target: Target, revision: str) -> Iterator[Target]:
    """The target with a copy of its description as it is in a revision, and of the files beside and below it.

    Overlays are those of the revision as well; one that the revision does not have stays as it is.
    Raises OasmithError if the description is not a file, or if there is no such repository, revision or file.
    """
    path = target.description
    if not isinstance(path, Path):
        raise OasmithError(
            Problem("has no git revisions", "Pass two descriptions, or the path of a file.", str(path))
        )
    top = Path(_git(path.parent, "rev-parse", "--show-toplevel", advice="Pass two descriptions.").strip())
    commit = _git(top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}",
                  advice=f"Check --against: there is no revision {revision}.").strip()  # fmt: skip
    own = _before_rename(top, commit, _inside(top, path))
    folder = _inside(top, target.root) if target.root else own.parent
    listed = _git(top, "ls-tree", "-r", "-z", "--name-only", commit, "--", folder.as_posix())
    names = [name for name in listed.split("\0") if name and Path(name).suffix.lower() in _SUFFIXES]
    if own.as_posix() not in listed.split("\0"):
        raise OasmithError(
            Problem(f"does not exist in the revision {revision}", "Choose a later revision.", str(path))
        )
    with TemporaryDirectory(prefix="oasmith-") as temporary:
        copies = Path(temporary)
        for name in {*names, own.as_posix()}:
            _copy(top, commit, name, copies)
        overlays = tuple(_overlay(top, commit, it, copies) for it in target.overlays)
        root = copies / folder if target.root else None
        yield replace(target, description=copies / own, root=root, overlays=overlays)


def _inside(top: Path, path: Path) -> Path:
    """The path of a file or folder in a repository."""
    try:
        return path.resolve().relative_to(top.resolve())
    except ValueError:
        message = f"is outside the git repository {top}"
        raise OasmithError(Problem(message, "Pass two descriptions.", str(path))) from None


def _copy(top: Path, commit: str, name: str, copies: Path) -> Path:
    copy = copies / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(_blob(top, f"{commit}:{name}"))
    return copy


def _overlay(top: Path, commit: str, path: Path, copies: Path) -> Path:
    """A copy of an overlay as it is in a commit; its path if the commit does not have it."""
    if not path.resolve().is_relative_to(top.resolve()):
        return path
    name = _before_rename(top, commit, _inside(top, path)).as_posix()
    is_there = _git(top, "ls-tree", "--name-only", commit, "--", name)
    return _copy(top, commit, name, copies) if is_there else path


def _before_rename(top: Path, commit: str, path: Path) -> Path:
    """The path that a file had in a commit, as far as git finds out that it was renamed since."""
    if _git(top, "ls-tree", "--name-only", commit, "--", path.as_posix()):
        return path
    listed = _git(top, "diff", "--name-status", "--find-renames", "--diff-filter=R", "-z", commit).split("\0")
    renamed = dict(zip(listed[2::3], listed[1::3], strict=False))
    return Path(renamed.get(path.as_posix(), path))


def _git(folder: Path, *arguments: str, advice: str = "Check the repository.") -> str:
    return _run(folder, *arguments, advice=advice).decode("utf-8", "replace")


def _blob(folder: Path, name: str) -> bytes:
    return _run(folder, "cat-file", "blob", name, advice="Check the repository.")


def _run(folder: Path, *arguments: str, advice: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    except FileNotFoundError:
        raise OasmithError(Problem("git is not installed", "Install git, or pass two files.")) from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OasmithError(
            Problem(
                f"git failed: {reason[-1] if reason else 'no reason given'}",
                advice,
                str(folder),
            )
        ) from None
    return done.stdout
