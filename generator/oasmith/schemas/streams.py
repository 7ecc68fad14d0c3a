"""Streams: the schema of one item, a JSON line or the data of an event (OpenAPI 3.2 §4.14.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from oasmith.media_types import is_events
from oasmith.runtime.media import kind_of
from oasmith.schemas.merging import Flat
from oasmith.schemas.nodes import Schema


class View(Protocol):
    """The methods of ``Schemas`` that this module uses."""

    def flat(self, schema: Schema) -> Flat: ...
    def says(self, schema: Schema, keyword: str) -> Any: ...
    def types(self, schema: Schema) -> tuple[str, ...]: ...


def item_schema(view: View, media_type: str, node: Mapping[str, Any]) -> Schema:
    """The schema of one item of a stream; ``node`` is the Media Type Object of the stream."""
    own: Schema | None = node.get("itemSchema")
    if own is not None:
        return event_data(view, own) if is_events(media_type) else own
    schema: Schema = node.get("schema", True)
    found: Schema | None = view.says(schema, "items") if view.types(schema) == ("array",) else None
    if is_events(media_type):
        data = event_data(view, True if found is None else found)
        if found is not None and data != found:
            return data  # Some frameworks describe the whole stream: an array of events.
        return schema if _says_something(view, schema) else {"type": "string"}
    if view.types(schema) == ("array",):
        return True if found is None else found
    return schema


def event_schema(view: View, media_type: str, node: Mapping[str, Any]) -> Schema | None:
    """The schema of a whole event with its ``data``; None if only the data is described.

    ``node`` is the Media Type Object of the stream.
    """
    own: Schema | None = node.get("itemSchema")
    schema: Schema = node.get("schema", True)
    if own is None and view.types(schema) == ("array",):
        own = view.says(schema, "items")
    is_event = is_events(media_type) and own is not None and _data(view, own) is not None
    return own if is_event else None


def event_data(view: View, event: Schema) -> Schema:
    """The schema of the content of ``data`` in an event; the event's own schema if it has no ``data``."""
    found = _data(view, event)
    return event if found is None else found


def _data(view: View, event: Schema) -> Schema | None:
    """The schema of the content of ``data``, in the alternatives of an event too; None without ``data``."""
    flat = view.flat(event)
    own: Schema | None = flat.keywords.get("properties", {}).get("data")
    common = None if own is None else _content(view, own)
    for union in flat.unions:
        found: list[Schema] = []
        for member in union.branches:
            data = _data(view, member)
            data = common if data is None else data
            if data is not None and data not in found:
                found.append(data)
        return {"anyOf": found} if len(found) > 1 else found[0] if found else None
    return common


def _content(view: View, data: Schema) -> Schema:
    contents: Schema | None = view.says(data, "contentSchema")
    if contents is not None:
        return contents
    if kind_of(view.says(data, "contentMediaType") or "") == "json":
        return True
    is_text = view.types(data) in ((), ("string",)) and not view.flat(data).unions
    return {"type": "string"} if is_text else data


def _says_something(view: View, schema: Schema) -> bool:
    flat = view.flat(schema)
    return bool(flat.keywords or flat.unions or flat.conditions or flat.contains)
