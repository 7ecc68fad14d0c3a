# A module of generated clients, in which another line takes the place of this one.
"""Media types (RFC 9110 §8.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

Kind = Literal["json", "form", "multipart", "text", "binary"]

FORM = "application/x-www-form-urlencoded"
_TEXT = {
    "application/xml", "application/javascript", "application/graphql", "application/x-ndjson",
    "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-seq",
    "application/yaml", "application/x-yaml", "application/toml",
}  # fmt: skip


def essence(content_type: str) -> str:
    """Type and subtype in lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


@lru_cache(maxsize=256)
def kind_of(content_type: str) -> Kind:
    """What a body of a media type is in Python: JSON, fields, text or bytes."""
    name = essence(content_type)
    if name in ("application/json", "text/json", "application/*") or name.endswith("+json"):
        return "json"
    if name == FORM:
        return "form"
    if name.startswith("multipart/"):
        return "multipart"
    if name.startswith("text/") or name in _TEXT or name.endswith(("+xml", "+yaml", "+json-seq")):
        return "text"
    return "binary"


def media_ranges(content_type: str) -> tuple[str, str, str]:
    """The media type and the ranges that include it, the most specific first (RFC 9110 §12.5.1)."""
    name = essence(content_type)
    return name, f"{name.partition('/')[0]}/*", "*/*"


def best_match(content_type: str, described: Iterable[str]) -> str | None:
    """The described media type or range that a content type matches.

    The most specific one that covers it; else one that is read in the same way.
    """
    by_essence = {essence(key): key for key in described}
    for candidate in media_ranges(content_type):
        if candidate in by_essence:
            return by_essence[candidate]
    return next((key for key in by_essence.values() if kind_of(key) == kind_of(content_type)), None)
