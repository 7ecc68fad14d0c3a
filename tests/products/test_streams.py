"""The items of a stream are typed as the description has them: lines of JSON, and the data of events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from support.packages import generated_package
from support.server import Answer, serving

READING = {"type": "object", "title": "Reading", "required": ["level"], "properties": {"level": {}}}
JSON_DATA = {"type": "string", "contentMediaType": "application/json", "contentSchema": READING}
EVENT: dict[str, Any] = {"type": "object", "required": ["data"], "properties": {"data": JSON_DATA}}
ALARM: dict[str, Any] = {
    "type": "object",
    "properties": {"event": {"const": "alarm"}, "data": {**JSON_DATA, "contentSchema": {"type": "integer"}}},
}

ITEMS: dict[str, tuple[str, dict[str, Any], bytes, str]] = {
    "event": ("text/event-stream", EVENT, b'data: {"level": 3}\n\n', "Event[models.Reading]"),
    "named": (
        "text/event-stream", {"$ref": "#/components/schemas/Tick"}, b'data: {"level": 3}\n\n',
        "Event[models.Reading]",
    ),
    "either": (
        "text/event-stream", {"oneOf": [{"$ref": "#/components/schemas/Tick"}, ALARM]},
        b'data: {"level": 3}\n\n', "Event[models.Reading | int]",
    ),
    "extended": (
        "text/event-stream",
        {"allOf": [{"type": "object", "properties": {"event": {"type": "string"}}}, EVENT]},
        b'data: {"level": 3}\n\n', "Event[models.Reading]",
    ),
    "text": (
        "text/event-stream", {"type": "object", "properties": {"data": {"type": "string"}}},
        b"data: some text\n\n", "Event[str]",
    ),
    "lines": ("application/jsonl", READING, b'{"level": 3}\n', "models.Reading"),
    "lists": ("application/jsonl", {"type": "array", "items": {"type": "integer"}}, b"[3]\n", "list[int]"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ITEMS)
def test_an_item_is_of_its_type(kind: str, tmp_path: Path) -> None:
    media_type, schema, sent, annotation = ITEMS[kind]
    content = {media_type: {"itemSchema": schema}}
    description = {
        "openapi": "3.2.0",
        "info": {"title": f"Gauge {kind}", "version": "1"},
        "paths": {"/levels": {"get": {"operationId": "watch", "responses": {"200": {"content": content}}}}},
        "components": {"schemas": {"Tick": EVENT}},
    }
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(description, sort_keys=False), "utf-8")
    package = generated_package(path, tmp_path)
    assert f"Stream[{annotation}]" in (tmp_path / package.__name__ / "client.py").read_text("utf-8")
    client_class = getattr(package, f"Gauge{kind.title()}Client")
    with (
        serving(Answer(body=sent, headers={"Content-Type": media_type})) as server,
        client_class(base_url=server.url) as client,
    ):
        (item,) = client.watch()
    value = getattr(item, "data", item)
    assert getattr(value, "level", value) in (3, [3], "some text")
