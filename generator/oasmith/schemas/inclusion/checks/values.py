"""Types, and values that are listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oasmith.schemas.inclusion.facts import Facts, is_valid
from oasmith.schemas.inclusion.gaps import Case, Gap, Search
from oasmith.schemas.inclusion.parts import atoms, identity, type_names


def types(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``type``."""
    allowed = atoms(case.layer.keywords["type"])
    missing = case.facts.types - allowed
    if missing == {"null"}:
        yield Gap("null", True, case.holder("type"), case.layer)
    elif missing:
        has, wants = type_names(case.facts.types), type_names(allowed)
        yield Gap("type", True, case.holder("type"), case.layer, has, wants)


def listed(search: Search, case: Case, keyword: str) -> Iterator[Gap]:
    """The gaps in ``enum`` or ``const``."""
    wanted = case.layer.keywords[keyword]
    allowed = list(wanted) if keyword == "enum" else [wanted]
    values = _values(case.facts)
    if values is None:
        yield Gap("enum", True, case.holder("enum"), case.layer, None, allowed)
        return
    known = {identity(value) for value in allowed}
    missing = [value for value in values if identity(value) not in known]
    if missing == [None]:
        yield Gap("null", True, case.holder("enum"), case.layer)
    elif missing:
        yield Gap("value", True, case.holder("enum", "const"), case.layer, missing, allowed)


def _values(facts: Facts) -> list[Any] | None:
    """All values that there are; None if that are too many to list."""
    if facts.values is not None or not facts.types <= {"boolean", "null"}:
        return facts.values
    return [*([True, False] if "boolean" in facts.types else []), *([None] if "null" in facts.types else [])]


def are_valid(case: Case, keyword: str) -> bool:
    """Whether all values are listed, and valid for a keyword of the layer."""
    if case.facts.values is None:
        return False
    schema = {keyword: case.layer.keywords[keyword]}
    return all(is_valid(schema, value) is True for value in case.facts.values)
