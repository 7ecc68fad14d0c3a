"""``oasmith new``: a project with a client of a description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import oasmith
from oasmith.changes.stored import STORED
from oasmith.errors import OasmithError, Problem
from oasmith.locking import write_lock
from oasmith.pipeline import build_files
from oasmith.quoting.toml import toml_string
from oasmith.reading import read
from oasmith.reading.references.access import access_of
from oasmith.reading.references.pins import from_folder
from oasmith.results import Published
from oasmith.settings import Target, read_targets

_PRODUCTS = ("client", "tests")
_IGNORED = (b".mypy_cache", b".pytest_cache", b".venv", b"__pycache__", b"dist")


@dataclass(frozen=True, slots=True)
class _Source:
    """The description of a project: the files to write, and the settings with which they are read."""

    files: Mapping[str, bytes]
    description: str
    hosts: tuple[str, ...] = ()


def start_project(target: Target, progress: Callable[[str, float], None]) -> Published:
    """Write a project into the output folder of a target, which must be missing or empty.

    ``pyproject.toml``, ``README.md`` and a copy of the description belong to the user from then on. The
    client and its tests are generated, as by ``oasmith generate`` in that folder. Raises OasmithError.
    """
    folder = target.output
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "is not an empty folder"
        raise OasmithError(Problem(message, "Name a folder that does not exist.", str(folder)))
    source = _source(target)
    files = build_files(replace(target, products=("distribution",)), progress).files
    own = (file for file in files if file.path != STORED)
    texts = {file.path: file.text.partition("\n")[2].encode() for file in own}  # without the header
    texts[".gitignore"] = b"".join(b"%b/\n" % name for name in _IGNORED)
    texts["pyproject.toml"] += _settings(target, source).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in {**source.files, **texts}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    except OSError as error:
        raise OasmithError(
            Problem(f"cannot be written: {error}", "Name another folder.", str(folder))
        ) from None
    if source.hosts:
        write_lock(read_targets(folder / "pyproject.toml"), folder)
    (published,) = oasmith.generate(read_targets(folder / "pyproject.toml"), progress)
    return published


def _source(target: Target) -> _Source:
    """The files of a description: those on this machine, or a remote one without references."""
    remote: dict[str, bytes] = {}
    source = read(
        target.description, replace(access_of(target), opened=remote.__setitem__), lenient=target.lenient
    ).source
    paths = [path for path in source.digests if "://" not in path]
    hosts = tuple(sorted({urlsplit(url).netloc for url in remote}))
    if not isinstance(target.description, Path):
        if len(source.digests) > 1:
            if target.description in remote:
                return _Source({}, target.description, hosts)
            message = "standard input refers to other files"
            raise OasmithError(Problem(message, "Pass the path of the description."))
        name = f"openapi{'.json' if source.text.lstrip().startswith('{') else '.yaml'}"
        return _Source({name: source.text.encode()}, name)
    root = target.description.parent
    names = {path: from_folder(path, root) for path in paths}
    outside = [path for path, name in names.items() if name.startswith("../")]
    if outside:
        message = f"is outside the folder of the description, {root}"
        raise OasmithError(Problem(message, "Move it there first.", outside[0]))
    return _Source(
        {name: Path(path).read_bytes() for path, name in names.items()}, target.description.name, hosts
    )


def _settings(target: Target, source: _Source) -> str:
    """The table ``[tool.oasmith]`` of a new project."""
    values: dict[str, str] = {"description": toml_string(source.description), "output": '"."'}
    values["products"] = _list(_PRODUCTS)
    if target.package:
        values["package"] = toml_string(str(target.package))
    if target.client_name:
        values["client-name"] = toml_string(str(target.client_name))
    if source.hosts:
        values["allow-remote"] = _list(source.hosts)
    if target.lenient:
        values["lenient"] = "true"
    return "\n[tool.oasmith]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


def _list(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(toml_string, values))}]"
