"""The transport of an async client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

import httpx2

from .client import MAX_REDIRECTS, BaseClient
from .errors import within_stack_async
from .lazy import LazyModule
from .operation import Operation
from .plan import CallOptions, Plan
from .transport import discreet_transport

if TYPE_CHECKING:
    from . import deadlines
else:
    deadlines = LazyModule(".deadlines", __package__)

T = TypeVar("T")


class AsyncClient(BaseClient[httpx2.AsyncClient]):
    """The part of an async client that is the same for every API. It reuses its connections."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(new_http=httpx2.AsyncClient, **arguments)
        self._pauses = deadlines.AsyncPauses()

    async def close(self) -> None:
        """Close the connections, unless they belong to a custom ``http_client``.

        A call of a sync client that waits before a retry ends at once.
        """
        self._pauses.close()
        if self._owns_http:
            await self._own_http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def _call(
        self, operation: Operation[T], parameters: Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> T:
        plan = self._plan(operation, parameters, **options)
        return self._result(plan, *await self._exchange(plan))

    @within_stack_async
    async def _exchange(self, plan: Plan[Any], is_stream: bool = False) -> tuple[httpx2.Response, bytes]:
        """The response to a call and its body, after as many attempts as necessary.

        A stream is returned open if the response is a success. Raises APIConnectionError and
        APIResponseValidationError.
        """
        while True:
            plan.attempts.number += 1
            request = self._build(self._http, plan, await self._access.secrets_async(self._http, plan))
            response: httpx2.Response | None = None
            chunks: list[bytes] = []
            is_open = False
            try:
                with deadlines.AsyncWithin(plan.attempts, plan.operation.method, plan.url):
                    response = await self._send(plan, request)
                    if is_stream and response.is_success:
                        is_open = True
                    else:
                        await self._read_body(plan, response, chunks)
                pause = self._pause_after_response(plan, response)
            except httpx2.RequestError as error:
                pause = self._pause_after_error(plan, request, response, chunks, error)
            finally:
                if response is not None and not is_open:
                    await response.aclose()
            if response is not None and pause is None:
                return response, b"".join(chunks)
            await self._pauses.wait(pause or 0.0, request, plan.attempts.number)

    async def _send(self, plan: Plan[Any], request: httpx2.Request) -> httpx2.Response:
        for _ in range(MAX_REDIRECTS):
            auth = self._auth_for(plan, request)
            with discreet_transport(request):
                response = await self._http.send(request, stream=True, auth=auth, follow_redirects=False)
            following: httpx2.Request | None = request
            try:
                following = self._redirected(self._http, plan, response)
            finally:
                if following is not None:
                    await response.aclose()
            if following is None:
                return response
            request = following
        raise httpx2.TooManyRedirects(f"more than {MAX_REDIRECTS} redirects", request=request)

    async def _read_body(self, plan: Plan[Any], response: httpx2.Response, chunks: list[bytes]) -> None:
        file = plan.file_for(response)
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            self._check_body(plan, response, size, chunks)
            if file is not None:
                file.write(chunk)
            else:
                chunks.append(chunk)
