# A module of generated clients, in which another line takes the place of this one.
"""What the sync and the async client share: requests from operations, results from responses."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import IO, TYPE_CHECKING, Any, Generic, Self, TypeVar
from urllib.parse import urljoin

import httpx2

from .base_contract import ValidateRequests
from .deviations import DeviationLog
from .errors import APIError, APIResponseValidationError, Deviation, Violation, within_stack
from .lazy import LazyModule
from .operation import Operation, form_pairs, quoted, refusal, sendable
from .package import Package
from .plan import Options, Plan
from .retries import Attempts
from .servers import absolute
from .transport import address, build_request, check_target, problem_of

if TYPE_CHECKING:
    import ssl

    from . import deadlines, responses
else:
    deadlines, responses = (LazyModule(name, __package__) for name in (".deadlines", ".responses"))


T = TypeVar("T")
Http = TypeVar("Http", httpx2.Client, httpx2.AsyncClient)


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """A raw response, which may be an error.

    ``content`` is empty if the body was written to a file. ``elapsed`` is in seconds, from the start
    of the first of the ``attempts`` to the end of the response.
    """

    status_code: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    elapsed: float
    attempts: int
    request_id: str | None
    _read: Callable[[], tuple[T, tuple[Deviation, ...]]] = field(repr=False)

    def parse(self) -> T:
        """The result that the call returns without ``with_raw_response``. Raises what it would raise."""
        return self._read()[0]

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the response deviates from the description. Raises what ``parse`` raises."""
        return self._read()[1]


MAX_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
# Parsing a URL takes longer than signing a request, and an operation is often called with the same one.
_url_without_query = lru_cache(maxsize=128)(httpx2.URL)


@lru_cache(maxsize=4)
def _tls(*_places: str | None) -> ssl.SSLContext:
    """The TLS settings that httpx2 reads from these places; reading hundreds of certificates is slow."""
    return httpx2.create_ssl_context()


class Connections(Generic[Http]):
    """The httpx2 client of a client and its copies: the caller's, or one that is made when it is used."""

    def __init__(self, new_http: Callable[..., Http], given: Http | None) -> None:
        self._new_http: Callable[..., Http] = new_http
        self.is_own = given is None
        self._by_process: dict[int, Http] = {} if given is None else {os.getpid(): deadlines.bounded(given)}

    @property
    def http(self) -> Http:
        """That of this process: after a fork a new one, since processes cannot share connections."""
        process = os.getpid()
        if process not in self._by_process:
            if not self.is_own:
                raise RuntimeError("this client's http_client was made before a fork; make one after it")
            tls = _tls(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
            made: Http = deadlines.bounded(self._new_http(verify=tls))
            for other in self._by_process.keys() - {process}:
                self._by_process.pop(other, None)
            return self._by_process.setdefault(process, made)  # atomic: threads may share a client
        return self._by_process[process]


class BaseClient(Generic[Http]):
    """The part of a client that does no input or output.

    ``urls`` are its base URLs: the first is used, the others replace one that cannot be reached.
    ``is_custom`` says that the caller chose them, so that they replace the servers of single operations.
    ``new_http`` makes a transport, with TLS settings, if the caller gives no ``http_client``.
    """

    _package: Package

    def __init__(
        self,
        *,
        urls: Sequence[str],
        is_custom: bool,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, Any],
        auth: httpx2.Auth | None,
        options: Options,
        http_client: Http | None,
        new_http: Callable[..., Http],
    ) -> None:
        if http_client is not None and options.timeout is None:
            options = replace(options, timeout=http_client.timeout)
        self._options = options
        self._connections: Connections[Http] = Connections(new_http, http_client)
        may_have_any_scheme = http_client is not None or not is_custom
        self._base_url, *self._fallbacks = (_checked(url, may_have_any_scheme).rstrip("/") for url in urls)
        self._is_custom = is_custom
        self._auth = auth
        self._is_direct = http_client is None and auth is None
        self._access = self._package.access(credentials, auth is not None, [self._base_url, *self._fallbacks])
        self._parameters = {name: value for name, value in parameters.items() if value is not None}
        for name, value in self._access.parameters().items():
            if name in parameters:
                self._parameters.setdefault(name, value)
        self._log = logging.getLogger(self._package.name)
        self._deviations = DeviationLog()

    @property
    def _http(self) -> Http:
        return self._connections.http

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={address(httpx2.URL(self._base_url))!r})"

    def check(
        self, operation: str, /, body: Any = None, *, content_type: str | None = None, **parameters: Any
    ) -> tuple[Violation, ...]:
        """As ``check`` of this package, with the parameters that were given to the client."""
        given = {**self._parameters, **parameters}
        return self._package.check(operation, body, content_type=content_type, **given)

    def with_options(
        self,
        *,
        timeout: float | httpx2.Timeout | None = None,
        total_timeout: float | None = None,
        max_retries: int | None = None,
        follow_redirects: bool | None = None,
        strict_responses: bool | None = None,
        validate_requests: ValidateRequests | None = None,
        max_response_size: float | None = None,
        max_decompressed_size: float | None = None,
        max_stream_item_size: float | None = None,
        always_authenticate: bool | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        base_url: str | None = None,
        **credentials: Any,
    ) -> Self:
        """The same client with other options; it shares the connections of this one.

        ``headers``, ``query`` and ``body`` (fields of a JSON object or a form) are sent in addition to
        what each call sends, and are not validated. ``credentials`` are those that the client takes,
        for instance ``token="…"``; they replace those of the client. Raises TypeError for any others.
        """
        given: dict[str, Any] = {
            "timeout": timeout,
            "total_timeout": total_timeout,
            "max_retries": max_retries,
            "follow_redirects": follow_redirects,
            "strict_responses": strict_responses,
            "validate_requests": validate_requests,
            "max_response_size": max_response_size,
            "max_decompressed_size": max_decompressed_size,
            "max_stream_item_size": max_stream_item_size,
            "always_authenticate": always_authenticate,
            "headers": None if headers is None else {**self._options.headers, **headers},
            "query": None if query is None else {**self._options.query, **query},
            "body": None if body is None else {**self._options.body, **body},
            "base_url": None if base_url is None else _checked(base_url, not self._connections.is_own),
        }
        client = self._copy(_changed(self._options, given))
        client._access = self._access.with_credentials(credentials)
        return client

    def _raw(self, file: IO[bytes] | None = None) -> Any:
        """This client with operations that return raw responses, whose bodies may go into a file."""
        return self._copy(replace(self._options, raw=True, file=file))

    def _copy(self, options: Options) -> Self:
        copy = object.__new__(type(self))
        # The groups of operations, which are built when they are first used, belong to this client.
        copy.__dict__.update(
            (name, value)
            for name, value in self.__dict__.items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        )
        copy._options = options
        return copy

    @within_stack
    def _plan(
        self,
        operation: Operation[T],
        parameters: Mapping[str, Any],
        body: Any = None,
        content_type: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        strict_responses: bool | None = None,
    ) -> Plan[T]:
        """A call, validated. Raises RequestValidationError, CredentialsError and ValueError."""
        options = self._options
        if timeout is not None or strict_responses is not None:
            options = _changed(options, {"timeout": timeout, "strict_responses": strict_responses})
        given = self._parameters | {name: value for name, value in parameters.items() if value is not None}
        if operation.idempotency_key:
            from uuid import uuid4  # slow to load

            given.setdefault(operation.idempotency_key, str(uuid4()))
        content_type = operation.media_type(body, content_type)
        key = operation.contract_key(content_type)
        contract = self._package.contract()
        request = operation.request(given, body, content_type)
        others = operation.violations(body, content_type)
        request = contract.accepted(operation.id, key, request, others, options.validate_requests, self._log)
        head = operation.head(request)
        if operation.accept:
            head.headers.setdefault("Accept", operation.accept)
        location = "body"
        try:
            content: dict[str, Any] = operation.content(body, content_type, request, options.body, head)
            location = "query"
            for name, value in options.query.items():
                head.query += [f"{quoted(key)}={quoted(text)}" for key, text in form_pairs(name, value)]
        except ValueError as error:
            raise refusal(operation, location, "", error) from None
        base_url = self._url(operation)
        fallbacks: list[str] = list(self._fallbacks) if base_url == self._base_url else []
        schemes = () if self._auth else self._access.schemes(operation, options.always_authenticate)
        return Plan(
            operation=operation,
            options=options,
            url=base_url + head.path,
            head=head,
            content=content,
            schemes=schemes,
            attempts=Attempts(
                operation.method,
                is_safe=bool(operation.idempotency_key),
                is_replayable=_is_replayable(content),
                max_retries=options.max_retries,
                total_timeout=options.total_timeout,
            ),
            base_url=base_url,
            fallbacks=fallbacks,
            trusted=(base_url, *fallbacks),
        )

    def _url(self, operation: Operation[Any]) -> str:
        """The base URL of an operation; one that was given to the client is for all of them."""
        if self._options.base_url is not None:
            return self._options.base_url.rstrip("/")
        if self._is_custom or not operation.base_url:
            return self._base_url
        return urljoin(self._base_url + "/", operation.base_url).rstrip("/")

    def _build(self, http: Http, plan: Plan[Any], secrets: Mapping[str, Any]) -> httpx2.Request:
        """The request of an attempt, with its credentials."""
        plan.secrets = secrets
        head = plan.head.copy()
        self._access.add(plan, head)
        if head.cookies:
            head.headers["Cookie"] = "; ".join(head.cookies)
        url = httpx2.URL(f"{plan.url}?{'&'.join(head.query)}") if head.query else _url_without_query(plan.url)
        request = build_request(
            http,
            plan.operation.method,
            url,
            headers=sendable(plan.operation, {**head.headers, **plan.options.headers}),
            timeout=plan.limit,
            content=plan.content,
            is_trusted=plan.is_trusted,
        )
        request.extensions["integer_lists"] = head.integer_lists
        self._access.sign(plan, request)
        plan.first = request.headers
        return request

    def _redirected(self, http: Http, plan: Plan[Any], response: httpx2.Response) -> httpx2.Request | None:
        """The request to follow a redirect, with credentials only for a trusted URL; None for no redirect."""
        if not plan.options.follow_redirects or response.status_code not in _REDIRECTS:
            return None
        target = response.headers.get("location")
        if not target:
            return None
        try:
            url = response.request.url.join(target)
            check_target(url)
        except (httpx2.InvalidURL, ValueError) as error:
            reason = f"its Location is not a URL: {problem_of(error)}"
            raise self._refusal(response, b"", reason) from None
        method = response.request.method
        if response.status_code == 303 or (response.status_code in (301, 302) and method == "POST"):
            method = "GET" if method != "HEAD" else method
        content: dict[str, Any] = plan.content if method == plan.operation.method else {}
        if content and not plan.attempts.is_replayable:
            return None
        dropped = {b"host", b"content-length", b"transfer-encoding", *(() if content else (b"content-type",))}
        headers = {name: value for name, value in plan.first.raw if name.lower() not in dropped}
        is_trusted = plan.may_have_credentials(url)
        request = build_request(
            http, method, url, headers=headers, timeout=plan.limit, content=content, is_trusted=is_trusted
        )
        if is_trusted:
            self._access.sign(plan, request, is_redirected=True)
        return request

    def _auth_for(self, plan: Plan[Any], request: httpx2.Request) -> Any:
        """The httpx2 Auth of a request: none if it must not have credentials."""
        is_first = request.headers is plan.first
        is_trusted = plan.is_trusted if is_first else plan.may_have_credentials(request.url)
        return (self._auth or httpx2.USE_CLIENT_DEFAULT) if is_trusted else None

    def _pause_after_response(self, plan: Plan[Any], response: httpx2.Response) -> float | None:
        """Seconds to wait before another attempt, None for no other attempt.

        After a 401 there is an extra attempt if other credentials may do.
        """
        self._log_response(plan, response)
        attempts = plan.attempts
        if response.status_code == 401 and not plan.is_refreshed and attempts.is_replayable:
            plan.is_refreshed = self._access.forget(plan.secrets)
            if plan.is_refreshed:
                attempts.max_retries += 1
                return 0.0
        return attempts.pause_after_status(response.status_code, response.headers)

    def _pause_after_error(
        self,
        plan: Plan[Any],
        request: httpx2.Request,
        response: httpx2.Response | None,
        chunks: list[bytes],
        error: httpx2.RequestError,
    ) -> float:
        """Seconds to wait before another attempt. Raises APIError if there is none."""
        error.request = request
        pause = plan.pause_after_error(error, response)
        if pause is not None:
            self._log.debug("attempt %d failed: %s", plan.attempts.number, type(error).__name__)
            return pause
        if response is None or isinstance(error, httpx2.TimeoutException):
            raise responses.connection_error(request, error, plan.attempts.number) from error
        reason = f"the body is incomplete or damaged ({error})"
        raise self._refusal(response, b"".join(chunks), reason) from error

    def _check_body(self, plan: Plan[Any], response: httpx2.Response, size: int, chunks: list[bytes]) -> None:
        """Raises APIResponseValidationError if the part of a body that was received exceeds a limit."""
        if not plan.attempts.remaining:
            raise httpx2.ReadTimeout("the time of the whole call is over", request=response.request)
        options = plan.options
        if size > options.max_decompressed_size and "content-encoding" in response.headers:
            reason = f"max_decompressed_size={options.max_decompressed_size:,} bytes when decompressed"
            advice = "raise that option"
        elif size > options.max_response_size and not plan.file_for(response):
            reason = f"max_response_size={options.max_response_size:,} bytes"
            advice = "raise that option or use download_to"
        else:
            return
        raise self._refusal(response, b"".join(chunks[:1]), f"the body is more than {reason}; {advice}")

    def _refusal(
        self,
        response: httpx2.Response,
        raw: bytes,
        reason: str,
        parsed: Any = None,
        deviations: tuple[Deviation, ...] = (),
    ) -> APIError:
        """The exception for a response that cannot be used; ``raw`` is the beginning of its body."""
        return APIResponseValidationError(
            reason,
            status_code=response.status_code,
            headers=response.headers,
            raw=raw,
            parsed=parsed,
            deviations=deviations,
            redact=self._package.contract().redaction.text,
        )

    def _log_response(self, plan: Plan[Any], response: httpx2.Response) -> None:
        """Log a response, without anything that may be secret."""
        if not self._log.isEnabledFor(logging.INFO):
            return  # writing the URL takes a tenth of a call
        self._log.info(
            "%s %s returned %d in %.0f ms (attempt %d, request %s)",
            response.request.method,
            address(response.request.url),
            response.status_code,
            plan.attempts.elapsed * 1000,
            plan.attempts.number,
            responses.request_id(response),
        )

    def _result(self, plan: Plan[T], response: httpx2.Response, raw: bytes) -> T:
        """The result of a call. Raises APIStatusError and APIResponseValidationError."""
        if plan.options.raw:
            result: RawResponse[T] = RawResponse(
                status_code=response.status_code,
                headers=response.headers,
                content=raw,
                elapsed=plan.attempts.elapsed,
                attempts=plan.attempts.number,
                request_id=responses.request_id(response),
                _read=cache(lambda: self._read(plan, response, raw)),
            )
            return result  # type: ignore[return-value]  # the type of a client that returns these says so
        return self._read(plan, response, raw)[0]

    @within_stack
    def _read(self, plan: Plan[T], response: httpx2.Response, raw: bytes) -> tuple[T, tuple[Deviation, ...]]:
        """The result in a response, and where it deviates from the description, which is reported."""
        operation, contract = plan.operation, self._package.contract()
        try:
            value, deviations = responses.parsed(operation, response, raw, plan.attempts.number, contract)
        except responses.UnreadableError as error:
            raise self._refusal(response, raw, str(error)) from None
        if deviations:
            self._report(plan, response, raw, value, deviations)
        return value, deviations

    def _report(
        self,
        plan: Plan[Any],
        response: httpx2.Response,
        raw: bytes,
        value: Any,
        deviations: tuple[Deviation, ...],
    ) -> None:
        """Report deviations: raise an exception if responses are validated strictly, else log a warning."""
        if plan.options.strict_responses:
            reason = "the response deviates from the description"
            raise self._refusal(response, raw, reason, value, deviations)
        operation = plan.operation
        due = self._deviations.due(operation.id, deviations)
        if due:
            place = f"{operation.method} {operation.path} returned {response.status_code}"
            self._log.warning("%s, which deviates from its description: %s", place, "; ".join(due))


def _is_replayable(content: Mapping[str, Any]) -> bool:
    """Whether the content of a request can be sent twice."""
    whole = content.get("content")
    files = [part[1] for _, part in content["files"]] if "files" in content else [whole]
    return type(whole) is bytes or all(getattr(file, "is_replayable", True) for file in files)


def _changed(options: Options, changes: Mapping[str, Any]) -> Options:
    """Other options, as far as they are not None."""
    given = {name: value for name, value in changes.items() if value is not None}
    return replace(options, **given) if given else options


def _checked(url: object, may_have_any_scheme: bool) -> str:
    """A base URL, also of a type for URLs. Raises ValueError, which does not show it, for what is not one."""
    url = absolute(str(url))
    if not may_have_any_scheme and not url.lower().startswith(("http://", "https://")):
        scheme = url.partition("://")[0]
        raise ValueError(
            f"the base URL has the scheme {scheme!r}, not http or https; pass an http_client for it"
        )
    try:
        check_target(httpx2.URL(url))
    except (httpx2.InvalidURL, ValueError) as error:
        raise ValueError(f"the base URL is not a URL: {problem_of(error)}") from None
    if not {"?", "#"}.isdisjoint(url):  # they would end the path before that of an operation
        raise ValueError("the base URL has a query or a fragment; pass query= to with_options instead")
    return url
