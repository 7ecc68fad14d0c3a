# A module of generated clients, in which another line takes the place of this one.
"""One call: its options, and what is sent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Generic, TypedDict, TypeVar

import httpx2

from .base_contract import ValidateRequests
from .operation import Head, Operation
from .retries import Attempts
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
    validate_requests: ValidateRequests
    max_response_size: float
    max_decompressed_size: float
    max_stream_item_size: float
    always_authenticate: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, Any] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    base_url: str | None = None
    raw: bool = False
    file: IO[bytes] | None = None

    def __post_init__(self) -> None:
        if self.validate_requests not in (True, False, "warn"):
            raise ValueError(f'validate_requests is True, False or "warn", not {self.validate_requests!r}')
        for name, value in self.headers.items():
            if not isinstance(value, str):
                raise TypeError(f"the header {name!r} must be a string, not {type(value).__name__}")


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


T = TypeVar("T")


@dataclass(slots=True, repr=False)
class Plan(Generic[T]):
    """A valid call, as far as it is known before its credentials are.

    ``schemes`` are the keys of the security schemes to use. ``fallbacks`` replace a ``base_url`` that
    cannot be reached; ``trusted`` are all of these URLs, which may get credentials. ``is_trusted`` says
    whether the first request goes to one; ``first`` has its header fields once it is built.
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
    trusted: tuple[str, ...]
    is_trusted: bool = True
    is_refreshed: bool = False
    secrets: Mapping[str, Any] = field(default_factory=dict)
    first: httpx2.Headers = field(init=False)

    @property
    def limit(self) -> httpx2.Timeout:
        """The timeout of an attempt that begins now: no part is longer than the rest of the call."""
        timeout, seconds = as_timeout(self.options.timeout), self.attempts.remaining
        parts = {name: math.inf if part is None else part for name, part in timeout.as_dict().items()}
        if max(parts.values()) <= seconds:
            return timeout
        most = max(seconds, 0.001)
        return httpx2.Timeout(**{name: min(part, most) for name, part in parts.items()})

    def may_have_credentials(self, url: httpx2.URL) -> bool:
        """Whether credentials may be sent to a URL."""
        return may_have_credentials(url, map(httpx2.URL, self.trusted))

    def file_for(self, response: httpx2.Response) -> IO[bytes] | None:
        """The file that the body of a response is written to, if any."""
        file = self.options.file
        return file if file is not None and response.is_success else None

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
