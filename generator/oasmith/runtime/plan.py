"""One call: its options, its attempts (RFC 9110 §9.2.2 and §10.2.3), and what is sent."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, Generic, TypedDict, TypeVar

import httpx2

from .operation import Head, Operation
from .transport import may_have_credentials

DEFAULT_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made; times in seconds, sizes in bytes. ``math.inf`` is no limit.

    ``headers``, ``query`` and ``body`` are added to what a call sends and are not validated.
    ``raw`` returns raw responses, and ``file`` is where the body of a success is written.
    """

    timeout: float | httpx2.Timeout | None
    total_timeout: float
    max_retries: int
    follow_redirects: bool
    strict_responses: bool
    max_response_size: float
    max_decompressed_size: float
    max_stream_item_size: float
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, Any] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    base_url: str | None = None
    raw: bool = False
    file: IO[bytes] | None = None


class CallOptions(TypedDict, total=False):
    """The options of a call, besides its parameters."""

    body: Any
    content_type: str | None
    timeout: float | httpx2.Timeout | None
    strict_responses: bool | None


def as_timeout(timeout: float | httpx2.Timeout | None) -> httpx2.Timeout:
    """A timeout as httpx2 has it; the default for None."""
    if timeout is None:
        return DEFAULT_TIMEOUT
    return timeout if isinstance(timeout, httpx2.Timeout) else httpx2.Timeout(timeout)


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
    twice. ``number`` counts the attempts, ``total_timeout`` is in seconds.
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
        """When the time of the whole call is over, by the monotonic clock."""
        return self.started + self.total_timeout

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


T = TypeVar("T")


@dataclass(slots=True, repr=False)
class Plan(Generic[T]):
    """A valid call, as far as it is known before its credentials are.

    ``schemes`` are the keys of the security schemes to use. ``fallbacks`` replace a ``base_url`` that
    cannot be reached; all of these URLs are trusted with credentials. ``is_trusted`` says whether the
    first request goes to one; ``first`` has its header fields once it is built.
    """

    operation: Operation[T]
    options: Options
    url: str
    head: Head
    content: dict[str, Any]
    schemes: tuple[str, ...]
    attempts: Attempts
    base_url: str
    fallbacks: list[str]
    is_trusted: bool = True
    is_refreshed: bool = False
    secrets: Mapping[str, Any] = field(default_factory=dict)
    first: httpx2.Headers = field(default_factory=httpx2.Headers)
    trusted: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Trust the base URL and its fallbacks, also after one has replaced another."""
        self.trusted = (self.base_url, *self.fallbacks)

    @property
    def limit(self) -> httpx2.Timeout:
        """The timeout of an attempt that begins now: no part is longer than the rest of the call."""
        timeout, seconds = as_timeout(self.options.timeout), self.attempts.remaining
        parts = timeout.as_dict()
        if seconds == math.inf or all(part is not None and part <= seconds for part in parts.values()):
            return timeout
        most = max(seconds, 0.001)
        return httpx2.Timeout(
            **{name: most if part is None else min(part, most) for name, part in parts.items()}
        )

    def may_have_credentials(self, url: httpx2.URL) -> bool:
        """Whether credentials may be sent to a URL."""
        return may_have_credentials(url, map(httpx2.URL, self.trusted))

    def file_for(self, response: httpx2.Response) -> IO[bytes] | None:
        """The file that the body of a response is written to, if any."""
        return self.options.file if response.is_success else None

    def pause_after_error(self, error: Exception, response: httpx2.Response | None) -> float | None:
        """Seconds to wait before another attempt, None for no other attempt."""
        if response is not None and self.file_for(response) is not None:
            return None  # a part of it is already in the file
        if self.fallbacks and isinstance(error, httpx2.ConnectError):
            fallback = self.fallbacks.pop(0)
            self.url = fallback + self.url.removeprefix(self.base_url)
            self.base_url = fallback
            self.attempts.max_retries += 1
            return 0.0
        return self.attempts.pause_after_error(error)
