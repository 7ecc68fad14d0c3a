"""The ASGI application: requests off the wire, answers onto it, with the trouble that was asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from itertools import count

from starlette.requests import ClientDisconnect
from starlette.requests import Request as AsgiRequest
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from oasmith.api.model import Api
from oasmith.mock.faults import Fault
from oasmith.mock.messages import Answer, Headers, Request
from oasmith.mock.recording import Exchange, Veil, now
from oasmith.mock.service import Mock, Options

_DRAINED = 64_000_000
"""How many bytes of a body that is too long are read, so that the client gets to read why it is refused."""

_TICK = 0.05


class MockApp:
    """A mock as an ASGI application.

    ``record`` is given every exchange before the answer is sent; ``drop`` closes the connection of a
    client's address without a word.
    """

    def __init__(
        self,
        api: Api,
        options: Options,
        record: Callable[[Exchange], None],
        drop: Callable[[tuple[str, int]], None],
    ) -> None:
        self._mock = Mock(api, options)
        self._max_body = options.max_body
        self._veil = Veil(api.security_schemes)
        self._record = record
        self._drop = drop
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; nothing else is spoken."""
        if scope["type"] != "http":
            return
        started, began = time.perf_counter(), now()
        try:
            request = await _read(AsgiRequest(scope, receive), self._max_body)
        except ClientDisconnect:
            return
        answer, fault = self._mock.answer(request, next(self._numbers))
        if fault.delay:
            await asyncio.sleep(fault.delay)
        self._record(
            Exchange(
                time=began,
                milliseconds=(time.perf_counter() - started) * 1000,
                method=request.method,
                target=self._veil.target(request),
                request_headers=self._veil.headers(request.headers),
                request_body=request.body,
                status=None if fault.is_dropped else answer.status,
                response_headers=() if fault.is_dropped else self._veil.headers(answer.headers),
                response_body=b"" if fault.is_dropped or request.method == "HEAD" else answer.body,
                operation=answer.operation,
                violations=answer.violations,
                values=answer.values,
            )
        )
        if fault.is_dropped:
            self._drop(scope["client"])
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await _response(answer, fault)(scope, receive, send)


async def _read(asgi: AsgiRequest, max_body: int) -> Request:
    """The request as a whole, or without its body where that is too long. Raises ClientDisconnect."""
    scope = asgi.scope
    headers = tuple((_text(name), _text(value)) for name, value in scope["headers"])
    declared = asgi.headers.get("content-length", "")
    is_cut = declared.isdigit() and int(declared) > max_body
    body = bytearray()
    if not (is_cut and "expect" in asgi.headers):
        size = 0
        async for chunk in asgi.stream():
            size += len(chunk)
            is_cut = is_cut or size > max_body
            if size > _DRAINED:
                break
            if not is_cut:
                body += chunk
    path, query = (scope[part].decode("ascii", "replace") for part in ("raw_path", "query_string"))
    return Request(scope["method"], path, query, headers, b"" if is_cut else bytes(body), is_cut)


def _text(raw: bytes) -> str:
    """Header text: UTF-8 where it is that, else ISO-8859-1 (RFC 9110 §5.5)."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _response(answer: Answer, fault: Fault) -> Response:
    """The response to send, all at once or in small parts."""
    has_body = answer.status not in (204, 304)
    body = answer.body if has_body else b""
    response: Response
    if fault.bytes_per_second is None:
        response = Response(body, answer.status)
    else:
        response = StreamingResponse(_trickle(body, fault.bytes_per_second), answer.status)
    length: Headers = (("Content-Length", str(len(body))),) if has_body else ()
    response.raw_headers = [
        (name.lower().encode("ascii"), value.encode("latin-1")) for name, value in (*answer.headers, *length)
    ]
    return response


async def _trickle(body: bytes, bytes_per_second: float) -> AsyncIterator[bytes]:
    size = max(1, int(bytes_per_second * _TICK))
    for start in range(0, len(body), size):
        yield body[start : start + size]
        await asyncio.sleep(size / bytes_per_second)
