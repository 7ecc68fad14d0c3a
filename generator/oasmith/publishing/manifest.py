"""The manifest in an output folder: which files oasmith generated there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oasmith.errors import OasmithError, Problem
from oasmith.publishing.disk import is_inside, read_file

MANIFEST = ".oasmith.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The generated files with their SHA-256, by path below the output folder.

    A hash is "" where the version of oasmith that wrote the manifest recorded none.
    ``existing_folders`` are folders with generated files that were there before oasmith put any in:
    these are not removed when the last of them goes.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    existing_folders: frozenset[str] = frozenset()

    def to_bytes(self) -> bytes:
        """The manifest as it is on disk; the same for the same content."""
        document: dict[str, object] = {"generator": "oasmith", "files": dict(sorted(self.files.items()))}
        if self.existing_folders:
            document["existing_folders"] = sorted(self.existing_folders)
        return (json.dumps(document, indent=2) + "\n").encode()

    def has_the_files_of(self, other: Manifest) -> bool:
        """Whether both name the same files with the same hashes, as far as both have hashes."""
        return self.files.keys() == other.files.keys() and all(
            "" in (hashed, other.files[path]) or hashed == other.files[path]
            for path, hashed in self.files.items()
        )


def read_manifest(root: Path) -> Manifest:
    """The manifest of an output folder, an empty one if there is none.

    Paths that lead out of the folder are ignored. Raises OasmithError for a file that is not a manifest.
    """
    path = root / MANIFEST
    data = read_file(path)
    if data is None:
        return Manifest()
    try:
        document = json.loads(data)
        files = document["files"]
        folders = document.get("existing_folders", [])
        if isinstance(files, list):  # up to version 0.1.0 there were no hashes
            files = dict.fromkeys(files, "")
        if not _are_strings(files) or not _are_strings(files.values()) or not _are_strings(folders):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise OasmithError(
            Problem(
                "is not a manifest of oasmith",
                "Restore it from version control (either side of a merge conflict), then generate again.",
                str(path),
            )
        ) from None
    inside = {file: hashed for file, hashed in files.items() if is_inside(file) and file != MANIFEST}
    return Manifest(inside, frozenset(filter(is_inside, folders)))


def _are_strings(values: Iterable[object]) -> bool:
    return not isinstance(values, str) and all(isinstance(value, str) for value in values)
