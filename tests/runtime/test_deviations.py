"""Deviations of responses: each kind is logged once and at powers of ten; the result has all of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, Received, serving


@pytest.fixture(scope="module")
def deviant(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("deviant.yaml"), tmp_path_factory.mktemp("deviant"))


@pytest.fixture(params=["sync", "asyncio", "trio"])
def caller(deviant: ModuleType, request: pytest.FixtureRequest) -> Caller:
    return Caller(deviant, str(request.param))


def repeated(caller: Caller, url: str, use: Callable[[Any], Any], times: int) -> list[Any]:
    """The results of equal calls of one client."""
    if caller.kind == "sync":
        return caller(url, lambda client: [use(client) for _ in range(times)])  # type: ignore[no-any-return]

    async def run(client: Any) -> list[Any]:
        return [await use(client) for _ in range(times)]

    return caller(url, run)  # type: ignore[no-any-return]


FLAWED = Answer.of_json({"name": "Rex", "kind": "cow"})
KIND = "/kind: expected one of 'cat', 'dog'"


def test_a_kind_is_logged_at_powers_of_ten_and_each_result_has_it(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(FLAWED) as server:
        found = repeated(caller, server.url, lambda client: client.get_pet(), 101)
    assert [[str(it) for it in pet.deviations] for pet in found] == [[f"{KIND}, found 'cow'"]] * 101
    place = "GET /pets/one returned 200, which deviates from its description: "
    assert caplog.messages == [place + KIND, f"{place}{KIND} (10 times)", f"{place}{KIND} (100 times)"]
    assert {(record.name, record.levelname) for record in caplog.records} == {("deviant_client", "WARNING")}


def test_another_kind_and_another_operation_are_logged_as_well(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    bodies = iter(
        [
            [{"name": "a", "kind": "x"}],
            [{"name": "a", "kind": "x"}, {"kind": "y"}],
            {"name": "c", "kind": "z"},
        ]
    )

    def use(client: Any) -> Any:
        return [client.list_pets(), client.list_pets(), client.get_pet()]

    async def use_async(client: Any) -> Any:
        return [await client.list_pets(), await client.list_pets(), await client.get_pet()]

    with serving(lambda received: Answer.of_json(next(bodies))) as server:
        caller(server.url, use if caller.kind == "sync" else use_async)
    assert [message.partition("description: ")[2] for message in caplog.messages] == [
        f"/*{KIND}",
        "/*/name: expected a value",
        KIND,
    ]


@pytest.mark.parametrize("name", ["grams", "may"])
@pytest.mark.parametrize("value", ["1.5", True, [], {}])
def test_a_number_may_be_any_number(caller: Caller, name: str, value: Any) -> None:
    with serving(Answer.of_json({name: value})) as server:
        found = caller(server.url, lambda client: client.weight())
    assert getattr(found, name) == value
    assert [it.expected for it in found.deviations] == ["a valid number"]


def test_the_items_of_a_list_are_one_kind(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    body = [{"name": str(number), "kind": "cow", "born": "yesterday"} for number in range(50)]
    with serving(Answer.of_json(body)) as server:
        caller(server.url, lambda client: client.list_pets())
    (message,) = caplog.messages
    assert message.count("/*/kind") == message.count("/*/born") == 1


def test_the_log_of_an_operation_is_bounded(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """The keys of a map may be anything, so that their number has no limit."""
    numbers = iter(range(1000))

    def answer(received: Received) -> Answer:
        return Answer.of_json({f"key{next(numbers)}": "old"})

    with serving(answer) as server:
        repeated(caller, server.url, lambda client: client.ages(), 130)
    kinds = [message.partition("description: ")[2] for message in caplog.messages]
    assert kinds[:20] == [f"/key{number}: expected a valid integer" for number in range(20)]
    others = "further deviations"
    assert kinds[20:] == [others, f"{others} (10 times)", f"{others} (100 times)"]


def test_copies_of_a_client_and_threads_count_together(
    deviant: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        serving(FLAWED) as server,
        deviant.DeviantClient(base_url=server.url) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        copies = [client.with_options(headers={"X-N": str(number)}) for number in range(8)]
        found = list(threads.map(lambda number: copies[number % 8].get_pet(), range(120)))
    assert all(len(pet.deviations) == 1 for pet in found)
    assert sorted(message.rpartition("'dog'")[2] for message in caplog.messages) == [
        "", " (10 times)", " (100 times)",
    ]  # fmt: skip


RAW: list[tuple[str, Any, list[str]]] = [
    ("names", ["a", 1, None], ["/1", "/2"]),
    ("ages", {"Rex": 3, "Tom": "old", "a/b": 1.5}, ["/Tom", "/a~1b"]),
    ("count", "three", [""]),
    ("list_pets", [{"name": "a"}, {"kind": "cow"}], ["/1/name", "/1/kind"]),
    ("get_pet", {"name": 1}, ["/name"]),
    ("count", 3, []),
]


@pytest.mark.parametrize(("operation", "body", "pointers"), RAW)
def test_a_raw_response_has_the_deviations_of_any_result(
    caller: Caller, operation: str, body: Any, pointers: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with serving(Answer.of_json(body)) as server:
        raw = caller(server.url, lambda client: getattr(client.with_raw_response, operation)())
        assert not caplog.messages
        assert [it.pointer for it in raw.deviations] == pointers
        result = raw.parse()
        assert raw.parse() is result
        assert raw.deviations is raw.deviations
    assert json.loads(raw.content) == body
    assert len(caplog.messages) == bool(pointers)


def test_a_raw_response_raises_in_strict_mode(caller: Caller) -> None:
    with serving(Answer.of_json(["a", 1])) as server:
        raw = caller(server.url, lambda client: client.with_raw_response.names(strict_responses=True))
        with pytest.raises(caller.package.APIResponseValidationError) as raised:
            _ = raw.deviations
    assert [it.pointer for it in raised.value.deviations] == ["/1"]
    assert raised.value.parsed == ["a", 1]


def test_the_items_of_a_stream_are_counted(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    lines = Answer(200, b'1\n"two"\n' * 10, {"Content-Type": "application/jsonl"})
    with serving(lines) as server:
        assert caller.all(server.url, lambda client: client.scans()) == [1, "two"] * 10
    assert [message.partition("description: ")[2] for message in caplog.messages] == [
        "/: expected a valid integer",
        "/: expected a valid integer (10 times)",
    ]


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_no_deviation_no_log(caller: Caller, level: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(level)
    with serving(Answer.of_json({"name": "Rex", "kind": "cat", "born": "2020-01-01", "new": 1})) as server:
        assert caller(server.url, lambda client: client.get_pet()).deviations == ()
    assert not caplog.messages
