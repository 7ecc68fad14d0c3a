"""What may be sent where: credentials stay with the origin (RFC 6454) that they are meant for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import httpx2

HARMLESS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"content-type", b"user-agent"})
"""The header fields that a request to any origin may have."""


def may_have_credentials(url: httpx2.URL, homes: Iterable[httpx2.URL]) -> bool:
    """Whether credentials for ``homes``, which the user or the description chose, may be sent to a URL.

    They may if scheme, host and port are those of a home. As in httpx2, the step from http to https on
    the same host counts as the same origin if both use their default ports.
    """
    return any(url.origin == home.origin or _is_upgrade(home.origin, url.origin) for home in homes)


def _is_upgrade(home: Any, target: Any) -> bool:
    ports = (home.scheme, home.port, target.scheme, target.port)
    return home.host == target.host and ports == ("http", 80, "https", 443)


def build_request(
    http: httpx2.Client | httpx2.AsyncClient,
    method: str,
    url: httpx2.URL | str,
    *,
    headers: Mapping[bytes, bytes],
    timeout: httpx2.Timeout,
    content: Mapping[str, Any],
    is_home: bool,
) -> httpx2.Request:
    """A request; if it does not go home, without cookies and with harmless header fields only.

    ``content`` has the arguments with which httpx2 builds a body. A request that goes home has the
    headers, cookies and query parameters of ``http``, too.
    """
    if is_home:
        request = http.build_request(method, url, headers=headers, timeout=timeout, **content)
    else:
        every = [*http.headers.raw, *headers.items()]
        kept = {name.lower(): value for name, value in every if name.lower() in HARMLESS}
        extensions = {"timeout": timeout.as_dict()}
        request = httpx2.Request(method, url, headers=kept, extensions=extensions, **content)
    stream = content.get("content")
    if stream is not None and not isinstance(stream, bytes):
        # Send a file as it is read: what httpx2 makes of one is for clients of one kind only.
        request.stream = stream
    return request


def check_port(url: httpx2.URL) -> None:
    """Raises InvalidURL for a port that no address can have."""
    if (url.port or 0) not in range(65_536):
        raise httpx2.InvalidURL("Port out of range")


def check_target(url: httpx2.URL) -> None:
    """Raises InvalidURL for what is not an address that a request can go to."""
    check_port(url)
    if not url.host:
        raise httpx2.InvalidURL("No host")


def problem_of(error: Exception) -> str:
    """What is wrong with a URL, without the part of it that httpx2 quotes, which may be secret."""
    return str(error).partition(":")[0] if isinstance(error, httpx2.InvalidURL) else type(error).__name__
