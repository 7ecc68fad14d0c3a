"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncElbClient
from .client import ElbClient


class RawElbClient:
    """The operations of ``ElbClient``; each gives a ``RawResponse``."""

    create_master_slave_pool = _raw.sync_method(ElbClient.create_master_slave_pool)


class RawAsyncElbClient:
    """The operations of ``AsyncElbClient``; each gives a ``RawResponse``."""

    create_master_slave_pool = _raw.async_method(AsyncElbClient.create_master_slave_pool)
