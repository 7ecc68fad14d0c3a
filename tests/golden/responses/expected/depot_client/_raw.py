"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncDepotClient
from .client import DepotClient


class RawDepotClient:
    """The operations of ``DepotClient``; each returns a ``RawResponse``."""

    get_crate = _raw.sync_method(DepotClient.get_crate)
    move_crate = _raw.sync_method(DepotClient.move_crate)
    drop_crate = _raw.sync_method(DepotClient.drop_crate)


class RawAsyncDepotClient:
    """The operations of ``AsyncDepotClient``; each returns a ``RawResponse``."""

    get_crate = _raw.async_method(AsyncDepotClient.get_crate)
    move_crate = _raw.async_method(AsyncDepotClient.move_crate)
    drop_crate = _raw.async_method(AsyncDepotClient.drop_crate)
