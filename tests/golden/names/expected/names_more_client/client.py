"""The sync client."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Literal, Unpack, overload

from ._operations.client import CREATE, GET_THINGS, IMPORT_, POST_THINGS_COPY, PUT_THINGS_COPY, TRY_AGAIN
from ._package import PACKAGE
from ._runtime.arguments import arguments as _arguments
from ._runtime.plan import Options as _Options
from ._runtime.sync_client import SyncClient

if TYPE_CHECKING:
    import httpx2

    from . import inputs, models
    from ._raw import RawNamesMoreClient


class NamesMoreClient(SyncClient):
    """Names & more.

    Names that Python does not take as they are.

    Calls block until the response arrives. Threads may share a client.

    Args:
        base_url: The URL below which the paths of the description are.
        timeout: Timeout of one attempt: seconds without progress.
        total_timeout: Timeout of a whole call in seconds, with all its attempts, redirects and tokens;
            for a stream, until it begins.
        max_retries: Maximum number of retries for requests that are safe to repeat.
        follow_redirects: Whether to follow redirects. Credentials are never sent to another origin.
        strict_responses: Whether a response that deviates from the description raises
            APIResponseValidationError.
        validate_requests: False sends requests without validating them; "warn" logs what violates the
            description, and sends it.
        max_response_size: Maximum size of a response body in memory, in bytes; ``math.inf`` for no
            limit.
        max_decompressed_size: Maximum size of a compressed response body after decompression, in bytes;
            ``math.inf`` for no limit.
        max_stream_item_size: Maximum size of one item of a stream, in bytes; ``math.inf`` for no limit.
        auth: An ``httpx2.Auth`` to use instead of the credentials above.
        http_client: A custom httpx2 client. The caller closes it.
    """

    _package = PACKAGE

    def __init__(
        self,
        *,
        base_url: str,
        timeout: float | httpx2.Timeout | None = None,
        total_timeout: float = 300.0,
        max_retries: int = 2,
        follow_redirects: bool = False,
        strict_responses: bool = False,
        validate_requests: bool | Literal["warn"] = True,
        max_response_size: float = 104_857_600,
        max_decompressed_size: float = 1_073_741_824,
        max_stream_item_size: float = 10_485_760,
        auth: httpx2.Auth | None = None,
        http_client: httpx2.Client | None = None,
    ) -> None:
        super().__init__(
            urls=[base_url],
            is_custom=True,
            parameters={},
            credentials={},
            options=_Options(
                timeout=timeout,
                total_timeout=total_timeout,
                max_retries=max_retries,
                follow_redirects=follow_redirects,
                strict_responses=strict_responses,
                validate_requests=validate_requests,
                max_response_size=max_response_size,
                max_decompressed_size=max_decompressed_size,
                max_stream_item_size=max_stream_item_size,
            ),
            auth=auth,
            http_client=http_client,
        )

    @property
    def with_raw_response(self) -> RawNamesMoreClient:
        """This client with operations that return a ``RawResponse``: status, headers, content and more."""
        client: RawNamesMoreClient = self._raw()
        return client

    def download_to(self, file: IO[bytes]) -> RawNamesMoreClient:
        """This client with operations that write the body of a success into a file as it arrives.

        They return a ``RawResponse`` without content. If the connection is lost, what was written stays.
        """
        client: RawNamesMoreClient = self._raw(file)
        return client

    def get_things(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> models.Thing:
        """get /things.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(GET_THINGS, {}, timeout=timeout, strict_responses=strict_responses)

    def create(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """create.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(CREATE, {}, timeout=timeout, strict_responses=strict_responses)

    def put_things_copy(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """Create.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(PUT_THINGS_COPY, {}, timeout=timeout, strict_responses=strict_responses)

    def post_things_copy(
        self, *, timeout: float | httpx2.Timeout | None = None, strict_responses: bool | None = None
    ) -> None:
        """create_.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(POST_THINGS_COPY, {}, timeout=timeout, strict_responses=strict_responses)

    def import_(
        self,
        class_in_path: str,
        *,
        self_: str | None = None,
        class_in_query: bool | None = None,
        x_request_id: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> None:
        """import.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return self._call(
            IMPORT_,
            {
                "class_in_path": class_in_path,
                "self_": self_,
                "class_in_query": class_in_query,
                "x_request_id": x_request_id,
            },
            timeout=timeout,
            strict_responses=strict_responses,
        )

    @overload
    def try_again(
        self,
        body: models.OtherThing | inputs.OtherThing | None = None,
        *,
        class_: str,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> None: ...

    @overload
    def try_again(
        self,
        class_: str,
        body: models.OtherThing | inputs.OtherThing | None = None,
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> None: ...

    @overload
    def try_again(
        self,
        class_: str,
        *,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
        **body_fields: Unpack[inputs.OtherThing],
    ) -> None: ...

    def try_again(
        self,
        *positional: Any,
        class_: str | None = None,
        body: models.OtherThing | inputs.OtherThing | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
        **body_fields: Any,
    ) -> None:
        """2nd-try.

        Args:
            **body_fields: The properties of ``body`` as keywords, in place of it.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        class_, body = _arguments(positional, {"class_": class_}, body, body_fields)
        return self._call(
            TRY_AGAIN, {"class_": class_}, body=body, timeout=timeout, strict_responses=strict_responses
        )
