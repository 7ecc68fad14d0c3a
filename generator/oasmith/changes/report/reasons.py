"""Why a change of a schema breaks clients or requests, in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from oasmith.changes.kinds import PLACES, SCHEMA_EVENTS
from oasmith.changes.model import Change

_ANY: Mapping[str, str] = {
    "request": "requests that were valid may be refused",
    "response": "clients may receive values that they do not expect",
}
_RECEIVED: Mapping[str, str] = {
    "became-nullable": "null",
    "became-optional": "objects without it",
    "requires-less": "objects without it",
    "type-widened": "values of other types",
    "enum-removed": "other values",
    "enum-value-added": "other values",
    "alternative-added": "values of another kind",
    "minimum-decreased": "smaller numbers",
    "minimum-removed": "smaller numbers",
    "maximum-increased": "larger numbers",
    "maximum-removed": "larger numbers",
    "min-length-decreased": "shorter values",
    "min-length-removed": "shorter values",
    "max-length-increased": "longer values",
    "max-length-removed": "longer values",
    "min-items-decreased": "fewer items",
    "min-items-removed": "fewer items",
    "max-items-increased": "more items",
    "max-items-removed": "more items",
    "min-properties-decreased": "fewer properties",
    "min-properties-removed": "fewer properties",
    "max-properties-increased": "more properties",
    "max-properties-removed": "more properties",
}
"""What clients may receive after a change that allows more values."""


def reason(change: Change) -> str:
    """Why a breaking change of a schema breaks; empty for other changes, whose message says it."""
    event = _event(change)
    if change.verdict != "breaking" or event is None:
        return ""
    received = _RECEIVED.get(event) if change.side == "response" else None
    return f"clients may receive {received}" if received else _ANY[change.side]


def _event(change: Change) -> str | None:
    """The name of the event of a schema that a change is; None for other changes."""
    for place in PLACES.get(change.side, ()):
        event = change.id.removeprefix(f"{change.side}-{place}-")
        if event != change.id and event in SCHEMA_EVENTS:
            return event
    return None
