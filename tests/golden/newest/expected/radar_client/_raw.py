"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncRadarClient
from .client import RadarClient


class RawRadarClient:
    """The operations of ``RadarClient``; each returns a ``RawResponse``."""

    sweep = _raw.sync_method(RadarClient.sweep)


class RawAsyncRadarClient:
    """The operations of ``AsyncRadarClient``; each returns a ``RawResponse``."""

    sweep = _raw.async_method(AsyncRadarClient.sweep)
