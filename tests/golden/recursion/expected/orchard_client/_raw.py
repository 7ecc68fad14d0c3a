"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncOrchardClient
from .client import OrchardClient


class RawOrchardClient:
    """The operations of ``OrchardClient``; each returns a ``RawResponse``."""

    plant = _raw.sync_method(OrchardClient.plant)


class RawAsyncOrchardClient:
    """The operations of ``AsyncOrchardClient``; each returns a ``RawResponse``."""

    plant = _raw.async_method(AsyncOrchardClient.plant)
