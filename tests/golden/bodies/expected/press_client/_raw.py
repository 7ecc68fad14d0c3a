"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncPressClient
from .client import PressClient


class RawPressClient:
    """The operations of ``PressClient``; each returns a ``RawResponse``."""

    print = _raw.sync_method(PressClient.print)
    upload_plate = _raw.sync_method(PressClient.upload_plate)
    replace_plate = _raw.sync_method(PressClient.replace_plate)


class RawAsyncPressClient:
    """The operations of ``AsyncPressClient``; each returns a ``RawResponse``."""

    print = _raw.async_method(AsyncPressClient.print)
    upload_plate = _raw.async_method(AsyncPressClient.upload_plate)
    replace_plate = _raw.async_method(AsyncPressClient.replace_plate)
