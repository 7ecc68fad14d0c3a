"""Gaps: why a value that is valid for one schema may not be valid for another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from oasmith.schemas.inclusion.facts import Conjunction, Facts
from oasmith.schemas.inclusion.parts import Part


@dataclass(frozen=True, slots=True)
class Gap:
    """A reason why a value of the inner schema may not be valid for the outer one.

    ``certain`` is false if that could not be decided. ``keyword`` is the keyword of the outer schema, or says
    what differs. ``has`` and ``wants`` are what the two schemas have for it. ``about`` distinguishes gaps of
    one keyword at one place.
    """

    keyword: str
    certain: bool
    inner: Part | None
    outer: Part
    has: Any = field(default=None, compare=False)
    wants: Any = field(default=None, compare=False)
    about: str = ""


Gaps = tuple[Gap, ...]


class Search(Protocol):
    """What the comparison of one keyword needs from that of whole schemas."""

    def facts(self, inner: Conjunction) -> Facts:
        """What is known of the values of a conjunction."""

    def between(self, inner: Conjunction, outer: Part) -> Gaps:
        """The gaps of a conjunction in a schema."""

    def are_same(self, one: Part, other: Part) -> bool:
        """Whether two schemas are equal, with everything that they refer to."""

    def step(self) -> bool:
        """Count a step of the search; False if there were too many."""


@dataclass(frozen=True, slots=True)
class Case:
    """A conjunction and a layer of a schema that it is compared with.

    ``facts`` are those of the conjunction, ``whole`` those of the schema that the layer belongs to.
    """

    inner: Conjunction
    facts: Facts
    layer: Part
    whole: Facts

    @property
    def first(self) -> Part | None:
        """The first schema of the conjunction."""
        return first(self.inner)

    def holder(self, *keywords: str) -> Part | None:
        """The layer of the conjunction that has one of the keywords, else the first layer."""
        mappings = self.facts.mappings
        found = (it for it in mappings if any(keyword in it.keywords for keyword in keywords))
        return next(found, next(iter(mappings), first(self.facts.conjunction)))


def first(inner: Conjunction) -> Part | None:
    """The first schema of a conjunction; None for an empty one."""
    return inner.parts[0] if inner.parts else None


def alone(part: Part) -> Conjunction:
    """A schema that describes only some aspects of a value."""
    return Conjunction((part,), is_partial=True)


def label_of(part: Part | None) -> str:
    """The name of a branch of a union; empty without a branch."""
    return part.label if part is not None else ""


def first_of(found: list[Any]) -> Any:
    """The first of some values; None if there are none."""
    return found[0] if found else None


def are_certain(gaps: Iterable[Gap]) -> bool:
    """Whether one of the gaps is certain."""
    return any(gap.certain for gap in gaps)


def uncertain(gaps: Gaps) -> Gaps:
    """The gaps as those that could not be decided."""
    return tuple(replace(gap, certain=False) for gap in gaps)
