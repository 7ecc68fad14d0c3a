# A module of generated clients, in which another line takes the place of this one.
"""The bases of groups of operations, which are attributes of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .async_client import AsyncClient
    from .sync_client import SyncClient


class AsyncResource:
    """A group of operations, as an attribute of a client."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._call = client._call


# Derived from AsyncResource by generator/derive_sync.py of oasmith.
class SyncResource:
    """A group of operations, as an attribute of a client."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client
        self._call = client._call
