"""A ``oneOf`` whose members allow the same values becomes ``anyOf``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from oasmith.reading.repairs.row import Walk
from oasmith.schemas.overlaps import both_valid
from oasmith.structure import Document, Node, Parts, join_pointer, look_up, with_changes

_NEGATIONS = {
    "not": ("not",),
    "if": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
}
"""Keywords that refuse more values when the schema in them allows more, with those that depend on them."""


def with_exclusive_unions(document: Document, walk: Walk) -> Document:
    """The document in which the members of each ``oneOf`` exclude each other, as far as types decide.

    ``walk.loosened`` are the schemas that lost a pattern: what would now refuse more is removed or loosened.
    """
    schemas = (document.get("components") or {}).get("schemas") or {}
    changes: dict[Parts, Callable[[Node], Node]] = {}
    dropped = _negations(walk.loosened)
    for parts, keywords in dropped.items():
        changes[parts] = _without(keywords)
    for parts in walk.unions:
        if any(parts[length] in dropped.get(parts[:length], ()) for length in range(len(parts))):
            continue
        node = look_up(document, join_pointer(parts))
        if _is_inclusive(node, parts, schemas, walk):
            before = changes.get(parts)
            changes[parts] = _as_any_of if before is None else _after(before)
    changed: Document = with_changes(document, changes, children_first=True)
    return changed


def _is_inclusive(node: Node, parts: Parts, schemas: Mapping[str, Any], walk: Walk) -> bool:
    """Whether a value can be valid for two members of a ``oneOf``."""
    members = node.get("oneOf")
    if not isinstance(members, list) or "anyOf" in node or len(members) < 2:
        return False
    if any((*parts, "oneOf", index) in walk.loosened for index in range(len(members))):
        return True
    pair = None if "discriminator" in node else both_valid(node, schemas)
    if pair is None:
        return False
    walk.report(
        (*parts, "oneOf"),
        f"has members {pair[0]} and {pair[1]} that allow the same values; it is used as anyOf",
        "Write `anyOf`, or members that exclude each other.",
    )
    return True


def _as_any_of(node: Node) -> Node:
    return {("anyOf" if key == "oneOf" else key): value for key, value in node.items()}


def _after(change: Callable[[Node], Node]) -> Callable[[Node], Node]:
    return lambda node: _as_any_of(change(node))


def _without(keywords: set[str]) -> Callable[[Node], Node]:
    return lambda node: {key: value for key, value in node.items() if key not in keywords}


def _negations(loosened: set[Parts]) -> dict[Parts, set[str]]:
    """By schema the keywords that would be met by everything, or by nothing, without a removed pattern."""
    found: dict[Parts, set[str]] = {}
    for place in loosened:
        for index, part in enumerate(place):
            if part in _NEGATIONS:
                found.setdefault(place[:index], set()).update(_NEGATIONS[str(part)])
    return found
