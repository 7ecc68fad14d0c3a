"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncBellClient
from .client import BellClient


class RawBellClient:
    """The operations of ``BellClient``; each gives a ``RawResponse``."""

    ring = _raw.sync_method(BellClient.ring)


class RawAsyncBellClient:
    """The operations of ``AsyncBellClient``; each gives a ``RawResponse``."""

    ring = _raw.async_method(AsyncBellClient.ring)
