# A module of generated clients, in which another line takes the place of this one.
# Derived from async_client.py by generator/derive_sync.py of oasmith: change that file and run this.
"""The transport of a sync client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

import httpx2

from .client import MAX_REDIRECTS, BaseClient
from .errors import stack_error
from .lazy import LazyModule
from .operation import Operation
from .plan import CallOptions, Plan
from .retries import Pauses
from .transport import chunks, direct_transport, discreet_transport

if TYPE_CHECKING:
    from . import deadlines
else:
    deadlines = LazyModule(".deadlines", __package__)

T = TypeVar("T")


class SyncClient(BaseClient[httpx2.Client]):
    """The part of a sync client that is the same for every API. It reuses its connections."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(new_http=httpx2.Client, **arguments)
        self._pauses = Pauses()

    def close(self) -> None:
        """Close the connections, unless they belong to a custom ``http_client``.

        A call of a sync client that waits before a retry ends at once.
        """
        self._pauses.close()
        if self._connections.is_own:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _call(
        self, operation: Operation[T], parameters: Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> T:
        plan = self._plan(operation, parameters, **options)
        return self._result(plan, *self._exchange(plan))

    def _exchange(self, plan: Plan[Any], is_stream: bool = False) -> tuple[httpx2.Response, bytes]:
        """The response to a call and its body, after as many attempts as necessary.

        A stream is returned open if the response is a success. Raises APIConnectionError and
        APIResponseValidationError.
        """
        try:
            while True:
                plan.attempts.number += 1
                http = self._http
                request = self._build(http, plan, self._access.secrets(http, plan))
                response: httpx2.Response | None = None
                parts: list[bytes] = []
                is_open = False
                try:
                    with deadlines.Within(plan.attempts, plan.operation.method, plan.url):
                        response = self._send(http, plan, request)
                        if is_stream and response.is_success:
                            is_open = True
                        else:
                            self._read_body(plan, response, parts)
                    pause = self._pause_after_response(plan, response)
                except httpx2.RequestError as error:
                    pause = self._pause_after_error(plan, request, response, parts, error)
                finally:
                    if response is not None and not is_open:
                        response.close()
                if response is not None and pause is None:
                    return response, b"".join(parts)
                self._pauses.wait(pause or 0.0, request, plan.attempts.number)
        except RecursionError as error:
            raise stack_error() from error

    def _send(self, http: httpx2.Client, plan: Plan[Any], request: httpx2.Request) -> httpx2.Response:
        for _ in range(MAX_REDIRECTS):
            with discreet_transport(request):
                transport = direct_transport(http, request.url) if self._is_direct else None
                if transport is None:
                    auth = self._auth_for(plan, request)
                    response = http.send(request, stream=True, auth=auth, follow_redirects=False)
                else:
                    response = transport.handle_request(request)
                    response.request = request
                    http.cookies.extract_cookies(response)
            try:
                following = self._redirected(http, plan, response)
            except BaseException:
                response.close()
                raise
            if following is None:
                return response
            response.close()
            request = following
        raise httpx2.TooManyRedirects(f"more than {MAX_REDIRECTS} redirects", request=request)

    def _read_body(self, plan: Plan[Any], response: httpx2.Response, parts: list[bytes]) -> None:
        file = plan.file_for(response)
        size = 0
        for chunk in chunks(response):
            size += len(chunk)
            self._check_body(plan, response, size, parts)
            if file is not None:
                file.write(chunk)
            else:
                parts.append(chunk)
