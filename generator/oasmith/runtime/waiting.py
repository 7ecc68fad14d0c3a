"""What a sync and an async client do differently: how they pause, and what they do with an awaitable token.

``sync_client.py`` is derived from ``async_client.py``, so each name here has two versions with the same
signature; the async one is called ``Async…`` or ``…_async``.
"""

from __future__ import annotations

import inspect
import threading
from contextlib import AbstractContextManager
from typing import Any

import httpx2

from .errors import APIConnectionError, CredentialsError


class Pauses:
    """The pauses between the attempts of a sync client; closing the client ends them."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    def close(self) -> None:
        """End all pauses."""
        self._closed.set()

    def wait(self, seconds: float, request: httpx2.Request, attempts: int) -> None:
        """Wait after an attempt. Raises APIConnectionError if the client is closed."""
        if self._closed.wait(seconds):
            raise APIConnectionError(
                "the client was closed while it waited to try again",
                method=request.method,
                url=str(request.url.copy_with(query=None)),
                attempts=attempts,
            )


class AsyncPauses:
    """The pauses between the attempts of an async client, on asyncio or trio."""

    def close(self) -> None:
        """Do nothing: a call of an async client that waits is cancelled by its caller."""

    async def wait(self, seconds: float, request: httpx2.Request, attempts: int) -> None:
        """Wait after an attempt."""
        from anyio import sleep  # imported only where a call waits

        await sleep(seconds)


def resolved(secret: Any, name: str, within: AbstractContextManager[None]) -> Any:
    """A secret that a function returned. Raises CredentialsError, with its ``name``, for a coroutine."""
    if inspect.iscoroutine(secret):
        secret.close()
        raise CredentialsError(f"the function for {name} has to be awaited; give it to the async client")
    return secret


async def resolved_async(secret: Any, name: str, within: AbstractContextManager[None]) -> Any:
    """A secret that a function returned, awaited ``within`` the time of the call if it has to be."""
    if inspect.isawaitable(secret):
        with within:
            return await secret
    return secret
