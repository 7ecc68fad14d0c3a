"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncFleetClient
from .client import FleetClient


class RawFleetClient:
    """The operations of ``FleetClient``; each gives a ``RawResponse``."""

    add_vehicle = _raw.sync_method(FleetClient.add_vehicle)


class RawAsyncFleetClient:
    """The operations of ``AsyncFleetClient``; each gives a ``RawResponse``."""

    add_vehicle = _raw.async_method(AsyncFleetClient.add_vehicle)
