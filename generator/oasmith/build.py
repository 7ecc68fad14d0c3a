"""A PEP 517 build backend that generates clients, and then calls the backend of the project.

In pyproject.toml::

    [build-system]
    requires = ["oasmith", "setuptools"]
    build-backend = "oasmith.build"

    [tool.oasmith.build]
    backend = "setuptools.build_meta"

``backend`` is written as PEP 517 says: a module, or ``module:object``. It has the hooks that the project's
backend has, also those of PEP 660 for editable installs.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tarfile
import tomllib
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from oasmith.building import generate_in
from oasmith.errors import OasmithError, Problem

T = TypeVar("T")

_OPTIONAL = (
    "build_editable", "get_requires_for_build_editable", "get_requires_for_build_sdist",
    "get_requires_for_build_wheel", "prepare_metadata_for_build_editable", "prepare_metadata_for_build_wheel",
)  # fmt: skip
"""The hooks that a backend may have. Frontends ask for them by name."""


def build_wheel(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    """Generate, then build a wheel."""
    return str(_hook("build_wheel")(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """Generate, then build a source distribution. It has the same bytes for the same SOURCE_DATE_EPOCH."""
    name = str(_hook("build_sdist")(sdist_directory, config_settings))
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        _make_reproducible(Path(sdist_directory) / name, int(epoch))
    return name


def __getattr__(name: str) -> Any:
    if name in _OPTIONAL and hasattr(_or_exit(_backend), name):
        return lambda *arguments, **options: _hook(name)(*arguments, **options)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _hook(name: str) -> Callable[..., Any]:
    """A hook of the project's backend, after generating."""
    _or_exit(lambda: generate_in(Path.cwd()))
    hook: Callable[..., Any] = getattr(_or_exit(_backend), name)
    return hook


def _or_exit(function: Callable[[], T]) -> T:
    """The result of a function. Exits with its problems if it raises OasmithError."""
    try:
        return function()
    except OasmithError as error:
        sys.exit(str(error))


def _backend() -> Any:
    """The backend of the project: a module or an object. Raises OasmithError if it cannot be imported."""
    file = Path("pyproject.toml")
    settings = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("oasmith", {}).get("build", {})
    backend = settings.get("backend")
    if not isinstance(backend, str):
        remedy = 'Add, for instance, backend = "setuptools.build_meta".'
        raise OasmithError(Problem("[tool.oasmith.build] lacks 'backend'", remedy, str(file.absolute())))
    module, _, names = backend.partition(":")
    try:
        return reduce(getattr, filter(None, names.split(".")), import_module(module))
    except (ImportError, AttributeError) as error:
        message = f"the backend {backend!r} cannot be imported: {error}"
        remedy = "Add its package to requires of [build-system]."
        raise OasmithError(Problem(message, remedy, str(file.absolute()))) from None


def _make_reproducible(sdist: Path, epoch: int) -> None:
    """Write an sdist again with sorted members, and without times and owners of this machine."""
    with tarfile.open(sdist) as old:
        members = [(member, old.extractfile(member)) for member in old.getmembers()]
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as new:
            for member, content in sorted(members, key=lambda pair: pair[0].name):
                member.mtime, member.uid, member.gid = epoch, 0, 0
                member.uname = member.gname = ""
                member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
                member.pax_headers = {}
                new.addfile(member, content)
    sdist.write_bytes(gzip.compress(buffer.getvalue(), mtime=epoch))
