"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncElbClient
from .client import ElbClient


class RawElbClient:
    """The operations of ``ElbClient``; each returns a ``RawResponse``."""

    create_master_slave_pool = _raw.sync_method(ElbClient.create_master_slave_pool)


class RawAsyncElbClient:
    """The operations of ``AsyncElbClient``; each returns a ``RawResponse``."""

    create_master_slave_pool = _raw.async_method(AsyncElbClient.create_master_slave_pool)
