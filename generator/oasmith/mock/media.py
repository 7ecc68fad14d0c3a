"""Media types: media ranges, and the choice by an Accept header (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from oasmith.runtime.media import essence, kind_of

DEFAULT = "application/octet-stream"
_CONCRETE = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}


def is_json(content_type: str) -> bool:
    """Whether a body of this type is JSON."""
    return kind_of(content_type) == "json"


def matches(pattern: str, content_type: str) -> bool:
    """Whether a media type is in a media range, such as ``text/*``."""
    given = essence(content_type)
    return essence(pattern) in ("*/*", f"{given.partition('/')[0]}/*", given)


def specificity(pattern: str) -> int:
    """0 for ``*/*``, 1 for ``text/*``, 2 for a media type."""
    return 2 - essence(pattern).count("*")


def best(accept: str | None, offered: Sequence[str]) -> tuple[int, str] | None:
    """The index and the concrete type of the offered media type that an Accept header prefers.

    Of types with the same quality, JSON comes first, then the order of the offer. None if no type is
    acceptable.
    """
    ranges = _ranges(accept or "*/*")
    found = [
        (quality, is_json(media_type), -index, media_type)
        for index, pattern in enumerate(offered)
        for media_type in [_concrete(pattern, ranges)]
        if (quality := _quality(media_type, ranges)) > 0
    ]
    if not found:
        return None
    _, _, index, media_type = max(found)
    return -index, media_type


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.split(","):
        name, *parameters = part.split(";")
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        if "/" in name:
            ranges.append((name, quality))
    return ranges


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range with the media type."""
    found = [(specificity(pattern), quality) for pattern, quality in ranges if matches(pattern, media_type)]
    return max(found, key=lambda pair: pair[0])[1] if found else 0.0


def _concrete(pattern: str, ranges: list[tuple[str, float]]) -> str:
    """A media type in the range of a description: one that the client accepts, or a common one."""
    if "*" not in pattern:
        return pattern
    named = (essence(name) for name, quality in ranges if quality > 0 and "*" not in name)
    usual = _CONCRETE.get(essence(pattern), pattern.replace("*", "octet-stream"))
    return next((name for name in named if matches(pattern, name)), usual)
