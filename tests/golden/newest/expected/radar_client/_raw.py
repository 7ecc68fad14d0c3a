"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncRadarClient
from .client import RadarClient


class RawRadarClient:
    """The operations of ``RadarClient``; each gives a ``RawResponse``."""

    sweep = _raw.sync_method(RadarClient.sweep)


class RawAsyncRadarClient:
    """The operations of ``AsyncRadarClient``; each gives a ``RawResponse``."""

    sweep = _raw.async_method(AsyncRadarClient.sweep)
