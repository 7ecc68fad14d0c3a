"""The source of a bundled document: the file, line and pointer that each part of it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

from oasmith.errors import Problem
from oasmith.reading.files import SourceFile
from oasmith.structure import join_pointer, split_pointer


@dataclass(frozen=True, slots=True)
class BundledSource(SourceFile):
    """The root file of a description, which knows which parts of the document come from other files.

    ``moved`` maps a place in the document to the file that it is from, and the JSON pointer in that file.
    ``digests`` has the digest of each file of the description, by its path or URL.
    """

    moved: dict[tuple[str, ...], tuple[SourceFile, str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def problem(self, message: str, remedy: str, pointer: str) -> Problem:
        """A problem at a JSON pointer into the document, with the file, line and pointer of its origin."""
        file, origin = self.origin(pointer)
        return Problem(message, remedy, file.path, file.line_of(origin), origin)

    def origin(self, pointer: str) -> tuple[SourceFile, str]:
        """The file that a place in the document is from, and the JSON pointer there."""
        parts = tuple(split_pointer(pointer))
        for length in range(len(parts), 0, -1):
            if parts[:length] in self.moved:
                file, start = self.moved[parts[:length]]
                return file, start + join_pointer(parts[length:])
        return self, pointer

    def line_of(self, pointer: str) -> int | None:
        """The line of a place in the root file."""
        return SourceFile.line_of(self, pointer)

    def text_of(self, pointer: str) -> str | None:
        """The scalar at a place in the document as it is written in its file; None where there is none."""
        file, origin = self.origin(pointer)
        return SourceFile.text_of(file, origin)
