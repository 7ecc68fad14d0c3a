"""What type checkers are told of ``with_raw_response``; no client loads it."""

from __future__ import annotations

from ._runtime import raw as _raw
from .async_client import AsyncVaultClient
from .client import VaultClient


class RawVaultClient:
    """The operations of ``VaultClient``; each gives a ``RawResponse``."""

    list_safes = _raw.sync_method(VaultClient.list_safes)
    open_safe = _raw.sync_method(VaultClient.open_safe)
    status = _raw.sync_method(VaultClient.status)
    peek = _raw.sync_method(VaultClient.peek)


class RawAsyncVaultClient:
    """The operations of ``AsyncVaultClient``; each gives a ``RawResponse``."""

    list_safes = _raw.async_method(AsyncVaultClient.list_safes)
    open_safe = _raw.async_method(AsyncVaultClient.open_safe)
    status = _raw.async_method(AsyncVaultClient.status)
    peek = _raw.async_method(AsyncVaultClient.peek)
