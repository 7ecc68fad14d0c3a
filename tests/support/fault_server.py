"""A server on 127.0.0.1 that fails one request in five in every way it knows, and writes down what it did.

The last segment of a path names the call. The same name fails in the same way in every run.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import socket
import struct
import threading
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

_HANGS_UP_WITHIN = 30.0
_PIECE = 0.02


@dataclass(slots=True)
class Exchange:
    """A request that was received whole, what became of it, and the JSON that was made for it."""

    call: str
    number: int
    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    what: str
    answer: dict[str, Any] = field(default_factory=dict)


class FaultServer:
    """The running server.

    ``url`` is the door to behind which requests are answered or fail, by ``exchanges`` of each call;
    ``closed_door`` takes connections and closes them at once; ``no_door`` refuses them.
    """

    def __init__(self) -> None:
        self.exchanges: defaultdict[str, list[Exchange]] = defaultdict(list)
        self.kinds: Counter[str] = Counter()
        self.open_connections = 0
        self.accepted = 0
        self.turned_away = 0
        self.all_closed = threading.Event()
        self.all_closed.set()
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fault server")
        self._sockets: list[socket.socket] = []

    @contextmanager
    def running(self) -> Iterator[FaultServer]:
        """The server, until the end of the block."""
        self._thread.start()
        self._started.wait()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        front = await asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=512)
        closed = await asyncio.start_server(self._turn_away, "127.0.0.1", 0, backlog=512)
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            self.url = _url(front.sockets[0])
            self.closed_door = _url(closed.sockets[0])
            self.no_door = _url(bound)
            self._started.set()
            await self._stop.wait()
        front.close()
        closed.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _turn_away(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.turned_away += 1
        if self.turned_away % 2:
            _reset(writer)
        else:
            writer.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.open_connections += 1
        self.all_closed.clear()
        try:
            while True:
                exchange = await self._receive(reader)
                if not await _ACTS[exchange.what](exchange, reader, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            self.open_connections -= 1
            if not self.open_connections:
                self.all_closed.set()

    async def _receive(self, reader: asyncio.StreamReader) -> Exchange:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.rstrip().split("\r\n")
        method, target, _ = request.split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        call = target.partition("?")[0].rpartition("/")[2]
        number = len(self.exchanges[call])
        what = "answer" if target.startswith("/moved/") else fate(call, number)
        exchange = Exchange(call, number, method, target, headers, body, what)
        exchange.answer = {"name": call, "echo": hashlib.sha256(f"{call} {number}".encode()).hexdigest()}
        exchange.answer["padding"] = "x" * random.Random(call).choice((0, 100, 20_000))
        self.exchanges[call].append(exchange)
        self.kinds[what] += 1
        return exchange


def fate(call: str, number: int) -> str:
    """What becomes of an attempt: one in five fails; of a doomed call each does, and in the same way."""
    if call.startswith("endless"):
        return "endless"
    if call.startswith("doomed"):
        return random.Random(call).choice(FAULTS)
    drawn = random.Random(f"{call} {number}")
    return drawn.choice(FAULTS) if drawn.random() < 0.2 else "answer"


Act = Callable[[Exchange, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bool]]
"""Deals with a request; says whether the connection is kept."""


def _whole(exchange: Exchange, status: str = "200 OK", *headers: str, body: bytes | None = None) -> bytes:
    body = json.dumps(exchange.answer).encode() if body is None else body
    if not any(header.startswith("Content-Type") for header in headers):
        headers = ("Content-Type: application/json", *headers)
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def _sends(*headers: str, status: str = "200 OK", body: bytes | None = None, keeps: bool = True) -> Act:
    async def act(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(_whole(exchange, status, *headers, body=body))
        await writer.drain()
        return keeps

    return act


def _sends_bytes(content: bytes) -> Act:
    async def act(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(content)
        await writer.drain()
        return False

    return act


def _fails(status: str, *headers: str) -> Act:
    return _sends(*headers, status=status, body=b'{"error_code": "E.1", "error_msg": "a fault"}')


async def _cut_body(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.write(_whole(exchange)[:-10])
    await writer.drain()
    return False


async def _cut_chunks(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    body = json.dumps(exchange.answer).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head + b"%x\r\n%s\r\n" % (len(body), body))
    await writer.drain()
    return False


async def _cut_headers(
    exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    writer.write(_whole(exchange)[:40])
    await writer.drain()
    return False


async def _reset_at_once(
    exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    _reset(writer)
    return False


async def _reset_in_body(
    exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    await _cut_body(exchange, reader, writer)
    _reset(writer)
    return False


async def _close(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    return False


async def _delay(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    await asyncio.wait_for(reader.read(1), _HANGS_UP_WITHIN)
    return False


async def _stall(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.write(_whole(exchange)[:-10])
    return await _delay(exchange, reader, writer)


async def _trickle(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    content = _whole(exchange)
    size = len(content) // 8 + 1
    for start in range(0, len(content), size):
        writer.write(content[start : start + size])
        await asyncio.sleep(_PIECE)
    return True


async def _endless(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
    while not reader.at_eof():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(_PIECE)
    return False


async def _close_silently(
    exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Answer and say goodbye in one packet, so that no next request can cross it on the way."""
    _socket(writer).setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
    writer.write(_whole(exchange))
    writer.write_eof()
    await asyncio.wait_for(reader.read(1), _HANGS_UP_WITHIN)
    return False


async def _early_hints(
    exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" + _whole(exchange))
    await writer.drain()
    return True


async def _redirect(exchange: Exchange, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    location = "Location: /moved" + exchange.target
    return await _sends(location, status="307 Temporary Redirect", body=b"")(exchange, reader, writer)


_ACTS: dict[str, Act] = {
    "answer": _sends(),
    "endless": _endless,
    "trickle": _trickle,
    "early hints": _early_hints,
    "close after": _sends("Connection: close", keeps=False),
    "close silently": _close_silently,
    "redirect": _redirect,
    "reset": _reset_at_once,
    "close": _close,
    "cut headers": _cut_headers,
    "garbage": _sends_bytes(b"\x16\x03\x01\x00SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "bad length": _sends_bytes(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"),
    "delay": _delay,
    "stall": _stall,
    "cut body": _cut_body,
    "cut chunks": _cut_chunks,
    "reset in body": _reset_in_body,
    "bad gzip": _sends("Content-Encoding: gzip", body=b"this is not gzip"),
    "wrong type": _sends("Content-Type: text/html", body=b"<html>Please log in</html>"),
    "invalid json": _sends(body=b'{"name": '),
    "401": _fails("401 Unauthorized", "WWW-Authenticate: Bearer"),
    "429": _fails("429 Too Many Requests", "Retry-After: 0"),
    "500": _fails("500 Internal Server Error"),
    "502": _fails("502 Bad Gateway"),
    "503": _fails("503 Service Unavailable"),
    "503 later": _fails("503 Service Unavailable", "Retry-After: 0"),
    "504": _fails("504 Gateway Timeout"),
}
FAULTS = sorted(_ACTS.keys() - {"answer", "endless"})


def _url(listening: Any) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def _socket(writer: asyncio.StreamWriter) -> Any:
    return writer.get_extra_info("socket")


def _reset(writer: asyncio.StreamWriter) -> None:
    _socket(writer).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
