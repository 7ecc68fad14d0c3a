"""Recognizes a run whose inputs and outputs are those of an earlier one, without doing it again.

After a run, the digests of the files that it read and of the manifest that it wrote are kept in the cache.
The next run with the same settings compares them, and each generated file with the manifest.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from oasmith import cache
from oasmith.errors import OasmithError, Problem
from oasmith.publishing import journal
from oasmith.publishing.created import is_noted
from oasmith.publishing.disk import digest, digest_at
from oasmith.publishing.manifest import MANIFEST, read_manifest
from oasmith.publishing.tree import Changes
from oasmith.results import Published
from oasmith.settings import SHIPPED, Target

_REUSED = "everything, since nothing has changed"


def published_before(target: Target) -> Published | None:
    """The result of generating a target where nothing has changed since an earlier run; otherwise None."""
    started = time.perf_counter()
    key = _key(target)
    known = cache.find(key) if key else None
    if known is None or is_noted(target.output) or journal.is_interrupted(target.output):
        return None
    try:
        inputs = {path: _digest(path) for path in known["inputs"]} | templates_of(target)
        if known["inputs"] != inputs or known["manifest"] != digest_at(target.output / MANIFEST):
            return None
        files = read_manifest(target.output).files
        if any(digest_at(target.output / path) != digest for path, digest in files.items()):
            return None
    except (OSError, OasmithError):
        return None
    problems = tuple(Problem(**problem) for problem in known["problems"])
    seconds = {"comparing": time.perf_counter() - started}
    return Published(
        target, Changes((), (), tuple(sorted(files))), problems, seconds, (_REUSED,), tuple(inputs)
    )


def remember(target: Target, inputs: Mapping[str, str], problems: Iterable[Problem]) -> None:
    """Keep what a run read and wrote, for ``published_before``.

    ``inputs`` has the digests of the files that it read, by path or URL. Without effect for runs that may
    depend on other inputs: remote files, and code of the user.
    """
    key = _key(target)
    if key is None or any("://" in path for path in inputs):
        return
    try:
        manifest = digest_at(target.output / MANIFEST)
    except OSError:
        return
    result = {
        "inputs": dict(inputs),
        "manifest": manifest,
        "problems": [asdict(problem) for problem in problems],
    }
    cache.keep(key, result)


def history_of(target: Target) -> str:
    """What identifies a target among others, for results of its earlier runs; empty if they are not used."""
    return str(target.output.absolute()) if target.cache else ""


def templates_of(target: Target) -> dict[str, str]:
    """The digests of the user's templates, by path. Raises OSError."""
    folder = target.templates
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder else []
    return {str(path): _digest(path) for path in paths}


def _digest(path: str | Path) -> str:
    return digest(Path(path).read_bytes())


def _key(target: Target) -> str | None:
    """The key of the result of a target; None for one that is not remembered, such as standard input.

    A lenient run ignores files that are missing, and they may exist the next time.
    """
    has_own_products = any(name not in SHIPPED for name in target.products)
    has_own_languages = target.templates is not None and any(target.templates.rglob("*.py"))
    is_file = isinstance(target.description, Path)
    if not target.cache or not is_file or target.lenient or has_own_products or has_own_languages:
        return None
    return cache.key_of("run", str(Path.cwd()), asdict(target))
