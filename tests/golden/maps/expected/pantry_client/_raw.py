"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncPantryClient
from .client import PantryClient


class RawPantryClient:
    """The operations of ``PantryClient``; each returns a ``RawResponse``."""

    add_jar = _raw.sync_method(PantryClient.add_jar)


class RawAsyncPantryClient:
    """The operations of ``AsyncPantryClient``; each returns a ``RawResponse``."""

    add_jar = _raw.async_method(AsyncPantryClient.add_jar)
