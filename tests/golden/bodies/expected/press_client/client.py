"""The sync client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from ._operations.client import PRINT, REPLACE_PLATE, UPLOAD_PLATE, WATCH_PLATE
from ._package import PACKAGE
from ._runtime.sync_client import SyncClient
from ._servers import SERVER

if TYPE_CHECKING:
    import httpx2

    from . import models


class PressClient(SyncClient):
    """Press.

    Bodies of every media type.

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

    def print(
        self,
        body: models.Page | Mapping[str, Any] | str,
        *,
        content_type: Literal[
            "application/json", "application/x-www-form-urlencoded", "text/plain"
        ] = "application/json",
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> models.Page | bytes | str:
        """print.

        Args:
            body: What is to be printed

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return self._call(
            PRINT,
            {},
            body=body,
            content_type=content_type,
            timeout=timeout,
            strict_responses=strict_responses,
        )

    def upload_plate(
        self,
        body: models.UploadPlateRequest | Mapping[str, Any],
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> None:
        """uploadPlate.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return self._call(UPLOAD_PLATE, {}, body=body, timeout=timeout, strict_responses=strict_responses)

    def watch_plate(
        self,
        *,
        name: str,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> str:
        """watchPlate.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return self._call(WATCH_PLATE, {"name": name}, timeout=timeout, strict_responses=strict_responses)

    def replace_plate(
        self,
        body: bytes | BinaryIO | None = None,
        *,
        name: str,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> None:
        """replacePlate.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: No answer came, or the answer is an error or unreadable.
        """
        return self._call(
            REPLACE_PLATE, {"name": name}, body=body, timeout=timeout, strict_responses=strict_responses
        )
