"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncLibraryClient
from .client import LibraryClient


class RawLibraryClient:
    """The operations of ``LibraryClient``; each gives a ``RawResponse``."""

    list_shelves = _raw.sync_method(LibraryClient.list_shelves)
    add_book = _raw.sync_method(LibraryClient.add_book)
    get_book = _raw.sync_method(LibraryClient.get_book)


class RawAsyncLibraryClient:
    """The operations of ``AsyncLibraryClient``; each gives a ``RawResponse``."""

    list_shelves = _raw.async_method(AsyncLibraryClient.list_shelves)
    add_book = _raw.async_method(AsyncLibraryClient.add_book)
    get_book = _raw.async_method(AsyncLibraryClient.get_book)
