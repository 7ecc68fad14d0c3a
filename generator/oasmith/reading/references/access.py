"""Opens the files that a description refers to: only those that it may open, local or remote."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import httpx2

from oasmith.reading.files import MOST_BYTES, SourceFile, load, source_file, too_long
from oasmith.reading.parsing import failed

_DEFAULT_PORTS = {"http": 80, "https": 443}
_REMOTE = tuple(_DEFAULT_PORTS)
_TIMEOUT = 30.0
_TOTAL_TIMEOUT = 60.0
_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Access:
    """The files that references may lead to.

    Local files below ``root``, which is the folder of the description where it is None, and below each of
    ``local``; files of the hosts in ``remote`` (``HOST`` or ``HOST:PORT``).
    """

    root: Path | None = None
    local: tuple[Path, ...] = ()
    remote: tuple[str, ...] = ()


def open_reference(uri: str, referrer: str, description: str, access: Access) -> SourceFile:
    """The file at an absolute URI that the file ``referrer`` refers to.

    ``referrer`` and ``description``, the root of the description, are absolute URIs. Raises OasmithError
    for a file that may not be opened and for one that cannot be read.
    """
    scheme = _scheme(uri)
    if scheme in _REMOTE:
        return _fetch(uri, access)
    if scheme == "file":
        require_local_referrer(uri, referrer)
        return load(_allowed_path(uri, description, access))
    raise failed(uri, "is neither a local file nor an http(s) URL", "Refer to a file below the description.")


def require_local_referrer(uri: str, referrer: str) -> None:
    """Raise OasmithError where a remote file refers to a local one."""
    if _scheme(referrer) in _REMOTE and _scheme(uri) not in _REMOTE:
        raise failed(
            uri, "is a local file, which a remote file may not refer to", "Save both below the description."
        )


def address_of(path: str) -> str:
    """The absolute URI of a file: of a path with symlinks resolved, or a URL as it is."""
    return path if _scheme(path) in _REMOTE else Path(path).resolve().as_uri()


def _scheme(uri: str) -> str:
    return urlsplit(uri).scheme


def _allowed_path(uri: str, description: str, access: Access) -> Path:
    """The path of a ``file:`` URI, symlinks resolved, if it is below an allowed folder."""
    split = urlsplit(uri)
    name = unquote(split.path)
    if split.netloc.lower() not in ("", "localhost"):
        raise failed(uri, "names a file of another machine", "Refer to a file below the description.")
    if "\0" in name or "\\" in name:
        raise failed(uri, "has a backslash or null character", "Write the path with forward slashes.")
    own_folder = access.root or Path(unquote(urlsplit(description).path)).parent
    folders = [_resolved(folder) for folder in (own_folder, *access.local)]
    path = _resolved(Path(name))
    if path is not None and any(folder is not None and path.is_relative_to(folder) for folder in folders):
        return path
    raise failed(
        uri,
        f"is outside the folder of the description, {folders[0]}",
        "Move it below that folder, or allow it with --allow-local PATH.",
    )


def _resolved(path: Path) -> Path | None:
    """A path without symlinks and ``..``; None where symlinks form a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def _require_host(url: str, access: Access) -> None:
    """Raise OasmithError for a URL of a host that is not allowed, read as the HTTP client reads it."""
    try:
        parsed = httpx2.URL(url)
        host = parsed.netloc.decode("ascii").lower()
    except (httpx2.InvalidURL, ValueError):
        raise failed(url, "is not a valid URL", "Correct the URL.") from None
    spellings = {host, f"{host}:{_DEFAULT_PORTS.get(parsed.scheme)}"}
    if parsed.scheme not in _REMOTE or spellings.isdisjoint(allowed.lower() for allowed in access.remote):
        raise failed(
            url,
            "leads to another host",
            f"Allow it with --allow-remote {host or 'HOST'}, or save the file below the description.",
        )


def _fetch(url: str, access: Access) -> SourceFile:
    """The file at a URL, read as ``load`` reads one on disk.

    Raises OasmithError for a URL or a redirect to a host that is not allowed, and for a file that cannot
    be fetched within a minute, is too large, or cannot be read.
    """
    address = url
    end = time.monotonic() + _TOTAL_TIMEOUT
    try:
        with httpx2.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
            for _ in range(_MOST_REDIRECTS):
                _require_host(address, access)
                with client.stream("GET", address) as response:
                    if response.has_redirect_location:
                        address = urljoin(address, response.headers["location"])
                        continue
                    if not response.is_success:
                        raise failed(
                            url, f"the host responded with {response.status_code}", "Correct the URL."
                        )
                    return source_file(
                        url, PurePosixPath(urlsplit(url).path).suffix, _body(url, response, end)
                    )
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        message = f"cannot be fetched ({error})"
        raise failed(url, message, "Check the URL, and that the host can be reached.") from None
    raise failed(url, "is redirected too often", "Use the URL that the redirects end at.")


def _body(url: str, response: httpx2.Response, end: float) -> bytes:
    raw = bytearray()
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise too_long(url, MOST_BYTES)
        if time.monotonic() > end:
            raise failed(url, f"takes longer than {_TOTAL_TIMEOUT:.0f} s", "Save it below the description.")
    return bytes(raw)
