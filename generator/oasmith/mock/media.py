"""Media types: which is which, and which of several an Accept header likes best."""

from __future__ import annotations

from collections.abc import Sequence

from oasmith.runtime.media import essence, kind_of

DEFAULT = "application/octet-stream"
_CONCRETE = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}


def is_json(content_type: str) -> bool:
    """Whether a body of this type is JSON."""
    return kind_of(content_type) == "json"


def matches(pattern: str, content_type: str) -> bool:
    """Whether a media range, such as ``text/*``, covers a media type."""
    wanted, found = essence(pattern), essence(content_type)
    return wanted in ("*/*", found) or (
        wanted.endswith("/*") and wanted.partition("/")[0] == found.partition("/")[0]
    )


def specificity(pattern: str) -> int:
    """0 for ``*/*``, 1 for ``text/*``, 2 for a media type."""
    return 2 - essence(pattern).count("*")


def best(accept: str | None, offered: Sequence[str]) -> tuple[int, str] | None:
    """The place in a list, and the media type, that an Accept header likes best (RFC 9110 §12.5.1).

    JSON comes first among equals, then what is offered earlier. None if nothing is acceptable.
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
    """That of the most specific range which covers the type."""
    found = [(specificity(pattern), quality) for pattern, quality in ranges if matches(pattern, media_type)]
    return max(found, key=lambda pair: pair[0])[1] if found else 0.0


def _concrete(pattern: str, ranges: list[tuple[str, float]]) -> str:
    """A media type in place of a range in the description: one that is asked for, or a common one."""
    if "*" not in pattern:
        return pattern
    named = (essence(name) for name, quality in ranges if quality > 0 and "*" not in name)
    usual = _CONCRETE.get(essence(pattern), pattern.replace("*", "octet-stream"))
    return next((name for name in named if matches(pattern, name)), usual)
