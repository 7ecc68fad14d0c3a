"""Words of the reference, independent of its formats: pieces of text, values and links to schemas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from oasmith.quoting import scalar_text


@dataclass(frozen=True, slots=True)
class Value:
    """A value or a name of the description, which is shown as code."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the section of a named schema."""

    schema: str


Piece = str | Value | Link
Words = tuple[Piece, ...]
"""A phrase. Its strings are plain text, which each format escapes."""


def value(given: Any) -> Value:
    """A JSON value as code; an empty string has quotes, so that it can be seen."""
    return Value('""' if given == "" else scalar_text(given))


def join(separator: str, phrases: Iterable[Words]) -> Words:
    """The phrases with a separator between each two."""
    found: list[Piece] = []
    for phrase in phrases:
        found += [separator, *phrase] if found else phrase
    return tuple(found)
