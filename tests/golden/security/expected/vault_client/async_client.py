"""The async client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._operations.client import LIST_SAFES, OPEN_SAFE, PEEK, STATUS
from ._package import PACKAGE
from ._runtime.async_client import AsyncClient
from ._servers import SERVER

if TYPE_CHECKING:
    import httpx2

    from ._servers import Base, Region


class AsyncVaultClient(AsyncClient):
    """Vault.

    Credentials, one or several, or none; servers at every level.

    Calls are awaited.

    Args:
        key: From your account's page
        query: A key or token.
        cookie: A key or token.
        bearer: A key or token.
        basic: A user name and a password.
        login: A key or token.
        region: Where it stands
        base_url: Where to send requests, instead of the server of the description.
        timeout: Seconds without progress after which a call is given up.
        strict_responses: Whether an answer that is not what the description promises raises
            APIResponseValidationError.
        http_client: An httpx2 client of your own; closing it is yours to do.
    """

    _package = PACKAGE

    def __init__(
        self,
        *,
        key: str | None = None,
        query: str | None = None,
        cookie: str | None = None,
        bearer: str | None = None,
        basic: tuple[str, str] | None = None,
        login: str | None = None,
        region: Region = "north",
        base: Base = "v1",
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool = False,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            server_url=SERVER.url_with({"region": region, "base": base}),
            base_url=base_url,
            parameters={},
            credentials={
                "key": key,
                "query": query,
                "cookie": cookie,
                "bearer": bearer,
                "basic": basic,
                "login": login,
            },
            timeout=timeout,
            strict_responses=strict_responses,
            http_client=http_client,
        )

    async def list_safes(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """listSafes.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return await self._call(LIST_SAFES, {}, timeout=timeout, strict_responses=strict_responses)

    async def open_safe(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """openSafe.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return await self._call(OPEN_SAFE, {}, timeout=timeout, strict_responses=strict_responses)

    async def status(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """status.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return await self._call(STATUS, {}, timeout=timeout, strict_responses=strict_responses)

    async def peek(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """peek.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return await self._call(PEEK, {}, timeout=timeout, strict_responses=strict_responses)
