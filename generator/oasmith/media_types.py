"""Kinds of media types that only the generator distinguishes; clients need not."""

from __future__ import annotations

from oasmith.runtime.media import essence

_EVENTS = "text/event-stream"
_STREAMS = {
    _EVENTS, "application/jsonl", "application/x-jsonlines", "application/x-ndjson", "application/ndjson",
    "application/json-seq",
}  # fmt: skip


def is_events(content_type: str) -> bool:
    """Whether a body of a media type is a stream of server-sent events."""
    return essence(content_type) == _EVENTS


def is_stream(content_type: str) -> bool:
    """Whether a body of a media type is read item by item."""
    name = essence(content_type)
    return name in _STREAMS or name.endswith("+json-seq")


def is_mixed(content_type: str) -> bool:
    """Whether a body of a media type has parts that are no form (RFC 2046 §5.1)."""
    name = essence(content_type)
    return name.startswith("multipart/") and name not in ("multipart/form-data", "multipart/*")


def is_xml(content_type: str) -> bool:
    """Whether a body of a media type is XML (RFC 7303)."""
    name = essence(content_type)
    return name in ("application/xml", "text/xml") or name.endswith("+xml")
