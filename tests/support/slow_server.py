"""Servers on 127.0.0.1 that take their time in every way: each goes on until its client has gone.

A client that waits is answered in the end, with ``{"name": "late"}``, so that no test hangs.
"""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat

STEP = 0.02
STEPS = 1000
BODY = b'{"name": "late"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"0\r\n\r\n"


class SlowServer:
    """A server at ``url``, whose function ``slow`` deals with each connection."""

    def __init__(self, slow: Callable[[Connection], None]) -> None:
        self._slow = slow
        self.connections = 0
        self.stopping = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @contextmanager
    def running(self) -> Iterator[SlowServer]:
        """The server, until the end of the block."""
        self._threads[0].start()
        try:
            yield self
        finally:
            self.stopping.set()
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            for thread in self._threads:
                thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                accepted, _ = self._listening.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(accepted,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, accepted: socket.socket) -> None:
        with accepted, suppress(OSError):
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._slow(Connection(accepted, self.stopping))


class Connection:
    """One connection of a slow server."""

    def __init__(self, accepted: socket.socket, stopping: threading.Event) -> None:
        self.socket = accepted
        self._stopping = stopping

    def request(self) -> bytes:
        """The head of a request, and what came with it; raises OSError where the client has gone."""
        received = b""
        while b"\r\n\r\n" not in received:
            more = self.socket.recv(65536)
            if not more:
                raise OSError("the client has gone")
            received += more
        return received

    def pause(self) -> None:
        """Wait for a moment; raises OSError where nobody waits any longer."""
        if self._stopping.wait(STEP):
            raise OSError("the server was stopped")

    def trickle(self, *pieces: bytes) -> None:
        """Send pieces again and again, with pauses between them."""
        for piece in (piece for round in repeat(pieces, STEPS) for piece in round):
            self.socket.sendall(piece)
            self.pause()

    def flood(self, piece: bytes) -> None:
        """Send a piece again and again, without a pause, for as long as a trickle takes."""
        for _ in range(STEPS * 1000):
            self.socket.sendall(piece)


def silence(connection: Connection) -> None:
    connection.request()
    for _ in range(STEPS):
        connection.pause()
    connection.socket.sendall(WHOLE)


def status_line(connection: Connection) -> None:
    connection.request()
    connection.socket.sendall(b"HTTP/1.1 200 ")
    connection.trickle(b"a")
    connection.socket.sendall(b"\r\n" + WHOLE.partition(b"\r\n")[2])


def header_bytes(connection: Connection) -> None:
    connection.request()
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    connection.trickle(b"a")
    connection.socket.sendall(b"\r\n" + WHOLE.partition(b"\r\n")[2])


def header_lines(connection: Connection) -> None:
    connection.request()
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\n")
    connection.trickle(b"X-Slow: 1\r\n")
    connection.socket.sendall(WHOLE.partition(b"\r\n")[2])


def early_hints(connection: Connection) -> None:
    connection.request()
    connection.trickle(b"HTTP/1.1 103 Early Hints\r\n\r\n")
    connection.socket.sendall(WHOLE)


def early_hints_at_once(connection: Connection) -> None:
    connection.request()
    connection.flood(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
    connection.socket.sendall(WHOLE)


def body_bytes(connection: Connection) -> None:
    connection.request()
    connection.socket.sendall(CHUNKED)
    connection.trickle(b"1\r\n \r\n")
    connection.socket.sendall(b"%x\r\n%s\r\n" % (len(BODY), BODY) + LAST)


def chunk_extension(connection: Connection) -> None:
    connection.request()
    connection.socket.sendall(CHUNKED + b"%x;x=" % len(BODY))
    connection.trickle(b"a")
    connection.socket.sendall(b"\r\n" + BODY + b"\r\n" + LAST)


def trailers(connection: Connection) -> None:
    connection.request()
    connection.socket.sendall(CHUNKED + b"%x\r\n%s\r\n0\r\nX-Slow: " % (len(BODY), BODY))
    connection.trickle(b"a")
    connection.socket.sendall(b"\r\n\r\n")


def _nothing_compressed(
    send: Callable[[Connection], Callable[[bytes], None]],
) -> Callable[[Connection], None]:
    def slow(connection: Connection) -> None:
        connection.request()
        connection.socket.sendall(CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: deflate\r\n\r\n"))
        nothing = b"\x00\x00\x00\xff\xff" * 100  # empty blocks (RFC 1951 §3.2.4)
        send(connection)(b"%x\r\n%s\r\n" % (len(nothing), nothing))
        compressor = zlib.compressobj(wbits=-15)
        rest = compressor.compress(BODY) + compressor.flush()
        connection.socket.sendall(b"%x\r\n%s\r\n" % (len(rest), rest) + LAST)

    return slow


def upload_not_read(connection: Connection) -> None:
    for _ in range(STEPS):
        connection.pause()
    connection.socket.sendall(WHOLE)


def upload_read_slowly(connection: Connection) -> None:
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for _ in range(STEPS):
        connection.socket.recv(1024)
        connection.pause()
    connection.socket.sendall(WHOLE)


def tls_handshake(connection: Connection) -> None:
    connection.socket.recv(65536)
    connection.socket.sendall(b"\x16\x03\x03\x3f\xff")  # a record of the handshake that never ends
    connection.trickle(b"\x00")


def redirects(connection: Connection) -> None:
    """Each redirect leads to the next one, and the head of each takes its time."""
    connection.request()
    connection.socket.sendall(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /next\r\n")
    for _ in range(5):
        connection.socket.sendall(b"X-Slow: 1\r\n")
        connection.pause()
    connection.socket.sendall(b"Connection: close\r\nContent-Length: 0\r\n\r\n")


def busy(connection: Connection) -> None:
    """Never has time, and always will have in a moment."""
    connection.request()
    connection.pause()
    connection.socket.sendall(
        b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    )


def second_request(connection: Connection) -> None:
    """Quick at first, slow on the connection that is kept."""
    connection.request()
    connection.socket.sendall(WHOLE)
    header_bytes(connection)


SLOW: dict[str, Callable[[Connection], None]] = {
    "silence": silence,
    "status line": status_line,
    "header bytes": header_bytes,
    "header lines": header_lines,
    "early hints": early_hints,
    "early hints at once": early_hints_at_once,
    "body bytes": body_bytes,
    "chunk extension": chunk_extension,
    "trailers": trailers,
    "compressed nothing": _nothing_compressed(lambda connection: connection.trickle),
    "compressed nothing at once": _nothing_compressed(lambda connection: connection.flood),
    "redirects": redirects,
}
"""What a server does with a request that has no large body."""
