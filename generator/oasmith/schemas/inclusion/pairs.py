"""The schemas of two descriptions that belong together, and those that only one of them has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from oasmith.schemas.inclusion.facts import Conjunction, Facts, Side
from oasmith.schemas.inclusion.parts import Part, same
from oasmith.schemas.nodes import UNIONS
from oasmith.structure import split_pointer


@dataclass(frozen=True, slots=True)
class Pair:
    """A schema before and after; one of them is None for a property that was added or removed.

    ``is_required`` says whether the object requires a property that was added, or required one that was
    removed.
    """

    old: Part | None
    new: Part | None
    is_required: bool = False

    def says(self, keyword: str) -> tuple[Any, Any]:
        """The value of a keyword in the nearest layer, before and after; None where it is absent."""
        before, after = (_says(part, keyword) if part else None for part in (self.old, self.new))
        return before, after

    @property
    def exchanged(self) -> tuple[str, str] | None:
        """The names of the two schemas if it refers to another one than before.

        Both descriptions have both; else a schema may only have another name.
        """
        before, after = (part.target if part else None for part in (self.old, self.new))
        if before is None or after is None or before.pointer == after.pointer:
            return None
        has, wants = (_named(part) for part in (before, after))
        return (has, wants) if has in after.described.schemas and wants in before.described.schemas else None

    def discriminators(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The changes of the discriminator, as the name of an event and its values."""
        has, wants = self.says("discriminator")
        before, after = (it.get("propertyName") if it else None for it in (has, wants))
        if before != after:
            kind = "added" if not before else "removed" if not after else "changed"
            yield f"discriminator-{kind}", {"has": before, "wants": after}
            return
        olds, news = (dict(it.get("mapping") or {}) if it else {} for it in (has, wants))
        for value in dict.fromkeys((*olds, *news)):
            if value not in news:
                yield "discriminator-value-removed", {"has": value}
            elif value not in olds:
                yield "discriminator-value-added", {"wants": value}
            elif olds[value] != news[value]:
                yield "discriminator-value-moved", {"has": value}


def pairs(
    old: Part, new: Part, side: Side, unchanged: frozenset[str], seen: set[tuple[Part, Part]]
) -> Iterator[Pair]:
    """A pair of schemas and all pairs inside it. Equal schemas and those in ``seen`` are left out."""
    stack = [Pair(old, new)]
    while stack:
        pair = stack.pop()
        if pair.old is None or pair.new is None:
            yield pair
            continue
        key = pair.old, pair.new
        if key in seen or same(pair.old, pair.new, unchanged):
            continue
        seen.add(key)
        yield pair
        if pair.exchanged:
            continue
        stack += reversed(list(_inside(pair.old, pair.new, side, unchanged)))


def _inside(old: Part, new: Part, side: Side, unchanged: frozenset[str]) -> Iterator[Pair]:
    before, after = (Facts(Conjunction((part,)), side) for part in (old, new))
    for name in dict.fromkeys((*before.declared, *after.declared)):
        if name in before.hidden & after.hidden:
            continue
        old_part, new_part = _property(before, name), _property(after, name)
        if (new_part is None and _may_be_inside(after, name)) or (
            old_part is None and _may_be_inside(before, name)
        ):
            continue
        yield Pair(old_part, new_part, name in (after if old_part is None else before).required)
    for keyword in ("items", "additionalProperties", "then", "else", "contains", "not", "propertyNames"):
        first, second = _only(before, keyword), _only(after, keyword)
        if first is not None and second is not None:
            yield Pair(first, second)
    lists = (
        [list(layer.branches(it)) for layer in facts.mappings for it in UNIONS] for facts in (before, after)
    )
    olds, news = ([branch for branches in found for branch in branches] for found in lists)
    yield from _matched(olds, news, unchanged)


def _may_be_inside(facts: Facts, name: str) -> bool:
    """Whether a branch of a union or a condition describes a property."""
    return facts.mentioned is not None and name in facts.mentioned


def _property(facts: Facts, name: str) -> Part | None:
    found = (
        layer.child("properties", name)
        for layer in facts.mappings
        if name in (layer.keywords.get("properties") or {})
    )
    return next(found, None)


def _only(facts: Facts, keyword: str) -> Part | None:
    found = [layer.child(keyword) for layer in facts.mappings if layer.keywords.get(keyword)]
    found = [part for part in found if part.keywords]
    return found[0] if len(found) == 1 else None


def _named(part: Part) -> str:
    return split_pointer(part.pointer)[-1]


def _matched(olds: list[Part], news: list[Part], unchanged: frozenset[str]) -> Iterator[Pair]:
    """The branches with the same names. Those without names are matched by what they describe.

    These are equal, or have the same tag, or the same type, or else the same index among the others.
    """
    named = {part.label: part for part in news if part.label}
    yield from (Pair(part, named[part.label]) for part in olds if part.label in named)
    before, after = ([part for part in parts if not part.label] for parts in (olds, news))
    for are_alike in (partial(same, unchanged=unchanged), _have_same_tag, _have_same_type):
        for old in list(before):
            new = next((it for it in after if are_alike(old, it)), None)
            if new is not None:
                before.remove(old)
                after.remove(new)
                yield Pair(old, new)
    yield from (Pair(old, new) for old, new in zip(before, after, strict=False))


def _have_same_tag(one: Part, other: Part) -> bool:
    tag = _tag(one)
    return bool(tag) and tag == _tag(other)


def _tag(part: Part) -> dict[str, Any]:
    """The properties that have only one value."""
    found = {}
    for name, schema in (part.keywords.get("properties") or {}).items():
        listed = [] if isinstance(schema, bool) else schema.get("enum") or [schema.get("const")]
        if len(listed) == 1 and listed[0] is not None:
            found[name] = listed[0]
    return found


def _have_same_type(one: Part, other: Part) -> bool:
    return bool(_type(one) == _type(other))


def _type(part: Part) -> Any:
    keywords = part.keywords
    return keywords.get("type", "object" if "properties" in keywords else None)


def _says(part: Part, keyword: str) -> Any:
    found = (layer.keywords[keyword] for layer in part.layers if keyword in layer.keywords)
    return next(found, None)
