"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncAtlasClient
from .client import AtlasClient


class RawAtlasClient:
    """The operations of ``AtlasClient``; each returns a ``RawResponse``."""

    find_map = _raw.sync_method(AtlasClient.find_map)


class RawAsyncAtlasClient:
    """The operations of ``AsyncAtlasClient``; each returns a ``RawResponse``."""

    find_map = _raw.async_method(AsyncAtlasClient.find_map)
