"""The items of arrays."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.schemas.inclusion.checks.values import are_valid
from oasmith.schemas.inclusion.gaps import Case, Gap, Search


def unique(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``uniqueItems``."""
    facts = case.facts
    if not case.layer.keywords["uniqueItems"] or "array" not in facts.types:
        return
    most = facts.lowest("maxItems")
    if True in facts.says("uniqueItems") or (most is not None and most <= 1):
        return
    if not are_valid(case, "uniqueItems"):
        yield Gap("uniqueItems", True, case.first, case.layer, False, True)


def items(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``items`` and ``prefixItems``."""
    facts, layer = case.facts, case.layer
    if "array" not in facts.types:
        return
    own = len(layer.keywords.get("prefixItems", ()))
    most = facts.lowest("maxItems")
    positions = range(max(own, facts.prefix))
    for index in positions:
        if most is not None and most <= index:
            return
        if index < own:
            yield from search.between(facts.item_at(index), layer.child("prefixItems", index))
        elif "items" in layer.keywords:
            yield from search.between(facts.item_at(index), layer.child("items"))
    last = len(positions)
    if "items" in layer.keywords and (most is None or most > last):
        yield from search.between(facts.item_at(last), layer.child("items"))


def contains(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``contains``, ``minContains`` and ``maxContains``."""
    schema = case.layer.keywords
    if "array" not in case.facts.types:
        return
    wanted = schema.get("minContains", 1), schema.get("maxContains")
    for other in case.facts.mappings:
        own = other.keywords
        if "contains" in own and search.are_same(other.child("contains"), case.layer.child("contains")):
            least, most = own.get("minContains", 1), own.get("maxContains")
            if least >= wanted[0] and (wanted[1] is None or (most is not None and most <= wanted[1])):
                return
    if wanted != (0, None):
        yield Gap("contains", False, case.holder("contains"), case.layer)


def unevaluated(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``unevaluatedItems``."""
    if "array" in case.facts.types and case.layer.keywords["unevaluatedItems"] is not True:
        yield Gap("unevaluatedItems", False, case.first, case.layer)
