"""The properties of objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from oasmith.schemas.inclusion.facts import Conjunction, Facts, matches
from oasmith.schemas.inclusion.gaps import Case, Gap, Search, are_certain, uncertain
from oasmith.schemas.inclusion.parts import Part


def properties(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``properties``."""
    if "object" not in case.facts.types:
        return
    for name, schema in case.layer.keywords["properties"].items():
        if schema is True or name in case.facts.hidden & case.whole.hidden:
            continue
        outer = case.layer.child("properties", name)
        found = case.facts.property_at(name)
        if found.state == "absent":
            continue
        gaps = search.between(found.schemas, outer)
        if found.state == "declared":
            yield from gaps
        elif gaps:
            yield Gap("undescribed-property", False, case.first, outer, None, name)


def pattern_properties(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``patternProperties``."""
    if "object" in case.facts.types:
        for pattern in case.layer.keywords["patternProperties"]:
            yield from _of_pattern(search, case, pattern)


def _of_pattern(search: Search, case: Case, pattern: str) -> Iterator[Gap]:
    facts, outer = case.facts, case.layer.child("patternProperties", pattern)
    for name in facts.declared:
        if matches(pattern, name) is not False:
            yield from search.between(facts.property_at(name).schemas, outer)
    own = dict(facts.patterns())
    if pattern in own:
        alike = tuple(part for other, part in facts.patterns() if other == pattern)
        yield from search.between(Conjunction(alike, is_partial=facts.conjunction.is_partial), outer)
        return
    for part in own.values():
        yield from uncertain(search.between(_of_some(facts, part), outer))
    if facts.additional is not None:
        yield from search.between(facts.additional, outer)
    elif facts.mentioned is None or facts.mentioned - set(facts.declared):
        yield Gap("patternProperties", False, case.first, outer, None, pattern)


def _of_some(facts: Facts, part: Part) -> Conjunction:
    """The conjunction for properties whose names match a pattern."""
    return replace(facts.conjunction, parts=(part,), chosen=frozenset())


def additional(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``additionalProperties``."""
    facts, schema = case.facts, case.layer.keywords
    if "object" not in facts.types or schema["additionalProperties"] is True:
        return
    outer = case.layer.child("additionalProperties")
    own, patterns = schema.get("properties") or {}, schema.get("patternProperties") or {}
    for name in _names(facts):
        if name not in own and not any(matches(pattern, name) for pattern in patterns):
            yield from _extra(search, case, name, outer)
    for pattern, part in facts.patterns():
        if pattern not in patterns:
            yield from uncertain(search.between(_of_some(facts, part), outer))
    yield from _rest(search, case, outer, schema["additionalProperties"])


def _names(facts: Facts) -> Iterator[str]:
    """The names of properties that are described or mentioned."""
    yield from dict.fromkeys((*facts.declared, *sorted(facts.mentioned or ())))


def _extra(search: Search, case: Case, name: str, outer: Part) -> Iterator[Gap]:
    """The gaps of a property that the outer schema does not describe."""
    found = case.facts.property_at(name)
    if search.facts(found.schemas).is_empty:
        return
    if outer.schema is False:
        place = found.schemas.parts[0] if found.schemas.parts else case.first
        yield Gap("forbidden-property", found.state == "declared", place, outer, name)
    else:
        yield from search.between(found.schemas, outer)


def _rest(search: Search, case: Case, outer: Part, wanted: Any) -> Iterator[Gap]:
    """The gaps of properties that the inner schema does not describe by name."""
    if case.facts.additional is None:
        yield Gap("additionalProperties", False, case.first, outer, None, wanted)
        return
    gaps = search.between(case.facts.additional, outer)
    if gaps and outer.schema is False:
        yield Gap("additionalProperties", True, case.first, outer, True, False)
    else:
        yield from gaps


def unevaluated(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``unevaluatedProperties``."""
    facts, layer = case.facts, case.layer
    if "object" not in facts.types or layer.keywords["unevaluatedProperties"] is True:
        return
    outer = layer.child("unevaluatedProperties")
    for name in _names(facts):
        if name not in case.whole.declared:
            gaps = _extra(search, case, name, outer)
            yield from (replace(gap, certain=False, wants=None) for gap in gaps)
    for pattern, part in facts.patterns():
        yield Gap("unevaluatedProperties", False, part, outer, pattern)
    if not search.facts(facts.additional or Conjunction(())).is_empty:
        yield Gap("additionalProperties", False, case.first, outer, None, outer.schema)


def names(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``propertyNames``."""
    if "object" not in case.facts.types:
        return
    outer = case.layer.child("propertyNames")
    string = outer.described.part({"type": "string"}, f"{outer.pointer}#string")
    own = (it.child("propertyNames") for it in case.facts.mappings if "propertyNames" in it.keywords)
    gaps = search.between(Conjunction((string, *own)), outer)
    if gaps:
        yield Gap("propertyNames", are_certain(gaps), case.first, outer)


def required(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``required``."""
    if "object" not in case.facts.types:
        return
    for name in case.layer.keywords["required"]:
        if name not in case.facts.required and name not in case.whole.hidden:
            known = case.facts.property_at(name)
            place = known.schemas.parts[0] if known.schemas.parts else case.first
            describing = (
                it.child("properties", name)
                for it in case.whole.mappings
                if name in (it.keywords.get("properties") or {})
            )
            yield Gap("required", True, place, next(describing, case.layer), known.state, name, name)


def dependent_required(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``dependentRequired``."""
    facts = case.facts
    if "object" not in facts.types:
        return
    for name, wanted in case.layer.keywords["dependentRequired"].items():
        state = facts.property_at(name)
        if state.state == "absent" or search.facts(state.schemas).is_empty:
            continue
        known = {*_dependent(facts, name)}
        for own in facts.says("dependentSchemas"):
            schema = own.get(name)
            known |= set(schema.get("required") or ()) if isinstance(schema, Mapping) else set()
        missing = [it for it in wanted if it not in facts.required | known | case.whole.hidden]
        if missing:
            is_certain = state.state == "declared"
            yield Gap("dependentRequired", is_certain, case.first, case.layer, name, missing, name)


def _dependent(facts: Facts, name: str) -> Iterator[str]:
    """The properties that an object with a property has."""
    for own in facts.says("dependentRequired"):
        yield from own.get(name, ())


def dependent_schemas(search: Search, case: Case) -> Iterator[Gap]:
    """The gaps in ``dependentSchemas``."""
    facts = case.facts
    if "object" not in facts.types:
        return
    for name in case.layer.keywords["dependentSchemas"]:
        state = facts.property_at(name)
        if state.state == "absent" or search.facts(state.schemas).is_empty:
            continue
        outer = case.layer.child("dependentSchemas", name)
        known = [name, *_dependent(facts, name)]
        given = outer.described.part({"required": known}, f"{outer.pointer}#given {known}")
        own = (
            part.child("dependentSchemas", name)
            for part in facts.mappings
            if name in (part.keywords.get("dependentSchemas") or {})
        )
        gaps = search.between(case.inner.also(given, *own), outer)
        if gaps:
            yield Gap("dependentSchemas", are_certain(gaps), case.first, outer, name)
