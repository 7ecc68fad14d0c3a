"""What emitters make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A text to be written at a path below the target folder; the path has forward slashes.

    ``is_verbatim`` files are not formatted.
    """

    path: str
    text: str
    is_verbatim: bool = False
