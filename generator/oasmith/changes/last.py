"""The description of the generation before the last one, which is kept in the cache."""

from __future__ import annotations

import json
from pathlib import Path

from oasmith import cache
from oasmith.errors import OasmithError, Problem
from oasmith.structure import Document


def keep_previous(output: Path, text: str) -> None:
    """Keep the stored description that the client in a folder was generated from until now."""
    cache.keep(_key(output), text)


def previous_document(output: Path) -> Document:
    """The description that was kept for a folder. Raises OasmithError if there is none."""
    found = cache.find(_key(output))
    if found is None:
        raise OasmithError(
            Problem(
                "the description of the generation before is not in the cache",
                "Compare with a git revision: oasmith diff --against HEAD~1.",
                str(output),
            )
        )
    document: Document = json.loads(found)
    return document


def _key(output: Path) -> str:
    return cache.key_of("description before", str(output.absolute()))
