"""Media types (RFC 9110 §8.3) and what Python holds a body of one as."""

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


_EVENTS = "text/event-stream"
_STREAMS = {
    _EVENTS, "application/jsonl", "application/x-jsonlines", "application/x-ndjson", "application/ndjson",
    "application/json-seq",
}  # fmt: skip


def is_events(content_type: str) -> bool:
    """Whether a body of a media type is a stream of server-sent events."""
    return essence(content_type) == _EVENTS


def is_stream(content_type: str) -> bool:
    """Whether a body of a media type comes item by item."""
    name = essence(content_type)
    return name in _STREAMS or name.endswith("+json-seq")


def is_xml(content_type: str) -> bool:
    """Whether a body of a media type is XML (RFC 7303)."""
    name = essence(content_type)
    return name in ("application/xml", "text/xml") or name.endswith("+xml")


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
