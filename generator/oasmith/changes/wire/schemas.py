"""Changes of schemas: gaps between the sets of their values, and what they say beside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from oasmith.changes.kinds import DOCS, Words
from oasmith.changes.model import Verdict
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place
from oasmith.extensions import RULE, RuleNote
from oasmith.schemas import READ_ONLY, WRITE_ONLY
from oasmith.schemas.inclusion import (
    ALL_TYPES,
    Gap,
    Gaps,
    Inclusion,
    Pair,
    Part,
    pairs,
    property_path,
)
from oasmith.structure import join_pointer, split_pointer

SchemaSide = Literal["request", "response"]

_ADDED_OR_CHANGED: dict[str, tuple[str, str, str, str]] = {
    "minimum": ("minimum-added", "minimum-increased", "minimum-removed", "minimum-decreased"),
    "maximum": ("maximum-added", "maximum-decreased", "maximum-removed", "maximum-increased"),
    "multipleOf": (
        "multiple-of-added", "multiple-of-narrowed", "multiple-of-removed", "multiple-of-widened",
    ),
    "pattern": ("pattern-added", "pattern-changed", "pattern-removed", "pattern-changed"),
    "format": ("format-added", "format-narrowed", "format-removed", "format-widened"),
    **{
        f"{bound}{size.capitalize()}": (
            f"{bound}-{size}-added", f"{bound}-{size}-{stronger}",
            f"{bound}-{size}-removed", f"{bound}-{size}-{weaker}",
        )
        for size in ("length", "items", "properties")
        for bound, stronger, weaker in (("min", "increased", "decreased"), ("max", "decreased", "increased"))
    },
}  # fmt: skip
"""Events by the keyword of a gap: if the old schema has no value for it, and if it has another one; and the
same for the new schema."""
_EVENTS: dict[str, tuple[str, str]] = {
    "type": ("type-narrowed", "type-widened"),
    "null": ("became-not-nullable", "became-nullable"),
    "enum": ("enum-added", "enum-removed"),
    "value": ("enum-value-removed", "enum-value-added"),
    "uniqueItems": ("unique-items-added", "unique-items-removed"),
    "contains": ("contains-changed", "contains-changed"),
    "required": ("became-required", "became-optional"),
    "forbidden-property": ("forbids-property", "allows-property"),
    "undescribed-property": ("describes-property", "undescribes-property"),
    "additionalProperties": ("additional-properties-restricted", "additional-properties-allowed"),
    "unevaluatedProperties": ("additional-properties-restricted", "additional-properties-allowed"),
    "propertyNames": ("property-names-restricted", "property-names-loosened"),
    "patternProperties": ("pattern-properties-restricted", "pattern-properties-loosened"),
    "dependentRequired": ("dependent-required-added", "dependent-required-removed"),
    "dependentSchemas": ("dependent-schema-restricted", "dependent-schema-loosened"),
    "if": ("condition-restricted", "condition-loosened"),
    "not": ("not-restricted", "not-loosened"),
    "branch": ("alternative-removed", "alternative-added"),
    "overlap": ("alternatives-overlap", "alternatives-separated"),
    "false": ("became-impossible", "became-possible"),
    "complexity": ("too-complex", "too-complex"),
}
"""Events by the keyword of a gap: if the new schema is narrower, and if it is wider."""
_OF_CLOSED_OBJECTS = ("allows-property", "forbids-property")
_OF_OPEN_OBJECTS = ("describes-property", "undescribes-property")
"""Events that say of a property that it was added or removed."""
_OTHER = ("keyword-restricted", "keyword-loosened")
_OF_OBJECT = ("additionalProperties", "unevaluatedProperties", "propertyNames", "not")
"""Keywords whose gaps are changes of the schema around them."""


def compare_schemas(
    context: Context, side: SchemaSide, place: str, old: Place, new: Place, subject: str
) -> None:
    """Add the changes of a schema and of all schemas inside it. ``subject`` is what it describes."""
    before, after = context.part(old, context.old), context.part(new, context.new)
    roots = {before.pointer: subject, after.pointer: subject}
    inclusion = context.inclusions[side]
    walked = list(pairs(before, after, side, context.unchanged, context.compared[side]))
    exchanged = [_Exchange(pair, *_gaps(inclusion, pair)) for pair in walked if pair.exchanged]
    context.exchanged[side].update(gap for it in exchanged for gap in (*it.narrower, *it.wider))
    narrower, wider = (
        [gap for gap in gaps if gap not in context.exchanged[side]]
        for gaps in (inclusion.gaps(before, after), inclusion.gaps(after, before))
    )
    found = [_change_of(gap, True) for gap in narrower] + [_change_of(gap, False) for gap in wider]
    allowed = {pointer for event, pointer, _, _ in found if event in _OF_CLOSED_OBJECTS}
    described = {pointer for event, pointer, _, _ in found if event in _OF_OPEN_OBJECTS}
    for event, pointer, certain, values in _merged(found):
        verdict: Verdict | None = None if certain else "review"
        where = _place(pointer, place)
        shown = _subject(pointer, roots, subject)
        context.add(f"{side}-{where}-{event}", pointer, verdict, subject=shown, **values)
    for exchange in exchanged:
        pointer = exchange.pointer
        context.add(f"{side}-{_place(pointer, place)}-schema-exchanged", pointer, exchange.verdict(side),
                    subject=_subject(pointer, roots, subject), **exchange.values)  # fmt: skip
    for pair in walked:
        for event, pointer, values in () if pair.exchanged else _notes(context, pair, side):
            if pointer in allowed and (event, side) != ("removed", "response"):
                continue
            if pointer in described and event in ("added", "removed"):
                continue
            shown = _subject(pointer, roots, subject)
            kind = event if event in DOCS else f"{side}-{_place(pointer, place)}-{event}"
            context.add(kind, pointer, None, subject=shown, **values)


class _Exchange(NamedTuple):
    """A place where another named schema is described than before, and the gaps between the two."""

    pair: Pair
    narrower: Gaps
    wider: Gaps

    @property
    def pointer(self) -> str:
        """The JSON pointer to the place."""
        return self.pair.new.pointer if self.pair.new is not None else ""

    @property
    def values(self) -> dict[str, Any]:
        """The names of the two schemas."""
        has, wants = self.pair.exchanged or ("", "")
        return {"has": has, "wants": wants}

    def verdict(self, side: SchemaSide) -> Verdict:
        """The verdict: a narrower schema breaks who sends its values, a wider one who receives them.

        In any case a person has to look, since nothing is said of what is inside the schemas.
        """
        breaking = self.narrower if side == "request" else self.wider
        return "breaking" if any(gap.certain for gap in breaking) else "review"


def _gaps(inclusion: Inclusion, pair: Pair) -> tuple[Gaps, Gaps]:
    if pair.old is None or pair.new is None:
        return (), ()
    return inclusion.gaps(pair.old, pair.new), inclusion.gaps(pair.new, pair.old)


_Event = tuple[str, str, bool, dict[str, Any]]


def _change_of(gap: Gap, is_narrower: bool) -> _Event:
    """The event, place, certainty and values of a gap; ``is_narrower`` if the new schema is the outer one."""
    new, old = (gap.outer, gap.inner) if is_narrower else (gap.inner, gap.outer)
    has, wants = (gap.has, gap.wants) if is_narrower else (gap.wants, gap.has)
    part = new or old or gap.outer
    if gap.keyword in _ADDED_OR_CHANGED:
        events = _ADDED_OR_CHANGED[gap.keyword]
        event = events[(0 if is_narrower else 2) + (gap.has is not None)]
    else:
        event = _EVENTS.get(gap.keyword, _OTHER)[0 if is_narrower else 1]
    if gap.keyword == "required":
        event = _requirement(gap, is_narrower)
        has = wants = gap.wants
    if gap.keyword in ("required", "undescribed-property"):
        own = join_pointer(["properties", gap.wants])
        part = new if new is not None and new.pointer.endswith(own) else old or part
    elif gap.keyword == "forbidden-property":
        part = gap.inner or gap.outer
    elif gap.keyword == "branch":
        part = gap.outer
        has = wants = gap.has or Words("without a name")
    elif gap.keyword in ("dependentRequired", "dependentSchemas"):
        has, wants = gap.has, gap.wants
    elif gap.keyword == "type":
        has, wants = (Words("any type") if it == ALL_TYPES else it for it in (has, wants))
    pointer = part.pointer
    for keyword in _OF_OBJECT:
        if gap.keyword in _OF_OBJECT:
            pointer = pointer.removesuffix(f"/{keyword}")
    return event, pointer, gap.certain, {"has": has, "wants": wants, "keyword": gap.keyword}


def _requirement(gap: Gap, is_narrower: bool) -> str:
    """The event of a property that is required on one side only."""
    if not gap.outer.pointer.endswith(join_pointer(["properties", gap.wants])):
        return "requires-more" if is_narrower else "requires-less"
    if gap.has == "declared":
        return "became-required" if is_narrower else "became-optional"
    return "required-added" if is_narrower else "required-removed"


def _merged(found: list[_Event]) -> Iterator[_Event]:
    """The events, with one change in place of a narrower and a wider type or format at one place.

    Where the type changed, so did all values.
    """
    narrowed = {(event.removesuffix("-narrowed"), pointer): values for event, pointer, _, values in found}
    widened = {(event.removesuffix("-widened"), pointer) for event, pointer, _, _ in found}
    for event, pointer, certain, values in found:
        if event.startswith("enum-value-") and ("type", pointer) in narrowed.keys() & widened:
            continue
        key = event.removesuffix("-narrowed").removesuffix("-widened"), pointer
        if key[0] == event or key not in narrowed or key not in widened:
            yield event, pointer, certain, values
        elif event.endswith("-narrowed"):
            yield f"{key[0]}-changed", pointer, certain, values


def _place(pointer: str, place: str) -> str:
    return "property" if "properties" in split_pointer(pointer)[:-1] else place


def _subject(pointer: str, roots: dict[str, str], subject: str) -> str:
    """What messages call the schema at a pointer: ``Pet.tags``, or ``tags`` of what the root describes."""
    for root, name in roots.items():
        if pointer.startswith(root) and not pointer.startswith("/components/schemas/"):
            path = property_path(split_pointer(pointer[len(root) :]))
            return _of(path, name)
    parts = split_pointer(pointer)
    if parts[:2] == ["components", "schemas"]:
        return f"`{'.'.join(filter(None, (parts[2], property_path(parts[3:]))))}`"
    return _of(property_path(parts), subject)


def _of(path: str, name: str) -> str:
    if path == "[]":
        return f"the items of {name}"
    return f"`{path}` of {name}" if path else name


def _defaults(*values: Any) -> Iterator[Any]:
    """Defaults as they are shown: as JSON if they are not single values, or look alike."""
    are_alike = len(set(map(str, values))) < len(values) or any(isinstance(it, (list, dict)) for it in values)
    for value in values:
        yield json.dumps(value) if are_alike and value is not None else value


_HIDDEN = {"request": READ_ONLY, "response": WRITE_ONLY}
"""Properties with this keyword are not part of a side (OpenAPI 3.1 §4.8.24)."""
_FLAGS = {READ_ONLY: "read-only", WRITE_ONLY: "write-only"}


def _notes(context: Context, pair: Pair, side: SchemaSide) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What a pair of schemas says beside the set of its values."""
    if pair.old is None or pair.new is None:
        part = pair.new or pair.old
        if part is not None and True not in pair.says(_HIDDEN[side]):
            event = "removed" if pair.new is None else "added"
            yield f"required-{event}" if pair.is_required else event, part.pointer, {}
        return
    pointer = pair.new.pointer
    for keyword, name in _FLAGS.items():
        was, is_ = (value is True for value in pair.says(keyword))
        if was != is_:
            yield f"became-{'' if is_ else 'not-'}{name}", pointer, {}
    was, is_ = (value is True for value in pair.says("deprecated"))
    if was != is_:
        yield "deprecated" if is_ else "reactivated", pointer, {}
    has, wants = pair.says("default")
    if has != wants or type(has) is not type(wants):
        event = "default-added" if has is None else "default-removed" if wants is None else "default-changed"
        yield event, pointer, dict(zip(("has", "wants"), _defaults(has, wants), strict=True))
    has, wants = (value or {} for value in pair.says("patternProperties"))
    for pattern in dict.fromkeys((*has, *wants)):
        if pattern not in wants:
            yield "pattern-properties-removed", pointer, {"has": pattern}
        elif pattern not in has:
            yield "pattern-properties-added", pointer, {"wants": pattern}
    has, wants = pair.says("xml")
    if has != wants:
        yield "xml-changed", pointer, {}
    yield from ((event, pointer, values) for event, values in pair.discriminators())
    for keyword, event in (("description", "description-changed"), ("title", "title-changed")):
        has, wants = pair.says(keyword)
        if has != wants:
            yield event, pointer, {}
    if any(has != wants for has, wants in map(pair.says, ("example", "examples"))):
        yield "examples-changed", pointer, {}
    rules = _rules(_rules_of(pair.old), _rules_of(pair.new))
    yield from ((event, pointer, values) for event, values in rules)


def _rules_of(part: Part) -> dict[str, RuleNote]:
    found = (RULE.of(layer.keywords) for layer in part.layers)
    return {rule.id: rule for rule in found if rule is not None}


def _rules(old: Mapping[str, RuleNote], new: Mapping[str, RuleNote]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The changes of rules that schemas cannot express, which only the server checks, and of messages."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None and before.message != after.message:
            yield "rule-message-changed", {"has": name}
        elif before is None and after is not None and after.enforced_by == "server":
            yield "server-rule-added", {"wants": Words(after.message)}
        elif after is None and before is not None and before.enforced_by == "server":
            yield "server-rule-removed", {"has": Words(before.message)}
