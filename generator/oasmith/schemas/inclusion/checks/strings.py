"""Patterns and formats."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.schemas.inclusion.checks.values import are_valid
from oasmith.schemas.inclusion.gaps import Case, Gap, Search, first_of
from oasmith.schemas.overlaps import FORMATS

_ANY_STRING = {"", ".*", "^.*$", "^"}
_NUMERIC: dict[str, tuple[str, ...]] = {
    "int8": ("int16",), "int16": ("int32",), "int32": ("int64",), "int64": (), "float": ("double",),
    "double": (), "uint8": ("int16", "uint32"), "uint32": ("int64", "uint64"), "uint64": (),
}  # fmt: skip
"""The formats of numbers, each with formats that include all of its values."""


def pattern(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``pattern``."""
    if "string" not in case.facts.types or are_valid(case, "pattern"):
        return
    has = [pattern for pattern in case.facts.says("pattern") if pattern not in _ANY_STRING]
    wanted = case.layer.keywords["pattern"]
    if wanted not in has and wanted not in _ANY_STRING:
        yield Gap("pattern", not has, case.holder("pattern"), case.layer, first_of(has), wanted)


def format_of(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``format``."""
    facts, wanted = case.facts, str(case.layer.keywords["format"])
    about = frozenset(("integer", "fraction")) if wanted in _NUMERIC else frozenset(("string",))
    has = [str(name) for name in facts.says("format")]
    if not facts.types & about or facts.values is not None or wanted in has:
        return
    if any(wanted in _wider(name) for name in has):
        return
    is_known = wanted in FORMATS or wanted in _NUMERIC
    yield Gap("format", is_known, case.holder("format"), case.layer, first_of(has), wanted)


def _wider(name: str) -> set[str]:
    """The formats that include all values of a format."""
    direct = {*FORMATS.get(name, ()), *_NUMERIC.get(name, ())}
    return direct.union(*(_wider(other) for other in direct))
