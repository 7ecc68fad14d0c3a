"""Media types (RFC 9110 §8.3) and what Python holds a body of one as."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

Kind = Literal["json", "form", "multipart", "text", "binary"]

_TEXT = {
    "application/xml", "application/javascript", "application/graphql", "application/x-ndjson",
    "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-seq",
    "application/yaml", "application/x-yaml", "application/toml",
}  # fmt: skip


def essence(content_type: str) -> str:
    """Type and subtype in lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


_STREAMS = {
    "text/event-stream", "application/jsonl", "application/x-jsonlines", "application/x-ndjson",
    "application/ndjson", "application/json-seq",
}  # fmt: skip


def is_stream(content_type: str) -> bool:
    """Whether a body of a media type comes item by item."""
    return essence(content_type) in _STREAMS


@lru_cache(maxsize=256)
def kind_of(content_type: str) -> Kind:
    """What a body of a media type is in Python: JSON, fields, text or bytes."""
    name = essence(content_type)
    if name in ("application/json", "text/json", "application/*") or name.endswith("+json"):
        return "json"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name.startswith("multipart/"):
        return "multipart"
    if name.startswith("text/") or name in _TEXT or name.endswith(("+xml", "+yaml", "+json-seq")):
        return "text"
    return "binary"


def best_match(content_type: str, described: Iterable[str]) -> str | None:
    """Which of the described media types or ranges a body's content type is.

    The most particular one that covers it; else one that is read in the same way.
    """
    name = essence(content_type)
    by_essence = {essence(key): key for key in described}
    for candidate in (name, f"{name.partition('/')[0]}/*", "*/*"):
        if candidate in by_essence:
            return by_essence[candidate]
    return next((key for key in by_essence.values() if kind_of(key) == kind_of(name)), None)
