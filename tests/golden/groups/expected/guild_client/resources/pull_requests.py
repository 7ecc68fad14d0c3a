"""Pull Requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operations.pull_requests import LIST_OPEN
from .._runtime.resources import SyncResource

if TYPE_CHECKING:
    import httpx2


class PullRequests(SyncResource):
    """Pull Requests."""

    def list_open(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """pull_requests_list_open.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(LIST_OPEN, {}, timeout=timeout, strict_responses=strict_responses)
