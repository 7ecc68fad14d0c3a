"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncFleetClient
from .client import FleetClient


class RawFleetClient:
    """The operations of ``FleetClient``; each returns a ``RawResponse``."""

    add_vehicle = _raw.sync_method(FleetClient.add_vehicle)


class RawAsyncFleetClient:
    """The operations of ``AsyncFleetClient``; each returns a ``RawResponse``."""

    add_vehicle = _raw.async_method(AsyncFleetClient.add_vehicle)
