"""A call on its way: what is sent, where to, and what is left of its time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import httpx2

from .operation import Operation
from .options import Options
from .origins import may_have_credentials
from .retries import Attempts

T = TypeVar("T")


@dataclass(slots=True, repr=False)
class Plan(Generic[T]):
    """A call that keeps the description, as far as it can be written before its credentials are known.

    ``homes`` are the addresses that may have its credentials, and ``is_home`` says whether its first
    request goes to one; ``first`` has the header fields of that request once it is built.
    """

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
    homes: tuple[str, ...]
    is_home: bool = True
    secrets: Mapping[str, Any] = field(default_factory=dict)
    first: httpx2.Headers = field(default_factory=httpx2.Headers)

    @property
    def limit(self) -> httpx2.Timeout:
        """How long an attempt may take that begins now."""
        return _at_most(self.options.timeout, self.attempts.remaining)

    def may_have_credentials(self, url: httpx2.URL) -> bool:
        """Whether what may be secret may be sent to a URL."""
        return may_have_credentials(url, map(httpx2.URL, self.homes))

    def go_to(self, url: httpx2.URL | str) -> None:
        """Ask for another page of the same thing."""
        url = httpx2.URL(url)
        self.is_home = self.may_have_credentials(url)
        if not self.is_home:
            self.schemes = ()
        elif not url.userinfo:
            url = url.copy_with(userinfo=httpx2.URL(self.base_url).userinfo)
        self.query = [url.query.decode()] if url.query else []
        self.url = str(url.copy_with(query=None, fragment=None))
        if not self.url.startswith(f"{self.base_url}/"):
            self.fallbacks = []

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


def _at_most(timeout: httpx2.Timeout, seconds: float) -> httpx2.Timeout:
    """A timeout of which no part is longer than what is left of the whole call."""
    parts = timeout.as_dict()
    if seconds == math.inf or all(part is not None and part <= seconds for part in parts.values()):
        return timeout
    least = max(seconds, 0.001)
    return httpx2.Timeout(
        **{name: least if part is None else min(part, least) for name, part in parts.items()}
    )
