"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncSignalsClient
from .client import SignalsClient


class RawSignalsClient:
    """The operations of ``SignalsClient``; each gives a ``RawResponse``."""

    list_signals = _raw.sync_method(SignalsClient.list_signals)


class RawAsyncSignalsClient:
    """The operations of ``AsyncSignalsClient``; each gives a ``RawResponse``."""

    list_signals = _raw.async_method(AsyncSignalsClient.list_signals)
