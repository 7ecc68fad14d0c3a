"""Changes of the documentation."""

from __future__ import annotations

from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place

_TEXTS = ("title", "summary", "description")


def compare_texts(context: Context, old: Place, new: Place, subject: str) -> None:
    """Add the changes of the texts of an object."""
    for keyword in _TEXTS:
        if (old.get(keyword).value or "") != (new.get(keyword).value or ""):
            context.add(f"{keyword}-changed", new, subject=subject)
    if any(old.get(keyword).value != new.get(keyword).value for keyword in ("example", "examples")):
        context.add("examples-changed", new, subject=subject)
