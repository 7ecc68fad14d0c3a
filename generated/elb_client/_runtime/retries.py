"""When a call is tried again, and how long to wait before (RFC 9110 §9.2.2 and §10.2.3)."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"}
_PASSING = {429, 502, 503, 504}
_NOTHING_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_FIRST, _LONGEST = 0.5, 8.0
"""Seconds: the most that is waited before the second attempt, and before any."""
_TOO_LONG = 1e9
"""Seconds: longer pauses are none, and more than a timer can count."""


@dataclass(slots=True)
class Attempts:
    """The attempts of one call: how many there were, and whether there will be another.

    ``is_safe`` says that the request may be carried out twice, ``total_timeout`` is in seconds.
    """

    method: str
    is_safe: bool
    is_replayable: bool
    max_retries: int
    total_timeout: float
    number: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since the first attempt began."""
        return time.monotonic() - self.started

    @property
    def end(self) -> float:
        """When the whole call is given up, by the monotonic clock."""
        return self.started + self.total_timeout

    @property
    def remaining(self) -> float:
        """Seconds until the whole call is given up; never less than nothing."""
        return max(self.end - time.monotonic(), 0.0)

    def pause_after_error(self, error: Exception) -> float | None:
        """Seconds to wait before another attempt, None if there is to be none.

        A request that may not be carried out twice is sent again only where nothing of it was sent.
        """
        if isinstance(error, httpx2.TooManyRedirects):
            return None
        if isinstance(error, _NOTHING_SENT) or (self.is_idempotent and self.is_replayable):
            return self._pause(None)
        return None

    def pause_after_status(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Seconds to wait before another attempt, None if the answer is the one to give.

        A request that may not be carried out twice is sent again only where the server says that it
        did nothing with it: 429, or 503 with the time to come back.
        """
        if status not in _PASSING or not self.is_replayable:
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


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a server asks to wait, given as such or as a date; None if it does not."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)  # infinite for a number that is too large
    try:
        when = parsedate_to_datetime(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max((when - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None  # the parser raises any of these for what is not a date
