"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncOrchardClient
from .client import OrchardClient


class RawOrchardClient:
    """The operations of ``OrchardClient``; each gives a ``RawResponse``."""

    plant = _raw.sync_method(OrchardClient.plant)


class RawAsyncOrchardClient:
    """The operations of ``AsyncOrchardClient``; each gives a ``RawResponse``."""

    plant = _raw.async_method(AsyncOrchardClient.plant)
