"""The choice of a media type by an Accept header (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oasmith.runtime.media import essence, kind_of, media_ranges

DEFAULT = "application/octet-stream"
_CONCRETE = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain"}


def is_json(content_type: str) -> bool:
    """Whether a body of this type is JSON."""
    return kind_of(content_type) == "json"


def best(accept: str | None, offered: Sequence[str]) -> tuple[int, str] | None:
    """The index and the concrete type of the offered media type that an Accept header prefers.

    Of types with the same quality, JSON comes first, then the order of the offer. None if no type is
    acceptable.
    """
    qualities = _qualities(accept or "*/*")
    found = [
        (quality, is_json(media_type), -index, media_type)
        for index, pattern in enumerate(offered)
        for media_type in [_concrete(pattern, qualities)]
        if (quality := _quality(media_type, qualities)) > 0
    ]
    if not found:
        return None
    _, _, index, media_type = max(found)
    return -index, media_type


def _qualities(accept: str) -> dict[str, float]:
    """The quality of each media range; of duplicates, the first."""
    qualities: dict[str, float] = {}
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
            qualities.setdefault(essence(name), quality)
    return qualities


def _quality(media_type: str, qualities: Mapping[str, float]) -> float:
    """The quality of the most specific range with the media type."""
    return next((qualities[name] for name in media_ranges(media_type) if name in qualities), 0.0)


def _concrete(pattern: str, qualities: Mapping[str, float]) -> str:
    """A media type in the range of a description: one that the client accepts, or a common one."""
    if "*" not in pattern:
        return pattern
    accepted = (name for name, quality in qualities.items() if quality > 0 and "*" not in name)
    common = _CONCRETE.get(essence(pattern), pattern.replace("*", "octet-stream"))
    return next((name for name in accepted if essence(pattern) in media_ranges(name)), common)
