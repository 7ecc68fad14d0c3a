"""How much of what a server sends is taken: each limit is an option, and its error names it."""

from __future__ import annotations

import gzip
import io
import math
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import brotli
import pytest
from runtime.conftest import Caller
from support.server import Answer, serving

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

JSON = {"Content-Type": "application/json"}
PARCEL = b'{"name": "p", "padding": "' + b"x" * 10_000 + b'"}'


def deflated(data: bytes, wbits: int) -> bytes:
    compressor = zlib.compressobj(9, wbits=wbits)
    return compressor.compress(data) + compressor.flush()


WAYS: dict[str, tuple[dict[str, str], Callable[[bytes], bytes]]] = {
    "plain": ({}, bytes),
    "gzip": ({"Content-Encoding": "gzip"}, gzip.compress),
    "deflate": ({"Content-Encoding": "deflate"}, lambda data: deflated(data, 15)),
    "raw deflate": ({"Content-Encoding": "deflate"}, lambda data: deflated(data, -15)),
    "twice": ({"Content-Encoding": "gzip, deflate"}, lambda data: deflated(gzip.compress(data), 15)),
}
COMPRESSED = [way for way in WAYS if way != "plain"]


def answer(way: str, body: bytes = PARCEL, status: int = 200) -> Answer:
    headers, compress = WAYS[way]
    return Answer(status, compress(body), {**JSON, **headers})


def get(client: Any) -> Any:
    return client.get_parcel(id="1")


@pytest.mark.parametrize("way", WAYS)
def test_a_body_in_memory(caller: Caller, way: str) -> None:
    with serving(answer(way)) as server:
        assert caller(server.url, get, max_response_size=len(PARCEL)).name == "p"
        assert caller(server.url, get, max_response_size=math.inf).name == "p"
        with pytest.raises(caller.package.APIResponseValidationError) as raised:
            caller(server.url, get, max_response_size=len(PARCEL) - 1, max_retries=3)
        assert len(server.received) == 3  # it would be as large the next time
    assert "max_response_size=10,027 bytes" in str(raised.value)
    assert "download_to" in str(raised.value)
    assert raised.value.status_code == 200
    assert len(raised.value.raw) <= 65_536


def test_a_limit_for_one_call(caller: Caller) -> None:
    with serving(answer("plain")) as server:

        def small(client: Any) -> Any:
            return get(client.with_options(max_response_size=100))

        def large(client: Any) -> Any:
            return get(client.with_options(max_response_size=math.inf))

        with pytest.raises(caller.package.APIResponseValidationError, match="max_response_size=100 bytes"):
            caller(server.url, small)
        assert caller(server.url, large, max_response_size=100).name == "p"


@pytest.mark.parametrize("status", [404, 503])
def test_the_body_of_an_error(caller: Caller, status: int) -> None:
    with (
        serving(answer("plain", status=status)) as server,
        pytest.raises(caller.package.APIResponseValidationError, match="max_response_size") as raised,
    ):
        caller(server.url, get, max_response_size=100)
    assert raised.value.status_code == status


def test_what_never_ends_is_left(caller: Caller) -> None:
    with serving(Answer(200, b"[", JSON)) as server:
        server.goes_on_with = b"1," * 5000
        with pytest.raises(caller.package.APIResponseValidationError, match="max_response_size"):
            caller(server.url, get, max_response_size=100_000)
        assert server.client_gone.wait(10)


@pytest.mark.parametrize("way", WAYS)
def test_a_download_is_as_large_as_it_is(caller: Caller, way: str) -> None:
    file = io.BytesIO()
    with serving(answer(way)) as server:
        caller(server.url, lambda client: get(client.download_to(file)), max_response_size=100)
    assert file.getvalue() == PARCEL


@pytest.mark.parametrize("way", COMPRESSED)
@pytest.mark.parametrize("is_download", [False, True])
def test_a_body_that_becomes_large(caller: Caller, way: str, is_download: bool) -> None:
    file = io.BytesIO()

    def use(client: Any) -> Any:
        return get(client.download_to(file) if is_download else client)

    with serving(answer(way)) as server:
        caller(server.url, use, max_decompressed_size=len(PARCEL))
        file.seek(0)
        file.truncate()
        with pytest.raises(
            caller.package.APIResponseValidationError, match="max_decompressed_size=10,027 bytes"
        ):
            caller(server.url, use, max_decompressed_size=len(PARCEL) - 1)
    assert len(file.getvalue()) < len(PARCEL)


def test_a_body_that_is_not_compressed_does_not_become_large(caller: Caller) -> None:
    with serving(answer("plain")) as server:
        assert caller(server.url, get, max_decompressed_size=1).name == "p"


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_other_codings(caller: Caller, coding: str) -> None:
    """Those that httpx2 decodes only where a library for them is installed."""
    compress = brotli.compress if coding == "br" else zstd.compress
    coded = Answer(200, compress(bytes(10_000_000)), {**JSON, "Content-Encoding": coding})
    for option in ("max_response_size", "max_decompressed_size"):
        with (
            serving(coded) as server,
            pytest.raises(caller.package.APIResponseValidationError, match=option),
        ):
            caller(server.url, get, **{option: 1_000_000})


EVENTS = {"Content-Type": "text/event-stream"}
LINES = {"Content-Type": "application/jsonl"}


def scans(client: Any) -> Any:
    return client.list_scans()


def notes(client: Any) -> Any:
    return client.watch_notes()


STREAMS: dict[str, tuple[Callable[[Any], Any], dict[str, str], bytes, str]] = {
    "line": (scans, LINES, b'{"x": 1}\n{"x": 2' + b" " * 1000 + b"}\n", "line"),
    "line without an end": (scans, LINES, b'{"x": 1}\n{"x": 2' + b" " * 1000 + b"}", "line"),
    "field": (notes, EVENTS, b"data: 1\n\ndata: " + b"x" * 1000 + b"\n\n", "line"),
    "comment": (notes, EVENTS, b"data: 1\n\n:" + b"x" * 1000 + b"\n\n", "line"),
    "event": (notes, EVENTS, b"data: 1\n\n" + b"data: x\n" * 500 + b"\n", "event"),
    "empty data": (notes, EVENTS, b"data: 1\n\n" + b"data\n" * 1000, "event"),
}


@pytest.mark.parametrize("way", STREAMS)
def test_an_item_of_a_stream(caller: Caller, way: str) -> None:
    use, headers, content, what = STREAMS[way]
    with serving(Answer(200, content, headers)) as server:
        assert caller.all(server.url, use)
        with pytest.raises(
            caller.package.APIResponseValidationError,
            match=f"longer {what} than max_stream_item_size=900 bytes; raise that option",
        ):
            caller.all(server.url, use, max_stream_item_size=900)
        caller.all(server.url, use, max_stream_item_size=math.inf)


def test_a_stream_has_no_end_but_its_items_have(caller: Caller) -> None:
    with serving(Answer(200, b"data: x\n\n" * 10_000, EVENTS)) as server:
        found = caller.all(
            server.url,
            lambda client: client.watch_notes(),
            max_stream_item_size=100,
            max_response_size=100,
            max_decompressed_size=100,
        )
    assert len(found) == 10_000


def test_an_item_that_never_ends_is_left(caller: Caller) -> None:
    with serving(Answer(200, b"data: ", EVENTS)) as server:
        server.goes_on_with = b"x" * 10_000
        with pytest.raises(caller.package.APIResponseValidationError, match="max_stream_item_size"):
            caller.all(server.url, lambda client: client.watch_notes(), max_stream_item_size=100_000)
        assert server.client_gone.wait(10)


BOMB = """
import asyncio, resource, sys
sys.path.insert(0, sys.argv[1])
import courier_client
from courier_client import AsyncCourierClient, CourierClient

url, is_async = sys.argv[2], sys.argv[3] == "async"

def call():
    with CourierClient(base_url=url, max_response_size=float(sys.argv[4])) as client:
        client.get_parcel(id="1")

async def call_async():
    async with AsyncCourierClient(base_url=url, max_response_size=float(sys.argv[4])) as client:
        await client.get_parcel(id="1")

try:
    courier_client.CourierClient(base_url="http://127.0.0.1:1", max_retries=0).get_parcel(id="1")
except courier_client.APIConnectionError:
    pass  # everything is loaded now
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 64 * 2**20,) * 2)
try:
    asyncio.run(call_async()) if is_async else call()
except courier_client.APIResponseValidationError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def bomb() -> Answer:
    """256 MiB of spaces, compressed twice."""
    compressor = zlib.compressobj(9, wbits=31)
    once = [compressor.compress(b" " * 2**24) for _ in range(16)]
    body = gzip.compress(b"".join(once) + compressor.flush())
    return Answer(200, body, {**JSON, "Content-Encoding": "gzip, gzip"})


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_no_more_is_kept_than_a_limit_allows(courier: ModuleType, kind: str, bomb: Answer) -> None:
    """In 64 MiB more than the client has anyway."""
    folder = str(Path(str(courier.__file__)).parents[1])
    with serving(bomb) as server:
        for limit in ("1000000", "10000000"):
            ran = subprocess.run(
                [sys.executable, "-c", BOMB, folder, server.url, kind, limit],
                capture_output=True,
                text=True,
                check=True,
            )
            assert f"max_response_size={int(limit):,}" in ran.stdout
