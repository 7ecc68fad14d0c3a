"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncAtlasClient
from .client import AtlasClient


class RawAtlasClient:
    """The operations of ``AtlasClient``; each gives a ``RawResponse``."""

    find_map = _raw.sync_method(AtlasClient.find_map)


class RawAsyncAtlasClient:
    """The operations of ``AsyncAtlasClient``; each gives a ``RawResponse``."""

    find_map = _raw.async_method(AsyncAtlasClient.find_map)
