"""The report of changes between two descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Side = Literal["request", "response", "surface", "docs"]
Verdict = Literal["breaking", "review", "compatible"]
Version = Literal["major", "minor", "patch", "none"]

VERDICTS: tuple[Verdict, ...] = ("breaking", "review", "compatible")
SIDES: tuple[Side, ...] = ("request", "response", "surface", "docs")


@dataclass(frozen=True, slots=True)
class Use:
    """A line of a user's code that a change affects; ``advice`` says what to write instead, if known."""

    file: str
    line: int
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``id`` is its kind; ``pointer`` is a JSON pointer into the new description.

    For what only the old description has, the pointer leads into the old one. ``names`` are the names in
    Python that it is about, with which uses are found; ``advice`` says what to write instead, if known.
    """

    id: str
    pointer: str
    side: Side
    verdict: Verdict
    message: str
    uses: tuple[Use, ...] = ()
    names: tuple[str, ...] = ()
    advice: str = ""

    def to_json(self) -> dict[str, Any]:
        """The change as a JSON object."""
        return {
            "id": self.id,
            "pointer": self.pointer,
            "side": self.side,
            "verdict": self.verdict,
            "message": self.message,
            "uses": [{"file": use.file, "line": use.line} for use in self.uses],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All changes, the breaking ones first, and the versions that they ask for (Semantic Versioning 2.0)."""

    changes: tuple[Change, ...]

    @property
    def description(self) -> Version:
        """The part of the description's version that has to be increased."""
        return _version(change for change in self.changes if change.side != "surface")

    @property
    def surface(self) -> Version:
        """The part of the client's version that has to be increased."""
        return _version(change for change in self.changes if change.side in ("surface", "docs"))

    def with_verdict(self, *verdicts: Verdict) -> tuple[Change, ...]:
        """The changes with these verdicts."""
        return tuple(change for change in self.changes if change.verdict in verdicts)

    def without_docs(self) -> Report:
        """The report without changes of the documentation."""
        return replace(self, changes=tuple(it for it in self.changes if it.side != "docs"))

    def to_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {
            "changes": [change.to_json() for change in self.changes],
            "semver": {"description": self.description, "surface": self.surface},
        }


def report(changes: Iterable[Change]) -> Report:
    """A report of changes, sorted by verdict and side. Changes of one place that say the same are one."""
    worst: dict[tuple[str, str, tuple[str, ...], str], Change] = {}
    for change in changes:
        key = change.id, change.pointer, change.names, change.message
        known = worst.get(key)
        if known is None or VERDICTS.index(change.verdict) < VERDICTS.index(known.verdict):
            worst[key] = change
    order = sorted(worst.values(), key=lambda it: (VERDICTS.index(it.verdict), SIDES.index(it.side)))
    return Report(tuple(order))


def _version(changes: Iterable[Change]) -> Version:
    found = list(changes)
    if any(change.verdict == "breaking" for change in found):
        return "major"
    if any(change.side != "docs" for change in found):
        return "minor"
    return "patch" if found else "none"
