"""The two descriptions of a comparison as documents."""

from __future__ import annotations

from oasmith.reading import read
from oasmith.reading.effective import effective
from oasmith.reading.references.access import access_of
from oasmith.reading.upgrade import upgrade
from oasmith.settings import Target
from oasmith.structure import Document


def document_of(target: Target) -> Document:
    """The description of a target as one document of OpenAPI 3.1, as its settings change it.

    Raises OasmithError for a description that cannot be read.
    """
    reading = read(target.description, access_of(target), lenient=target.lenient)
    return upgrade(effective(reading, target).document)
