"""The ASGI application: receives requests and sends responses, with injected faults."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from itertools import count

from starlette.requests import ClientDisconnect
from starlette.requests import Request as AsgiRequest
from starlette.responses import Response as AsgiResponse
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from oasmith.api.model import Api
from oasmith.mock.faults import Fault
from oasmith.mock.messages import Headers, Request, Response
from oasmith.mock.recording import Exchange, Redactor, now
from oasmith.mock.service import Mock, Options

_DRAINED = 64_000_000
"""How many bytes of a body that is too long are read, so that the client can read the response."""

_TICK = 0.05


class MockApp:
    """A mock service as an ASGI application.

    ``record`` gets every exchange before its response is sent; ``drop`` closes the connection of the
    client with this address.
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
        self._redactor = Redactor(api.security_schemes)
        self._record = record
        self._drop = drop
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one HTTP request; other protocols are ignored."""
        if scope["type"] != "http":
            return
        started, began = time.perf_counter(), now()
        try:
            request = await _read(AsgiRequest(scope, receive), self._max_body)
        except ClientDisconnect:
            return
        response, fault = self._mock.respond(request, next(self._numbers))
        if fault.delay:
            await asyncio.sleep(fault.delay)
        self._record(
            Exchange(
                time=began,
                milliseconds=(time.perf_counter() - started) * 1000,
                method=request.method,
                target=self._redactor.target(request),
                request_headers=self._redactor.headers(request.headers),
                request_body=request.body,
                status=None if fault.is_dropped else response.status,
                response_headers=() if fault.is_dropped else self._redactor.headers(response.headers),
                response_body=b"" if fault.is_dropped or request.method == "HEAD" else response.body,
                operation=response.operation,
                violations=response.violations,
                values=response.values,
            )
        )
        if fault.is_dropped:
            self._drop(scope["client"])
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await _asgi_response(response, fault)(scope, receive, send)


async def _read(asgi: AsgiRequest, max_body: int) -> Request:
    """The request, without its body if that is too long. Raises ClientDisconnect."""
    scope = asgi.scope
    headers = tuple((_decoded(name), _decoded(value)) for name, value in scope["headers"])
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


def _decoded(raw: bytes) -> str:
    """A string in a header: UTF-8, or else ISO-8859-1 (RFC 9110 §5.5)."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _asgi_response(response: Response, fault: Fault) -> AsgiResponse:
    """The response to send, all at once or in small parts."""
    has_body = response.status not in (204, 304)
    body = response.body if has_body else b""
    sent: AsgiResponse
    if fault.bytes_per_second is None:
        sent = AsgiResponse(body, response.status)
    else:
        sent = StreamingResponse(_slowly(body, fault.bytes_per_second), response.status)
    length: Headers = (("Content-Length", str(len(body))),) if has_body else ()
    sent.raw_headers = [
        (name.lower().encode("ascii"), value.encode("latin-1"))
        for name, value in (*response.headers, *length)
    ]
    return sent


async def _slowly(body: bytes, bytes_per_second: float) -> AsyncIterator[bytes]:
    size = max(1, int(bytes_per_second * _TICK))
    for start in range(0, len(body), size):
        yield body[start : start + size]
        await asyncio.sleep(size / bytes_per_second)
