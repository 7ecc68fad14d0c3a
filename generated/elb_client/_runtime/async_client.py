"""The transport of an async client."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx2

from .client import DEFAULT_TIMEOUT, BaseClient, connection_error, unreadable
from .operation import Operation

T = TypeVar("T")


class AsyncClient(BaseClient):
    """A client whose calls are awaited. Its connections are kept and reused."""

    def __init__(
        self,
        *,
        server_url: str,
        base_url: str | None,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, Any],
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool = False,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            server_url=server_url,
            base_url=base_url,
            parameters=parameters,
            credentials=credentials,
            strict_responses=strict_responses,
        )
        self._owns_http = http_client is None
        self._http = http_client or httpx2.AsyncClient(
            timeout=DEFAULT_TIMEOUT if timeout is None else timeout
        )

    async def close(self) -> None:
        """Close the connections, unless they belong to an ``http_client`` that was passed in."""
        if self._owns_http:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _call(
        self,
        operation: Operation[T],
        parameters: Mapping[str, Any],
        body: Any = None,
        content_type: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> T:
        request = self._request(self._http, operation, parameters, body, content_type, timeout)
        try:
            response = await self._http.send(request, stream=True)
        except httpx2.TransportError as error:
            raise connection_error(request, error) from error
        chunks: list[bytes] = []
        try:
            async for chunk in response.aiter_bytes():
                chunks.append(chunk)
        except httpx2.TimeoutException as error:
            raise connection_error(request, error) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise unreadable(
                response, b"".join(chunks), f"the body is cut off or garbled ({error})"
            ) from error
        finally:
            await response.aclose()
        return self._result(operation, response, b"".join(chunks), strict_responses)


class AsyncResource:
    """Operations that belong together, as an attribute of a client."""

    def __init__(self, client: AsyncClient) -> None:
        self._call = client._call
