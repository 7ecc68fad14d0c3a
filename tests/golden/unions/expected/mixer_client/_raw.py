"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncMixerClient
from .client import MixerClient


class RawMixerClient:
    """The operations of ``MixerClient``; each gives a ``RawResponse``."""

    get_track = _raw.sync_method(MixerClient.get_track)


class RawAsyncMixerClient:
    """The operations of ``AsyncMixerClient``; each gives a ``RawResponse``."""

    get_track = _raw.async_method(AsyncMixerClient.get_track)
