"""When a call is tried again, how long it waits, and when it is over."""

from __future__ import annotations

import asyncio
import io
import random
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import ModuleType
from typing import Any

import anyio
import pytest
from runtime.conftest import Caller
from support.server import Answer, Received, serving

PARCEL = {"name": "p", "weight": 2}
SOUND = Answer.of_json(PARCEL)


def get(client: Any) -> Any:
    return client.get_parcel(id="1")


def send(client: Any) -> Any:
    return client.send_parcel(PARCEL)


def pay(client: Any) -> Any:
    return client.payments.pay({"amount": 1, "pin": "1234"})


CALLS: dict[str, Callable[[Any], Any]] = {
    "get": get,
    "put": lambda client: client.replace_parcel(PARCEL, id="1"),
    "delete": lambda client: client.drop_parcel(id="1"),
    "post": send,
    "post with a key": pay,
}


def in_turn(*answers: Answer) -> Callable[[Received], Answer]:
    """One answer after the other, the last one for good."""
    left: Iterator[Answer] = iter(answers[:-1])
    return lambda received: next(left, answers[-1])


def raw(use: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda client: use(client.with_raw_response)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("call", ["get", "put", "delete", "post with a key"])
def test_what_may_be_done_twice_is_tried_again(
    caller: Caller, pauses: list[float], call: str, status: int
) -> None:
    last = Answer(204, b"", {}) if call == "delete" else SOUND
    with serving(in_turn(Answer.of_json({}, status), last)) as server:
        answer = caller(server.url, raw(CALLS[call]))
    assert (answer.status_code, answer.attempts, len(server.received)) == (last.status, 2, 2)
    assert answer.elapsed > 0
    assert pauses == [0.5]


@pytest.mark.parametrize(
    ("answer", "attempts"),
    [
        (Answer.of_json({}, 502), 1),
        (Answer.of_json({}, 503), 1),
        (Answer.of_json({}, 504), 1),
        (Answer.of_json({}, 500), 1),
        (Answer.of_json({}, 503, Retry_After="0"), 3),
        (Answer.of_json({}, 429), 3),
        (Answer(close_without_answer=True), 1),
    ],
)
def test_a_request_that_may_have_been_carried_out_is_not_sent_twice(
    caller: Caller, pauses: list[float], answer: Answer, attempts: int
) -> None:
    with serving(answer) as server, pytest.raises(caller.package.APIError) as raised:
        caller(server.url, send)
    assert len(server.received) == raised.value.attempts == attempts


@pytest.mark.parametrize("status", [400, 401, 404, 409, 500, 501])
def test_no_other_error_is_tried_again(caller: Caller, status: int) -> None:
    with serving(Answer.of_json({}, status)) as server, pytest.raises(caller.package.APIStatusError):
        caller(server.url, get)
    assert len(server.received) == 1


def test_an_answer_that_never_comes_is_asked_for_again(caller: Caller, pauses: list[float]) -> None:
    lost = Answer(close_without_answer=True)
    with serving(in_turn(lost, lost, SOUND)) as server:
        assert caller(server.url, get).name == "p"
    assert len(server.received) == 3
    assert pauses == [0.5, 1.0]


def test_a_body_that_breaks_off_is_asked_for_again(caller: Caller, pauses: list[float]) -> None:
    broken = Answer(200, b'{"name"', {"Content-Type": "application/json", "Content-Length": "500"})
    with serving(in_turn(broken, SOUND)) as server:
        server.closes_after_answer = True
        assert caller(server.url, get).name == "p"
    assert len(server.received) == 2


@pytest.mark.parametrize("call", ["get", "post"])
def test_a_connection_that_is_refused_is_tried_again_whatever_is_sent(
    caller: Caller, pauses: list[float], call: str
) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        with pytest.raises(caller.package.APIConnectionError, match="after 4 attempts") as raised:
            caller(url, CALLS[call], max_retries=3)
    assert raised.value.attempts == 4
    assert pauses == [0.5, 1.0, 2.0]


def test_pauses_grow_to_eight_seconds_and_are_drawn_from_nothing_on(
    caller: Caller, pauses: list[float]
) -> None:
    with serving(Answer.of_json({}, 503)) as server, pytest.raises(caller.package.InternalServerError):
        caller(server.url, get, max_retries=7)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


@pytest.mark.parametrize(
    ("options", "chosen", "attempts"),
    [({"max_retries": 0}, {}, 1), ({"max_retries": 0}, {"max_retries": 1}, 2), ({}, {"max_retries": 0}, 1)],
)
def test_how_often_is_chosen_for_the_client_and_for_a_call(
    caller: Caller, pauses: list[float], options: dict[str, int], chosen: dict[str, int], attempts: int
) -> None:
    with (
        serving(Answer.of_json({}, 503)) as server,
        pytest.raises(caller.package.InternalServerError) as raised,
    ):
        caller(server.url, lambda client: get(client.with_options(**chosen)), **options)
    assert len(server.received) == raised.value.attempts == attempts


@pytest.mark.parametrize("is_date", [False, True])
def test_the_server_s_own_wish_is_waited_for(courier: ModuleType, pauses: list[float], is_date: bool) -> None:
    """The wish takes the place of the random pause, and one beyond the time of the call ends it."""

    def busy(seconds: int) -> Callable[[Received], Answer]:
        when = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        answer = Answer.of_json({}, 429, Retry_After=when if is_date else str(seconds))
        return in_turn(answer, SOUND)

    with serving(busy(1)) as server, courier.CourierClient(base_url=server.url) as client:
        assert client.with_raw_response.get_parcel(id="1").attempts == 2
    with (
        serving(busy(7200)) as server,
        courier.CourierClient(base_url=server.url, total_timeout=3600) as client,
        pytest.raises(courier.RateLimitError) as raised,
    ):
        client.get_parcel(id="1")
    assert raised.value.attempts == 1
    assert pauses == []


@pytest.mark.parametrize("wish", ["soon", "-1", "²", ""])
def test_a_wish_that_is_none_is_not_waited_for(caller: Caller, pauses: list[float], wish: str) -> None:
    answer = Answer(503, b"", {"Retry-After": wish.encode().decode("latin-1"), "Content-Length": "0"})
    with serving(in_turn(answer, SOUND)) as server:
        assert caller(server.url, get).name == "p"
    assert pauses == [0.5]


def test_no_call_is_tried_again_after_its_time(caller: Caller) -> None:
    with (
        serving(Answer.of_json({}, 429, Retry_After="60")) as server,
        pytest.raises(caller.package.RateLimitError) as raised,
    ):
        caller(server.url, get, total_timeout=5)
    assert raised.value.attempts == 1


def test_a_server_that_says_nothing_is_given_up_in_time(caller: Caller, pauses: list[float]) -> None:
    with (
        serving(Answer(delay=30)) as server,
        pytest.raises(caller.package.APITimeoutError) as raised,
    ):
        caller(server.url, get, timeout=0.2, max_retries=1)
    assert raised.value.attempts == 2


def test_the_whole_call_ends_in_time_however_patient_each_attempt_is(caller: Caller) -> None:
    with serving(Answer(delay=3600)) as server, pytest.raises(caller.package.APITimeoutError):
        caller(server.url, get, timeout=3600, total_timeout=0.3)


def test_an_answer_that_trickles_for_ever_ends_in_time(caller: Caller) -> None:
    with trickling() as url, pytest.raises(caller.package.APITimeoutError):
        caller(url, get, timeout=10, total_timeout=0.5)


def test_a_file_is_sent_again_whole(caller: Caller, pauses: list[float]) -> None:
    def upload(client: Any) -> Any:
        sheet = caller.package.File(io.BytesIO(b"pixels"), "a.png")
        options = client.with_options(max_retries=1)
        return options.labels.print({"sheets": [sheet]})

    busy = Answer.of_json({}, 429)
    with serving(in_turn(busy, Answer(204, b"", {}))) as server:
        caller(server.url, upload)
    first, second = (received.body.count(b"pixels") for received in server.received)
    assert first == second == 1


class Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation


def test_what_cannot_be_read_twice_is_sent_once(caller: Caller, pauses: list[float]) -> None:
    def upload(client: Any) -> Any:
        return client.labels.print({"sheets": [caller.package.File(Unseekable(b"image"), "a.png")]})

    with (
        serving(Answer.of_json({}, 429)) as server,
        pytest.raises(caller.package.RateLimitError) as raised,
    ):
        caller(server.url, upload)
    assert raised.value.attempts == len(server.received) == 1


def test_a_request_is_told_from_another_by_its_key(caller: Caller, pauses: list[float]) -> None:
    busy = Answer.of_json({}, 502)
    receipt = Answer.of_json({"number": "7"}, 201)
    with serving(in_turn(busy, busy, receipt)) as server:
        assert caller(server.url, pay).number == "7"
        keys = [received.headers["idempotency-key"] for received in server.received]
        caller(server.url, pay)
        own = {"amount": 1, "pin": "1234"}
        caller(server.url, lambda client: client.payments.pay(own, idempotency_key="my-own-key"))
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 32
    assert server.received[3].headers["idempotency-key"] != keys[0]
    assert server.received[4].headers["idempotency-key"] == "my-own-key"


def test_closing_the_client_ends_its_pauses(courier: ModuleType) -> None:
    is_received = threading.Event()

    def busy(received: Received) -> Answer:
        is_received.set()
        return Answer.of_json({}, 429, Retry_After="60")

    with serving(busy) as server:
        client = courier.CourierClient(base_url=server.url)
        errors: list[Exception] = []

        def call() -> None:
            try:
                client.get_parcel(id="1")
            except courier.APIConnectionError as error:
                errors.append(error)

        waiting = threading.Thread(target=call)
        waiting.start()
        is_received.wait()
        client.close()
        waiting.join()
    assert "closed" in str(errors[0])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_pause_can_be_cancelled(courier: ModuleType, backend: str) -> None:
    async def call(url: str) -> bool:
        async with courier.AsyncCourierClient(base_url=url) as client:
            with anyio.move_on_after(0.5) as scope:
                await client.get_parcel(id="1")
            return scope.cancelled_caught

    with serving(Answer.of_json({}, 429, Retry_After="60")) as server:
        assert anyio.run(call, server.url, backend=backend)
        assert len(server.received) == 1


def test_jitter_is_drawn_from_the_whole_range(courier: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []
    uniform = random.uniform

    def remembered(low: float, high: float) -> float:
        drawn.append(uniform(low, high))
        return 0.0

    monkeypatch.setattr(random, "uniform", remembered)

    async def call(url: str) -> None:
        async with courier.AsyncCourierClient(base_url=url, max_retries=1) as client:
            for _ in range(100):
                with pytest.raises(courier.InternalServerError):
                    await client.get_parcel(id="1")

    with serving(Answer.of_json({}, 503)) as server:
        asyncio.run(call(server.url))
    assert all(0.0 <= pause <= 0.5 for pause in drawn)
    assert min(drawn) < 0.1 < 0.4 < max(drawn)


class trickling:
    """A server that sends a byte of its answer now and then, for ever."""

    def __enter__(self) -> str:
        self.stopping = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()

    def serve(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
                )
                try:
                    while not self.stopping.wait(0.05):
                        connection.sendall(b" ")
                except OSError:
                    continue


def test_the_number_of_the_attempt_is_in_the_log(
    courier: ModuleType, pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "courier_client")
    with (
        serving(in_turn(Answer.of_json({}, 503), Answer(close_without_answer=True), SOUND)) as server,
        courier.CourierClient(base_url=server.url) as client,
    ):
        client.get_parcel(id="1")
    told = [record.getMessage() for record in caplog.records if record.name == "courier_client"]
    assert "attempt 1" in told[0]
    assert "attempt 2 failed" in told[1]
    assert "attempt 3" in told[2]
