"""Conditions and negations."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.schemas.inclusion.disjoint import are_disjoint
from oasmith.schemas.inclusion.gaps import Case, Gap, Gaps, Search, alone, are_certain


def negation(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``not``."""
    outer = case.layer.child("not")
    own = (part.child("not") for part in case.facts.mappings if "not" in part.keywords)
    if any(not search.between(alone(outer), part) for part in own):
        return
    if not are_disjoint(search, case.inner, alone(outer)):
        yield Gap("not", False, case.holder("not"), outer)


def condition(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``if``, ``then`` and ``else``."""
    inner, layer = case.inner, case.layer
    test = layer.child("if")
    alike = [
        part
        for part in case.facts.mappings
        if "if" in part.keywords and search.are_same(part.child("if"), test)
    ]
    own = {key: [it.child(key) for it in alike if key in it.keywords] for key in ("then", "else")}
    gaps: Gaps = ()
    if "then" in layer.keywords and not are_disjoint(search, inner, alone(test)):
        gaps += search.between(inner.also(test, *own["then"]), layer.child("then"))
    if "else" in layer.keywords and search.between(inner, test):
        gaps += search.between(inner.also(*own["else"]), layer.child("else"))
    if gaps:
        yield Gap("if", are_certain(gaps), case.first, layer)
