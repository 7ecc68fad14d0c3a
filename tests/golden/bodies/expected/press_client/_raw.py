"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncPressClient
from .client import PressClient


class RawPressClient:
    """The operations of ``PressClient``; each gives a ``RawResponse``."""

    print = _raw.sync_method(PressClient.print)
    upload_plate = _raw.sync_method(PressClient.upload_plate)
    replace_plate = _raw.sync_method(PressClient.replace_plate)


class RawAsyncPressClient:
    """The operations of ``AsyncPressClient``; each gives a ``RawResponse``."""

    print = _raw.async_method(AsyncPressClient.print)
    upload_plate = _raw.async_method(AsyncPressClient.upload_plate)
    replace_plate = _raw.async_method(AsyncPressClient.replace_plate)
