"""Items of streams: data that is not JSON, several kinds of events, lines under another media type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from operator import methodcaller
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

PATHS = """
/pets:
  get:
    operationId: pets
    responses:
      "200": {description: ok, content: {text/event-stream: {schema: {$ref: "#/components/schemas/Pet"}}}}
/lines:
  get:
    operationId: lines
    responses:
      "200": {description: ok, content: {application/x-ndjson: {schema: {$ref: "#/components/schemas/Pet"}}}}
/anything:
  get:
    operationId: anything
    responses: {"200": {description: ok, content: {application/json: {schema: {}}}}}
/kinds:  # the example of OpenAPI 3.2 §4.14.4.3
  get:
    operationId: kinds
    responses:
      "200":
        description: ok
        content:
          text/event-stream:
            itemSchema:
              type: object
              required: [event]
              properties:
                data: {type: string}
                event: {type: string}
                id: {type: string}
                retry: {type: integer, minimum: 0}
              oneOf:
                - properties: {event: {const: addString}}
                - properties: {event: {const: addInt64}, data: {format: int64}}
                - properties:
                    event: {const: addJson}
                    data:
                      contentMediaType: application/json
                      contentSchema: {type: object, required: [foo], properties: {foo: {type: integer}}}
/times:
  get:
    operationId: times
    responses:
      "200": {description: ok, content: {text/event-stream: {schema: {type: string, format: date-time}}}}
/days:
  get:
    operationId: days
    responses:
      "200": {description: ok, content: {text/event-stream: {schema: {type: string, format: date}}}}
/states:
  get:
    operationId: states
    responses:
      "200": {description: ok, content: {text/event-stream: {schema: {type: string, enum: [up, down, "1"]}}}}
/optional:
  get:
    operationId: optional
    responses:
      "200":
        description: ok
        content: {text/event-stream: {schema: {anyOf: [{type: integer}, {type: string, format: date}]}}}
"""
MORE = "components: {schemas: {Pet: {type: object, required: [name], properties: {name: {type: string}}}}}"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("items"), PATHS, MORE)


def items(
    package: ModuleType, kind: str, use: Callable[[Any], Any], body: bytes, media_type: str, **options: Any
) -> Any:
    """All items of the stream that a use of the client returns."""

    def collect(client: Any) -> Any:
        stream = use(client)
        if not hasattr(stream, "__aiter__"):
            return list(stream)

        async def collected() -> list[Any]:
            return [item async for item in stream]

        return collected()

    with serving(Answer(200, body, {"Content-Type": media_type})) as server:
        return using(package, kind, collect, base_url=server.url, **options)


EVENTS = "text/event-stream"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "2026-11-27 01:00:00", "{cut o", "bye"])
def test_data_that_is_not_json_does_not_end_a_stream(package: ModuleType, kind: str, text: str) -> None:
    body = f'event: ping\ndata: {text}\n\ndata: {{"name": "Rex"}}\n\n'.encode()
    ping, event = items(package, kind, lambda client: client.pets(), body, EVENTS)
    assert (ping.event, ping.data) == ("ping", text)
    assert event.data == package.models.Pet(name="Rex")


def test_it_is_an_error_in_strict_mode(package: ModuleType) -> None:
    with pytest.raises(package.APIResponseValidationError, match="expected JSON"):
        items(package, "sync", lambda client: client.pets(), b"data: bye\n\n", EVENTS, strict_responses=True)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_event_has_its_data(package: ModuleType, kind: str) -> None:
    body = (
        b"event: addString\ndata: This data is formatted\ndata: across two lines\nretry: 5\n\n"
        b'event: addInt64\ndata: 1234567890123\n\nevent: addJson\ndata: {"foo": 42}\n\n'
    )
    found = items(package, kind, lambda client: client.kinds(), body, EVENTS, strict_responses=True)
    assert [event.event for event in found] == ["addString", "addInt64", "addJson"]
    assert [event.data for event in found[:2]] == [
        "This data is formatted\nacross two lines",
        "1234567890123",
    ]
    assert found[2].data.foo == 42


STRINGS = [
    ("times", "2026-11-27T01:00:00Z", datetime(2026, 11, 27, 1, tzinfo=UTC)),
    ("times", '"2026-11-27T01:00:00Z"', datetime(2026, 11, 27, 1, tzinfo=UTC)),
    ("days", "2026-11-27", date(2026, 11, 27)),
    ("states", "up", "up"),
    ("states", "1", "1"),
    ("optional", "7", 7),
    ("optional", "2026-11-27", date(2026, 11, 27)),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("operation", "text", "value"), STRINGS)
def test_text_as_data_is_read_as_the_string_that_is_described(
    package: ModuleType, kind: str, operation: str, text: str, value: object
) -> None:
    body = f"data: {text}\n\n".encode()
    use = methodcaller(operation)
    (event,) = items(package, kind, use, body, EVENTS, strict_responses=True)
    assert event.data == value
    assert type(event.data) is type(value)


def test_text_that_is_not_the_described_string_deviates(package: ModuleType) -> None:
    with pytest.raises(package.APIResponseValidationError, match="datetime"):
        items(package, "sync", methodcaller("times"), b"data: soon\n\n", EVENTS, strict_responses=True)


JSON_BODIES = {
    "lines": b'{"name": "a"}\n\n{"name": "b"}\n',
    "lines, the last one without an end": b'{"name": "a"}\r\n{"name": "b"}',
    "an array": b'[{"name": "a"}, {"name": "b"}]',
    "an array over several lines": b'[\n  {"name": "a"},\n  {"name": "b"}\n]\n',
    "a line and several lines": b'{"name": "a"}\n{\n  "name": "b"\n}\n',
    "a sequence": b'\x1e{"name": "a"}\n\x1e{"name": "b"}\n',
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", JSON_BODIES)
def test_lines_of_json_that_come_as_json(package: ModuleType, kind: str, name: str) -> None:
    body = JSON_BODIES[name]
    found = items(package, kind, lambda client: client.lines(), body, "application/json")
    assert [pet.name for pet in found] == ["a", "b"]
    found = items(package, kind, lambda client: package.streamed(client.anything)(), body, "application/json")
    assert found == [{"name": "a"}, {"name": "b"}]


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_comes_before_the_stream_ends(package: ModuleType, kind: str) -> None:
    def first(client: Any) -> Any:
        stream = client.lines()
        if not hasattr(stream, "__aiter__"):
            with stream:
                return next(iter(stream))

        async def awaited() -> Any:
            async with stream:
                async for item in stream:
                    return item

        return awaited()

    answer = Answer(200, b'{"name": "a"}\n', {"Content-Type": "application/json", "Connection": "close"})
    with serving(answer) as server:
        server.goes_on_with = b'{"name": "b"}\n'
        assert using(package, kind, first, base_url=server.url).name == "a"
        assert server.client_gone.wait(30)


def test_the_size_of_a_document_over_several_lines_is_limited(package: ModuleType) -> None:
    body = b"[\n" + b' {"name": "a"},\n' * 1_000 + b' {"name": "b"}\n]\n'
    with pytest.raises(
        package.APIResponseValidationError, match="longer item than max_stream_item_size=1,000"
    ):
        items(
            package,
            "sync",
            lambda client: client.lines(),
            body,
            "application/json",
            max_stream_item_size=1_000,
        )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_json_at_all_is_text(package: ModuleType, kind: str) -> None:
    body = b"{oops\nmore\n"
    assert items(package, kind, lambda client: client.lines(), body, "application/json") == ["{oops\nmore"]
