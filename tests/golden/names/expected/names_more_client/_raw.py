"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncNamesMoreClient
from .client import NamesMoreClient


class RawNamesMoreClient:
    """The operations of ``NamesMoreClient``; each returns a ``RawResponse``."""

    get_things = _raw.sync_method(NamesMoreClient.get_things)
    create = _raw.sync_method(NamesMoreClient.create)
    put_things_copy = _raw.sync_method(NamesMoreClient.put_things_copy)
    post_things_copy = _raw.sync_method(NamesMoreClient.post_things_copy)
    import_ = _raw.sync_method(NamesMoreClient.import_)
    try_again = _raw.sync_method(NamesMoreClient.try_again)


class RawAsyncNamesMoreClient:
    """The operations of ``AsyncNamesMoreClient``; each returns a ``RawResponse``."""

    get_things = _raw.async_method(AsyncNamesMoreClient.get_things)
    create = _raw.async_method(AsyncNamesMoreClient.create)
    put_things_copy = _raw.async_method(AsyncNamesMoreClient.put_things_copy)
    post_things_copy = _raw.async_method(AsyncNamesMoreClient.post_things_copy)
    import_ = _raw.async_method(AsyncNamesMoreClient.import_)
    try_again = _raw.async_method(AsyncNamesMoreClient.try_again)
