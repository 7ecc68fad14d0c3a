"""Files that are larger than anybody wants in memory: sent as they are read, and again if need be."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import IO, Any

import pytest
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, Received, Server, serving
from support.signature import is_signed

KEPT = Answer(204, b"", {})
SIZE = 64 * 1024 * 1024
MOST = 8 * 1024 * 1024
"""Bytes that may be held at a time while a file of ``SIZE`` is sent."""
SHA256 = hashlib.sha256(bytes(SIZE)).hexdigest()


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.png"
    with path.open("wb") as file:
        file.truncate(SIZE)
    return path


@contextmanager
def counting(answer: Answer | Callable[[Received], Answer]) -> Iterator[Server]:
    """A server that keeps no bodies, and a check that nobody else does."""
    with serving(answer) as server:
        server.keeps_bodies = False
        tracemalloc.start()
        try:
            yield server
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < MOST


def busy_once(answer: Answer = KEPT) -> Callable[[Received], Answer]:
    """Answers the first request, once all of it is there, that there will be time for it later."""
    first = threading.Event()

    def answered(received: Received) -> Answer:
        if first.is_set():
            return answer
        first.set()
        return Answer.of_json({}, 503, Retry_After="0")

    return answered


def put(content: Any) -> Callable[[Any], Any]:
    return lambda client: client.labels.put(content, id="1")


def print_(*sheets: Any) -> Callable[[Any], Any]:
    return lambda client: client.labels.print({"title": "t", "sheets": list(sheets)})


@contextmanager
def opened(kind: str, path: Path, package: ModuleType) -> Iterator[Any]:
    """A file in a way that a client takes it."""
    if kind == "open":
        with path.open("rb") as file:
            yield file
    else:
        yield path if kind == "path" else package.File(path)


@pytest.mark.parametrize("kind", ["path", "open", "File"])
def test_a_large_body_is_sent_as_it_is_read_and_again_whole(caller: Caller, large: Path, kind: str) -> None:
    with counting(busy_once()) as server, opened(kind, large, caller.package) as content:
        caller(server.url, put(content))
    assert [received.body for received in server.received] == [f"{SIZE} {SHA256}".encode()] * 2
    assert {received.headers["content-length"] for received in server.received} == {str(SIZE)}


@pytest.mark.parametrize("kind", ["path", "open", "File"])
def test_a_large_part_is_sent_as_it_is_read_and_again_whole(caller: Caller, large: Path, kind: str) -> None:
    with counting(busy_once()) as server, opened(kind, large, caller.package) as content:
        caller(server.url, print_(content, b"small"))
    lengths = [int(received.body.split()[0]) for received in server.received]
    assert len(lengths) == 2
    assert lengths[0] > SIZE
    assert lengths == [int(received.headers["content-length"]) for received in server.received]


def test_an_open_file_is_sent_from_where_it_stands(caller: Caller, pauses: list[float]) -> None:
    file = io.BytesIO(b"head and body")
    file.seek(9)
    with serving(busy_once()) as server:
        caller(server.url, put(file))
    assert [received.body for received in server.received] == [b"body", b"body"]
    assert server.received[0].headers["content-length"] == "4"


@contextmanager
def piped(content: bytes) -> Iterator[IO[bytes]]:
    """A file that cannot go back and whose length nobody knows."""
    source, sink = os.pipe()
    with os.fdopen(source, "rb") as file:
        with os.fdopen(sink, "wb") as writer:
            writer.write(content)
        yield file


@pytest.mark.parametrize("use", [put, print_])
def test_what_cannot_go_back_is_sent_in_chunks_once(
    caller: Caller, pauses: list[float], use: Callable[[Any], Callable[[Any], Any]]
) -> None:
    for status in (503, 401, 308):
        answer = Answer(status, b"", {"Retry-After": "0", "Location": "/there", "Content-Length": "0"})
        with serving(answer) as server, piped(b"once") as file:
            with pytest.raises(caller.package.APIStatusError) as raised:
                caller(server.url, use(file), follow_redirects=True, token=lambda: "t")
            assert raised.value.status_code == status
        (received,) = server.received
        assert received.headers["transfer-encoding"] == "chunked"
        assert received.body.count(b"once") == 1


def test_what_cannot_go_back_is_sent_later_if_nothing_of_it_was(caller: Caller, pauses: list[float]) -> None:
    with piped(b"once") as file:
        with pytest.raises(caller.package.APIConnectionError) as raised:
            caller("http://127.0.0.1:1", put(file), max_retries=1)
        assert raised.value.attempts == 2
        assert file.read() == b"once"


def test_a_redirect_takes_the_file_along(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")

    def moved(received: Received) -> Answer:
        moves = Answer(308, b"", {"Location": "/there", "Content-Length": "0"})
        return KEPT if received.target == "/there" else moves

    for use in (put(path), print_(path)):
        with serving(moved) as server:
            caller(server.url, use, follow_redirects=True)
        assert [received.body.count(b"pixels") for received in server.received] == [1, 1]


def test_a_file_that_was_opened_as_text_is_refused(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_text("text")
    with path.open() as file, serving(KEPT) as server:
        for use in (put(file), print_(file)):
            with pytest.raises(TypeError, match="binary mode"):
                caller(server.url, use)
        assert server.received == []


def test_text_may_be_read_from_a_file(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("é", "utf-8")
    with path.open(encoding="utf-8") as file, serving(KEPT) as server:
        caller(server.url, lambda client: client.labels.print(file, content_type="text/plain"))
    assert server.received[0].body == "é".encode()


def test_a_path_that_cannot_be_read_is_told_before_anything_is_sent(caller: Caller, tmp_path: Path) -> None:
    with serving(KEPT) as server:
        for use in (put(tmp_path), print_(tmp_path)):
            with pytest.raises(IsADirectoryError):
                caller(server.url, use)
        assert server.received == []


@pytest.fixture(scope="module")
def strongbox(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("strongbox.yaml"), tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("content_type", ["application/json", "application/octet-stream"])
def test_a_large_body_is_signed_as_it_is_read(strongbox: ModuleType, large: Path, content_type: str) -> None:
    key = strongbox.AccessKey("ak", "sk")
    with (
        counting(busy_once()) as server,
        strongbox.StrongboxClient(base_url=server.url, access_key=key) as client,
    ):
        client.fill(strongbox.File(large, content_type=content_type))
    for received in server.received:
        assert received.body == f"{SIZE} {SHA256}".encode()
        told = received.headers.get("x-sdk-content-sha256", SHA256)
        headers = received.headers | {"x-sdk-content-sha256": told}
        assert is_signed(received.method, received.target, headers, b"there is one", "sk")


def test_a_body_that_cannot_go_back_is_signed_and_sent(strongbox: ModuleType) -> None:
    with (
        serving(KEPT) as server,
        strongbox.StrongboxClient(base_url=server.url, access_key=strongbox.AccessKey("ak", "sk")) as client,
        piped(b"{}") as file,
    ):
        client.fill(strongbox.File(file, content_type="application/json"))
    (received,) = server.received
    assert received.body == b"{}"
    assert is_signed(received.method, received.target, received.headers, received.body, "sk")
