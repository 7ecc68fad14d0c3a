"""Opens the files that a description refers to: only those that it may open, local or remote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeGuard
from urllib.parse import unquote, urlsplit

from oasmith.reading.files import SourceFile, load, source_file, standard_input
from oasmith.reading.parsing import failed
from oasmith.reading.references.pins import read_pins
from oasmith.settings import LOCK, STANDARD_INPUT, Target

_REMOTE = ("http", "https")


@dataclass(frozen=True, slots=True)
class Access:
    """The files that references may lead to.

    Local files below ``root``, which is the folder of the description where it is None, and below each of
    ``local``; files of the hosts in ``remote`` (``HOST`` or ``HOST:PORT``), and of the host of ``own``, the
    URL of the description, if it has one. Files of ``pinned``, by URL, are not fetched, and if it
    ``is_locked``, no others are. ``opened`` is called with the URL and the bytes of each remote file.
    """

    root: Path | None = None
    local: tuple[Path, ...] = ()
    remote: tuple[str, ...] = ()
    pinned: Mapping[str, bytes] = field(default_factory=dict)
    is_locked: bool = False
    opened: Callable[[str, bytes], None] = lambda url, data: None
    own: str | None = None


def access_of(target: Target) -> Access:
    """Which files the references of a target's description may lead to."""
    pinned = read_pins(target.lock).remote
    own = target.description if is_url(target.description) else None
    return Access(target.root, target.allow_local, target.allow_remote, pinned, target.is_locked, own=own)


def open_description(description: Path | str, access: Access) -> SourceFile:
    """The root file of a description: a path, a URL, or ``-`` for standard input.

    References of standard input are relative to the current folder. Raises OasmithError for a URL that may
    not be opened and for a file that cannot be read.
    """
    if description == STANDARD_INPUT:
        return standard_input()
    if is_url(description):
        return open_reference(description, description, description, access)
    return load(Path(description))


def open_reference(uri: str, referrer: str, description: str, access: Access) -> SourceFile:
    """The file at an absolute URI that the file ``referrer`` refers to.

    ``referrer`` and ``description``, the root of the description, are absolute URIs. Raises OasmithError
    for a file that may not be opened and for one that cannot be read.
    """
    scheme = _scheme(uri)
    if scheme in _REMOTE:
        data = _remote(uri, access)
        access.opened(uri, data)
        return source_file(uri, PurePosixPath(urlsplit(uri).path).suffix, data)
    if scheme == "file":
        require_local_referrer(uri, referrer)
        return load(_allowed_path(uri, description, access))
    raise failed(uri, "is neither a local file nor an http(s) URL", "Refer to a file below the description.")


def _remote(url: str, access: Access) -> bytes:
    if url in access.pinned:
        return access.pinned[url]
    if access.is_locked:
        raise failed(url, f"is not in {LOCK}", "Run oasmith lock, and commit the lock.")
    from oasmith.reading.references.remote import fetch  # slow to import

    return fetch(url, access.remote, access.own)


def require_local_referrer(uri: str, referrer: str) -> None:
    """Raise OasmithError where a remote file refers to a local one."""
    if _scheme(referrer) in _REMOTE and _scheme(uri) not in _REMOTE:
        raise failed(
            uri, "is a local file, which a remote file may not refer to", "Save both below the description."
        )


def address_of(path: str) -> str:
    """The absolute URI of a file: of a path with symlinks resolved, or a URL as it is."""
    return path if _scheme(path) in _REMOTE else Path(path).resolve().as_uri()


def is_url(description: Path | str) -> TypeGuard[str]:
    """Whether a description is a URL."""
    return isinstance(description, str) and _scheme(description) in _REMOTE


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
