"""The manifest in an output folder: the list of files that oasmith generated there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from oasmith.errors import OasmithError, Problem
from oasmith.publishing.disk import digest, is_inside, read_file
from oasmith.version import __version__

MANIFEST = ".oasmith.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The SHA-256 of the generated files, by path below the output folder.

    A hash is "" if an old version of oasmith wrote the manifest without hashes. ``existing_folders`` are
    the folders of generated files that existed before oasmith generated files there. They are not
    removed, even if no generated file is left in them. ``description`` has the SHA-256 of the files of the
    description, by path. It and the version of oasmith are only written, to show what the files were
    generated from.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    existing_folders: frozenset[str] = frozenset()
    description: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The content of the manifest file; the same bytes for equal manifests."""
        document: dict[str, object] = {
            "generator": "oasmith",
            "version": __version__,
            "description": dict(sorted(self.description.items())),
            "files": dict(sorted(self.files.items())),
        }
        if self.existing_folders:
            document["existing_folders"] = sorted(self.existing_folders)
        return (json.dumps(document, indent=2) + "\n").encode()

    def has_the_files_of(self, other: Manifest) -> bool:
        """Whether both list the same files with the same hashes; a missing hash equals any hash."""
        return self.files.keys() == other.files.keys() and all(
            "" in (hashed, other.files[path]) or hashed == other.files[path]
            for path, hashed in self.files.items()
        )

    def is_edited(self, path: str, data: bytes | None) -> bool:
        """Whether the content of a file of the manifest is not what was generated.

        Line ends do not count: version control may have changed them.
        """
        generated = self.files.get(path)
        if data is None or not generated:
            return False
        return generated not in (digest(data), digest(_with_line_feeds(data)))


def _with_line_feeds(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def read_manifest(root: Path) -> Manifest:
    """Read the manifest of an output folder; without a file, it is empty.

    Paths that leave the folder are ignored. Raises OasmithError for a file that is not a manifest.
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
