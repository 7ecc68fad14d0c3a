"""The comparison of two descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oasmith.changes.model import Report, report
from oasmith.changes.reduction import reduced
from oasmith.changes.surface import surface_changes, surface_of
from oasmith.changes.uses import with_uses
from oasmith.changes.wire import wire_changes
from oasmith.settings import Target
from oasmith.structure import Document


def compare(old: Document, new: Document, target: Target, uses: Sequence[Path] = ()) -> Report:
    """All changes between two sound documents of OpenAPI 3.1; ``target`` has the names of the client.

    ``uses`` are Python files and folders whose lines are listed that changes affect; they use the old client.
    Raises OasmithError for files that cannot be read.
    """
    parts = reduced(old, new)
    surfaces = [surface_of(document, target) for document in parts]
    found = report([*wire_changes(*parts), *surface_changes(*surfaces)])
    return with_uses(found, surfaces[0], uses) if uses else found
