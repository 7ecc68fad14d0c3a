"""What the sync and the async client share: a request from an operation, a result from an answer."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic_core import from_json, to_json

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
from .models import json_value
from .operation import Operation
from .parameters import header_value, path_segment, query_pairs
from .responses import UnreadableError, read

T = TypeVar("T")

DEFAULT_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
"""Seconds without progress after which a call is given up: 10 to connect, 60 for all else."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Where the value of an API key scheme goes (OpenAPI 3.1 §4.8.27)."""

    location: str
    parameter_name: str


@dataclass(frozen=True, slots=True)
class Package:
    """What a generated package tells the runtime about itself."""

    name: str
    contract: Contract
    operation: Callable[[str], Operation[Any]]
    model: Callable[[str], Any]
    security_schemes: Mapping[str, ApiKey]

    def check(self, operation: str, body: Any = None, **parameters: Any) -> tuple[Violation, ...]:
        """How a request would break the description; nothing if it would not.

        ``operation`` is an operation id of the description, ``body`` a model or JSON value, and
        ``parameters`` go by their Python names. Needs neither a client nor a network. Raises
        KeyError for an operation that does not exist.
        """
        described = self.operation(operation)
        return self.contract.violations(described.id, as_contract(described, parameters, body))


class BaseClient:
    """The part of a client that does no input or output."""

    _package: Package

    def __init__(
        self,
        *,
        base_url: str,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, str | None],
        strict_responses: bool,
    ) -> None:
        self._strict_responses = strict_responses
        self._base_url = base_url.rstrip("/")
        self._parameters = {name: value for name, value in parameters.items() if value is not None}
        self._credentials = {name: value for name, value in credentials.items() if value is not None}
        self._log = logging.getLogger(self._package.name)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r})"

    def check(self, operation: str, body: Any = None, **parameters: Any) -> tuple[Violation, ...]:
        """As ``check`` of this package, with the parameters that were given to the client."""
        return self._package.check(operation, body, **{**self._parameters, **parameters})

    def _request(
        self,
        http: httpx2.Client | httpx2.AsyncClient,
        operation: Operation[T],
        parameters: Mapping[str, Any],
        body: Any,
        timeout: float | httpx2.Timeout | None,
    ) -> httpx2.Request:
        """The request of a call. Raises RequestValidationError and CredentialsError."""
        given = self._parameters | {name: value for name, value in parameters.items() if value is not None}
        request = as_contract(operation, given, body)
        violations = self._package.contract.violations(operation.id, request)
        if violations:
            raise RequestValidationError(operation.id, violations)
        for hint in self._package.contract.advice(operation.id, request):
            warnings.warn(f"{operation.id}: {hint}", AdviceWarning, stacklevel=4)
        path, query, headers, cookies = _written(operation, request)
        self._authenticate(operation, query, headers, cookies)
        headers["Accept"] = "application/json"
        content = None
        if "body" in request:
            content = to_json(request["body"])
            headers["Content-Type"] = operation.content_type
        if cookies:
            headers["Cookie"] = "; ".join(cookies)
        url = self._base_url + path + ("?" + "&".join(query) if query else "")
        limit = httpx2.USE_CLIENT_DEFAULT if timeout is None else timeout
        return http.build_request(operation.method, url, headers=headers, content=content, timeout=limit)

    def _authenticate(
        self, operation: Operation[T], query: list[str], headers: dict[str, str], cookies: list[str]
    ) -> None:
        """Meet the first security alternative for which there are credentials."""
        schemes = self._package.security_schemes
        for alternative in operation.security:
            if all(name in self._credentials and name in schemes for name in alternative):
                for name in alternative:
                    scheme, value = schemes[name], self._credentials[name]
                    if scheme.location == "header":
                        headers[scheme.parameter_name] = value
                    elif scheme.location == "query":
                        query.append(f"{_quoted(scheme.parameter_name)}={_quoted(value)}")
                    else:
                        cookies.append(f"{scheme.parameter_name}={value}")
                return
        if operation.security:
            needed = " or ".join(" and ".join(names) for names in operation.security)
            raise CredentialsError(f"{operation.id} needs {needed}; give the client what one of these takes")

    def _result(
        self, operation: Operation[T], response: httpx2.Response, raw: bytes, strict: bool | None
    ) -> T:
        """What a whole answer says. Raises APIStatusError and APIResponseValidationError."""
        if not response.is_success:
            raise _status_error(response, raw)
        name = operation.model_for(response.status_code)
        if name is None:
            return None  # type: ignore[return-value]
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if raw and not _is_json(media_type):
            raise unreadable(
                response, raw, f"JSON was promised, not {media_type or 'a body without a content type'}"
            )
        try:
            value, deviations = read(self._package.model(name), raw)
        except UnreadableError as error:
            reason = f"JSON was promised ({error})" if raw else "JSON was promised, but the body is empty"
            raise unreadable(response, raw, reason) from None
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


def as_contract(operation: Operation[Any], parameters: Mapping[str, Any], body: Any) -> dict[str, Any]:
    """A request as the contract sees it: JSON values by wire name and place; what is None is absent."""
    request: dict[str, Any] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for parameter in operation.parameters:
        value = parameters.get(parameter.name)
        if value is not None:
            request[parameter.location][parameter.wire_name] = json_value(value)
    if body is not None:
        request["body"] = json_value(body)
    return request


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
        if parameter.location == "path":
            segment = path_segment(parameter.wire_name, value, parameter.style, parameter.explode)
            if segment in ("", ".", ".."):
                violation = Violation("path", f"/{parameter.wire_name}", value, "would change the address")
                raise RequestValidationError(operation.id, [violation])
            path = path.replace(f"{{{parameter.wire_name}}}", segment)
        elif parameter.location == "header":
            headers[parameter.wire_name] = header_value(value, parameter.explode)
        else:
            pairs = query_pairs(parameter.wire_name, value, parameter.style, parameter.explode)
            written = [f"{_quoted(name)}={_quoted(text)}" for name, text in pairs]
            (query if parameter.location == "query" else cookies).extend(written)
    return path, query, headers, cookies


def _quoted(text: str) -> str:
    return quote(text, safe="")


def connection_error(request: httpx2.Request, error: httpx2.TransportError) -> APIConnectionError:
    """The client's own exception for one of the transport's."""
    kind = APITimeoutError if isinstance(error, httpx2.TimeoutException) else APIConnectionError
    return kind(str(error) or type(error).__name__, method=request.method, url=_address(request))


def _address(request: httpx2.Request) -> str:
    """The URL without its query, which may hold a key."""
    return str(request.url.copy_with(query=None))


def _status_error(response: httpx2.Response, raw: bytes) -> APIStatusError:
    try:
        body: Any = from_json(raw)
    except ValueError:
        body = raw.decode(response.encoding or "utf-8", "replace")
    told = _error_fields(body)
    return status_error_class(response.status_code)(
        method=response.request.method,
        url=_address(response.request),
        status_code=response.status_code,
        headers=response.headers,
        body=body,
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


def _is_json(media_type: str) -> bool:
    return media_type in ("application/json", "text/json") or media_type.endswith("+json")
