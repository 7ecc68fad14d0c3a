"""Whether a document is sound, found out once, and beside other work where it takes long."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.reading.files import SourceFile
from oasmith.reading.validation import validate
from oasmith.settings import cache_folder
from oasmith.workers import worker_pool

_WORTH_A_PROCESS = 200_000
"""How many characters a description must have for another process to be worth its start."""


def begin_verdict(document: dict[str, Any], source: SourceFile) -> Callable[[], None] | None:
    """Begin to validate a document.

    A small document is validated at once: OasmithError is raised here if it is bad, and None given if
    it is good. For a big one a function is given that waits for the end, and raises then. A good
    verdict is remembered by the document's content and the validator's version.
    """
    known = _memory_of(document)
    if known.is_file():
        return None
    if len(source.text) < _WORTH_A_PROCESS:
        _settle(validate(document, source), known)
        return None
    pool = worker_pool(1)
    pending = pool.submit(validate, document, source.without_data())

    def wait() -> None:
        with pool:
            _settle(pending.result(), known)

    return wait


def _settle(problems: list[Problem], known: Path) -> None:
    if problems:
        raise OasmithError(problems)
    with suppress(OSError):  # a verdict that is not remembered is found again
        known.parent.mkdir(parents=True, exist_ok=True)
        known.touch()


def _memory_of(document: dict[str, Any]) -> Path:
    """The file that is there if this document has been found sound."""
    text = json.dumps(document, sort_keys=True, default=str)
    content = f"{version('openapi-spec-validator')} {version('oasmith')} {text}"
    return cache_folder() / "verdicts" / hashlib.sha256(content.encode()).hexdigest()
