"""A mock server on a local socket."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from oasmith.api.model import Api
from oasmith.errors import OasmithError, Problem
from oasmith.mock.asgi import MockApp
from oasmith.mock.faults import Faults
from oasmith.mock.recording import Exchange, log_line, write_line
from oasmith.mock.service import Options

_KEPT = 1_000


class MockServer:
    """A server that validates requests against a description, for use in a ``with`` statement.

    It runs in its own thread from ``__enter__`` to ``__exit__``. ``port`` 0 is any free port. The same
    ``seed`` gives the same responses; ``stateful`` keeps created resources; ``latency`` (milliseconds),
    ``error_rate``, ``drop_rate`` (0 to 1) and ``slow`` (bytes per second) inject faults; ``max_body`` is
    the maximum size of a request body in bytes; ``record`` is a file to which every exchange is appended
    as a line of JSON; ``secrets`` has the secret key of each access key, to verify signatures.
    """

    def __init__(
        self,
        api: Api,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: int = 0,
        stateful: bool = False,
        latency: float = 0.0,
        error_rate: float = 0.0,
        drop_rate: float = 0.0,
        slow: float | None = None,
        max_body: int = 10_000_000,
        record: Path | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        faults = Faults(latency, error_rate, drop_rate, slow)
        self._address = host, port
        self._record = record
        self._record_file: TextIO | None = None
        self._exchanges: deque[Exchange] = deque(maxlen=_KEPT)
        app = MockApp(api, Options(seed, stateful, faults, max_body, secrets or {}), self._keep, self._drop)
        self._server = uvicorn.Server(
            uvicorn.Config(
                app, http="h11", ws="none", loop="asyncio", lifespan="off", proxy_headers=False,
                log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=1,
            )
        )  # fmt: skip
        self._running = ExitStack()
        self._url: str | None = None

    @property
    def url(self) -> str:
        """The URL of the server, without a slash at the end. Raises RuntimeError if it is not running."""
        if self._url is None:
            raise RuntimeError("the mock server is not running")
        return self._url

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The last 1,000 exchanges, the oldest first."""
        return tuple(self._exchanges)

    def __enter__(self) -> Self:
        """Start, and return when the server accepts requests. Raises OasmithError if it cannot start."""
        with ExitStack() as starting:
            if self._record is not None:
                self._record_file = starting.enter_context(_open(self._record))
            listening = starting.enter_context(_listening(*self._address))
            thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
            starting.callback(self._stop, thread)
            thread.start()
            while not self._server.started:
                if not thread.is_alive():
                    raise OasmithError(
                        Problem("the mock server did not start", "See the log for the reason.")
                    )
                time.sleep(0.001)
            self._url = _url(listening)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and return when the last connection is closed."""
        self._running.close()

    def _stop(self, thread: threading.Thread) -> None:
        self._url = None
        self._server.should_exit = True
        thread.join()

    def _keep(self, exchange: Exchange) -> None:
        self._exchanges.append(exchange)
        log_line(exchange)
        if self._record_file is not None:
            write_line(exchange, self._record_file)

    def _drop(self, client: tuple[str, int]) -> None:
        for connection in list(self._server.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == client:
                connection.transport.abort()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's algorithm, which adds 40 ms to a response, only for an explicit protocol.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        message = f"cannot listen on {host} port {port}: {error}"
        raise OasmithError(Problem(message, "Choose another port, or 0 for any free port.")) from None
    return listening


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _open(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        remedy = "Choose a file in an existing folder."
        raise OasmithError(Problem(f"cannot be written: {error.strerror}", remedy, str(path))) from None
