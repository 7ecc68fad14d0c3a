"""Fetches the files of allowed hosts that a description refers to."""

from __future__ import annotations

import time
from collections.abc import Sequence, Set
from urllib.parse import urljoin

import httpx2

from oasmith.reading.files import MOST_BYTES, too_long
from oasmith.reading.parsing import failed

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TIMEOUT = 30.0
_TOTAL_TIMEOUT = 60.0
_MOST_REDIRECTS = 5


def fetch(url: str, hosts: Sequence[str], own: str | None = None) -> bytes:
    """The content of the file at a URL.

    Allowed are the ``hosts`` (``HOST`` or ``HOST:PORT``) and the host of the URL ``own``. Raises
    OasmithError for a URL or a redirect to a host that is not allowed, and for a file that cannot be
    fetched within a minute, or is too large.
    """
    address = url
    allowed = {host.lower() for host in hosts} | ({_host(own)} if own else set())
    end = time.monotonic() + _TOTAL_TIMEOUT
    try:
        with httpx2.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
            for _ in range(_MOST_REDIRECTS):
                _require_host(address, allowed)
                with client.stream("GET", address) as response:
                    if response.has_redirect_location:
                        address = urljoin(address, response.headers["location"])
                        continue
                    if not response.is_success:
                        raise failed(
                            url, f"the host responded with {response.status_code}", "Correct the URL."
                        )
                    return _body(url, response, end)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        message = f"cannot be fetched ({error})"
        raise failed(url, message, "Check the URL, and that the host can be reached.") from None
    raise failed(url, "is redirected too often", "Use the URL that the redirects end at.")


def _require_host(url: str, allowed: Set[str]) -> None:
    """Raise OasmithError for a URL of a host that is not allowed."""
    host = _host(url)
    scheme = httpx2.URL(url).scheme
    if scheme not in _DEFAULT_PORTS or allowed.isdisjoint({host, f"{host}:{_DEFAULT_PORTS[scheme]}"}):
        raise failed(
            url,
            "leads to another host",
            f"Allow it with --allow-remote {host or 'HOST'}, or save the file below the description.",
        )


def _host(url: str) -> str:
    """``HOST`` or ``HOST:PORT`` of a URL, read as the HTTP client reads it. Raises OasmithError."""
    try:
        return httpx2.URL(url).netloc.decode("ascii").lower()
    except (httpx2.InvalidURL, ValueError):
        raise failed(url, "is not a valid URL", "Correct the URL.") from None


def _body(url: str, response: httpx2.Response, end: float) -> bytes:
    raw = bytearray()
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise too_long(url, MOST_BYTES)
        if time.monotonic() > end:
            raise failed(url, f"takes longer than {_TOTAL_TIMEOUT:.0f} s", "Save it below the description.")
    return bytes(raw)
