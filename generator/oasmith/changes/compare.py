"""The comparison of two descriptions."""

from __future__ import annotations

from oasmith.changes.model import Report, report
from oasmith.changes.reduction import reduced
from oasmith.changes.surface import surface_changes, surface_of
from oasmith.changes.wire import wire_changes
from oasmith.settings import Target
from oasmith.structure import Document


def compare(old: Document, new: Document, target: Target) -> Report:
    """All changes between two sound documents of OpenAPI 3.1; ``target`` has the names of the client."""
    old, new = reduced(old, new)
    surfaces = (surface_of(document, target) for document in (old, new))
    return report([*wire_changes(old, new), *surface_changes(*surfaces)])
