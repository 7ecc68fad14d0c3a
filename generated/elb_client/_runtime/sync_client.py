"""The transport of a sync client."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx2

from .client import DEFAULT_TIMEOUT, BaseClient, connection_error, unreadable
from .operation import Operation

T = TypeVar("T")


class SyncClient(BaseClient):
    """A client whose calls return when the answer is there. Its connections are kept and reused."""

    def __init__(
        self,
        *,
        server_url: str,
        base_url: str | None,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, Any],
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool = False,
        http_client: httpx2.Client | None = None,
    ) -> None:
        super().__init__(
            server_url=server_url,
            base_url=base_url,
            parameters=parameters,
            credentials=credentials,
            strict_responses=strict_responses,
        )
        self._owns_http = http_client is None
        self._http = http_client or httpx2.Client(timeout=DEFAULT_TIMEOUT if timeout is None else timeout)

    def close(self) -> None:
        """Close the connections, unless they belong to an ``http_client`` that was passed in."""
        if self._owns_http:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(
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
            response = self._http.send(request, stream=True)
        except httpx2.TransportError as error:
            raise connection_error(request, error) from error
        chunks: list[bytes] = []
        try:
            for chunk in response.iter_bytes():
                chunks.append(chunk)
        except httpx2.TimeoutException as error:
            raise connection_error(request, error) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise unreadable(
                response, b"".join(chunks), f"the body is cut off or garbled ({error})"
            ) from error
        finally:
            response.close()
        return self._result(operation, response, b"".join(chunks), strict_responses)


class SyncResource:
    """Operations that belong together, as an attribute of a client."""

    def __init__(self, client: SyncClient) -> None:
        self._call = client._call
