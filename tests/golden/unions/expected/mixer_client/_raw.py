"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncMixerClient
from .client import MixerClient


class RawMixerClient:
    """The operations of ``MixerClient``; each returns a ``RawResponse``."""

    get_track = _raw.sync_method(MixerClient.get_track)


class RawAsyncMixerClient:
    """The operations of ``AsyncMixerClient``; each returns a ``RawResponse``."""

    get_track = _raw.async_method(AsyncMixerClient.get_track)
