"""A call on its way: what is sent, where to, and what is left of its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import httpx2

from .operation import Operation
from .options import Options
from .retries import Attempts

T = TypeVar("T")

HARMLESS = ("accept", "accept-encoding", "accept-language", "user-agent", "content-type")
"""The headers that may go to another host."""


@dataclass(slots=True, repr=False)
class Plan(Generic[T]):
    """A call that keeps the description, as far as it can be written before its credentials are known."""

    operation: Operation[T]
    options: Options
    url: str
    query: list[str]
    headers: dict[str, str]
    cookies: list[str]
    content: dict[str, Any]
    schemes: tuple[str, ...]
    attempts: Attempts
    base_url: str
    fallbacks: list[str]
    secrets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def limit(self) -> httpx2.Timeout:
        """How long an attempt may take that begins now."""
        return _at_most(self.options.timeout, self.attempts.remaining)

    def go_to(self, url: str) -> None:
        """Ask for another page of the same thing; what may be secret is for where the first one came from."""
        target = httpx2.URL(self.url).join(url)
        if origin(target) != origin(httpx2.URL(self.url)):
            self.schemes, self.cookies = (), []
            self.headers = {name: value for name, value in self.headers.items() if name.lower() in HARMLESS}
            self.options = replace(self.options, headers={})
        self.url = str(target.copy_with(query=None))
        self.query = [target.query.decode()] if target.query else []

    def pause_after_error(self, error: Exception, response: httpx2.Response | None) -> float | None:
        """Seconds to wait before another attempt, None if there is to be none."""
        if response is not None and self.options.into is not None and response.is_success:
            return None  # a part of it is written already
        if self.fallbacks and isinstance(error, httpx2.ConnectError):
            elsewhere = self.fallbacks.pop(0)
            self.url = elsewhere + self.url.removeprefix(self.base_url)
            self.base_url = elsewhere
            self.attempts.max_retries += 1
            return 0.0
        return self.attempts.pause_after_error(error)


def origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL (RFC 6454 §4)."""
    parts = urlsplit(str(url))
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _at_most(timeout: httpx2.Timeout, seconds: float) -> httpx2.Timeout:
    """A timeout of which no part is longer than what is left of the whole call."""
    parts = timeout.as_dict()
    if all(part is not None and part <= seconds for part in parts.values()):
        return timeout
    least = max(seconds, 0.001)
    return httpx2.Timeout(
        **{name: least if part is None else min(part, least) for name, part in parts.items()}
    )
