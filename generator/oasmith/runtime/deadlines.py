# A module of generated clients, in which another line takes the place of this one.
"""The end of a call, which no wait for a server exceeds.

An async call is cancelled. A sync call cannot be cancelled, so each wait of its connection is shortened:
however slowly a server sends, the next wait ends in time.
"""

from __future__ import annotations

import math
import socket
import ssl
from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic
from typing import Any, TypeVar

import httpcore2
import httpx2
from anyio import move_on_after

from .errors import APITimeoutError
from .retries import Attempts
from .transport import address

Http = TypeVar("Http", httpx2.Client, httpx2.AsyncClient)

_call: ContextVar[Attempts | None] = ContextVar("call", default=None)
"""The call that runs in a context."""
_PIECE = 16_384
_SLACK = 0.001
"""Seconds that a timeout may be early, because clocks are rounded."""


class Within:
    """Raises APITimeoutError, for a request to ``url``, when the time of the whole call is over."""

    __slots__ = ("_attempts", "_method", "_reset", "_url")

    def __init__(self, attempts: Attempts, method: str, url: str) -> None:
        self._attempts = attempts
        self._method = method
        self._url = url

    def __enter__(self) -> None:
        self._reset = _call.set(self._attempts)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        _call.reset(self._reset)
        if isinstance(error, httpx2.TimeoutException) and self._attempts.remaining <= _SLACK:
            raise _too_late(self._attempts, self._method, self._url) from error


class AsyncWithin:
    """As ``Within``, for an async client, on asyncio or trio."""

    __slots__ = ("_attempts", "_method", "_scope", "_url")

    def __init__(self, attempts: Attempts, method: str, url: str) -> None:
        self._attempts = attempts
        self._method = method
        self._url = url

    def __enter__(self) -> None:
        self._scope = move_on_after(self._attempts.remaining)
        self._scope.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        self._scope.__exit__(kind, error, trace)
        is_late = isinstance(error, httpx2.TimeoutException) and self._attempts.remaining <= _SLACK
        if is_late or self._scope.cancelled_caught:
            raise _too_late(self._attempts, self._method, self._url) from error


def _too_late(attempts: Attempts, method: str, url: str) -> APITimeoutError:
    reason = f"the call took longer than its total_timeout of {attempts.total_timeout:g} s"
    return APITimeoutError(
        reason, method=method, url=address(httpx2.URL(url)), attempts=max(attempts.number, 1)
    )


def bounded(http: Http) -> Http:
    """The same client, whose connections end their waits at the end of the call in their context.

    httpx2 has no option for it. Custom transports are not changed, nor are connections that are already
    open, nor those of an async client, whose calls are cancelled.
    """
    for transport in (getattr(http, "_transport", None), *getattr(http, "_mounts", {}).values()):
        pool = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        if isinstance(backend, httpcore2.NetworkBackend) and not isinstance(backend, _Backend):
            pool._network_backend = _Backend(backend)  # type: ignore[union-attr]  # it has a backend
    return http


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    """A timeout, shortened to the rest of the call. Raises ``error`` if the call is over."""
    call = _call.get()
    if call is None:
        return timeout
    left = call.end - monotonic()
    if left <= 0.0:
        raise error("the time of the whole call is over")
    if timeout is None:
        return None if left == math.inf else left
    return left if left < timeout else timeout


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, backend: httpcore2.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that accepts: a host may have several."""

        def connected(address: str) -> httpcore2.NetworkStream:
            left = _left(timeout, httpcore2.ConnectTimeout)
            return self._backend.connect_tcp(address, port, left, local_address, socket_options)

        if not isinstance(self._backend, httpcore2.SyncBackend) or _call.get() is None:
            return _Stream(connected(host))
        return _Stream(_first(connected, _addresses(host, port)))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Any = None
    ) -> httpcore2.NetworkStream:
        """Connect to a socket in the file system."""
        left = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._backend.connect_unix_socket(path, left, socket_options))

    def sleep(self, seconds: float) -> None:
        """Wait before another attempt to connect."""
        self._backend.sleep(min(seconds, _left(None, httpcore2.ConnectTimeout) or seconds))


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in found]


def _first(
    connected: Callable[[str], httpcore2.NetworkStream], addresses: list[str]
) -> httpcore2.NetworkStream:
    """The connection to the first address that accepts one. Raises the exception of the last one."""
    *others, last = addresses
    for other in others:
        try:
            return connected(other)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
            continue
    return connected(last)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has arrived."""
        return self._stream.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write everything, in pieces: the timeout of a socket is for each step only."""
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            self._stream.write(piece, _left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Encrypt the connection."""
        try:
            left = _left(timeout, httpcore2.ConnectTimeout)
        except httpcore2.ConnectTimeout:
            self.close()
            raise
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        """Information about the connection."""
        return self._stream.get_extra_info(info)
