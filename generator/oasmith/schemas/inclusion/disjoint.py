"""Disjointness: whether it is proven that no value is valid for two schemas."""

from __future__ import annotations

from oasmith.schemas.inclusion.facts import Conjunction, Facts
from oasmith.schemas.inclusion.gaps import Search

MOST_BRANCHES = 60
"""How many branches a union may have of which each is looked at."""
_MOST_LEVELS = 4


def are_disjoint(search: Search, one: Conjunction, other: Conjunction, depth: int = 0) -> bool:
    """Whether it is proven that no value is valid for both."""
    first, second = search.facts(one), search.facts(other)
    if first.is_empty or second.is_empty or not first.types & second.types:
        return True
    both = search.facts(one.also(*other.parts))
    if both.is_empty:
        return True
    if not search.step() or depth > _MOST_LEVELS:
        return False
    if first.types & second.types == {"object"} and _are_different_objects(search, first, second, depth):
        return True
    for facts, rest in ((first, other), (second, one)):
        for union in facts.unions[:2]:
            if len(union.branches) <= MOST_BRANCHES and all(
                are_disjoint(search, facts.conjunction.also(branch, chosen=union.pointer), rest, depth + 1)
                for branch in union.branches
            ):
                return True
    return False


def _are_different_objects(search: Search, first: Facts, second: Facts, depth: int) -> bool:
    """Whether the values of a required property are never valid for both."""
    for name in sorted(first.required | second.required):
        one, other = first.property_at(name).schemas, second.property_at(name).schemas
        if one.parts and other.parts and are_disjoint(search, one, other, depth + 1):
            return True
        if any(search.facts(it).is_empty for it in (one, other) if it.parts):
            return True
    return False
