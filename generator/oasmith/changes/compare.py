"""The comparison of two descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from oasmith.changes.model import Report, report
from oasmith.changes.sides import Sides, sides
from oasmith.changes.surface import surface_changes
from oasmith.changes.uses import with_uses
from oasmith.settings import Target
from oasmith.structure import Document


def compare(old: Document, new: Document, target: Target, uses: Sequence[Path] = ()) -> Report:
    """All changes between two sound documents of OpenAPI 3.1; ``target`` has the names of the client.

    ``uses`` are as for ``compare_sides``, which says what is raised.
    """
    return compare_sides(sides(old, new, target), uses)


def compare_sides(found: Sides, uses: Sequence[Path] = ()) -> Report:
    """All changes between two sides.

    ``uses`` are Python files and folders whose lines are listed that changes affect; they use the old client.
    Raises OasmithError for files that cannot be read.
    """
    changes = report([*found.wire, *surface_changes(found.old, found.new)])
    return with_uses(changes, found.old, uses) if uses else changes
