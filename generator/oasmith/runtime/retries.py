# A module of generated clients, in which another line takes the place of this one.
"""The attempts of a call, and the pauses between them (RFC 9110 §9.2.2 and §10.2.3)."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from .errors import APIConnectionError
from .transport import address

_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"}
_TEMPORARY = {429, 502, 503, 504}
_NOTHING_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_FIRST, _LONGEST = 0.5, 8.0
"""The maximum pause before the second attempt, and before any, in seconds."""
_TOO_LONG = 1e9
"""Seconds that a timer cannot count; there is no retry after such a pause."""


@dataclass(slots=True)
class Attempts:
    """The attempts of one call.

    ``is_safe`` says that the request may be carried out twice, ``is_replayable`` that its body can be sent
    twice. ``number`` counts the attempts, ``total_timeout`` is in seconds. ``started`` and ``end``, when the
    time of the whole call is over, are those of the monotonic clock.
    """

    method: str
    is_safe: bool
    is_replayable: bool
    max_retries: int
    total_timeout: float
    number: int = 0
    started: float = field(init=False)
    end: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = time.monotonic()
        self.end = self.started + self.total_timeout

    @property
    def elapsed(self) -> float:
        """Seconds since the first attempt began."""
        return time.monotonic() - self.started

    @property
    def remaining(self) -> float:
        """Seconds until the time of the whole call is over; at least 0."""
        return max(self.end - time.monotonic(), 0.0)

    def pause_after_error(self, error: Exception) -> float | None:
        """Seconds to wait before another attempt, None for no other attempt.

        A request that may not be carried out twice is sent again only if nothing of it was sent.
        """
        if isinstance(error, httpx2.TooManyRedirects):
            return None
        if isinstance(error, _NOTHING_SENT) or (self.is_idempotent and self.is_replayable):
            return self._pause(None)
        return None

    def pause_after_status(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Seconds to wait before another attempt, None for no other attempt.

        A request that may not be carried out twice is sent again only if the server says that it was
        not carried out: 429, or 503 with Retry-After.
        """
        if status not in _TEMPORARY or not self.is_replayable:
            return None
        wanted = retry_after(headers)
        has_acted = status != 429 and not (status == 503 and wanted is not None)
        return None if has_acted and not self.is_idempotent else self._pause(wanted)

    @property
    def is_idempotent(self) -> bool:
        """Whether the request may be carried out twice."""
        return self.is_safe or self.method.upper() in _IDEMPOTENT

    def _pause(self, wanted: float | None) -> float | None:
        if self.number > self.max_retries:
            return None
        most = min(_FIRST * 2 ** (self.number - 1), _LONGEST)
        pause = random.uniform(0.0, most) if wanted is None else wanted
        return pause if pause < min(self.remaining, _TOO_LONG) else None


class Pauses:
    """The pauses of a sync client; closing the client ends them."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    def close(self) -> None:
        """End all pauses."""
        self._closed.set()

    def wait(self, seconds: float, request: httpx2.Request, attempts: int) -> None:
        """Wait after an attempt. Raises APIConnectionError if the client is closed."""
        if self._closed.wait(seconds):
            raise APIConnectionError(
                "the client was closed while it waited for a retry",
                method=request.method,
                url=address(request.url),
                attempts=attempts,
            )


class AsyncPauses:
    """The pauses of an async client, on asyncio or trio."""

    def close(self) -> None:
        """Do nothing: a call of an async client that waits is cancelled by its caller."""

    async def wait(self, seconds: float, request: httpx2.Request, attempts: int) -> None:
        """Wait after an attempt."""
        from anyio import sleep  # slow to load

        await sleep(seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of Retry-After, which may be a date; None if there is none."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)  # infinite for a number that is too large
    try:
        when = parsedate_to_datetime(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max((when - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None  # the parser raises any of these for what is not a date
