"""A cache of results, on disk, between runs.

A result is found by a key that is made of everything it depends on, so that no result is ever out of date.
Entries are files in ``results/`` of oasmith's cache folder. They are written completely or not at all, and
those that cannot be read are ignored. The cache is bounded: the entries that were not used for the longest
time are removed first.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from oasmith.folders import cache_folder, templates_folder

_TOOLS = (
    "anyascii", "black", "datamodel-code-generator", "jinja2", "jsonschema-rs", "oasmith",
    "openapi-schema-validator", "openapi-spec-validator", "pydantic", "PyYAML", "rstr", "ruff",
)  # fmt: skip
"""The packages whose version may change what is generated."""
_DEFAULT_MEGABYTES = 512


def key_of(*parts: Any) -> str:
    """The key of a result that depends on ``parts``, on oasmith's own code and on the versions of its tools.

    Parts are JSON values; the order of the keys of objects counts, since it is that of the output.
    """
    text = json.dumps(parts, default=_listed)
    return hashlib.sha256(f"{_tools()} {text}".encode("utf-8", "surrogatepass")).hexdigest()


def find(key: str) -> Any:
    """The result with a key, which is a JSON value; None if there is none."""
    path = _folder() / key
    with suppress(OSError, ValueError, RecursionError):
        digest, _, text = path.read_text("utf-8").partition("\n")
        if digest == _digest(text):
            os.utime(path)  # entries that are used stay
            return json.loads(text)
    return None


def has(key: str) -> bool:
    """Whether there is a result with a key. It may be unreadable."""
    return (_folder() / key).is_file()


def keep(key: str, result: Any) -> None:
    """Write a result, which is a JSON value. Without effect if the cache cannot be written."""
    text = json.dumps(result)
    with suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=_folder(), prefix=".", delete=False) as file:
            file.write(f"{_digest(text)}\n{text}")
        Path(file.name).replace(_folder() / key)


def trim() -> None:
    """Remove the entries that were not used for the longest time until the cache has its allowed size.

    That is ``OASMITH_CACHE_MEGABYTES``, by default 512.
    """
    with suppress(OSError):
        found = []
        for path in _folder().iterdir():
            with suppress(FileNotFoundError):  # another run may remove it
                status = path.stat()
                found.append((status.st_mtime_ns, status.st_size, path))
        excess = sum(size for _, size, _ in found) - _allowed_bytes()
        for _, size, path in sorted(found):
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= size


def _folder() -> Path:
    return cache_folder() / "results"


def _allowed_bytes() -> int:
    given = os.environ.get("OASMITH_CACHE_MEGABYTES", "")
    return (int(given) if given.isdecimal() else _DEFAULT_MEGABYTES) * 1_000_000


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _listed(value: Any) -> Any:
    """A set or other value of a key as JSON."""
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


@cache
def _tools() -> str:
    """A digest of the code and templates of oasmith, and of the versions of its tools."""
    digest = hashlib.sha256(repr(_versions()).encode())
    for folder in (Path(__file__).parent, templates_folder()):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)} {_digest_of_file(path)}\n".encode())
    return digest.hexdigest()


def _versions() -> list[str]:
    """The versions of the tools, in their order.

    The names of the folders with metadata have them. Reading the metadata takes longer than an unchanged run.
    """
    wanted = {_normalized(name): name for name in _TOOLS}
    found: dict[str, set[str]] = {}
    for folder in sys.path:
        with suppress(OSError):
            for path in Path(folder).glob("*.dist-info"):
                name, _, version_ = path.stem.partition("-")
                if _normalized(name) in wanted:
                    found.setdefault(wanted[_normalized(name)], set()).add(version_)
    return [" ".join(sorted(found.get(name, ()))) or _version(name) for name in _TOOLS]


def _normalized(name: str) -> str:
    return name.replace("-", "_").lower()


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
