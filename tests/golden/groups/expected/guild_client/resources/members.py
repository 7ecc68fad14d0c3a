"""members.

Who belongs to it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operations.members import ADD, LIST
from .._runtime.resources import SyncResource

if TYPE_CHECKING:
    import httpx2


class Members(SyncResource):
    """members.

    Who belongs to it
    """

    def list(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """members/list.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(LIST, {}, timeout=timeout, strict_responses=strict_responses)

    def add(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """addMember.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(ADD, {}, timeout=timeout, strict_responses=strict_responses)
