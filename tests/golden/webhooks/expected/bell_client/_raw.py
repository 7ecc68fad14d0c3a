"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncBellClient
from .client import BellClient


class RawBellClient:
    """The operations of ``BellClient``; each returns a ``RawResponse``."""

    ring = _raw.sync_method(BellClient.ring)


class RawAsyncBellClient:
    """The operations of ``AsyncBellClient``; each returns a ``RawResponse``."""

    ring = _raw.async_method(AsyncBellClient.ring)
