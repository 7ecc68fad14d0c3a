"""The async client."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Literal, Unpack, overload

from ._operations.client import SEARCH_ECHOES, SWEEP
from ._package import PACKAGE
from ._runtime.arguments import body_of as _body_of
from ._runtime.async_client import AsyncClient
from ._runtime.plan import Options as _Options
from ._runtime.streaming import stream_async as _stream

if TYPE_CHECKING:
    import httpx2

    from . import inputs, models
    from ._raw import RawAsyncRadarClient
    from ._runtime.streaming import AsyncStream


class AsyncRadarClient(AsyncClient):
    """Radar.

    What OpenAPI 3.2 adds.

    Calls are awaited.

    Args:
        base_url: The URL below which the paths of the description are.
        timeout: Timeout of one attempt: seconds without progress.
        total_timeout: Timeout of a whole call in seconds, with all its attempts, redirects and tokens;
            for a stream, until it begins.
        max_retries: Maximum number of retries for requests that are safe to repeat.
        follow_redirects: Whether to follow redirects. Credentials are never sent to another origin.
        strict_responses: Whether a response that deviates from the description raises
            APIResponseValidationError.
        validate_requests: False sends requests without validating them; "warn" logs what violates the
            description, and sends it.
        max_response_size: Maximum size of a response body in memory, in bytes; ``math.inf`` for no
            limit.
        max_decompressed_size: Maximum size of a compressed response body after decompression, in bytes;
            ``math.inf`` for no limit.
        max_stream_item_size: Maximum size of one item of a stream, in bytes; ``math.inf`` for no limit.
        auth: An ``httpx2.Auth`` to use instead of the credentials above.
        http_client: A custom httpx2 client. The caller closes it.
    """

    _package = PACKAGE

    def __init__(
        self,
        *,
        base_url: str,
        timeout: float | httpx2.Timeout | None = None,
        total_timeout: float = 300.0,
        max_retries: int = 2,
        follow_redirects: bool = False,
        strict_responses: bool = False,
        validate_requests: bool | Literal["warn"] = True,
        max_response_size: float = 104_857_600,
        max_decompressed_size: float = 1_073_741_824,
        max_stream_item_size: float = 10_485_760,
        auth: httpx2.Auth | None = None,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            urls=[base_url],
            is_custom=True,
            parameters={},
            credentials={},
            options=_Options(
                timeout=timeout,
                total_timeout=total_timeout,
                max_retries=max_retries,
                follow_redirects=follow_redirects,
                strict_responses=strict_responses,
                validate_requests=validate_requests,
                max_response_size=max_response_size,
                max_decompressed_size=max_decompressed_size,
                max_stream_item_size=max_stream_item_size,
            ),
            auth=auth,
            http_client=http_client,
        )

    @property
    def with_raw_response(self) -> RawAsyncRadarClient:
        """This client with operations that return a ``RawResponse``: status, headers, content and more."""
        client: RawAsyncRadarClient = self._raw()
        return client

    def download_to(self, file: IO[bytes]) -> RawAsyncRadarClient:
        """This client with operations that write the body of a success into a file as it arrives.

        They return a ``RawResponse`` without content. If the connection is lost, what was written stays.
        """
        client: RawAsyncRadarClient = self._raw(file)
        return client

    @overload
    def search_echoes(
        self,
        body: models.Search | inputs.Search,
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> AsyncStream[models.Echo]: ...

    @overload
    def search_echoes(
        self,
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
        **body_fields: Unpack[inputs.Search],
    ) -> AsyncStream[models.Echo]: ...

    def search_echoes(
        self,
        body: models.Search | inputs.Search | None = None,
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
        **body_fields: Any,
    ) -> AsyncStream[models.Echo]:
        """searchEchoes.

        Args:
            **body_fields: The properties of ``body`` as keywords, in place of it.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return _stream(
            self,
            SEARCH_ECHOES,
            {},
            body=_body_of(body, body_fields),
            timeout=timeout,
            strict_responses=strict_responses,
        )

    async def sweep(
        self,
        *,
        any: models.SweepAny | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> None:
        """sweep.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(SWEEP, {"any": any}, timeout=timeout, strict_responses=strict_responses)
