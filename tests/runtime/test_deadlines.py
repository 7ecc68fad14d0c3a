"""Whatever a server does, a call ends when its ``total_timeout`` is over.

No test looks at a clock: the servers go on for so long that a call which is not ended would get an answer.
"""

from __future__ import annotations

import asyncio
import io
import math
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, serving
from support.slow_server import (
    SLOW,
    Connection,
    SlowServer,
    busy,
    header_bytes,
    second_request,
    tls_handshake,
    upload_not_read,
    upload_read_slowly,
)

TOTAL = 0.3
OPTIONS: dict[str, Any] = {"total_timeout": TOTAL, "follow_redirects": True, "max_retries": 1_000_000}


def get(client: Any) -> Any:
    return client.get_parcel(id="1")


def ended(caller: Caller, url: str, use: Callable[[Any], Any] = get, **options: Any) -> str:
    """What a call says that is given up when its time is over."""
    with pytest.raises(caller.package.APITimeoutError) as raised:
        caller(url, use, **OPTIONS | options)
    assert f"total_timeout of {options.get('total_timeout', TOTAL):g} s" in str(raised.value)
    return str(raised.value)


def slow(serve: Callable[[Connection], None]) -> Any:
    return SlowServer(serve).running()


@pytest.mark.parametrize("way", SLOW)
def test_a_slow_answer(caller: Caller, way: str) -> None:
    with slow(SLOW[way]) as server:
        ended(caller, server.url)


def stock(caller: Caller, **options: Any) -> Any:
    return (httpx2.Client if caller.kind == "sync" else httpx2.AsyncClient)(**options)


@pytest.mark.parametrize("way", ["header bytes", "early hints", "chunk extension", "trailers"])
def test_an_http_client_of_one_s_own(caller: Caller, way: str) -> None:
    with slow(SLOW[way]) as server:
        ended(caller, server.url, http_client=stock(caller), timeout=60)


@pytest.mark.parametrize("way", ["header bytes", "early hints"])
def test_a_proxy(caller: Caller, way: str) -> None:
    with slow(SLOW[way]) as server:
        ended(caller, "http://courier.example", http_client=stock(caller, proxy=server.url), timeout=60)


def test_a_connection_that_was_quick_before(caller: Caller) -> None:
    def use(client: Any) -> Any:
        if caller.kind == "sync":
            assert get(client).name == "late"
            return get(client)

        async def twice() -> Any:
            assert (await get(client)).name == "late"
            return await get(client)

        return twice()

    with slow(second_request) as server:
        ended(caller, server.url, use, max_retries=0)
        assert server.connections == 1


@pytest.mark.parametrize("serve", [upload_not_read, upload_read_slowly])
def test_an_upload_that_is_not_read(
    caller: Caller, serve: Callable[[Connection], None], tmp_path: Path
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    with slow(serve) as server:
        ended(caller, server.url, lambda client: client.labels.put(path, id="1"), timeout=60)
    with slow(serve) as server:
        content = bytes(20 * 2**20)
        ended(caller, server.url, lambda client: client.labels.put(content, id="1"), timeout=60)


@pytest.mark.parametrize("with_http_client", [False, True])
def test_a_slow_handshake(caller: Caller, with_http_client: bool) -> None:
    options = {"http_client": stock(caller)} if with_http_client else {}
    with slow(tls_handshake) as server:
        ended(caller, server.url.replace("http:", "https:"), timeout=60, **options)


@pytest.fixture
def deaf_url() -> Iterator[str]:
    """Where connections are never accepted, and no more are queued."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        with socket.create_connection(address):
            others = [socket.socket() for _ in range(4)]
            for other in others:
                other.setblocking(False)
                other.connect_ex(address)
            yield f"http://127.0.0.1:{address[1]}"
            for other in others:
                other.close()


def test_a_slow_connection(caller: Caller, deaf_url: str) -> None:
    ended(caller, deaf_url, timeout=60)


def test_a_host_of_many_slow_addresses(
    courier: ModuleType, deaf_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sync client they are tried one after the other: each has its own timeout, but all have one end."""
    port = int(deaf_url.rpartition(":")[2])

    def resolve(host: Any, *arguments: Any, **keywords: Any) -> Any:
        address = socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)
        return [address] * (200 if host == "many.example" else 1)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    ended(Caller(courier, "sync"), f"http://many.example:{port}", timeout=httpx2.Timeout(60, connect=0.1))


def test_the_next_address_is_tried_where_one_refuses(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, *arguments: Any, **keywords: Any) -> Any:
        if host not in ("two.example", b"two.example"):
            return real(host, *arguments, **keywords)
        port = arguments[0] if arguments else keywords["port"]
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("127.0.0.2", "127.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with serving(Answer.of_json({"name": "p"})) as server:
        assert caller(server.url.replace("127.0.0.1", "two.example"), get).name == "p"


def test_a_download(caller: Caller) -> None:
    """A file that comes slowly takes part of the time of its call."""
    file = io.BytesIO()
    with slow(SLOW["body bytes"]) as server:
        ended(caller, server.url, lambda client: client.download_to(file).labels.get(id="1"))
    assert file.getvalue().strip() == b""


def test_a_server_that_is_always_busy(caller: Caller) -> None:
    """The call ends with the last answer, or in the middle of one."""
    with slow(busy) as server, pytest.raises(caller.package.APIError) as raised:
        caller(server.url, get, **OPTIONS)
    assert isinstance(raised.value, (caller.package.APITimeoutError, caller.package.InternalServerError))


@pytest.mark.parametrize("way", ["header bytes", "early hints", "redirects"])
def test_a_stream_that_does_not_begin(caller: Caller, way: str) -> None:
    with slow(SLOW[way]) as server:
        ended(caller, server.url, lambda client: client.watch_notes())


def test_a_stream_that_has_begun_may_take_its_time(caller: Caller) -> None:
    """Then each wait has the whole ``timeout``, though less was left when the call began."""

    def tick(connection: Connection) -> None:
        connection.request()
        connection.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for number in range(3):
            for _ in range(20):
                connection.pause()
            connection.socket.sendall(b"data: %d\n\n" % number)

    with slow(tick) as server:
        found = caller.all(server.url, lambda client: client.watch_notes(), total_timeout=TOTAL, timeout=60)
    assert [event.data for event in found] == ["0", "1", "2"]


def test_no_total_timeout(caller: Caller) -> None:
    with serving(Answer.of_json({"name": "p"})) as server:
        for timeout in (None, 5, httpx2.Timeout(None)):
            assert caller(server.url, get, total_timeout=math.inf, timeout=timeout).name == "p"


def test_a_call_of_another_thread_keeps_its_own_time(courier: ModuleType) -> None:
    """On the same client, at the same time."""

    def serve(connection: Connection) -> None:
        request = connection.request()
        if b"/parcels/slow" in request:
            for _ in range(50):
                connection.pause()
        connection.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
        for _ in range(50):
            connection.socket.sendall(b"X: 1\r\n")
            connection.pause()
        connection.socket.sendall(b'Content-Length: 13\r\n\r\n{"name": "p"}')

    with slow(serve) as server, courier.CourierClient(base_url=server.url, max_retries=0) as client:
        outcomes: dict[str, Any] = {}

        def call(id: str, total_timeout: float) -> None:
            try:
                outcomes[id] = client.with_options(total_timeout=total_timeout).get_parcel(id=id).name
            except courier.APIError as error:
                outcomes[id] = type(error)

        threads = [threading.Thread(target=call, args=pair) for pair in (("quick", TOTAL), ("slow", 60))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert outcomes == {"quick": courier.APITimeoutError, "slow": "p"}


TOKENS = """
openapi: 3.1.0
info: {title: Late, version: '1'}
servers: [{url: /}]
paths: {/x: {get: {operationId: find, security: [{oauth: []}], responses: {'204': {description: Done}}}}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {}}}}
"""


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("late")
    description = folder / "late.yaml"
    description.write_text(TOKENS, "utf-8")
    return generated_package(description, folder)


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("way", ["header bytes", "early hints", "body bytes", "compressed nothing"])
def test_a_slow_token(late: ModuleType, way: str, is_async: bool) -> None:
    with slow(SLOW[way]) as server:
        options = {"base_url": server.url, "oauth": late.ClientCredentials("i", "s"), "total_timeout": TOTAL}

        def call() -> None:
            with late.LateClient(**options) as client:
                client.find()

        async def call_async() -> None:
            async with late.AsyncLateClient(**options) as client:
                await client.find()

        with pytest.raises(late.APITimeoutError, match=r"POST .*/token: .* total_timeout of 0\.3 s"):
            asyncio.run(call_async()) if is_async else call()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_token_that_is_awaited_for_too_long(courier: ModuleType, backend: str) -> None:
    import anyio

    async def token() -> str:
        await anyio.sleep_forever()
        return ""

    async def call() -> None:
        async with courier.AsyncCourierClient(
            base_url="http://127.0.0.1:1", token=token, total_timeout=TOTAL
        ) as client:
            await client.send_parcel({"name": "p"})

    with pytest.raises(courier.APITimeoutError, match="total_timeout"):
        anyio.run(call, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_call_that_is_cancelled_is_not_late(courier: ModuleType, backend: str) -> None:
    """Whoever cancels it learns so, not that its own time was over."""
    import anyio

    async def call() -> bool:
        with slow(header_bytes) as server, anyio.move_on_after(TOTAL) as scope:
            async with courier.AsyncCourierClient(base_url=server.url, total_timeout=60) as client:
                await get(client)
        return scope.cancelled_caught

    assert anyio.run(call, backend=backend)
