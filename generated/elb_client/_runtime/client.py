"""What the sync and the async client share: a request from an operation, a result from an answer."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urljoin

import httpx2
from pydantic_core import from_json, to_json

from .bodies import contract_body, written
from .contract import Contract
from .errors import (
    AdviceWarning,
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    CredentialsError,
    Deviation,
    RequestValidationError,
    Violation,
    status_error_class,
)
from .media import best_match, essence, kind_of
from .models import json_value
from .operation import Annotation, Body, Operation
from .parameters import encoded, header_value, path_segment, query_pairs, to_text
from .responses import UnreadableError, read
from .security import Credentials, SecurityScheme, met

T = TypeVar("T")

DEFAULT_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
"""Seconds without progress after which a call is given up: 10 to connect, 60 for all else."""


@dataclass(frozen=True, slots=True)
class Package:
    """What a generated package tells the runtime about itself."""

    name: str
    contract: Contract
    operation: Callable[[str], Operation[Any]]
    security_schemes: Mapping[str, SecurityScheme]

    def check(
        self, operation: str, body: Any = None, *, content_type: str | None = None, **parameters: Any
    ) -> tuple[Violation, ...]:
        """How a request would break the description; nothing if it would not.

        ``operation`` is an operation id of the description, ``body`` a model or JSON value, and
        ``parameters`` go by their Python names. Needs neither a client nor a network. Raises
        KeyError for an operation that does not exist and ValueError for a media type it does not take.
        """
        described = self.operation(operation)
        described_body = described.body(content_type)
        request = as_contract(described, parameters, body, described_body)
        return self.contract.violations(described.contract_key(described_body), request)


class BaseClient:
    """The part of a client that does no input or output."""

    _package: Package

    def __init__(
        self,
        *,
        server_url: str,
        base_url: str | None,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, Any],
        strict_responses: bool,
    ) -> None:
        self._strict_responses = strict_responses
        self._base_url = (base_url or server_url).rstrip("/")
        self._is_elsewhere = base_url is not None
        self._parameters = {name: value for name, value in parameters.items() if value is not None}
        self._credentials = {name: value for name, value in credentials.items() if value is not None}
        self._log = logging.getLogger(self._package.name)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    def check(
        self, operation: str, body: Any = None, *, content_type: str | None = None, **parameters: Any
    ) -> tuple[Violation, ...]:
        """As ``check`` of this package, with the parameters that were given to the client."""
        given = {**self._parameters, **parameters}
        return self._package.check(operation, body, content_type=content_type, **given)

    def _request(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        operation: Operation[T],
        parameters: Mapping[str, Any],
        body: Any,
        content_type: str | None,
        timeout: float | httpx2.Timeout | None,
    ) -> httpx2.Request:
        """The request of a call. Raises RequestValidationError, CredentialsError and ValueError."""
        given = self._parameters | {name: value for name, value in parameters.items() if value is not None}
        described = operation.body(content_type)
        request = as_contract(operation, given, body, described)
        key = operation.contract_key(described)
        violations = self._package.contract.violations(key, request)
        if violations:
            raise RequestValidationError(operation.id, violations)
        for hint in self._package.contract.advice(key, request):
            warnings.warn(f"{operation.id}: {hint}", AdviceWarning, stacklevel=4)
        path, query, headers, cookies = _written(operation, request)
        self._authenticate(operation, query, headers, cookies)
        if operation.accept:
            headers.setdefault("Accept", operation.accept)
        content: dict[str, Any] = {}
        if body is not None:
            content = written(body, described)
            if "files" not in content:
                headers["Content-Type"] = described.content_type
        if cookies:
            headers["Cookie"] = "; ".join(cookies)
        url = self._url(operation) + path + ("?" + "&".join(query) if query else "")
        limit = httpx2.USE_CLIENT_DEFAULT if timeout is None else timeout
        return http.build_request(operation.method, url, headers=headers, timeout=limit, **content)

    def _url(self, operation: Operation[T]) -> str:
        """Where an operation lives; an address that was given to the client holds for all of them."""
        if self._is_elsewhere or not operation.base_url:
            return self._base_url
        return urljoin(self._base_url + "/", operation.base_url).rstrip("/")

    def _authenticate(
        self, operation: Operation[T], query: list[str], headers: dict[str, str], cookies: list[str]
    ) -> None:
        """Meet the first security alternative for which there are credentials."""
        schemes = self._package.security_schemes
        alternative = met(operation.security, schemes, self._credentials)
        if alternative is None:
            needed = " or ".join(" and ".join(names) for names in operation.security)
            raise CredentialsError(f"{operation.id} needs {needed}; give the client what one of these takes")
        for name in alternative:
            schemes[name].add(self._credentials[name], Credentials(query, headers, cookies))

    def _result(
        self, operation: Operation[T], response: httpx2.Response, raw: bytes, strict: bool | None
    ) -> T:
        """What a whole answer says. Raises APIStatusError and APIResponseValidationError."""
        if not response.is_success:
            raise _status_error(operation, response, raw)
        contents = operation.contents(response.status_code)
        if not contents or response.status_code in (204, 205) or response.request.method == "HEAD":
            return None  # type: ignore[return-value]  # T is None, or a union that has it
        try:
            value, deviations = _read(contents, response, raw)
        except UnreadableError as error:
            raise unreadable(response, raw, str(error)) from None
        if deviations:
            self._report(operation, response, raw, value, deviations, strict)
        result: T = value
        return result

    def _report(
        self,
        operation: Operation[T],
        response: httpx2.Response,
        raw: bytes,
        value: Any,
        deviations: tuple[Deviation, ...],
        strict: bool | None,
    ) -> None:
        """Tell of deviations: by an exception where answers are held to the description, else in the log."""
        if self._strict_responses if strict is None else strict:
            raise APIResponseValidationError(
                "the answer is not what the description promises",
                status_code=response.status_code,
                headers=response.headers,
                raw=raw,
                parsed=value,
                deviations=deviations,
            )
        self._log.warning(
            "%s %s answered %d with %d deviations from its description: %s",
            operation.method,
            operation.path,
            response.status_code,
            len(deviations),
            "; ".join(map(str, deviations)),
        )


def as_contract(
    operation: Operation[Any], parameters: Mapping[str, Any], body: Any, described: Body
) -> dict[str, Any]:
    """A request as the contract sees it: JSON values by wire name and place; what is None is absent."""
    request: dict[str, Any] = {"path": {}, "query": {}, "header": {}, "cookie": {}, "querystring": {}}
    for parameter in operation.parameters:
        value = parameters.get(parameter.name)
        if value is not None:
            request[parameter.location][parameter.wire_name] = json_value(value)
    if body is not None:
        request["body"] = contract_body(body, described)
    return request


def _read(
    contents: Mapping[str, Annotation], response: httpx2.Response, raw: bytes
) -> tuple[Any, tuple[Deviation, ...]]:
    """A body as the type that its media type has. Raises UnreadableError where it is not as promised."""
    content_type = response.headers.get("content-type", "")
    described = best_match(content_type, contents)
    told = essence(content_type) or "a body without a content type"
    if described is None and len(contents) > 1:
        raise UnreadableError(f"{' or '.join(contents)} was promised, not {told}")
    described = described or next(iter(contents))
    # A range such as */* says nothing of how a body is read; its own type does.
    name = described if "*" not in described else content_type or described
    if kind_of(name) == "json":
        if raw and kind_of(content_type) != "json":
            raise UnreadableError(f"JSON was promised, not {told}")
        try:
            return read(contents[described](), raw)
        except UnreadableError as error:
            reason = f" ({error})" if raw else ", but the body is empty"
            raise UnreadableError(f"JSON was promised{reason}") from None
    if kind_of(name) == "binary":
        return raw, ()
    return raw.decode(response.encoding or "utf-8", "replace"), ()


def _written(
    operation: Operation[Any], request: Mapping[str, Any]
) -> tuple[str, list[str], dict[str, str], list[str]]:
    """Path, encoded query parts, headers and cookies of a request that keeps its contract."""
    path = operation.path
    query: list[str] = []
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for parameter in operation.parameters:
        if parameter.wire_name not in request[parameter.location]:
            continue
        value = request[parameter.location][parameter.wire_name]
        if parameter.style == "json":
            value = to_json(value).decode()
        if parameter.location == "querystring":
            text = urlencode(value) if isinstance(value, Mapping) else quote(to_text(value), safe="")
            query.append(text)
        elif parameter.location == "path":
            segment = path_segment(parameter.wire_name, value, parameter.style, parameter.explode)
            if segment in ("", ".", ".."):
                violation = Violation("path", f"/{parameter.wire_name}", value, "would change the address")
                raise RequestValidationError(operation.id, [violation])
            path = path.replace(f"{{{parameter.wire_name}}}", segment)
        elif parameter.location == "header":
            headers[parameter.wire_name] = header_value(value, parameter.explode)
        else:
            pairs = query_pairs(parameter.wire_name, value, parameter.style, parameter.explode)
            written = [
                f"{quote(name, safe='')}={encoded(text, parameter.allow_reserved)}" for name, text in pairs
            ]
            (query if parameter.location == "query" else cookies).extend(written)
    return path, query, headers, cookies


def connection_error(request: httpx2.Request, error: httpx2.TransportError) -> APIConnectionError:
    """The client's own exception for one of the transport's."""
    kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
    return kind(str(error) or type(error).__name__, method=request.method, url=_address(request))


def _address(request: httpx2.Request) -> str:
    """The URL without its query, which may hold a key."""
    return str(request.url.copy_with(query=None))


def _status_error(operation: Operation[Any], response: httpx2.Response, raw: bytes) -> APIStatusError:
    try:
        body: Any = from_json(raw)
    except ValueError:
        body = raw.decode(response.encoding or "utf-8", "replace")
    error = None
    contents = operation.contents(response.status_code)
    if contents and raw:
        with suppress(UnreadableError):
            error, _ = _read(contents, response, raw)
    told = _error_fields(body)
    return status_error_class(response.status_code)(
        method=response.request.method,
        url=_address(response.request),
        status_code=response.status_code,
        headers=response.headers,
        body=body,
        error=error,
        request_id=response.headers.get("x-request-id") or told.get("request_id"),
        error_code=told.get("code"),
        error_msg=told.get("message"),
    )


_ERROR_FIELDS = {
    "code": ("error_code", "errorCode", "code"),
    "message": ("error_msg", "errorMsg", "message"),
    "request_id": ("request_id", "requestId"),
}


def _error_fields(body: Any) -> dict[str, str]:
    """Code, message and request id of an error body, at its top or one object down."""
    objects = [body, *body.values()] if isinstance(body, Mapping) else []
    told: dict[str, str] = {}
    for candidate in objects:
        if isinstance(candidate, Mapping):
            for field, names in _ERROR_FIELDS.items():
                value = next((candidate[name] for name in names if candidate.get(name)), None)
                if value is not None:
                    told.setdefault(field, str(value))
    return told


def unreadable(response: httpx2.Response, raw: bytes, reason: str) -> APIResponseValidationError:
    """The exception for an answer of which nothing can be made."""
    return APIResponseValidationError(
        reason, status_code=response.status_code, headers=response.headers, raw=raw
    )
