"""When connections are made, who shares them, and what is sent in one piece."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from runtime.conftest import Caller
from support.server import Answer, Received, serving
from support.slow_server import WHOLE, Connection, SlowServer

PARCEL = {"name": "late"}
LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
from courier_client import CourierClient
CourierClient(base_url="http://127.0.0.1:1")
slow = "pydantic", "jsonschema_rs", "httpcore2", "courier_client._contract"
print([name for name in slow if name in sys.modules])
"""


def echo(received: Received) -> Answer:
    return Answer.of_json({"name": received.target.rpartition("/")[2]})


def test_creating_a_client_loads_nothing_that_only_calls_need(courier: ModuleType) -> None:
    folder = Path(str(courier.__file__)).parents[1]
    ran = subprocess.run([sys.executable, "-c", LOADED, folder], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_copies_share_connections_that_are_made_later(courier: ModuleType) -> None:
    with serving(echo) as server, courier.CourierClient(base_url=server.url) as client:
        others = client.with_options(timeout=5), client.with_raw_response, client.with_options(max_retries=0)
        assert [it.get_parcel(id="1").__class__.__name__ for it in (*others, client)] == [
            "Parcel", "RawResponse", "Parcel", "Parcel"
        ]  # fmt: skip
        assert server.connections == 1


def test_threads_that_begin_at_once_share_connections(courier: ModuleType) -> None:
    with serving(echo) as server, courier.CourierClient(base_url=server.url) as client:
        barrier = threading.Barrier(8)

        def call(number: int) -> str:
            barrier.wait()
            return str(client.get_parcel(id=str(number)).name)

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(call, range(8))) == [str(number) for number in range(8)]
        assert len({id(client._http) for _ in range(3)}) == 1


@pytest.mark.parametrize("is_used", [True, False])
def test_a_closed_client_makes_no_calls(courier: ModuleType, is_used: bool) -> None:
    with serving(echo) as server:
        client = courier.CourierClient(base_url=server.url)
        if is_used:
            client.get_parcel(id="1")
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            client.get_parcel(id="1")
        assert len(server.received) == is_used


def test_a_body_that_comes_slowly_does_not_hold_back_what_is_there(courier: ModuleType) -> None:
    """The server has the head of the request before the body of the file exists."""
    has_head = threading.Event()

    class Slow:
        def __init__(self) -> None:
            self._parts = iter([b"first", b"second", b""])

        def read(self, size: int = -1) -> bytes:
            assert has_head.wait(30)
            return next(self._parts)

    def serve(connection: Connection) -> None:
        received = connection.request()
        has_head.set()
        while not received.endswith(b"0\r\n\r\n"):
            received += connection.socket.recv(65536)
        connection.socket.sendall(WHOLE)

    with SlowServer(serve).running() as server, courier.CourierClient(base_url=server.url) as client:
        client.labels.put(Slow(), id="1")
    assert has_head.is_set()


def test_a_response_that_comes_before_the_whole_request_is_read(courier: ModuleType) -> None:
    def serve(connection: Connection) -> None:
        connection.request()
        connection.socket.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with SlowServer(serve).running() as server, courier.CourierClient(base_url=server.url) as client:
        for size in (10, 10_000, 100_000):
            with pytest.raises(courier.APIStatusError) as raised:
                client.send_parcel({"name": "n" * size})
            assert raised.value.status_code == 413


@pytest.mark.parametrize("kind", [httpx2.Client, httpx2.AsyncClient])
def test_a_library_that_observes_httpx2_sees_calls(
    courier: ModuleType, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    original = kind.send

    @wraps(original)
    def send(self: Any, request: httpx2.Request, **options: Any) -> Any:
        seen.append(str(request.url))
        return original(self, request, **options)

    monkeypatch.setattr(kind, "send", send)
    caller = Caller(courier, "sync" if kind is httpx2.Client else "asyncio")
    with serving(echo) as server:
        caller(server.url, lambda client: client.get_parcel(id="1"))
    assert seen == [f"{server.url}/parcels/1"]


def test_the_log_of_httpx2_has_calls(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "httpx2"), serving(echo) as server:
        caller(server.url, lambda client: client.get_parcel(id="1"))
    assert [record.name for record in caplog.records] == ["httpx2"]


def test_cookies_are_kept(caller: Caller) -> None:
    def answer(received: Received) -> Answer:
        return Answer.of_json(PARCEL, Set_Cookie="session=1; Path=/")

    def twice(client: Any) -> Any:
        if caller.kind == "sync":
            return client.get_parcel(id="1"), client.get_parcel(id="2")

        async def run() -> Any:
            return await client.get_parcel(id="1"), await client.get_parcel(id="2")

        return run()

    with serving(answer) as server:
        caller(server.url, twice)
    assert [it.headers.get("cookie") for it in server.received] == [None, "session=1"]


def test_a_password_in_the_base_url_is_sent(caller: Caller) -> None:
    with serving(echo) as server:
        caller(server.url.replace("//", "//user:word@"), lambda client: client.get_parcel(id="1"))
    assert server.received[0].headers["authorization"] == "Basic dXNlcjp3b3Jk"
