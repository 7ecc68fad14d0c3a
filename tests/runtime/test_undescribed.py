"""Bodies of responses that the description does not have: nothing is lost, and nothing is raised."""

from __future__ import annotations

import asyncio
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, serving


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("silent.yaml"), tmp_path_factory.mktemp("silent"))


@pytest.fixture(params=["sync", "asyncio", "trio"])
def caller(silent: ModuleType, request: pytest.FixtureRequest) -> Caller:
    return Caller(silent, str(request.param))


JSON = {"Content-Type": "application/json"}
PDF = b"%PDF-1.7\xff"
CAME: dict[str, tuple[bytes, dict[str, str], Any]] = {
    "an object": (b'{"hello": "world"}', JSON, {"hello": "world"}),
    "an array of another JSON type": (b"[1]", {"Content-Type": "application/vnd.api+json"}, [1]),
    "a scalar": (b'"text"', JSON, "text"),
    "null": (b"null", JSON, None),
    "JSON as text": (b' {"a": 1}', {"Content-Type": "text/plain"}, {"a": 1}),
    "JSON as bytes": (b"[]", {"Content-Type": "application/octet-stream"}, []),
    "JSON as a page": (b'{"a": 1}', {"Content-Type": "text/html; charset=utf-8"}, {"a": 1}),
    "JSON without a type": (b'{"a": 1}', {}, {"a": 1}),
    "JSON after a byte-order mark": (b'\xef\xbb\xbf{"a": 1}', {"Content-Type": "text/plain"}, {"a": 1}),
    "what is called JSON and is not": (b'{"a": ', JSON, '{"a": '),
    "text": ("time,é\n".encode(), {"Content-Type": "text/csv"}, "time,é\n"),
    "text in its charset": (b"\xe9", {"Content-Type": "text/plain; charset=latin-1"}, "é"),
    "a number as text": (b"12", {"Content-Type": "text/csv"}, "12"),
    "text without a type": (b"done", {}, "done"),
    "bytes": (PDF, {"Content-Type": "application/pdf"}, PDF),
    "bytes without a type": (PDF, {}, PDF),
    "parts": (b"--b\r\n\xff", {"Content-Type": "multipart/mixed; boundary=b"}, b"--b\r\n\xff"),
    "nothing": (b"", {}, None),
    "no JSON": (b"", JSON, None),
}


@pytest.mark.parametrize("name", CAME)
@pytest.mark.parametrize("operation", ["bare", "failing"])
def test_a_success_without_described_content_returns_what_came(
    caller: Caller, name: str, operation: str
) -> None:
    body, headers, expected = CAME[name]
    with serving(Answer(200, body, headers)) as server:
        found = caller(server.url, lambda client: getattr(client, operation)(), strict_responses=True)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("operation", ["range", "fallback", "moved"])
def test_a_range_and_the_default_may_be_without_content(caller: Caller, operation: str) -> None:
    with serving(Answer.of_json([1])) as server:
        assert caller(server.url, lambda client: getattr(client, operation)()) == [1]


def test_another_status_without_described_content_returns_what_came(caller: Caller) -> None:
    with serving(Answer.of_json({"job": 7}, 202)) as server:
        assert caller(server.url, lambda client: client.mixed()) == {"job": 7}


@pytest.mark.parametrize(
    ("operation", "status"), [("head", 200), ("drop", 204), ("moved", 302), ("bare", 204)]
)
def test_a_response_that_has_no_content_is_none(caller: Caller, operation: str, status: int) -> None:
    with serving(Answer(status, b"", {"Location": "/there"})) as server:
        assert caller(server.url, lambda client: getattr(client, operation)()) is None


def test_the_types_say_so(silent: ModuleType) -> None:
    client = silent.SilentClient
    returns = {name: getattr(client, name).__annotations__["return"] for name in dir(client) if name in TYPES}
    assert returns == TYPES


A = {"a": "x"}
HTML = b"<html>502</html>"
OTHERS: list[tuple[str, bytes, str | None, Any, str]] = [
    ("object", b'{"a": "x"}', "text/plain", A, "application/json"),
    ("object", b'{"a": "x"}', "application/octet-stream", A, "application/json"),
    ("object", b'\xef\xbb\xbf{"a": "x"}', "text/html", A, "application/json"),
    ("object", b'{"a": "x"}', None, A, "application/json"),
    ("object", HTML, "text/html", HTML.decode(), "application/json"),
    ("object", PDF, "application/pdf", PDF, "application/json"),
    ("object", b"1", "text/csv", "1", "application/json"),
    ("object", b'{"a": ', "text/plain", '{"a": ', "application/json"),
    ("object", b"", None, None, "application/json"),
    ("anything", b"time,level\n", "text/csv", "time,level\n", "application/json"),
    ("anything", b"12", "text/csv", "12", "application/json"),
    ("anything", b"[12]", "text/plain", [12], "application/json"),
    ("anything", PDF, None, PDF, "application/json"),
    ("number", b"12", "text/plain", 12, "application/json"),
    ("number", b"12", None, 12, "application/json"),
    ("number", b"twelve", "text/plain", "twelve", "application/json"),
    ("word", b"hello", "text/plain", "hello", "application/json"),
    ("word", b'"hello"', "text/plain", "hello", "application/json"),
    ("star", HTML, "text/html", HTML.decode(), "JSON"),
    ("image", b"GIF\xff", "image/gif", b"GIF\xff", "image/png"),
    ("image", HTML, "text/html", HTML.decode(), "image/png"),
    ("image", b'{"wait": 1}', "application/json", {"wait": 1}, "image/png"),
    ("image", b"\xff", None, b"\xff", "image/png"),
    ("text", b'{"a": 1}', "application/json", {"a": 1}, "text/plain"),
    ("text", b"a,b", "text/csv", "a,b", "text/plain"),
    ("text", PDF, "application/pdf", PDF, "text/plain"),
    ("text", b"done", "application/json", "done", "text/plain"),
    ("text", b'{"a": ', "application/problem+json", '{"a": ', "text/plain"),
    ("text", b"", "application/json", None, "text/plain"),
    ("image", b"done", "application/json", "done", "image/png"),
    ("image", b"\xff", "application/json", "\ufffd", "image/png"),
    ("count", b"none", "text/plain", "none", "JSON"),
    ("either", b"<a/>", "application/xml", "<a/>", "application/json or text/csv"),
    ("either", b'{"a": "x"}', "text/plain", A, "application/json or text/csv"),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "body", "media_type", "expected", "described"), OTHERS)
def test_another_media_type_is_read_with_a_deviation(
    caller: Caller, operation: str, body: bytes, media_type: str | None, expected: Any, described: str
) -> None:
    def use(client: Any) -> Any:
        return getattr(client, operation)()

    with serving(Answer(200, body, {"Content-Type": media_type} if media_type else {})) as server:
        found = caller(server.url, use)
        with pytest.raises(caller.package.APIResponseValidationError) as raised:
            caller(server.url, use, strict_responses=True)
    (deviation,) = raised.value.deviations
    assert (deviation.pointer, deviation.expected) == ("", described)
    assert deviation.found == (media_type or "a body without a content type")
    if expected is A:
        assert found.deviations == (deviation,)
        found = found.to_json()
    assert found == expected
    assert type(found) is type(expected)


DESCRIBED: list[tuple[str, bytes, str, Any]] = [
    ("object", b'\xef\xbb\xbf{"a": "x"}', "application/json", A),
    ("object", b'{"a": "x"}', "application/vnd.a+json", A),
    ("star", b'{"a": "x"}', "text/plain", A),
    ("star", b'{"a": "x"}', "application/json", A),
    ("count", b"12", "text/plain; charset=utf-8", 12),
    ("text", b"12", "text/plain", "12"),
    ("text", b'{"a": 1}', "text/plain", '{"a": 1}'),
    ("either", b"a,b", "text/csv", "a,b"),
]


@pytest.mark.parametrize(("operation", "body", "media_type", "expected"), DESCRIBED)
def test_a_described_media_type_has_no_deviation(
    caller: Caller, operation: str, body: bytes, media_type: str, expected: Any
) -> None:
    with serving(Answer(200, body, {"Content-Type": media_type})) as server:
        found = caller(server.url, lambda client: getattr(client, operation)(), strict_responses=True)
    assert (found.to_json() if expected is A else found) == expected


def test_an_error_of_another_media_type_has_no_typed_error(caller: Caller) -> None:
    with (
        serving(Answer(500, HTML, {"Content-Type": "text/html"})) as server,
        pytest.raises(caller.package.InternalServerError, match="502") as raised,
    ):
        caller(server.url, lambda client: client.object())
    assert (raised.value.body, raised.value.error) == (HTML.decode(), None)


STREAMED: list[tuple[str, bytes, str | None, list[Any]]] = [
    ("lines", b'{"a": "x"}\n{"a": "y"}\n', "text/plain", [A, {"a": "y"}]),
    ("lines", b'{"a": "x"}\n', None, [A]),
    ("lines", b'{"a":\n "x"}', "application/json", [A]),
    ("lines", b'[{"a": "x"},\n {"a": "y"}]', "application/json", [A, {"a": "y"}]),
    ("lines", b'\x1e{"a":\n"x"}\n\x1e{"a": "y"}\n', "application/json-seq", [A, {"a": "y"}]),
    ("lines", b"one\ntwo\n", "text/csv", ["one", "two"]),
    ("lines", PDF, "application/pdf", [PDF]),
    ("events", b'data: {"a": "x"}\n\n', "text/plain", [A]),
    ("events", b'data: {"a": "x"}\n\n', None, [A]),
    ("events", b'{"a": "x"}\n', "application/x-ndjson", [A]),
    ("events", HTML, "text/html", [HTML.decode()]),
]


@pytest.mark.parametrize(("operation", "body", "media_type", "expected"), STREAMED)
def test_a_stream_of_another_media_type_is_read_with_a_deviation(
    caller: Caller,
    operation: str,
    body: bytes,
    media_type: str | None,
    expected: list[Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def use(client: Any) -> Any:
        return getattr(client, operation)()

    with serving(Answer(200, body, {"Content-Type": media_type} if media_type else {})) as server:
        found = [plain(item) for item in caller.all(server.url, use)]
        with pytest.raises(caller.package.APIResponseValidationError) as raised:
            caller.all(server.url, use, strict_responses=True)
    assert found == expected
    (deviation,) = raised.value.deviations
    assert deviation.found == (media_type or "a body without a content type")
    assert caplog.text.count("deviates") == 1


@pytest.mark.parametrize("body", [b"hello", b"2024-01-01", b"{not JSON"])
def test_a_string_that_is_sent_as_json_without_quotes_is_read(caller: Caller, body: bytes) -> None:
    with serving(Answer(200, body)) as server:
        raw = caller(server.url, lambda client: client.with_raw_response.word())
        assert raw.parse() == body.decode()
        assert [str(it) for it in raw.deviations] == ["/: expected JSON, found 'other text'"]
        with pytest.raises(caller.package.APIResponseValidationError):
            caller(server.url, lambda client: client.word(strict_responses=True))


def plain(item: Any) -> Any:
    item = getattr(item, "data", item)
    return item.to_json() if hasattr(item, "to_json") else item


@pytest.mark.parametrize(
    "body",
    [
        b'\x1e{"a": "x"}\n\x1e{"a": "y"}\n',
        b'\x1e{\n  "a": "x"\n}\n\x1e\x1e{"a":\n"y"}\n',
        b'\n\x1e{"a": "x"}\x1e{"a": "y"}',
        b'{"a": "x"}\n{"a": "y"}\n',
    ],
)
def test_a_json_text_sequence_is_split_at_its_separators(caller: Caller, body: bytes) -> None:
    with serving(Answer(200, body, {"Content-Type": "application/json-seq"})) as server:
        found = caller.all(server.url, lambda client: client.records(), strict_responses=True)
    assert [item.a for item in found] == ["x", "y"]


TYPES = {
    "bare": "Any", "head": "None", "drop": "None", "range": "Any", "failing": "Any", "fallback": "Any",
    "mixed": "Any", "moved": "None",
}  # fmt: skip


@pytest.mark.parametrize("body", [b"null", b"[]", b"[1]", b'"text"', b"1"])
def test_what_is_not_an_object_is_a_model_with_all_fields(caller: Caller, body: bytes) -> None:
    with serving(Answer(200, body)) as server:
        found = caller(server.url, lambda client: client.object())
    assert isinstance(found, caller.package.models.A)
    assert found.a is None
    assert (found.raw, len(found.deviations)) == (body, 1)
    assert found.to_json() == {}


BODIES: list[tuple[str, bytes, str | None, list[Any]]] = [
    ("bare", b"one\ntwo\n", "text/csv", ["one", "two"]),
    ("bare", b" 1\n\n2\n", "text/csv", [" 1", "", "2"]),
    ("bare", b"one\n", None, ["one"]),
    ("bare", PDF, "application/pdf", [PDF]),
    ("bare", b'data: {"a": 1}\n\n', "text/event-stream", ['{"a": 1}']),
    ("bare", b'{"a": 1}\n{"a": 2}\n', "application/jsonl", [{"a": 1}, {"a": 2}]),
    ("bare", b'{"a": 1}\n', "application/x-ndjson", [{"a": 1}]),
    ("bare", b'\x1e{"a":\n1}\n\x1e[2]\n', "application/json-seq", [{"a": 1}, [2]]),
    ("bare", b'[{"a": 1}, 2]', "application/json", [{"a": 1}, 2]),
    ("bare", b"", None, []),
    ("anything", b"time,level\n", "text/csv", ["time,level"]),
    ("anything", b"GIF\xff", "image/gif", [b"GIF\xff"]),
    ("object", b"a\nb", "text/plain", ["a", "b"]),
    ("image", b"GIF\xff", "image/png", [b"GIF\xff"]),
    ("logs.tail", b"one\ntwo\n", "text/plain", ["one", "two"]),
    ("lines", b'{"a": "x"}\n', "application/jsonl", [{"a": "x"}]),
]


@pytest.mark.parametrize(("operation", "body", "media_type", "expected"), BODIES)
def test_any_response_can_be_streamed(
    caller: Caller, operation: str, body: bytes, media_type: str | None, expected: list[Any]
) -> None:
    def use(client: Any) -> Any:
        return caller.package.streamed(attrgetter(operation)(client))()

    with serving(Answer(200, body, {"Content-Type": media_type} if media_type else {})) as server:
        found = [plain(item) for item in caller.all(server.url, use)]
    assert found == expected


def test_a_stream_of_any_response_raises_errors_and_takes_arguments(caller: Caller) -> None:
    def use(client: Any) -> Any:
        return caller.package.streamed(client.logs.tail)(count=3)

    with serving(Answer.of_json({"detail": "gone"}, 404)) as server:
        with pytest.raises(caller.package.NotFoundError, match="gone"):
            caller.all(server.url, use)
        with pytest.raises(caller.package.RequestValidationError):
            caller.all(server.url, lambda client: caller.package.streamed(client.logs.tail)(count=-1))
    assert [it.target for it in server.received] == ["/logs?count=3"]


def test_an_async_stream_needs_no_await(silent: ModuleType) -> None:
    async def use(url: str) -> list[Any]:
        async with silent.AsyncSilentClient(base_url=url) as client:
            found = [item.a async for item in client.lines()]
            async with client.lines() as stream:
                found += [item.a async for item in stream]
            async with await client.lines() as stream:
                found += [item.a async for item in stream]
            await client.lines().close()
        return found

    with serving(Answer(200, b'{"a": "x"}\n', {"Content-Type": "application/jsonl"})) as server:
        assert asyncio.run(use(server.url)) == ["x"] * 3
    assert len(server.received) == 3


@pytest.mark.parametrize("media_type", ["application/jsonl", "application/x-ndjson", "application/ndjson"])
@pytest.mark.parametrize("operation", ["lines", "ndjson"])
def test_lines_of_json_under_each_name(caller: Caller, operation: str, media_type: str) -> None:
    with serving(Answer(200, b'{"a": "x"}\r\n\n{"a": "y"}', {"Content-Type": media_type})) as server:
        found = caller.all(server.url, lambda client: getattr(client, operation)())
    assert [item.a for item in found] == ["x", "y"]


def test_events_that_are_described_as_an_array_are_typed_one_by_one(caller: Caller) -> None:
    """As the package ``sse`` of huma describes them; the name of an event tells the type of its data."""
    text = b'event: tick\nid: 1\ndata: {"n": 1}\n\nevent: bye\ndata: {"reason": "end"}\n\ndata: {"n": 2}\n\n'
    with serving(Answer(200, text, {"Content-Type": "text/event-stream"})) as server:
        found = caller.all(server.url, lambda client: client.ticks(), strict_responses=True)
    models = caller.package.models
    assert [event.event for event in found] == ["tick", "bye", "message"]
    assert [event.data for event in found] == [models.Tick(n=1), models.Bye(reason="end"), models.Tick(n=2)]
