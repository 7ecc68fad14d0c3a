"""``oasmith.lock``: the hashes of a description's files, and copies of the remote ones.

The copies are lines of text, so that version control shows what changed in them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Pins:
    """The SHA-256 of local files by path from the folder of the lock, and the bytes of remote ones by URL."""

    local: Mapping[str, str] = field(default_factory=dict)
    remote: Mapping[str, bytes] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The content of the lock; the same bytes for equal pins."""
        remote = {
            url: {"sha256": _sha256(data), "lines": data.decode("utf-8").splitlines(keepends=True)}
            for url, data in sorted(self.remote.items())
        }
        document = {"version": _VERSION, "local": dict(sorted(self.local.items())), "remote": remote}
        return (json.dumps(document, indent=1) + "\n").encode()

    def require(self, lock: Path, digests: Mapping[str, str]) -> None:
        """Raise OasmithError unless the local files of ``digests``, by path, have the hashes of the lock."""
        problems = []
        for path, digest in digests.items():
            if "://" not in path and self.local.get(from_folder(path, lock.parent)) != digest:
                message = f"is not the file of {lock}: its SHA-256 is {digest}"
                problems.append(Problem(message, "Run oasmith lock, and commit the lock.", path))
        if problems:
            raise OasmithError(problems)


def read_pins(lock: Path | None) -> Pins:
    """Read a lock; empty without one. Raises OasmithError for a file that is not a lock, or is damaged."""
    if lock is None:
        return Pins()
    try:
        document = json.loads(lock.read_bytes())
        if document["version"] != _VERSION:
            raise ValueError
        remote = {url: _checked(entry) for url, entry in document["remote"].items()}
        return Pins({path: str(digest) for path, digest in document["local"].items()}, remote)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        message = "is not a lock of this version of oasmith, or was edited"
        raise OasmithError(Problem(message, "Run oasmith lock again.", str(lock))) from None


def from_folder(path: str, folder: Path) -> str:
    """The path of a file from a folder, with forward slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _checked(entry: Any) -> bytes:
    data = "".join(entry["lines"]).encode()
    if _sha256(data) != entry["sha256"]:
        raise ValueError
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
