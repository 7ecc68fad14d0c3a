"""Files of a description that lie on another host, from the hosts that are allowed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import httpx2

from oasmith.errors import OasmithError, Problem
from oasmith.reading.files import SourceFile, parse

_TIMEOUT = 30.0
_LARGEST = 50_000_000
_REDIRECTS = 5


def fetch(url: str, allowed: Collection[str]) -> SourceFile:
    """The file at a URL, read as ``load`` reads one on disk.

    Raises OasmithError for a host that is not allowed, also if it is redirected to one, and for a file
    that does not come, is longer than 50 MB, or cannot be read.
    """
    address = url
    try:
        with httpx2.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
            for _ in range(_REDIRECTS):
                _require_allowed(address, allowed)
                with client.stream("GET", address) as response:
                    if response.is_redirect:
                        address = urljoin(address, response.headers["location"])
                        continue
                    if not response.is_success:
                        raise _failed(url, f"the host answered {response.status_code}", "Mend the URL.")
                    return _read(url, response)
    except httpx2.HTTPError as error:
        raise _failed(url, f"did not come ({error})", "See whether the host can be reached.") from None
    raise _failed(url, "is redirected again and again", "Use the URL that it ends at.")


def _read(url: str, response: httpx2.Response) -> SourceFile:
    raw = bytearray()
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > _LARGEST:
            raise _failed(url, f"is longer than {_LARGEST:,} bytes", "Save it beside the description.")
    path = PurePosixPath(urlsplit(url).path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _failed(url, f"is not UTF-8 (byte {error.start})", "Save it as UTF-8.") from None
    return SourceFile(url, text, parse(url, path.suffix, text))


def _require_allowed(url: str, allowed: Collection[str]) -> None:
    host = urlsplit(url).netloc
    if urlsplit(url).scheme not in ("http", "https") or host not in allowed:
        raise _failed(
            url,
            "leads to another host",
            f"Allow it with --allow-remote {host}, or save the file beside this one.",
        )


def _failed(url: str, message: str, remedy: str) -> OasmithError:
    return OasmithError(Problem(message, remedy, file=url))
