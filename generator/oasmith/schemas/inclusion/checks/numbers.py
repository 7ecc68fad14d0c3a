"""Bounds and factors of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from oasmith.schemas.inclusion.checks.values import are_valid
from oasmith.schemas.inclusion.gaps import Case, Gap, Search, first_of

LOWER, UPPER = ("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")
_ATOMS = {"integer", "fraction"}


def bound(search: Search, case: Case, keyword: str) -> Iterator[Gap]:
    """The gaps in a keyword of ``LOWER`` or ``UPPER``."""
    if not case.facts.types & _ATOMS or are_valid(case, keyword):
        return
    wanted = Fraction(case.layer.keywords[keyword])
    is_lower = keyword in LOWER
    excludes = keyword.startswith("exclusive")
    has = case.facts.lower if is_lower else case.facts.upper
    if has is not None:
        value, is_excluded = has
        distance = value - wanted if is_lower else wanted - value
        if distance > 0 or (distance == 0 and (is_excluded or not excludes)):
            return
    shown = None if has is None else _shown(*has)
    holder = case.holder(keyword, *(LOWER if is_lower else UPPER))
    yield Gap("minimum" if is_lower else "maximum", True, holder, case.layer, shown, _shown(wanted, excludes))


def multiple(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``multipleOf``."""
    if not case.facts.types & _ATOMS or are_valid(case, "multipleOf"):
        return
    wanted = case.layer.keywords["multipleOf"]
    has = case.facts.says("multipleOf")
    factors = [_decimal(value) for value in has] + ([] if "fraction" in case.facts.types else [Fraction(1)])
    if not any((factor / _decimal(wanted)).denominator == 1 for factor in factors):
        yield Gap("multipleOf", True, case.holder("multipleOf"), case.layer, first_of(has), wanted)


def _decimal(value: Any) -> Fraction:
    return Fraction(str(value))


def _shown(bound: Fraction, is_excluded: bool) -> int | float | str:
    """A bound as people read it."""
    number = int(bound) if bound.denominator == 1 else float(bound)
    return f"{number} (excluded)" if is_excluded else number
