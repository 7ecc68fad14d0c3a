"""Answers that come bit by bit: server-sent events (HTML living standard §9.2.6) and lines of JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oasmith.runtime.streaming import Events, Lines
from runtime.conftest import Caller
from support.server import Answer, Server, serving

EVENTS = {"Content-Type": "text/event-stream; charset=utf-8"}
LINES = {"Content-Type": "application/jsonl"}


def positions(client: Any) -> Any:
    return client.watch_positions()


def notes(client: Any) -> Any:
    return client.watch_notes()


def test_typed_events(caller: Caller) -> None:
    text = 'event: moved\nid: 1\ndata: {"x": 1}\n\ndata: {"x": 2,\ndata: "y": 3}\nretry: 1500\n\n'
    with serving(Answer(200, text.encode(), EVENTS)) as server:
        first, second = caller.all(server.url, positions)
    position = caller.package.models.Position
    assert (first.event, first.id, first.data, first.retry) == ("moved", "1", position(x=1), None)
    assert (second.event, second.id, second.data, second.retry) == ("message", "1", position(x=2, y=3), 1500)
    assert server.received[0].headers["accept"] == "text/event-stream"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_end_of_a_line(caller: Caller, end: str) -> None:
    text = "\ufeff: a comment\ndata:  one\ndata:two\n\ndata\n\nevent: none\n\n"
    text += "data: three\nid: a\0b\nunknown: 1\n\n"
    with serving(Answer(200, text.replace("\n", end).encode(), EVENTS)) as server:
        found = caller.all(server.url, notes)
    assert [(event.data, event.event, event.id) for event in found] == [
        (" one\ntwo", "message", ""), ("", "message", ""), ("three", "message", ""),
    ]  # fmt: skip


def test_an_event_without_its_end_is_none(caller: Caller) -> None:
    with serving(Answer(200, b"data: one\n\ndata: two\n", EVENTS)) as server:
        assert [event.data for event in caller.all(server.url, notes)] == ["one"]


def test_what_some_servers_send_at_the_end_is_the_end(caller: Caller) -> None:
    with serving(Answer(200, b'data: {"x": 1}\n\ndata: [DONE]\n\ndata: {"x": 2}\n\n', EVENTS)) as server:
        assert [event.data.x for event in caller.all(server.url, positions)] == [1]


def test_lines_of_json(caller: Caller) -> None:
    with serving(Answer(200, b'{"x": 1}\r\n\n \x1e{"x": 2, "z": "\xc3\xa9"}\n{"x": 3}', LINES)) as server:
        found = caller.all(server.url, lambda client: client.list_scans())
    assert [item.x for item in found] == [1, 2, 3]
    assert found[1].model_extra == {"z": "é"}


def test_an_item_that_breaks_the_description_is_read_as_far_as_it_can_be(caller: Caller) -> None:
    with serving(Answer(200, b'{"x": "one"}\n{"x": 2}\n', LINES)) as server:
        first, second = caller.all(server.url, lambda client: client.list_scans())
        assert first.x == "one"
        assert [deviation.pointer for deviation in first.deviations] == ["/x"]
        assert second.deviations == ()
        with pytest.raises(caller.package.APIResponseValidationError):
            caller.all(server.url, lambda client: client.list_scans(strict_responses=True))


def test_an_item_that_is_no_json_is_told(caller: Caller) -> None:
    with (
        serving(Answer(200, b'{"x": 1}\nnonsense\n', LINES)) as server,
        pytest.raises(caller.package.APIResponseValidationError, match="not JSON"),
    ):
        caller.all(server.url, lambda client: client.list_scans())


def test_an_error_is_raised_before_there_is_a_stream(caller: Caller) -> None:
    with (
        serving(Answer.of_json({"code": 1}, 404)) as server,
        pytest.raises(caller.package.NotFoundError),
    ):
        caller(server.url, positions)


def test_a_stream_is_tried_again_before_it_begins(caller: Caller, pauses: list[float]) -> None:
    answers = iter([Answer.of_json({}, 503), Answer(200, b"data: 1\n\n", EVENTS)])
    with serving(lambda received: next(answers)) as server:
        assert [event.data for event in caller.all(server.url, notes)] == ["1"]
    assert len(server.received) == 2


def test_a_stream_that_breaks_off_is_told_and_not_begun_again(caller: Caller) -> None:
    broken = Answer(200, b"data: 1\n\n", {**EVENTS, "Content-Length": "500"})
    with serving(broken) as server:
        server.closes_after_answer = True
        with pytest.raises(caller.package.APIConnectionError):
            caller.all(server.url, notes)
    assert len(server.received) == 1


@contextmanager
def endless() -> Iterator[tuple[Server, threading.Event]]:
    """A server of events that has more and more; the event is set once a client has gone."""
    gone = threading.Event()
    with serving(Answer(200, b"", EVENTS)) as server:
        server.goes_on_with = b"data: more\n\n"
        server.client_gone = gone
        yield server, gone


@pytest.mark.parametrize("way", ["close", "with", "break"])
def test_closing_a_stream_early_frees_its_connection(caller: Caller, way: str) -> None:
    def use(client: Any) -> Any:
        if caller.kind == "sync":
            return first_of(client)
        return first_of_async(client)

    def first_of(client: Any) -> Any:
        stream = client.watch_notes()
        if way == "with":
            with stream:
                found = next(iter(stream))
        elif way == "break":
            for item in stream:
                found = item
                break
            stream.close()
        else:
            found = next(iter(stream))
            stream.close()
        return found, gone.wait()

    async def first_of_async(client: Any) -> Any:
        stream = await client.watch_notes()
        if way == "with":
            async with stream:
                found = await anext(aiter(stream))
        elif way == "break":
            async for item in stream:
                found = item
                break
            await stream.close()
        else:
            found = await anext(aiter(stream))
            await stream.close()
        return found, gone.wait()

    with endless() as (server, gone):
        found, has_gone = caller(server.url, use)
    assert found.data == "more"
    assert has_gone


TEXTS = st.lists(
    st.sampled_from(["data: é1", "data", "id: 4", ": c", "", "event: e", "retry: 5", "x"]), max_size=12
)
ENDS = st.sampled_from(["\n", "\r", "\r\n"])


@given(
    lines=TEXTS, ends=st.lists(ENDS, min_size=12, max_size=12), cuts=st.lists(st.integers(0, 120), max_size=6)
)
def test_where_the_bytes_are_cut_makes_no_difference(
    lines: list[str], ends: list[str], cuts: list[int]
) -> None:
    """CR and LF of one end may come apart, and so may the bytes of a character."""
    data = "".join(map("".join, zip(lines, ends, strict=False))).encode()
    whole = events_of([data])
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    assert events_of([data[a:b] for a, b in pairwise(places)]) == whole


def events_of(chunks: list[bytes]) -> list[Any]:
    lines, events = Lines(), Events()
    texts = [line for chunk in chunks for line in lines.feed(chunk)] + list(lines.feed(b"", is_last=True))
    return [event for line in texts if (event := events.feed(line))]


def test_a_long_stream_is_whole(caller: Caller) -> None:
    body = b"".join(json.dumps({"x": x}).encode() + b"\n" for x in range(5000))
    with serving(Answer(200, body, LINES)) as server:
        found = caller.all(server.url, lambda client: client.list_scans())
    assert [item.x for item in found] == list(range(5000))
