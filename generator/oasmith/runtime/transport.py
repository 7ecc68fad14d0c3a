"""What goes to the transport: credentials only for trusted URLs, and logs without secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpx2

_is_ours: ContextVar[bool] = ContextVar("is_ours", default=False)


@contextmanager
def discreet_transport(request: httpx2.Request | None = None) -> Iterator[None]:
    """Remove queries and the headers of responses from the log of httpx2 and httpcore2 during a request.

    A query or a header may contain a key or a token. Other requests that use httpx2 are logged as usual.
    Raises httpx2.ConnectError in place of what the transport raises for a host that it cannot look up.
    """
    reset = _is_ours.set(True)
    try:
        yield
    except (httpx2.InvalidURL, UnicodeError, OverflowError) as error:
        raise httpx2.ConnectError(
            f"the URL is not valid ({type(error).__name__})", request=request
        ) from error
    finally:
        _is_ours.reset(reset)


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
    url: httpx2.URL | str,
    *,
    headers: Mapping[bytes, bytes],
    timeout: httpx2.Timeout,
    content: Mapping[str, Any],
    is_trusted: bool,
) -> httpx2.Request:
    """A request; to a URL that is not trusted without cookies and with public header fields only.

    ``content`` has the arguments with which httpx2 builds a body. A request to a trusted URL also has the
    headers, cookies and query parameters of ``http``.
    """
    if is_trusted:
        request = http.build_request(method, url, headers=headers, timeout=timeout, **content)
    else:
        every = [*http.headers.raw, *headers.items()]
        public = {name.lower(): value for name, value in every if name.lower() in _PUBLIC}
        extensions = {"timeout": timeout.as_dict()}
        request = httpx2.Request(method, url, headers=public, extensions=extensions, **content)
    stream = content.get("content")
    if stream is not None and not isinstance(stream, bytes):
        # Send a file while it is read: httpx2 wraps it for either sync or async clients only.
        request.stream = stream
    return request


def check_port(url: httpx2.URL) -> None:
    """Raises InvalidURL for a port that does not exist."""
    if (url.port or 0) not in range(65_536):
        raise httpx2.InvalidURL("Port out of range")


def check_target(url: httpx2.URL) -> None:
    """Raises InvalidURL for a URL that no request can go to."""
    check_port(url)
    if not url.host:
        raise httpx2.InvalidURL("No host")


def problem_of(error: Exception) -> str:
    """What is wrong with a URL, without the part that httpx2 shows, which may be secret."""
    return str(error).partition(":")[0] if isinstance(error, httpx2.InvalidURL) else type(error).__name__
