"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncSignalsClient
from .client import SignalsClient


class RawSignalsClient:
    """The operations of ``SignalsClient``; each returns a ``RawResponse``."""

    list_signals = _raw.sync_method(SignalsClient.list_signals)


class RawAsyncSignalsClient:
    """The operations of ``AsyncSignalsClient``; each returns a ``RawResponse``."""

    list_signals = _raw.async_method(AsyncSignalsClient.list_signals)
