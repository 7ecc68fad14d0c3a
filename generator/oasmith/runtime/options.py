"""What may be chosen for a client, and for a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import httpx2

DEFAULT_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
"""Seconds without progress after which an attempt is given up: 10 to connect, 60 for all else."""
DEFAULT_TOTAL_TIMEOUT = 300.0
"""Seconds after which a call is given up."""
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RESPONSE_SIZE = 100 * 2**20
"""Bytes of a body that are kept in memory: 100 MiB."""
DEFAULT_MAX_DECOMPRESSED_SIZE = 2**30
"""Bytes that a compressed body may become: 1 GiB."""
DEFAULT_MAX_STREAM_ITEM_SIZE = 10 * 2**20
"""Bytes of a line or an event of a stream: 10 MiB."""


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made; times in seconds, sizes in bytes. ``math.inf`` is no limit.

    ``headers``, ``query`` and ``body`` are added to whatever a call sends and are held to no
    description. ``raw`` gives the whole answer instead of what it says, and ``into`` writes its body
    there as it comes.
    """

    timeout: httpx2.Timeout = field(default_factory=lambda: DEFAULT_TIMEOUT)
    total_timeout: float = DEFAULT_TOTAL_TIMEOUT
    max_retries: int = DEFAULT_MAX_RETRIES
    follow_redirects: bool = False
    strict_responses: bool = False
    max_response_size: float = DEFAULT_MAX_RESPONSE_SIZE
    max_decompressed_size: float = DEFAULT_MAX_DECOMPRESSED_SIZE
    max_stream_item_size: float = DEFAULT_MAX_STREAM_ITEM_SIZE
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, Any] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    base_url: str | None = None
    raw: bool = False
    into: IO[bytes] | None = None


def as_timeout(timeout: float | httpx2.Timeout | None) -> httpx2.Timeout:
    """A timeout as httpx2 has it; the usual one for None."""
    if timeout is None:
        return DEFAULT_TIMEOUT
    return timeout if isinstance(timeout, httpx2.Timeout) else httpx2.Timeout(timeout)
