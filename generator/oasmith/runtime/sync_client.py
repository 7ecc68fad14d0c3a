# Derived from async_client.py by generator/derive_sync.py of oasmith: change that file and run this.
"""The transport of a sync client."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx2

from .client import MOST_REDIRECTS, BaseClient, failure
from .errors import within_stack
from .lazy import LazyModule
from .logs import discreet_transport
from .operation import Operation
from .options import (
    DEFAULT_MAX_DECOMPRESSED_SIZE,
    DEFAULT_MAX_RESPONSE_SIZE,
    DEFAULT_MAX_RETRIES,
    DEFAULT_MAX_STREAM_ITEM_SIZE,
    DEFAULT_TOTAL_TIMEOUT,
    Options,
    as_timeout,
)
from .pagination import Fetched, Pages, Step
from .plan import Plan
from .security import ClientCredentials
from .waiting import Pauses, resolved

if TYPE_CHECKING:
    from . import deadlines
    from .streaming import Stream
else:
    deadlines = LazyModule(".deadlines", __package__)

T = TypeVar("T")
Item = TypeVar("Item")


class SyncClient(BaseClient):
    """The part of a sync client that is the same for every API. Its connections are kept and reused."""

    def __init__(
        self,
        *,
        server_url: str,
        base_url: str | None,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, Any],
        timeout: float | httpx2.Timeout | None = None,
        total_timeout: float = DEFAULT_TOTAL_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        follow_redirects: bool = False,
        strict_responses: bool = False,
        max_response_size: float = DEFAULT_MAX_RESPONSE_SIZE,
        max_decompressed_size: float = DEFAULT_MAX_DECOMPRESSED_SIZE,
        max_stream_item_size: float = DEFAULT_MAX_STREAM_ITEM_SIZE,
        auth: httpx2.Auth | None = None,
        http_client: httpx2.Client | None = None,
    ) -> None:
        options = Options(
            timeout=(
                http_client.timeout if http_client is not None and timeout is None else as_timeout(timeout)
            ),
            total_timeout=total_timeout,
            max_retries=max_retries,
            follow_redirects=follow_redirects,
            strict_responses=strict_responses,
            max_response_size=max_response_size,
            max_decompressed_size=max_decompressed_size,
            max_stream_item_size=max_stream_item_size,
        )
        super().__init__(
            server_url=server_url,
            base_url=base_url,
            parameters=parameters,
            credentials=credentials,
            auth=auth,
            options=options,
        )
        self._owns_http = http_client is None
        self._own_http = deadlines.bounded(http_client or httpx2.Client())
        self._pauses = Pauses()

    def close(self) -> None:
        """Close the connections, unless they belong to an ``http_client`` that was passed in.

        A call of a sync client that waits to be tried again ends at once.
        """
        self._pauses.close()
        if self._owns_http:
            self._own_http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _http(self) -> httpx2.Client:
        """The transport; after a fork another one, since connections cannot be shared by processes."""
        if self._process != os.getpid():
            if not self._owns_http:
                raise RuntimeError("this client's http_client was made before a fork; make one after it")
            self._own_http, self._process = deadlines.bounded(httpx2.Client()), os.getpid()
        return self._own_http

    def _call(
        self,
        operation: Operation[T],
        parameters: Mapping[str, Any],
        body: Any = None,
        content_type: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> T:
        plan = self._plan(operation, parameters, body, content_type, timeout, strict_responses)
        return self._result(plan, *self._exchange(plan))

    def _stream(
        self,
        operation: Operation[Any],
        parameters: Mapping[str, Any],
        body: Any = None,
        content_type: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> Stream[Any]:
        from .streaming import Stream

        plan = self._plan(operation, parameters, body, content_type, timeout, strict_responses)
        plan.headers["Accept"] = ", ".join(operation.streams)
        response, raw = self._exchange(plan, is_stream=True)
        if not response.is_success:
            self._parsed(plan, response, raw)
        return Stream(
            response,
            operation,
            self._reader(plan, response),
            partial(self._refusal, response, b""),
            plan.options.max_stream_item_size,
            plan.attempts.number,
        )

    def _paginate(
        self,
        operation: Operation[Any],
        parameters: Mapping[str, Any],
        body: Any = None,
        content_type: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> Pages[Any, Any]:
        def fetch(step: Step) -> Fetched:
            given = {**parameters, **step.parameters}
            plan = self._plan(operation, given, body, content_type, timeout, strict_responses)
            if step.url is not None:
                plan.go_to(step.url)
            response, raw = self._exchange(plan)
            page = self._parsed(plan, response, raw)
            return Fetched(page, response, raw, partial(self._refusal, response, raw))

        assert operation.pagination is not None, "only operations with pages are called so"
        return Pages(operation.pagination, parameters, fetch)

    @within_stack
    def _exchange(self, plan: Plan[Any], is_stream: bool = False) -> tuple[httpx2.Response, bytes]:
        """The answer to a call and its body, after as many attempts as it takes.

        The answer to a stream is left open if it is a success. Raises APIConnectionError and
        APIResponseValidationError.
        """
        has_refreshed = False
        while True:
            plan.attempts.number += 1
            secrets = {name: self._secret(name, plan) for name in plan.schemes}
            request = self._build(self._http, plan, secrets)
            response: httpx2.Response | None = None
            chunks: list[bytes] = []
            try:
                with self._within(plan):
                    response = self._send(plan, request)
                    if is_stream and response.is_success:
                        self._answered(plan, response)
                        self._opened(plan, response)
                        return response, b""
                    self._read_body(plan, response, chunks)
            except httpx2.RequestError as error:
                if response is not None:
                    response.close()
                pause = plan.pause_after_error(error, response)
                if pause is None:
                    raise failure(
                        plan, self._package.contract.secrets, request, response, chunks, error
                    ) from error
                self._log.debug("attempt %d failed: %s", plan.attempts.number, type(error).__name__)
            except BaseException:
                if response is not None:
                    response.close()
                raise
            else:
                self._answered(plan, response)
                if response.status_code == 401 and not has_refreshed and self._forget(plan, secrets):
                    has_refreshed = True
                    plan.attempts.max_retries += 1
                    continue
                pause = plan.attempts.pause_after_status(response.status_code, response.headers)
                if pause is None:
                    return response, b"".join(chunks)
            self._pauses.wait(pause, request, plan.attempts.number)

    def _send(self, plan: Plan[Any], request: httpx2.Request) -> httpx2.Response:
        for _ in range(MOST_REDIRECTS):
            auth = self._auth_for(plan, request)
            with discreet_transport(request):
                response = self._http.send(request, stream=True, auth=auth, follow_redirects=False)
            try:
                following = self._redirected(self._http, plan, response)
            except BaseException:
                response.close()
                raise
            if following is None:
                return response
            response.close()
            request = following
        raise httpx2.TooManyRedirects(f"more than {MOST_REDIRECTS} redirects", request=request)

    def _read_body(self, plan: Plan[Any], response: httpx2.Response, chunks: list[bytes]) -> None:
        into = self._into(plan, response)
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            self._check_body(plan, response, size, chunks)
            if into is not None:
                into.write(chunk)
            else:
                chunks.append(chunk)
        response.close()

    def _within(self, plan: Plan[Any]) -> deadlines.Within:
        return deadlines.Within(plan.attempts, plan.operation.method, plan.url)

    def _secret(self, name: str, plan: Plan[Any]) -> Any:
        credential = self._credentials[name]
        if isinstance(credential, ClientCredentials):
            return self._store(name, credential).get(self._http, plan.attempts, plan.limit)
        secret = credential() if callable(credential) else credential
        return resolved(secret, name, self._within(plan))


class SyncResource:
    """Operations that belong together, as an attribute of a client."""

    def __init__(self, client: SyncClient) -> None:
        self._call = client._call
        self._stream = client._stream
        self._paginate = client._paginate
