"""What the sync and the async client share: a request from an operation, a result from an answer."""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import quote, urljoin
from uuid import uuid4

import httpx2

from .errors import (
    AdviceWarning,
    APIError,
    APIResponseValidationError,
    CredentialsError,
    Deviation,
    RequestValidationError,
    Violation,
    within_stack,
)
from .lazy import LazyModule
from .logs import address
from .media import kind_of
from .operation import Operation
from .options import Options, as_timeout
from .origins import build_request, check_port, check_target, may_have_credentials, problem_of
from .package import Package
from .parameters import query_pairs
from .plan import Plan
from .raw import RawAccess, RawResponse
from .requests import as_contract, sendable, sendable_only, written
from .retries import Attempts
from .security import ClientCredentials, Credentials, OAuth2, met

if TYPE_CHECKING:
    from . import answers, bodies, models, responses
    from .oauth import TokenStore
else:
    answers, bodies, models, responses = (
        LazyModule(name, __package__) for name in (".answers", ".bodies", ".models", ".responses")
    )

T = TypeVar("T")

MOST_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
# Reading a URL takes longer than signing a request, and an operation is often called on the same one.
_url_without_query = lru_cache(maxsize=128)(httpx2.URL)


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
        auth: httpx2.Auth | None,
        options: Options,
    ) -> None:
        self._options = options
        # Where the environment names several addresses, the others are for when one is out.
        urls = [base_url] if base_url else re.split(r",(?=\w+://)", server_url)
        self._base_url, *self._fallbacks = (_checked(url).rstrip("/") for url in urls)
        self._is_elsewhere = base_url is not None
        self._auth = auth
        self._credentials = {name: value for name, value in credentials.items() if value is not None}
        if not self._credentials and auth is None:
            self._credentials = self._package.from_environment()
        self._parameters = {name: value for name, value in parameters.items() if value is not None}
        for key, secret in self._credentials.items():
            for name, value in self._package.security_schemes[key].parameters(secret).items():
                if name in parameters:
                    self._parameters.setdefault(name, value)
        self._preferred: frozenset[str] = frozenset()
        self._stores: dict[str, TokenStore] = {}
        self._log = logging.getLogger(self._package.name)
        self._process = os.getpid()

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
        max_response_size: float | None = None,
        max_decompressed_size: float | None = None,
        max_stream_item_size: float | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        base_url: str | None = None,
        **credentials: Any,
    ) -> Self:
        """The same client with other options; it shares the connections of this one.

        ``headers``, ``query`` and ``body`` (fields of a JSON object or a form) are sent beside what
        each call sends and are held to no description. ``credentials`` are those that the client
        takes, ``token="…"`` for instance; they come before those of the client. Raises TypeError for
        any that it does not.
        """
        options = self._options
        given = {
            "total_timeout": total_timeout,
            "max_retries": max_retries,
            "follow_redirects": follow_redirects,
            "strict_responses": strict_responses,
            "max_response_size": max_response_size,
            "max_decompressed_size": max_decompressed_size,
            "max_stream_item_size": max_stream_item_size,
            "base_url": base_url,
        }
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if timeout is not None:
            changes["timeout"] = as_timeout(timeout)
        for name, value in (("headers", headers), ("query", query), ("body", body)):
            if value is not None:
                changes[name] = {**getattr(options, name), **value}
        secrets = {}
        for name, secret in credentials.items():
            if name not in self._package.arguments:
                known = ", ".join(self._package.arguments) or "none"
                raise TypeError(f"the client takes no {name!r}; its credentials are: {known}")
            secrets[self._package.arguments[name]] = secret
        return self._copy(replace(options, **changes), secrets)

    def _raw(self, into: IO[bytes] | None = None) -> Any:
        """This client with operations that give whole answers, whose bodies may go into a file."""
        return RawAccess(self._copy(replace(self._options, raw=True, into=into)))

    def _copy(self, options: Options, credentials: Mapping[str, Any] | None = None) -> Self:
        copy = object.__new__(type(self))
        # The groups of operations, which are made when they are first used, belong to this client.
        copy.__dict__.update(
            (name, value)
            for name, value in self.__dict__.items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        )
        copy._options = options
        if credentials:
            copy._credentials = {**self._credentials, **credentials}
            copy._preferred = frozenset(credentials)
            copy._stores = {}
        return copy

    @within_stack
    def _plan(
        self,
        operation: Operation[T],
        parameters: Mapping[str, Any],
        body: Any,
        content_type: str | None,
        timeout: float | httpx2.Timeout | None,
        strict_responses: bool | None,
    ) -> Plan[T]:
        """A call, held to the description. Raises RequestValidationError, CredentialsError and ValueError."""
        options = self._options
        if timeout is not None:
            options = replace(options, timeout=as_timeout(timeout))
        if strict_responses is not None:
            options = replace(options, strict_responses=strict_responses)
        given = self._parameters | {name: value for name, value in parameters.items() if value is not None}
        if operation.idempotency_key:
            given.setdefault(operation.idempotency_key, str(uuid4()))
        described = operation.body(content_type)
        request = as_contract(operation, given, body, described)
        request = self._held(operation, operation.contract_key(described), request)
        base_url = self._url(operation)
        path, query, headers, cookies = written(operation, request)
        if operation.accept:
            headers.setdefault("Accept", operation.accept)
        content: dict[str, Any] = {}
        if described.is_sent(body):
            is_json = kind_of(described.content_type) == "json"
            with sendable_only(operation, "body"):
                content = bodies.written(request["body"] if is_json else body, described, options.body)
            if "files" not in content:
                headers["Content-Type"] = bodies.content_type_of(body, described)
        with sendable_only(operation, "query"):
            for name, value in options.query.items():
                query += (
                    f"{quote(key, safe='')}={quote(text, safe='')}"
                    for key, text in query_pairs(name, value, "form", True)
                )
        fallbacks = self._fallbacks if base_url == self._base_url else []
        return Plan(
            operation=operation,
            options=options,
            url=base_url + path,
            query=query,
            headers=headers,
            cookies=cookies,
            content=content,
            schemes=self._alternative(operation),
            attempts=Attempts(
                operation.method,
                is_safe=bool(operation.idempotency_key),
                is_replayable=bodies.is_replayable(content),
                max_retries=options.max_retries,
                total_timeout=options.total_timeout,
            ),
            base_url=base_url,
            fallbacks=list(fallbacks),
            homes=(base_url, *fallbacks),
        )

    def _held(self, operation: Operation[Any], key: str, request: dict[str, Any]) -> dict[str, Any]:
        request, violations = self._package.contract.settled(key, request)
        if violations:
            raise RequestValidationError(operation.id, violations)
        for hint in self._package.contract.advice(key, request):
            warnings.warn(f"{operation.id}: {hint}", AdviceWarning, stacklevel=5)
        return request

    def _url(self, operation: Operation[Any]) -> str:
        """Where an operation lives; an address that was given to the client holds for all of them."""
        if self._options.base_url is not None:
            return self._options.base_url.rstrip("/")
        if self._is_elsewhere or not operation.base_url:
            return self._base_url
        return urljoin(self._base_url + "/", operation.base_url).rstrip("/")

    def _alternative(self, operation: Operation[Any]) -> tuple[str, ...]:
        """The first security alternative for which there are credentials."""
        if self._auth is not None:
            return ()
        found = met(operation.security, self._package.security_schemes, self._credentials, self._preferred)
        if found is None:
            arguments = {key: f"{argument}=" for argument, key in self._package.arguments.items()}
            needed = " or ".join(
                " and ".join(arguments.get(name, name) for name in names) for names in operation.security
            )
            raise CredentialsError(f"{operation.id} needs credentials: give the client {needed}")
        return found

    def _store(self, name: str, credentials: ClientCredentials) -> TokenStore:
        """Where the token for a scheme is kept."""
        from .oauth import TokenStore

        if name not in self._stores:
            scheme = self._package.security_schemes[name]
            assert isinstance(scheme, OAuth2), "no other scheme takes client credentials"
            url = urljoin(self._base_url + "/", scheme.token_url)
            homes = map(httpx2.URL, (self._base_url, *self._fallbacks))
            is_home = may_have_credentials(httpx2.URL(url), homes)
            self._stores.setdefault(name, TokenStore(url, credentials, is_home))
        return self._stores[name]

    @within_stack
    def _build(
        self, http: httpx2.Client | httpx2.AsyncClient, plan: Plan[Any], secrets: Mapping[str, Any]
    ) -> httpx2.Request:
        """The request of an attempt, with its credentials."""
        plan.secrets = secrets
        query, headers, cookies = list(plan.query), dict(plan.headers), list(plan.cookies)
        schemes = [(self._package.security_schemes[name], secret) for name, secret in secrets.items()]
        with sendable_only(plan.operation, "security"):
            for scheme, secret in schemes:
                scheme.add(secret, Credentials(query, headers, cookies))
        if cookies:
            headers["Cookie"] = "; ".join(cookies)
        headers |= plan.options.headers
        url = httpx2.URL(f"{plan.url}?{'&'.join(query)}") if query else _url_without_query(plan.url)
        request = build_request(
            http,
            plan.operation.method,
            url,
            headers=sendable(plan.operation, headers),
            timeout=plan.limit,
            content=plan.content,
            is_home=plan.is_home,
        )
        with sendable_only(plan.operation, "security"):
            for scheme, secret in schemes:
                scheme.sign(secret, request)
        plan.first = request.headers
        return request

    def _forget(self, plan: Plan[Any], secrets: Mapping[str, Any]) -> bool:
        """After a 401: whether any of the credentials may be others the next time."""
        may_change = False
        for name, secret in secrets.items():
            credential = self._credentials[name]
            if isinstance(credential, ClientCredentials):
                self._store(name, credential).forget(secret)
                may_change = True
            may_change = may_change or callable(credential)
        return may_change and plan.attempts.is_replayable

    def _redirected(
        self, http: httpx2.Client | httpx2.AsyncClient, plan: Plan[Any], response: httpx2.Response
    ) -> httpx2.Request | None:
        """The request that an answer redirects to, with credentials only if it goes to a home of the call."""
        target = response.headers.get("location")
        if not plan.options.follow_redirects or response.status_code not in _REDIRECTS or not target:
            return None
        url = _joined(response, target)
        method = response.request.method
        if response.status_code == 303 or (response.status_code in (301, 302) and method == "POST"):
            method = "GET" if method != "HEAD" else method
        content = plan.content if method == plan.operation.method else {}
        if content and not plan.attempts.is_replayable:
            return None
        dropped = {b"host", b"content-length", b"transfer-encoding", *(() if content else (b"content-type",))}
        is_home = plan.may_have_credentials(url)
        following = build_request(
            http,
            method,
            url,
            headers={name: value for name, value in plan.first.raw if name.lower() not in dropped},
            timeout=plan.limit,
            content=content,
            is_home=is_home,
        )
        if is_home:
            for name, secret in plan.secrets.items():
                self._package.security_schemes[name].sign_again(secret, following)
        return following

    def _auth_for(self, plan: Plan[Any], request: httpx2.Request) -> Any:
        """The httpx2 Auth of a request: none where it may not have credentials."""
        is_first = request.headers is plan.first
        is_home = plan.is_home if is_first else plan.may_have_credentials(request.url)
        return (self._auth or httpx2.USE_CLIENT_DEFAULT) if is_home else None

    def _check_body(self, plan: Plan[Any], response: httpx2.Response, size: int, chunks: list[bytes]) -> None:
        """Whether a body of which so much has come may go on.

        Raises APIResponseValidationError where it is larger than a limit allows.
        """
        if not plan.attempts.remaining:
            raise httpx2.ReadTimeout("the time of the whole call is over", request=response.request)
        options = plan.options
        if size > options.max_decompressed_size and "content-encoding" in response.headers:
            told = f"the body is more than max_decompressed_size={options.max_decompressed_size:,} bytes"
            raise self._refusal(
                response, b"".join(chunks[:1]), f"{told} when decompressed; raise that option"
            )
        if size > options.max_response_size and not self._into(plan, response):
            told = f"the body is more than max_response_size={options.max_response_size:,} bytes"
            raise self._refusal(
                response, b"".join(chunks[:1]), f"{told}; raise that option or use download_to"
            )

    @staticmethod
    def _into(plan: Plan[Any], response: httpx2.Response) -> IO[bytes] | None:
        """The file that the body of an answer is written to, if any."""
        return plan.options.into if response.is_success else None

    def _refusal(self, response: httpx2.Response, raw: bytes, reason: str) -> APIError:
        """The exception for an answer that is not taken, of which ``raw`` is the beginning."""
        return answers.unreadable(response, raw, reason, self._package.contract.secrets)

    @staticmethod
    def _opened(plan: Plan[Any], response: httpx2.Response) -> None:
        """From the head of a stream on, each wait has its own timeout, however long the whole takes."""
        response.request.extensions["timeout"] |= {"read": plan.options.timeout.read}

    def _answered(self, plan: Plan[Any], response: httpx2.Response) -> None:
        """Log an answer, without anything that may be a secret."""
        if not self._log.isEnabledFor(logging.INFO):
            return  # to write down an address takes a tenth of a call
        self._log.info(
            "%s %s answered %d in %.0f ms (attempt %d, request %s)",
            response.request.method,
            address(response.request.url),
            response.status_code,
            plan.attempts.elapsed * 1000,
            plan.attempts.number,
            answers.request_id(response),
        )

    def _result(self, plan: Plan[T], response: httpx2.Response, raw: bytes) -> T:
        """What a whole answer says. Raises APIStatusError and APIResponseValidationError."""
        attempts = plan.attempts.number
        if plan.options.raw:
            whole: RawResponse[T] = RawResponse(
                status_code=response.status_code,
                headers=response.headers,
                content=raw,
                elapsed=plan.attempts.elapsed,
                attempts=attempts,
                request_id=answers.request_id(response),
                _parse=lambda: self._parsed(plan, response, raw),
            )
            return whole  # type: ignore[return-value]  # who asked for it knows
        return self._parsed(plan, response, raw)

    @within_stack
    def _parsed(self, plan: Plan[T], response: httpx2.Response, raw: bytes) -> T:
        value, deviations = answers.parsed(
            plan.operation, response, raw, plan.attempts.number, self._package.contract.secrets
        )
        if deviations:
            self._report(plan, response, raw, value, deviations)
        result: T = value
        return result

    def _reader(self, plan: Plan[Any], response: httpx2.Response) -> Callable[[Any, str], Any]:
        """Reads the items of a stream: each as tolerantly as any answer."""

        @within_stack
        def item(annotation: Any, text: str) -> Any:
            try:
                value, deviations = responses.read(
                    annotation, text.encode("utf-8", "replace"), self._package.contract.secrets
                )
            except responses.UnreadableError as error:
                raise self._refusal(
                    response, text.encode("utf-8", "replace"), f"an item is no JSON ({error})"
                ) from None
            if deviations:
                self._report(plan, response, text.encode(), value, deviations)
            return value

        return item

    def _report(
        self,
        plan: Plan[Any],
        response: httpx2.Response,
        raw: bytes,
        value: Any,
        deviations: tuple[Deviation, ...],
    ) -> None:
        """Tell of deviations: by an exception where answers are held to the description, else in the log."""
        if plan.options.strict_responses:
            raise APIResponseValidationError(
                "the answer is not what the description promises",
                status_code=response.status_code,
                headers=response.headers,
                raw=raw,
                parsed=value,
                deviations=deviations,
                secrets=self._package.contract.secrets,
            )
        self._log.warning(
            "%s %s answered %d with %d deviations from its description: %s",
            plan.operation.method,
            plan.operation.path,
            response.status_code,
            len(deviations),
            "; ".join(
                f"{deviation.pointer or '/'}: expected {deviation.expected}" for deviation in deviations
            ),
        )


def failure(
    plan: Plan[Any],
    secrets: frozenset[str],
    request: httpx2.Request,
    response: httpx2.Response | None,
    chunks: list[bytes],
    error: httpx2.RequestError,
) -> APIError:
    """The client's own exception for a call that failed for good."""
    if response is None or isinstance(error, httpx2.TimeoutException):
        return answers.connection_error(request, error, plan.attempts.number)
    reason = f"the body is cut off or garbled ({error})"
    return answers.unreadable(response, b"".join(chunks), reason, secrets)


def _checked(url: str) -> str:
    """An address of an API. Raises ValueError, which does not quote it, for what is not a URL."""
    try:
        check_port(httpx2.URL(url))
    except (httpx2.InvalidURL, ValueError) as error:
        raise ValueError(f"the base URL is not a URL: {problem_of(error)}") from None
    return url


def _joined(response: httpx2.Response, target: str) -> httpx2.URL:
    """The address that an answer redirects to. Raises APIResponseValidationError for one that is none."""
    try:
        url = response.request.url.join(target)
        check_target(url)
    except (httpx2.InvalidURL, ValueError) as error:
        told = f"its Location is not a URL: {problem_of(error)}"
        raise answers.unreadable(response, b"", told) from None
    return url
