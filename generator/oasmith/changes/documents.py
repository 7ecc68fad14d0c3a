"""The two descriptions of a comparison as documents."""

from __future__ import annotations

from oasmith.reading.effective import read_target
from oasmith.reading.upgrade import upgrade
from oasmith.settings import Target
from oasmith.structure import Document


def document_of(target: Target, *, is_old: bool = False) -> Document:
    """The description of a target as one document of OpenAPI 3.1, as its settings change it.

    Overlays are applied to an old description as far as they match it. Raises OasmithError for a description
    that cannot be read.
    """
    return upgrade(read_target(target, overlays_must_match=not is_old).document)
