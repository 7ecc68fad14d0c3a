"""Changes of the documentation."""

from __future__ import annotations

from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place

_TEXTS = ("title", "summary", "description")


def compare_texts(context: Context, old: Place, new: Place, subject: str) -> None:
    """Add the changes of the texts of an object."""
    before, after = (it.value if isinstance(it.value, dict) else {} for it in (old, new))
    for keyword in _TEXTS:
        if (before.get(keyword) or "") != (after.get(keyword) or ""):
            context.add(f"{keyword}-changed", new, subject=subject)
    if any(before.get(keyword) != after.get(keyword) for keyword in ("example", "examples")):
        context.add("examples-changed", new, subject=subject)
