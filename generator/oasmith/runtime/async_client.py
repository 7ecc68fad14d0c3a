# A module of generated clients, in which another line takes the place of this one.
"""The transport of an async client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

import httpx2

from .client import MAX_REDIRECTS, BaseClient
from .errors import stack_error
from .lazy import LazyModule
from .operation import Operation
from .plan import CallOptions, Plan
from .retries import AsyncPauses
from .transport import chunks_async, direct_transport, discreet_transport

if TYPE_CHECKING:
    from . import deadlines
else:
    deadlines = LazyModule(".deadlines", __package__)

T = TypeVar("T")


class AsyncClient(BaseClient[httpx2.AsyncClient]):
    """The part of an async client that is the same for every API. It reuses its connections."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(new_http=httpx2.AsyncClient, **arguments)
        self._pauses = AsyncPauses()

    async def close(self) -> None:
        """Close the connections, unless they belong to a custom ``http_client``.

        A call of a sync client that waits before a retry ends at once.
        """
        self._pauses.close()
        if self._connections.is_own:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def _call(
        self, operation: Operation[T], parameters: Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> T:
        plan = self._plan(operation, parameters, **options)
        return self._result(plan, *await self._exchange(plan))

    async def _exchange(self, plan: Plan[Any], is_stream: bool = False) -> tuple[httpx2.Response, bytes]:
        """The response to a call and its body, after as many attempts as necessary.

        A stream is returned open if the response is a success. Raises APIConnectionError and
        APIResponseValidationError.
        """
        try:
            while True:
                plan.attempts.number += 1
                http = self._http
                request = self._build(http, plan, await self._access.secrets_async(http, plan))
                response: httpx2.Response | None = None
                parts: list[bytes] = []
                is_open = False
                try:
                    with deadlines.AsyncWithin(plan.attempts, plan.operation.method, plan.url):
                        response = await self._send(http, plan, request)
                        if is_stream and response.is_success:
                            is_open = True
                        else:
                            await self._read_body(plan, response, parts)
                    pause = self._pause_after_response(plan, response)
                except httpx2.RequestError as error:
                    pause = self._pause_after_error(plan, request, response, parts, error)
                finally:
                    if response is not None and not is_open:
                        await response.aclose()
                if response is not None and pause is None:
                    return response, b"".join(parts)
                await self._pauses.wait(pause or 0.0, request, plan.attempts.number)
        except RecursionError as error:
            raise stack_error() from error

    async def _send(
        self, http: httpx2.AsyncClient, plan: Plan[Any], request: httpx2.Request
    ) -> httpx2.Response:
        for _ in range(MAX_REDIRECTS):
            with discreet_transport(request):
                transport = direct_transport(http, request.url) if self._is_direct else None
                if transport is None:
                    auth = self._auth_for(plan, request)
                    response = await http.send(request, stream=True, auth=auth, follow_redirects=False)
                else:
                    response = await transport.handle_async_request(request)
                    response.request = request
                    http.cookies.extract_cookies(response)
            try:
                following = self._redirected(http, plan, response)
            except BaseException:
                await response.aclose()
                raise
            if following is None:
                return response
            await response.aclose()
            request = following
        raise httpx2.TooManyRedirects(f"more than {MAX_REDIRECTS} redirects", request=request)

    async def _read_body(self, plan: Plan[Any], response: httpx2.Response, parts: list[bytes]) -> None:
        file = plan.file_for(response)
        size = 0
        async for chunk in chunks_async(response):
            size += len(chunk)
            self._check_body(plan, response, size, parts)
            if file is not None:
                file.write(chunk)
            else:
                parts.append(chunk)
