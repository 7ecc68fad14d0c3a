"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncKilnClient
from .client import KilnClient


class RawKilnClient:
    """The operations of ``KilnClient``; each returns a ``RawResponse``."""

    update_firing = _raw.sync_method(KilnClient.update_firing)


class RawAsyncKilnClient:
    """The operations of ``AsyncKilnClient``; each returns a ``RawResponse``."""

    update_firing = _raw.async_method(AsyncKilnClient.update_firing)
