"""Files of a description that lie on another host."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import httpx2

from oasmith.errors import OasmithError, Problem
from oasmith.reading.files import MOST_BYTES, SourceFile, source_file, too_long

_TIMEOUT = 30.0
_TOTAL_TIMEOUT = 60.0
_REDIRECTS = 5


def fetch(url: str, require_allowed: Callable[[str], None]) -> SourceFile:
    """The file at a URL, read as ``load`` reads one on disk.

    ``require_allowed`` raises OasmithError for a URL that may not be requested; it is called for the URL
    and for each redirect. Raises OasmithError also for a file that cannot be fetched within a minute, is
    too large, or cannot be read.
    """
    address = url
    end = time.monotonic() + _TOTAL_TIMEOUT
    try:
        with httpx2.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
            for _ in range(_REDIRECTS):
                require_allowed(address)
                with client.stream("GET", address) as response:
                    if response.has_redirect_location:
                        address = urljoin(address, response.headers["location"])
                        continue
                    if not response.is_success:
                        raise _failed(
                            url, f"the host responded with {response.status_code}", "Correct the URL."
                        )
                    return source_file(
                        url, PurePosixPath(urlsplit(url).path).suffix, _body(url, response, end)
                    )
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        message = f"cannot be fetched ({error})"
        raise _failed(url, message, "Check the URL, and that the host can be reached.") from None
    raise _failed(url, "is redirected too often", "Use the URL that the redirects end at.")


def _body(url: str, response: httpx2.Response, end: float) -> bytes:
    raw = bytearray()
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise too_long(url, MOST_BYTES)
        if time.monotonic() > end:
            raise _failed(url, f"takes longer than {_TOTAL_TIMEOUT:.0f} s", "Save it below the description.")
    return bytes(raw)


def _failed(url: str, message: str, remedy: str) -> OasmithError:
    return OasmithError(Problem(message, remedy, file=url))
