"""The sync client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._operations.client import PLANT
from ._package import PACKAGE
from ._runtime.sync_client import SyncClient
from ._servers import SERVER

if TYPE_CHECKING:
    import httpx2

    from . import models


class OrchardClient(SyncClient):
    """Orchard.

    Schemas that come back to themselves.

    Calls return when the answer is there. Safe to share between threads.

    Args:
        base_url: Where to send requests.
        timeout: Seconds without progress after which a call is given up.
        strict_responses: Whether an answer that is not what the description promises raises
            APIResponseValidationError.
        http_client: An httpx2 client of your own; closing it is yours to do.
    """

    _package = PACKAGE

    def __init__(
        self,
        *,
        base_url: str,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool = False,
        http_client: httpx2.Client | None = None,
    ) -> None:
        super().__init__(
            server_url=SERVER.below(base_url),
            base_url=SERVER.below(base_url),
            parameters={},
            credentials={},
            timeout=timeout,
            strict_responses=strict_responses,
            http_client=http_client,
        )

    def plant(
        self,
        body: models.Branch | Mapping[str, Any],
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> models.Json:
        """plant.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return self._call(PLANT, {}, body=body, timeout=timeout, strict_responses=strict_responses)
