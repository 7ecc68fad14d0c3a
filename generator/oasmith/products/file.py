"""What products make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """The text of a file and its path below the output folder, with forward slashes.

    ``is_verbatim`` files are not formatted.
    """

    path: str
    text: str
    is_verbatim: bool = False
