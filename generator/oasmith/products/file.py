"""Generated files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A generated file: its path below the output folder, with forward slashes, and its text.

    Files with ``is_verbatim`` are not formatted.
    """

    path: str
    text: str
    is_verbatim: bool = False
