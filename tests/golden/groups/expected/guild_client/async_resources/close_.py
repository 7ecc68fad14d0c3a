"""close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operations.close_ import CLOSE
from .._runtime.resources import AsyncResource

if TYPE_CHECKING:
    import httpx2


class AsyncClose(AsyncResource):
    """close."""

    async def close(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """close.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(CLOSE, {}, timeout=timeout, strict_responses=strict_responses)
