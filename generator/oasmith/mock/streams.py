"""The bodies of streams: server-sent events (WHATWG), JSON lines, and JSON text sequences (RFC 7464)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from oasmith.api.model import Content
from oasmith.media_types import is_events
from oasmith.runtime.media import essence
from oasmith.schemas import Schema
from oasmith.values.cache import SchemaCache

_FIELDS = ("event", "id", "retry")
_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_DATA = re.compile(r"^data(:|$)", re.MULTILINE)
_MADE = 2
"""How many items are made."""


class Streams:
    """Chooses the items of a stream. ``sample`` makes a value of a schema for a place."""

    def __init__(self, schemas: SchemaCache, sample: Callable[[Schema, str], Any]) -> None:
        self._schemas = schemas
        self._sample = sample

    def items(self, content: Content, place: str) -> list[Any] | str:
        """The items of the first valid example, or made ones; at least one. A string is the whole body."""
        for example in content.examples:
            found = self.given(content, example.value)
            if found is not None:
                return found
        if self._is_list(content):
            sample = self._sample(content.schema, place)
            if isinstance(sample, list) and sample:
                return [self._event(content, item) for item in sample]
        schema = content.item_schema if content.event_schema is None else content.event_schema
        made = (self._sample(schema, f"{place} {number}") for number in range(1, _MADE + 1))
        return [self._event(content, item) for item in made]

    def given(self, content: Content, value: Any) -> list[Any] | str | None:
        """The items of an example: those of a list, one item, or a string with the whole body.

        None if it is not valid.
        """
        if isinstance(value, list) and value and all(self._is_item(content, item) for item in value):
            return [self._event(content, item) for item in value]
        if isinstance(value, str) and is_events(content.media_type) and _DATA.search(value):
            return value
        if self._is_item(content, value):
            return [self._event(content, value)]
        is_body = isinstance(value, str) and bool(value.strip()) and not is_events(content.media_type)
        return value if is_body else None

    def _is_list(self, content: Content) -> bool:
        """Whether the schema is that of a list of all items."""
        is_item = content.schema is content.item_schema or content.schema is content.event_schema
        return not is_item and self._schemas.view.types(content.schema) == ("array",)

    def _is_item(self, content: Content, value: Any) -> bool:
        if self._schemas.is_valid(content.item_schema, value):
            return True
        if not is_events(content.media_type) or not _is_event(value):
            return False
        if content.event_schema is None:
            return self._schemas.is_valid(content.item_schema, value["data"])
        return self._schemas.is_valid(content.event_schema, value)

    def _event(self, content: Content, value: Any) -> Any:
        """The value of an event as one with ``data``; any other item as it is."""
        if not is_events(content.media_type):
            return value
        is_data = content.event_schema is None and self._schemas.is_valid(content.item_schema, value)
        return value if _is_event(value) and not is_data else {"data": value}


def encode_stream(items: Sequence[Any] | str, media_type: str) -> bytes:
    """Items as the body of a stream; the item of events is an object with ``data``."""
    if isinstance(items, str):
        end = "\n\n" if is_events(media_type) else "\n"
        return (items.rstrip("\r\n") + end).encode("utf-8", "replace")
    if is_events(media_type):
        return "".join(line for item in items for line in _lines(item)).encode("utf-8", "replace")
    start = b"\x1e" if essence(media_type).endswith("json-seq") else b""
    return b"".join(start + to_json(item, inf_nan_mode="strings") + b"\n" for item in items)


def _is_event(value: Any) -> bool:
    return isinstance(value, Mapping) and "data" in value


def _lines(event: Any) -> Iterator[str]:
    """The lines of an event: its fields, its data, and an empty line."""
    event = event if _is_event(event) else {"data": event}
    for name in _FIELDS:
        text = str(event.get(name, ""))
        if text and not _END_OF_LINE.search(text) and "\0" not in text:
            yield f"{name}: {text}\n"
    data = event["data"]
    text = data if isinstance(data, str) else to_json(data, inf_nan_mode="strings").decode()
    yield from (f"data: {line}\n" for line in _END_OF_LINE.split(text))
    yield "\n"
