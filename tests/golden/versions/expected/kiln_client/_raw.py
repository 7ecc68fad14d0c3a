"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncKilnClient
from .client import KilnClient


class RawKilnClient:
    """The operations of ``KilnClient``; each gives a ``RawResponse``."""

    update_firing = _raw.sync_method(KilnClient.update_firing)


class RawAsyncKilnClient:
    """The operations of ``AsyncKilnClient``; each gives a ``RawResponse``."""

    update_firing = _raw.async_method(AsyncKilnClient.update_firing)
