"""Streams have the form of their media type, with the items of examples or made ones."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from mock.serving import Serve
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import build_files
from oasmith.settings import DISTRIBUTION, Target
from support.packages import imported_package
from support.server import Answer, serving

ORDER = {"type": "object", "required": ["order"], "properties": {"order": {"type": "string", "example": "a"}}}
JSON_DATA = {"type": "string", "contentMediaType": "application/json", "contentSchema": ORDER}
EVENT = {"type": "object", "required": ["event", "data"], "properties": {
    "event": {"const": "order"}, "id": {"type": "string", "example": "7"}, "data": JSON_DATA}}  # fmt: skip
ORDER_TEXT = '{"order":"a"}'
DATA = f"data: {ORDER_TEXT}\n\n"
FULL = f"event: order\nid: 7\n{DATA}"
LINE = f"{ORDER_TEXT}\n"
A, B = {"order": "a"}, {"order": "b"}

EVENTS: dict[str, tuple[dict[str, Any], str]] = {
    "schema": ({"schema": ORDER}, 2 * DATA),
    "event": ({"itemSchema": EVENT}, 2 * FULL),
    "list of events": ({"schema": {"type": "array", "items": EVENT, "minItems": 3}}, 3 * FULL),
    "one of two events": (
        {"itemSchema": {"anyOf": [EVENT, {"type": "object", "required": ["data"], "properties": {
            "event": {"const": "order"}, "id": {"const": "7"}, "data": JSON_DATA}}]}},
        2 * FULL,
    ),
    "no schema": ({"example": "data: hi"}, "data: hi\n\n"),
    "raw example": ({"itemSchema": EVENT, "example": "event: x\ndata: 1\n\n"}, "event: x\ndata: 1\n\n"),
    "data as example": ({"schema": ORDER, "example": B}, 'data: {"order":"b"}\n\n'),
    "list of data": ({"schema": ORDER, "example": [A, B]}, f'{DATA}data: {{"order":"b"}}\n\n'),
    "event as example": ({"schema": ORDER, "example": {"event": "x", "data": A}}, f"event: x\n{DATA}"),
    "events as example": ({"itemSchema": EVENT, "examples": {"two": {"dataValue": [
        {"event": "order", "data": ORDER_TEXT}, {"event": "order", "id": "8", "data": ORDER_TEXT}]}}},
        f"event: order\n{DATA}event: order\nid: 8\n{DATA}"),
    "data of events as example": ({"itemSchema": EVENT, "example": A}, DATA),
    "invalid example": ({"schema": ORDER, "example": {"order": 1}}, 2 * DATA),
    "empty example": ({"schema": ORDER, "example": []}, 2 * DATA),
    "several lines": ({"schema": {"type": "string", "example": "a\nb"}}, 2 * "data: a\ndata: b\n\n"),
}  # fmt: skip
LINES: dict[str, tuple[dict[str, Any], str]] = {
    "item": ({"itemSchema": ORDER}, 2 * LINE),
    "schema": ({"schema": ORDER}, 2 * LINE),
    "list": ({"schema": {"type": "array", "items": ORDER, "minItems": 3}}, 3 * LINE),
    "lists as items": ({"itemSchema": {"type": "array", "items": {"const": 1}}}, 2 * "[1]\n"),
    "list as example": ({"schema": ORDER, "example": [A, B]}, f'{LINE}{{"order":"b"}}\n'),
    "item as example": ({"schema": ORDER, "example": B}, '{"order":"b"}\n'),
    "texts": ({"itemSchema": {"type": "string", "example": "x\ny"}}, 2 * '"x\\ny"\n'),
}


def watched(media_type: str, node: dict[str, Any]) -> dict[str, Any]:
    responses = {"200": {"description": "ok", "content": {media_type: node}}}
    return {
        "openapi": "3.2.0",
        "paths": {"/watch": {"get": {"operationId": "watch", "responses": responses}}},
    }


LINE_TYPES = ("application/jsonl", "application/x-ndjson")
SEQUENCE_TYPES = ("application/json-seq", "application/geo+json-seq")


@pytest.fixture(scope="module")
def http(serve: Serve) -> httpx2.Client:
    """A client of one server with all streams; a path is the media type and the kind."""
    nodes = {("text/event-stream", kind): node for kind, (node, _) in EVENTS.items()}
    for media_type in LINE_TYPES + SEQUENCE_TYPES:
        nodes |= {(media_type, kind): node for kind, (node, _) in LINES.items()}
    paths = {}
    for (media_type, kind), node in nodes.items():
        responses = {"200": {"description": "ok", "content": {media_type: node}}}
        path = path_of(media_type, kind)
        paths[path] = {"get": {"operationId": path, "responses": responses}}
    return serve({"openapi": "3.2.0", "paths": paths}).http


def path_of(media_type: str, kind: str) -> str:
    return f"/{media_type}/{kind}".replace(" ", "-")


@pytest.mark.parametrize("kind", EVENTS)
def test_events(http: httpx2.Client, kind: str) -> None:
    response = http.get(path_of("text/event-stream", kind))
    assert response.headers["content-type"] == "text/event-stream"
    assert response.text == EVENTS[kind][1]


@pytest.mark.parametrize("media_type", LINE_TYPES)
@pytest.mark.parametrize("kind", LINES)
def test_lines(http: httpx2.Client, media_type: str, kind: str) -> None:
    assert http.get(path_of(media_type, kind)).text == LINES[kind][1]


@pytest.mark.parametrize("media_type", SEQUENCE_TYPES)
@pytest.mark.parametrize("kind", LINES)
def test_sequences(http: httpx2.Client, media_type: str, kind: str) -> None:
    text = http.get(path_of(media_type, kind)).text
    assert text == "".join(f"\x1e{line}\n" for line in LINES[kind][1].splitlines())


def test_a_preferred_example(serve: Serve) -> None:
    examples = {"first": {"value": A}, "second": {"value": [B]}}
    http = serve(watched("text/event-stream", {"schema": ORDER, "examples": examples})).http
    assert http.get("/watch", headers={"Prefer": "example=second"}).text == 'data: {"order":"b"}\n\n'


@pytest.mark.parametrize("media_type", ["text/event-stream", "application/jsonl", "application/json-seq"])
@pytest.mark.parametrize("keyword", ["schema", "itemSchema"])
def test_the_generated_test_fails_without_items(media_type: str, keyword: str, tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    title = f"Watched {keyword} {media_type.partition('/')[2]}"
    head = {"info": {"title": title, "version": "1"}}
    path.write_text(yaml.safe_dump({**head, **watched(media_type, {keyword: ORDER})}), "utf-8")
    target = Target(path, tmp_path / "out", products=("client", *DISTRIBUTION))
    for file in build_files(target, lambda stage, done: None).files:
        place = tmp_path / "out" / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(file.text, "utf-8")
    package = imported_package(next(found.parent.parent for found in (tmp_path / "out").glob("**/py.typed")))
    client_class = next(
        getattr(package, name) for name in package.__all__ if name.endswith("Client") and "Async" not in name
    )
    generated = runpy.run_path(str(tmp_path / "out" / "tests" / "test_client.py"))
    (test,) = (found for name, found in generated.items() if name.startswith("test_"))
    with MockServer(read_api(path)) as server, client_class(base_url=server.url) as client:
        test(client)
    empty = Answer(body=b"", headers={"Content-Type": media_type})
    with (
        serving(empty) as nothing,
        client_class(base_url=nothing.url) as client,
        pytest.raises(AssertionError),
    ):
        test(client)
