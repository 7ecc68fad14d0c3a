"""What changed since an older description, for the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oasmith.changes.compare import compare
from oasmith.changes.model import Report
from oasmith.changes.surface.origins import origins
from oasmith.settings import Target
from oasmith.structure import Document


@dataclass(frozen=True, slots=True)
class Since:
    """The changes from an older description to a newer one, without those of texts and examples.

    The pointers of the ``report`` lead into ``new`` or, for what is gone, into ``old``. ``schemas`` has the
    JSON pointer into ``new`` of each named schema of its normal form.
    """

    old: Document
    new: Document
    report: Report
    schemas: Mapping[str, str]


def changes_since(old: Document, new: Document, normal: Document, target: Target) -> Since:
    """The changes between two sound documents of OpenAPI 3.1; ``normal`` is the normal form of ``new``."""
    return Since(old, new, compare(old, new, target).without_docs(), origins(new, normal))
