"""The async client."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Literal, Unpack, overload

from ._operations.client import CREATE_MASTER_SLAVE_POOL
from ._package import PACKAGE
from ._runtime.arguments import body_of as _body_of
from ._runtime.async_client import AsyncClient
from ._runtime.plan import Options as _Options
from ._servers import SERVER

if TYPE_CHECKING:
    import httpx2

    from . import inputs, models
    from ._raw import RawAsyncElbClient
    from ._runtime.security import AsyncToken
    from ._runtime.signing import AccessKey
    from ._servers import Region


class AsyncElbClient(AsyncClient):
    """Elastic Load Balance.

    Creation of an active/standby backend server group: two servers, of which the standby one takes the
    traffic when the active one fails its health check.

    Calls are awaited.

    Args:
        token: IAM token.
        access_key: Authorization header with a signature of the request, computed from an access key
            and its secret key.
        project_id: ID of the project in which the group is created.
        region: ID of the region that holds the project.
        base_url: The URL below which the paths of the description are, in place of its server URL.
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
        always_authenticate: Whether to send credentials also where the description says nothing about
            security.
        auth: An ``httpx2.Auth`` to use instead of the credentials above.
        http_client: A custom httpx2 client. The caller closes it.
    """

    _package = PACKAGE

    def __init__(
        self,
        *,
        token: AsyncToken | None = None,
        access_key: AccessKey | None = None,
        project_id: str | None = None,
        region: Region = "cn-north-4",
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        total_timeout: float = 300.0,
        max_retries: int = 2,
        follow_redirects: bool = False,
        strict_responses: bool = False,
        validate_requests: bool | Literal["warn"] = True,
        max_response_size: float = 104_857_600,
        max_decompressed_size: float = 1_073_741_824,
        max_stream_item_size: float = 10_485_760,
        always_authenticate: bool = False,
        auth: httpx2.Auth | None = None,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            urls=[base_url] if base_url else SERVER.urls({"region": region}),
            is_custom=base_url is not None,
            parameters={"project_id": project_id},
            credentials={"Token": token, "Signature": access_key},
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
                always_authenticate=always_authenticate,
            ),
            auth=auth,
            http_client=http_client,
        )

    @property
    def with_raw_response(self) -> RawAsyncElbClient:
        """This client with operations that return a ``RawResponse``: status, headers, content and more."""
        client: RawAsyncElbClient = self._raw()
        return client

    def download_to(self, file: IO[bytes]) -> RawAsyncElbClient:
        """This client with operations that write the body of a success into a file as it arrives.

        They return a ``RawResponse`` without content. If the connection is lost, what was written stays.
        """
        client: RawAsyncElbClient = self._raw(file)
        return client

    @overload
    async def create_master_slave_pool(
        self,
        body: models.CreateMasterSlavePoolRequestBody | inputs.CreateMasterSlavePoolRequestBody,
        *,
        project_id: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> models.CreateMasterSlavePoolResponse: ...

    @overload
    async def create_master_slave_pool(
        self,
        *,
        project_id: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
        **body_fields: Unpack[inputs.CreateMasterSlavePoolRequestBody],
    ) -> models.CreateMasterSlavePoolResponse: ...

    async def create_master_slave_pool(
        self,
        body: models.CreateMasterSlavePoolRequestBody | inputs.CreateMasterSlavePoolRequestBody | None = None,
        *,
        project_id: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
        **body_fields: Any,
    ) -> models.CreateMasterSlavePoolResponse:
        """Create an active/standby backend server group.

        Creates a group of exactly two backend servers together with its health check, and attaches it to a
        listener or a load balancer if one is named.

        Args:
            body: The group to create.
            project_id: ID of the project in which the group is created.
            **body_fields: The properties of ``body`` as keywords, in place of it.

        Raises:
            RequestValidationError: The request breaks the description; nothing was sent.
            APIError: There was no response, or it is an error or unreadable.
        """
        return await self._call(
            CREATE_MASTER_SLAVE_POOL,
            {"project_id": project_id},
            body=_body_of(body, body_fields),
            timeout=timeout,
            strict_responses=strict_responses,
        )
