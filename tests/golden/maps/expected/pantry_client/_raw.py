"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncPantryClient
from .client import PantryClient


class RawPantryClient:
    """The operations of ``PantryClient``; each gives a ``RawResponse``."""

    add_jar = _raw.sync_method(PantryClient.add_jar)


class RawAsyncPantryClient:
    """The operations of ``AsyncPantryClient``; each gives a ``RawResponse``."""

    add_jar = _raw.async_method(AsyncPantryClient.add_jar)
