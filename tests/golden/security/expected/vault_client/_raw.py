"""The types of ``with_raw_response`` for type checkers; no client loads this module."""

from __future__ import annotations

from ._runtime import client as _raw
from .async_client import AsyncVaultClient
from .client import VaultClient


class RawVaultClient:
    """The operations of ``VaultClient``; each returns a ``RawResponse``."""

    list_safes = _raw.sync_method(VaultClient.list_safes)
    open_safe = _raw.sync_method(VaultClient.open_safe)
    status = _raw.sync_method(VaultClient.status)
    peek = _raw.sync_method(VaultClient.peek)


class RawAsyncVaultClient:
    """The operations of ``AsyncVaultClient``; each returns a ``RawResponse``."""

    list_safes = _raw.async_method(AsyncVaultClient.list_safes)
    open_safe = _raw.async_method(AsyncVaultClient.open_safe)
    status = _raw.async_method(AsyncVaultClient.status)
    peek = _raw.async_method(AsyncVaultClient.peek)
