"""The sizes of strings, arrays and objects."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.schemas.inclusion.checks.values import are_valid
from oasmith.schemas.inclusion.gaps import Case, Gap, Search

LEAST, MOST = ("minLength", "minItems", "minProperties"), ("maxLength", "maxItems", "maxProperties")
_SIZED = {
    "minLength": "string", "maxLength": "string", "minItems": "array", "maxItems": "array",
    "minProperties": "object", "maxProperties": "object",
}  # fmt: skip
"""The type that each keyword is about."""


def least(search: Search, case: Case, keyword: str) -> Iterator[Gap]:
    """The gaps in a keyword of ``LEAST``."""
    facts = case.facts
    if _SIZED[keyword] not in facts.types or are_valid(case, keyword):
        return
    has, wanted = facts.highest(keyword), case.layer.keywords[keyword]
    known = max(has or 0, len(facts.required) if keyword == "minProperties" else 0)
    if wanted > known:
        yield Gap(keyword, True, case.holder(keyword), case.layer, has, wanted)


def most(search: Search, case: Case, keyword: str) -> Iterator[Gap]:
    """The gaps in a keyword of ``MOST``."""
    facts = case.facts
    if _SIZED[keyword] not in facts.types or are_valid(case, keyword):
        return
    has, wanted = facts.lowest(keyword), case.layer.keywords[keyword]
    if has is None and keyword == "maxItems" and facts.item_at(facts.prefix).parts:
        has = facts.prefix if search.facts(facts.item_at(facts.prefix)).is_empty else None
    if has is None or has > wanted:
        yield Gap(keyword, True, case.holder(keyword), case.layer, has, wanted)
