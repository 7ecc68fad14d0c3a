"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncLibraryClient
from .client import LibraryClient


class RawLibraryClient:
    """The operations of ``LibraryClient``; each returns a ``RawResponse``."""

    list_shelves = _raw.sync_method(LibraryClient.list_shelves)
    add_book = _raw.sync_method(LibraryClient.add_book)
    get_book = _raw.sync_method(LibraryClient.get_book)


class RawAsyncLibraryClient:
    """The operations of ``AsyncLibraryClient``; each returns a ``RawResponse``."""

    list_shelves = _raw.async_method(AsyncLibraryClient.list_shelves)
    add_book = _raw.async_method(AsyncLibraryClient.add_book)
    get_book = _raw.async_method(AsyncLibraryClient.get_book)
