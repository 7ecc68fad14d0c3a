"""A real HTTP server on 127.0.0.1 that remembers what it was sent and answers as it is told."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came: the request line's parts, headers by lower-case name, and the body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back. ``delay`` seconds pass before it, or until the server is stopped."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    delay: float = 0.0
    close_without_answer: bool = False

    @classmethod
    def of_json(cls, value: Any, status: int = 200, **headers: str) -> Answer:
        """An answer whose body is JSON."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return cls(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


class Server:
    """The running server: ``url``, everything ``received``, and the ``answer`` it gives."""

    def __init__(self, answer: Callable[[Received], Answer]) -> None:
        self.answer = answer
        self.received: list[Received] = []
        self.connections = 0
        self.closes_after_answer = False
        self.keeps_bodies = True
        """Whether ``body`` is what came; else it is its length and SHA-256, in words."""
        self.goes_on_with = b""
        """What is sent after an answer, without a length, again and again until the client has gone."""
        self.client_gone = threading.Event()
        self.stopping = threading.Event()
        self._server = _HTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def serving(answer: Answer | Callable[[Received], Answer]) -> Iterator[Server]:
    """A server that gives one answer, or the answer a function makes of each request."""
    server = Server(answer if callable(answer) else lambda received: answer)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def setup(self) -> None:
            super().setup()
            server.connections += 1

        def _answer(self) -> None:
            body = self._body()
            headers = {name.lower(): value for name, value in self.headers.items()}
            received = Received(self.command, self.path, headers, body)
            server.received.append(received)
            answer = server.answer(received)
            if answer.delay:
                server.stopping.wait(answer.delay)
            if answer.close_without_answer:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers and not server.goes_on_with:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()
            if server.goes_on_with:
                self._go_on()
            self.close_connection = self.close_connection or server.closes_after_answer

        def _go_on(self) -> None:
            self.close_connection = True
            try:
                while not server.stopping.wait(0.01):
                    self.wfile.write(server.goes_on_with)
                    self.wfile.flush()
            except OSError:
                server.client_gone.set()

        def _body(self) -> bytes:
            if server.keeps_bodies:
                return b"".join(self._pieces())
            digest, length = hashlib.sha256(), 0
            for piece in self._pieces():
                digest.update(piece)
                length += len(piece)
            return f"{length} {digest.hexdigest()}".encode()

        def _pieces(self) -> Iterator[bytes]:
            if self.headers.get("Transfer-Encoding") != "chunked":
                left = int(self.headers.get("Content-Length") or 0)
                while left and (piece := self.rfile.read(min(left, 1 << 16))):
                    left -= len(piece)
                    yield piece
                return
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a test's output is its own."""

    for method in ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"):
        setattr(Handler, f"do_{method}", Handler._answer)
    return Handler
