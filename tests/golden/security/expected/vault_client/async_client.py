"""The async client."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Literal

from ._operations.client import LIST_SAFES, OPEN_SAFE, PEEK, STATUS
from ._package import PACKAGE
from ._runtime.async_client import AsyncClient
from ._runtime.plan import Options as _Options
from ._servers import SERVER

if TYPE_CHECKING:
    import httpx2

    from ._raw import RawAsyncVaultClient
    from ._runtime.oauth import ClientCredentials
    from ._runtime.security import AsyncToken
    from ._servers import Base, Region


class AsyncVaultClient(AsyncClient):
    """Vault.

    Credentials, one or several, or none; servers at every level.

    Calls are awaited.

    Args:
        key: From your account's page
        query_: A key or token, or a function that returns one.
        cookie: A key or token, or a function that returns one.
        bearer: A key or token, or a function that returns one.
        basic: A user name and a password.
        login: A client's id and secret, a token, or a function that returns one.
        region: Where it stands
        base_url: The URL below which the paths of the description are, in place of its server URL.
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
        always_authenticate: Whether to send credentials also where the description says nothing about
            security.
        auth: An ``httpx2.Auth`` to use instead of the credentials above.
        http_client: A custom httpx2 client. The caller closes it.
    """

    _package = PACKAGE

    def __init__(
        self,
        *,
        key: AsyncToken | None = None,
        query_: AsyncToken | None = None,
        cookie: AsyncToken | None = None,
        bearer: AsyncToken | None = None,
        basic: tuple[str, str] | None = None,
        login: ClientCredentials | AsyncToken | None = None,
        region: Region = "north",
        base: Base = "v1",
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        total_timeout: float = 300.0,
        max_retries: int = 2,
        follow_redirects: bool = False,
        strict_responses: bool = False,
        validate_requests: bool | Literal["warn"] = True,
        max_response_size: float = 104_857_600,
        max_decompressed_size: float = 1_073_741_824,
        max_stream_item_size: float = 10_485_760,
        always_authenticate: bool = False,
        auth: httpx2.Auth | None = None,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            urls=[base_url] if base_url else SERVER.urls({"region": region, "base": base}),
            is_custom=base_url is not None,
            parameters={},
            credentials={
                "key": key,
                "query": query_,
                "cookie": cookie,
                "bearer": bearer,
                "basic": basic,
                "login": login,
            },
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
                always_authenticate=always_authenticate,
            ),
            auth=auth,
            http_client=http_client,
        )

    @property
    def with_raw_response(self) -> RawAsyncVaultClient:
        """This client with operations that return a ``RawResponse``: status, headers, content and more."""
        client: RawAsyncVaultClient = self._raw()
        return client

    def download_to(self, file: IO[bytes]) -> RawAsyncVaultClient:
        """This client with operations that write the body of a success into a file as it arrives.

        They return a ``RawResponse`` without content. If the connection is lost, what was written stays.
        """
        client: RawAsyncVaultClient = self._raw(file)
        return client

    async def list_safes(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """listSafes.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(LIST_SAFES, {}, timeout=timeout, strict_responses=strict_responses)

    async def open_safe(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """openSafe.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(OPEN_SAFE, {}, timeout=timeout, strict_responses=strict_responses)

    async def status(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """status.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(STATUS, {}, timeout=timeout, strict_responses=strict_responses)

    async def peek(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """peek.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(PEEK, {}, timeout=timeout, strict_responses=strict_responses)
