# A module of generated clients, in which another line takes the place of this one.
"""What goes to the transport: credentials only for trusted URLs, and logs without secrets."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterable, Iterable, Mapping
from contextvars import ContextVar
from types import FunctionType
from typing import Any

import httpx2

_LOG = logging.getLogger("httpx2")
_is_ours: ContextVar[bool] = ContextVar("is_ours", default=False)


class discreet_transport:
    """Removes queries and the headers of responses from the log of httpx2 and httpcore2 during a request.

    A query or a header may contain a key or a token. Other requests that use httpx2 are logged as usual.
    Raises httpx2.ConnectError in place of what the transport raises for a host that it cannot look up.
    """

    __slots__ = ("_request", "_reset")

    def __init__(self, request: httpx2.Request | None = None) -> None:
        self._request = request

    def __enter__(self) -> None:
        self._reset = _is_ours.set(True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        _is_ours.reset(self._reset)
        if isinstance(error, (httpx2.InvalidURL, UnicodeError, OverflowError)):
            reason = f"the URL is not valid ({type(error).__name__})"
            raise httpx2.ConnectError(reason, request=self._request) from error


def address(url: httpx2.URL) -> str:
    """A URL without what may be secret: its query, user name and password."""
    return str(url.copy_with(query=None, username=None, password=None))


def _without_secrets(record: logging.LogRecord) -> bool:
    if _is_ours.get():
        if isinstance(record.args, tuple):
            record.args = tuple(
                address(part) if isinstance(part, httpx2.URL) else part for part in record.args
            )
        if str(record.msg).startswith("receive_response_headers.complete"):
            record.msg = str(record.msg).partition(", [")[0] + ")"
    return True


for _name in ("httpx2", "httpcore2.http11", "httpcore2.http2"):
    # The filter of a logger does not apply to the loggers below it.
    logging.getLogger(_name).addFilter(_without_secrets)


_FRAMING = {b"host", b"content-length", b"transfer-encoding"}
_WITH_LENGTH = {"POST", "PUT", "PATCH", "QUERY"}
_PUBLIC = frozenset({b"accept", b"accept-encoding", b"accept-language", b"content-type", b"user-agent"})
"""The header fields that a request to any origin may have."""


def may_have_credentials(url: httpx2.URL, trusted: Iterable[httpx2.URL]) -> bool:
    """Whether credentials for trusted URLs, which the user or the description chose, may be sent to a URL.

    They may if scheme, host and port are the same. As in httpx2, the change from http to https on
    the same host counts as the same origin if both use their default ports.
    """
    return any(url.origin == known.origin or _is_upgrade(known.origin, url.origin) for known in trusted)


def _is_upgrade(known: Any, target: Any) -> bool:
    ports = (known.scheme, known.port, target.scheme, target.port)
    return known.host == target.host and ports == ("http", 80, "https", 443)


def build_request(
    http: httpx2.Client | httpx2.AsyncClient,
    method: str,
    url: httpx2.URL,
    *,
    headers: Mapping[bytes, bytes],
    timeout: httpx2.Timeout,
    content: Mapping[str, Any],
    is_trusted: bool,
) -> httpx2.Request:
    """A request; to a URL that is not trusted without cookies and with public header fields only.

    ``content`` has the arguments with which httpx2 builds a body. A request to a trusted URL also has the
    headers, cookies and query parameters of ``http``. ``http.build_request`` takes three times as long.
    """
    given = set(map(bytes.lower, headers))
    fields = [field for field in http.headers.raw if field[0].lower() not in given]
    fields += headers.items()
    names = set(map(bytes.lower, dict(fields)))
    if not is_trusted:
        fields = [it for it in fields if it[0].lower() in _PUBLIC]
    body = content.get("content") if content else b""
    if isinstance(body, bytes) and names.isdisjoint(_FRAMING):
        fields.insert(0, (b"Host", url.netloc))
        if body or method in _WITH_LENGTH:
            fields.append((b"Content-Length", b"%d" % len(body)))
        content = {"stream": httpx2.ByteStream(body)}
    request = httpx2.Request(
        method,
        url,
        params=http.params or None if is_trusted else None,
        headers=fields,
        cookies=http.cookies if is_trusted else None,
        extensions={"timeout": timeout.as_dict()},
        **content,
    )
    if isinstance(body, bytes):
        request.read()
    elif body is not None:
        # Send a file while it is read: httpx2 wraps it for either sync or async clients only.
        request.stream = body
    return request


def direct_transport(http: Any, url: httpx2.URL) -> Any:
    """The transport of ``http`` for a URL, if ``http.send`` would do nothing but use it; else None.

    It does more if httpx2 writes a log, and if another library has replaced it to observe calls.
    """
    send = type(http).send
    is_replaced = type(send) is not FunctionType or send.__globals__["__name__"] != "httpx2._client"
    if is_replaced or http.is_closed or url.userinfo or _LOG.isEnabledFor(logging.INFO):
        return None
    return http._transport_for_url(url) if hasattr(http, "_transport_for_url") else None


def chunks(response: httpx2.Response) -> Iterable[bytes]:
    """The body of a response, decoded; the layers of ``iter_bytes`` take long for a small one."""
    if response.is_stream_consumed or "content-encoding" in response.headers:
        return response.iter_bytes()
    stream: Any = response.stream
    return stream  # type: ignore[no-any-return]  # that of a sync client is sync


def chunks_async(response: httpx2.Response) -> AsyncIterable[bytes]:
    """The body of a response to an async client, decoded."""
    return response.aiter_bytes()


def check_target(url: httpx2.URL) -> None:
    """Raises InvalidURL for a URL that no request can go to."""
    if (url.port or 0) not in range(65_536):
        raise httpx2.InvalidURL("Port out of range")
    if not url.host:
        raise httpx2.InvalidURL("No host")


def problem_of(error: Exception) -> str:
    """What is wrong with a URL, without the part that httpx2 shows, which may be secret."""
    return str(error).partition(":")[0] if isinstance(error, httpx2.InvalidURL) else type(error).__name__
