"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncDepotClient
from .client import DepotClient


class RawDepotClient:
    """The operations of ``DepotClient``; each gives a ``RawResponse``."""

    get_crate = _raw.sync_method(DepotClient.get_crate)
    move_crate = _raw.sync_method(DepotClient.move_crate)
    drop_crate = _raw.sync_method(DepotClient.drop_crate)


class RawAsyncDepotClient:
    """The operations of ``AsyncDepotClient``; each gives a ``RawResponse``."""

    get_crate = _raw.async_method(AsyncDepotClient.get_crate)
    move_crate = _raw.async_method(AsyncDepotClient.move_crate)
    drop_crate = _raw.async_method(AsyncDepotClient.drop_crate)
