"""Inclusion: whether the values that are valid for one schema are valid for another one.

The answer "included" is proven, keyword by keyword; what cannot be proven is a gap. Objects are taken to have
the properties that a description mentions or allows explicitly: an object schema without
``additionalProperties`` accepts others, but nobody is taken to send them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from oasmith.schemas.inclusion.facts import Conjunction, Facts, Side, Union, is_valid, matches
from oasmith.schemas.inclusion.pairs import label
from oasmith.schemas.inclusion.parts import Part, atoms, identity, same, type_names
from oasmith.schemas.nodes import UNIONS
from oasmith.schemas.overlaps import FORMATS

_MOST_STEPS = 20_000
_MOST_BRANCHES = 60
_FAR = 1 << 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A reason why a value of the inner schema may not be valid for the outer one.

    ``certain`` is false if that could not be decided. ``keyword`` is the keyword of the outer schema, or says
    what differs. ``has`` and ``wants`` are what the two schemas have for it.
    """

    keyword: str
    certain: bool
    inner: Part | None
    outer: Part
    has: Any = field(default=None, compare=False)
    wants: Any = field(default=None, compare=False)


Gaps = tuple[Gap, ...]


class Inclusion:
    """Finds gaps between schemas of two descriptions on one side: in requests, or in responses.

    ``unchanged`` are the names of the schemas that are the same in both descriptions.
    """

    def __init__(self, side: Side, unchanged: frozenset[str]) -> None:
        self._side: Side = side
        self._unchanged = unchanged
        self._facts: dict[Conjunction, Facts] = {}
        self._known: dict[tuple[Conjunction, Part], Gaps] = {}
        self._active: dict[tuple[Conjunction, Part], int] = {}
        self._lowest = _FAR
        self._steps = 0

    def gaps(self, inner: Part, outer: Part) -> Gaps:
        """The gaps of a schema in another one; empty if each value of ``inner`` is valid for ``outer``."""
        self._steps = 0
        return self._gaps(Conjunction((inner,)), outer)

    def facts(self, inner: Conjunction) -> Facts:
        """What is known of the values of a conjunction."""
        if inner not in self._facts:
            self._facts[inner] = Facts(inner, self._side)
        return self._facts[inner]

    def _gaps(self, inner: Conjunction, outer: Part) -> Gaps:
        """The gaps of a conjunction. A pair that is being compared further up is taken to have none.

        That is how recursive schemas are compared (by coinduction). A result that depends on such an
        assumption is only kept when the pair that it is about is complete.
        """
        outer = outer.resolved()
        inner = replace(inner, parts=tuple(dict.fromkeys(part.resolved() for part in inner.parts)))
        key = inner, outer
        if key in self._known:
            return self._known[key]
        if key in self._active:
            self._lowest = min(self._lowest, self._active[key])
            return ()
        if any(same(part, outer, self._unchanged) for part in inner.parts):
            return ()
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return (Gap("complexity", False, _first(inner), outer),)
        depth = len(self._active)
        self._active[key] = depth
        before, self._lowest = self._lowest, _FAR
        found = self._compare(inner, outer)
        del self._active[key]
        if self._lowest >= depth:
            self._known[key] = found
            self._lowest = before
        else:
            self._lowest = min(before, self._lowest)
        return found

    def _compare(self, inner: Conjunction, outer: Part) -> Gaps:
        facts = self.facts(inner)
        if facts.is_empty:
            return ()
        whole = self.facts(Conjunction((outer,)))
        found: list[Gap] = []
        for layer in whole.layers:
            if not facts.hidden and any(same(part, layer, self._unchanged) for part in facts.layers):
                continue
            found += self._layer(inner, layer, whole)
        return tuple(dict.fromkeys(found))

    def _layer(self, inner: Conjunction, layer: Part, whole: Facts) -> Gaps:
        """The gaps in one layer of a schema; ``whole`` are the facts of the schema."""
        facts = self.facts(inner)
        schema = layer.keywords
        if layer.schema is False:
            return (Gap("false", True, _first(inner), layer),)
        found = tuple(self._plain(inner, facts, layer, whole))
        if found:
            found = self._in_cases(inner, facts, found, lambda case: self._layer_of(case, layer, whole))
        for keyword in UNIONS:
            if keyword in schema:
                found += self._union(inner, facts, layer, keyword)
        return found

    def _layer_of(self, case: Conjunction, layer: Part, whole: Facts) -> Gaps:
        """The gaps of one case in the keywords of a layer other than unions."""
        facts = self.facts(case)
        if facts.is_empty:
            return ()
        found = tuple(self._plain(case, facts, layer, whole))
        self._steps += 1
        if found and self._steps < _MOST_STEPS:
            found = self._in_cases(case, facts, found, lambda deeper: self._layer_of(deeper, layer, whole))
        return found

    def _in_cases(
        self, inner: Conjunction, facts: Facts, found: Gaps, gaps_of: Callable[[Conjunction], Gaps]
    ) -> Gaps:
        """The gaps after a distinction of the branches of a union, if that explains more than ``found``."""
        for union in facts.unions[:2]:
            if len(union.branches) > _MOST_BRANCHES:
                continue
            cases = [gaps_of(inner.also(branch, chosen=union.pointer)) for branch in union.branches]
            split = tuple(dict.fromkeys(gap for gaps in cases for gap in gaps))
            if not all(cases):
                return split
        return found

    def _plain(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        """The gaps in the keywords of a layer other than unions."""
        schema = layer.keywords
        for keyword in schema:
            check = _CHECKS.get(keyword)
            if check is not None:
                yield from check(self, inner, facts, layer, whole)
            elif keyword not in _IGNORED and not keyword.startswith("x-"):
                has = facts.says(keyword)
                if schema[keyword] not in has:
                    yield Gap(keyword, False, _holder(facts, keyword), layer, _any(has), schema[keyword])

    # Types and values

    def _type(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        allowed = atoms(layer.keywords["type"])
        missing = facts.types - allowed
        if missing == {"null"}:
            yield Gap("null", True, _holder(facts, "type"), layer)
        elif missing:
            has, wants = type_names(facts.types), type_names(allowed)
            yield Gap("type", True, _holder(facts, "type"), layer, has, wants)

    def _values(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        schema = layer.keywords
        keyword = "enum" if "enum" in schema else "const"
        allowed = list(schema["enum"]) if keyword == "enum" else [schema["const"]]
        values = facts.values
        if values is None and facts.types <= {"boolean", "null"}:
            values = [*([True, False] if "boolean" in facts.types else []),
                      *([None] if "null" in facts.types else [])]  # fmt: skip
        if values is None:
            yield Gap("enum", True, _holder(facts, "enum"), layer, None, allowed)
            return
        known = {identity(value) for value in allowed}
        missing = [value for value in values if identity(value) not in known]
        if missing == [None]:
            yield Gap("null", True, _holder(facts, "enum"), layer)
        elif missing:
            yield Gap("value", True, _holder(facts, "enum", "const"), layer, missing, allowed)

    def _fixed(self, facts: Facts, layer: Part, keyword: str) -> bool:
        """Whether all listed values are valid for a keyword."""
        if facts.values is None:
            return False
        schema = {keyword: layer.keywords[keyword]}
        return all(is_valid(schema, value) is True for value in facts.values)

    # Numbers

    def _bound(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts, keyword: str
    ) -> Iterator[Gap]:
        if not facts.types & {"integer", "fraction"} or self._fixed(facts, layer, keyword):
            return
        wanted = Fraction(layer.keywords[keyword])
        is_lower = keyword in ("minimum", "exclusiveMinimum")
        excludes = keyword.startswith("exclusive")
        has = facts.lower if is_lower else facts.upper
        if has is not None:
            value, is_excluded = has
            distance = value - wanted if is_lower else wanted - value
            if distance > 0 or (distance == 0 and (is_excluded or not excludes)):
                return
        shown = None if has is None else _number(has[0])
        holder = _holder(facts, keyword, *(_LOWER if is_lower else _UPPER))
        yield Gap("minimum" if is_lower else "maximum", True, holder, layer, shown, _number(wanted))

    def _multiple(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if not facts.types & {"integer", "fraction"} or self._fixed(facts, layer, "multipleOf"):
            return
        wanted = layer.keywords["multipleOf"]
        has = facts.says("multipleOf")
        factors = [_decimal(value) for value in has] + ([] if "fraction" in facts.types else [Fraction(1)])
        if not any((factor / _decimal(wanted)).denominator == 1 for factor in factors):
            yield Gap("multipleOf", True, _holder(facts, "multipleOf"), layer, _any(has), wanted)

    # Sizes

    def _least(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts, keyword: str
    ) -> Iterator[Gap]:
        if _SIZED[keyword] not in facts.types or self._fixed(facts, layer, keyword):
            return
        has, wanted = facts.highest(keyword), layer.keywords[keyword]
        known = max(has or 0, len(facts.required) if keyword == "minProperties" else 0)
        if wanted > known:
            yield Gap(keyword, True, _holder(facts, keyword), layer, has, wanted)

    def _most(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts, keyword: str
    ) -> Iterator[Gap]:
        if _SIZED[keyword] not in facts.types or self._fixed(facts, layer, keyword):
            return
        has, wanted = facts.lowest(keyword), layer.keywords[keyword]
        if has is None and keyword == "maxItems" and facts.item_at(facts.prefix).parts:
            has = facts.prefix if self.facts(facts.item_at(facts.prefix)).is_empty else None
        if has is None or has > wanted:
            yield Gap(keyword, True, _holder(facts, keyword), layer, has, wanted)

    # Strings

    def _pattern(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if "string" not in facts.types or self._fixed(facts, layer, "pattern"):
            return
        has, wanted = facts.says("pattern"), layer.keywords["pattern"]
        if wanted not in has and wanted not in _ANY_STRING:
            yield Gap("pattern", not has, _holder(facts, "pattern"), layer, _any(has), wanted)

    def _format(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        wanted = str(layer.keywords["format"])
        about = frozenset(("integer", "fraction")) if wanted in _NUMERIC else frozenset(("string",))
        has = [str(name) for name in facts.says("format")]
        if not facts.types & about or facts.values is not None or wanted in has:
            return
        if any(wanted in _wider(name) for name in has):
            return
        is_known = wanted in FORMATS or wanted in _NUMERIC
        yield Gap("format", is_known, _holder(facts, "format"), layer, _any(has), wanted)

    # Arrays

    def _unique(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if (
            not layer.keywords["uniqueItems"]
            or "array" not in facts.types
            or True in facts.says("uniqueItems")
        ):
            return
        most = facts.lowest("maxItems")
        if (most is None or most > 1) and not self._fixed(facts, layer, "uniqueItems"):
            yield Gap("uniqueItems", True, _first(inner), layer, False, True)

    def _items(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        schema = layer.keywords
        if "array" not in facts.types:
            return
        own = len(schema.get("prefixItems", ()))
        most = facts.lowest("maxItems")
        positions = range(max(own, facts.prefix))
        for index in positions:
            if most is not None and most <= index:
                return
            if index < own:
                yield from self._gaps(facts.item_at(index), layer.child("prefixItems", index))
            elif "items" in schema:
                yield from self._gaps(facts.item_at(index), layer.child("items"))
        last = len(positions)
        if "items" in schema and (most is None or most > last):
            yield from self._gaps(facts.item_at(last), layer.child("items"))

    def _contains(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        schema = layer.keywords
        if "array" not in facts.types:
            return
        wanted = schema.get("minContains", 1), schema.get("maxContains")
        for other in facts.mappings:
            own = other.keywords
            if "contains" in own and same(other.child("contains"), layer.child("contains"), self._unchanged):
                least, most = own.get("minContains", 1), own.get("maxContains")
                if least >= wanted[0] and (wanted[1] is None or (most is not None and most <= wanted[1])):
                    return
        if wanted != (0, None):
            yield Gap("contains", False, _holder(facts, "contains"), layer)

    # Objects

    def _properties(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if "object" not in facts.types:
            return
        for name, schema in layer.keywords["properties"].items():
            if schema is True:
                continue
            outer = layer.child("properties", name)
            found = facts.property_at(name)
            if found.state == "absent":
                continue
            gaps = self._gaps(found.schemas, outer)
            if found.state == "declared":
                yield from gaps
            elif gaps:
                yield Gap("undescribed-property", False, _first(inner), outer, None, name)

    def _pattern_properties(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts
    ) -> Iterator[Gap]:
        if "object" not in facts.types:
            return
        for pattern in layer.keywords["patternProperties"]:
            outer = layer.child("patternProperties", pattern)
            found: list[Gap] = []
            for name in facts.declared:
                if matches(pattern, name) is not False:
                    found += self._gaps(facts.property_at(name).schemas, outer)
            own = dict(facts.patterns())
            if pattern in own:
                same_pattern = (part for other, part in facts.patterns() if other == pattern)
                found += self._gaps(
                    Conjunction(tuple(same_pattern), is_partial=facts.conjunction.is_partial), outer
                )
            else:
                for part in own.values():
                    found += self._uncertain(
                        self._gaps(replace(facts.conjunction, parts=(part,), chosen=frozenset()), outer)
                    )
                if facts.additional is not None:
                    found += self._gaps(facts.additional, outer)
                elif facts.mentioned is None or self._names_beyond(facts):
                    found.append(Gap("patternProperties", False, _first(inner), outer, None, pattern))
            yield from found

    def _names_beyond(self, facts: Facts) -> bool:
        return facts.mentioned is None or bool(facts.mentioned - set(facts.declared))

    def _uncertain(self, gaps: Gaps) -> Gaps:
        return tuple(Gap(it.keyword, False, it.inner, it.outer, it.has, it.wants) for it in gaps)

    def _additional(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        schema = layer.keywords
        if "object" not in facts.types or schema["additionalProperties"] is True:
            return
        outer = layer.child("additionalProperties")
        own, patterns = schema.get("properties") or {}, schema.get("patternProperties") or {}
        names = dict.fromkeys((*facts.declared, *sorted(facts.mentioned or ())))
        for name in names:
            if name in own or any(matches(pattern, name) for pattern in patterns):
                continue
            yield from self._extra(inner, facts, name, outer)
        for pattern, part in facts.patterns():
            if pattern not in patterns:
                yield from self._uncertain(
                    self._gaps(replace(facts.conjunction, parts=(part,), chosen=frozenset()), outer)
                )
        yield from self._rest(inner, facts, outer, schema["additionalProperties"])

    def _extra(self, inner: Conjunction, facts: Facts, name: str, outer: Part) -> Iterator[Gap]:
        """The gaps of a property that the outer schema does not describe."""
        found = facts.property_at(name)
        if self.facts(found.schemas).is_empty:
            return
        if outer.schema is False:
            place = found.schemas.parts[0] if found.schemas.parts else _first(inner)
            yield Gap("forbidden-property", found.state == "declared", place, outer, name)
        else:
            yield from self._gaps(found.schemas, outer)

    def _rest(self, inner: Conjunction, facts: Facts, outer: Part, wanted: Any) -> Iterator[Gap]:
        """The gaps of properties that the inner schema does not describe by name."""
        if facts.additional is None:
            yield Gap("additionalProperties", False, _first(inner), outer, None, wanted)
        else:
            gaps = self._gaps(facts.additional, outer)
            if gaps and outer.schema is False:
                yield Gap("additionalProperties", True, _first(inner), outer, True, False)
            else:
                yield from gaps

    def _unevaluated(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if "object" not in facts.types or layer.keywords["unevaluatedProperties"] is True:
            return
        outer = layer.child("unevaluatedProperties")
        names = dict.fromkeys((*facts.declared, *sorted(facts.mentioned or ())))
        for name in names:
            if name not in whole.declared:
                yield from (
                    Gap(gap.keyword, False, gap.inner, gap.outer, gap.has)
                    for gap in self._extra(inner, facts, name, outer)
                )
        for pattern, part in facts.patterns():
            yield Gap("unevaluatedProperties", False, part, outer, pattern)
        if not self.facts(facts.additional or Conjunction(())).is_empty:
            yield Gap("additionalProperties", False, _first(inner), outer, None, outer.schema)

    def _unevaluated_items(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts
    ) -> Iterator[Gap]:
        if "array" in facts.types and layer.keywords["unevaluatedItems"] is not True:
            yield Gap("unevaluatedItems", False, _first(inner), layer)

    def _required(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if "object" not in facts.types:
            return
        for name in layer.keywords["required"]:
            if name not in facts.required and name not in whole.hidden:
                known = facts.property_at(name)
                place = known.schemas.parts[0] if known.schemas.parts else _first(inner)
                outer = next((it.child("properties", name) for it in whole.mappings
                              if name in (it.keywords.get("properties") or {})), layer)  # fmt: skip
                yield Gap("required", True, place, outer, known.state, name)

    def _dependent_required(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts
    ) -> Iterator[Gap]:
        if "object" not in facts.types:
            return
        for name, wanted in layer.keywords["dependentRequired"].items():
            state = facts.property_at(name)
            if state.state == "absent" or self.facts(state.schemas).is_empty:
                continue
            known = {it for own in facts.says("dependentRequired") for it in own.get(name, ())}
            missing = [it for it in wanted if it not in facts.required | known | whole.hidden]
            if missing:
                yield Gap("dependentRequired", state.state == "declared", _first(inner), layer, name, missing)

    def _dependent_schemas(
        self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts
    ) -> Iterator[Gap]:
        if "object" not in facts.types:
            return
        for name in layer.keywords["dependentSchemas"]:
            state = facts.property_at(name)
            if state.state == "absent" or self.facts(state.schemas).is_empty:
                continue
            outer = layer.child("dependentSchemas", name)
            given = Part({"required": [name]}, f"{outer.pointer}#given", outer.described)
            own = [part.child("dependentSchemas", name) for part in facts.mappings
                   if name in (part.keywords.get("dependentSchemas") or {})]  # fmt: skip
            gaps = self._gaps(inner.also(given, *own), outer)
            if gaps:
                yield Gap("dependentSchemas", _are_certain(gaps), _first(inner), outer, name)

    def _property_names(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        if "object" not in facts.types:
            return
        outer = layer.child("propertyNames")
        string = Part({"type": "string"}, f"{outer.pointer}#string", outer.described)
        own = [part.child("propertyNames") for part in facts.mappings if "propertyNames" in part.keywords]
        gaps = self._gaps(Conjunction((string, *own)), outer)
        if gaps:
            yield Gap("propertyNames", _are_certain(gaps), _first(inner), outer)

    # Conditions

    def _not(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        outer = layer.child("not")
        own = (part.child("not") for part in facts.mappings if "not" in part.keywords)
        if any(not self._gaps(_alone(outer), part) for part in own):
            return
        if not self._disjoint(inner, _alone(outer)):
            yield Gap("not", False, _holder(facts, "not"), outer)

    def _condition(self, inner: Conjunction, facts: Facts, layer: Part, whole: Facts) -> Iterator[Gap]:
        test = layer.child("if")
        ways = [
            (part, same(part.child("if"), test, self._unchanged))
            for part in facts.mappings
            if "if" in part.keywords
        ]
        own = {key: [part.child(key) for part, is_same in ways if is_same and key in part.keywords]
               for key in ("then", "else")}  # fmt: skip
        gaps: Gaps = ()
        if "then" in layer.keywords and not self._disjoint(inner, _alone(test)):
            gaps += self._gaps(inner.also(test, *own["then"]), layer.child("then"))
        if "else" in layer.keywords and self._gaps(inner, test):
            gaps += self._gaps(inner.also(*own["else"]), layer.child("else"))
        if gaps:
            yield Gap("if", _are_certain(gaps), _first(inner), layer)

    # Unions

    def _union(self, inner: Conjunction, facts: Facts, layer: Part, keyword: str) -> Gaps:
        """The gaps in a union: for ``oneOf``, values must also not be valid for two branches."""
        branches = layer.branches(keyword)
        found: list[Gap] = []
        chosen: list[tuple[Conjunction, Part, Union | None, Part | None]] = []
        for case, union, origin in self._cases(inner, facts, branches, layer):
            if self.facts(case).is_empty:
                continue
            fits, gaps = self._best(case, origin, branches, layer)
            found += gaps
            if fits is not None:
                chosen.append((case, fits, union, origin))
        if keyword == "oneOf" and not found:
            found += self._overlaps(chosen, branches, layer)
        return tuple(dict.fromkeys(found))

    def _cases(
        self, inner: Conjunction, facts: Facts, branches: list[Part], layer: Part
    ) -> Iterator[tuple[Conjunction, Union | None, Part | None]]:
        """The cases of a conjunction: itself if it fits a branch, else those of its unions, or its types."""
        if any(not self._gaps(inner, branch) for branch in branches):
            yield inner, None, None
        elif facts.unions:
            labels = {_label(branch) for branch in branches}
            union = max(facts.unions, key=lambda it: len({*map(_label, it.branches)} & labels))
            for branch in union.branches:
                yield inner.also(branch, chosen=union.pointer), union, branch
        elif facts.values is not None and len(facts.values) > 1:
            for index, value in enumerate(facts.values):
                yield inner.also(_synthetic(layer, {"const": value}, f"value{index}")), None, None
        elif len(type_names(facts.types)) > 1:
            for name in type_names(facts.types):
                yield inner.also(_synthetic(layer, {"type": name}, name)), None, None
        else:
            yield inner, None, None

    def _best(
        self, case: Conjunction, origin: Part | None, branches: list[Part], layer: Part
    ) -> tuple[Part | None, Gaps]:
        """The branch that a case fits, and no gaps; or None, and the gaps in the branch most like it."""
        partner = self._partner(case, origin, branches)
        ordered = [partner, *branches] if partner is not None else branches
        for branch in ordered:
            gaps = self._gaps(case, branch)
            if not gaps:
                return branch, ()
        if partner is not None:
            return None, self._gaps(case, partner)
        facts = self.facts(case)
        is_null = facts.types == {"null"}
        certain = all(_are_certain(self._gaps(case, branch)) for branch in branches)
        place = origin or _first(case)
        return None, (Gap("null" if is_null else "branch", certain, place, layer, _label(origin)),)

    def _partner(self, case: Conjunction, origin: Part | None, branches: list[Part]) -> Part | None:
        """The branch with the same name, or the only one with the same types."""
        if origin is not None:
            name = _label(origin)
            found = [branch for branch in branches if name and _label(branch) == name]
            if found:
                return found[0]
        apart = [branch for branch in branches if not self._disjoint(case, _alone(branch))]
        if len(apart) == 1:
            return apart[0]
        types = self.facts(case).types
        alike = [it for it in branches if self.facts(Conjunction((it,))).types & types]
        return alike[0] if len(alike) == 1 and (origin is None or not _label(origin)) else None

    def _overlaps(
        self,
        chosen: list[tuple[Conjunction, Part, Union | None, Part | None]],
        branches: list[Part],
        layer: Part,
    ) -> Iterator[Gap]:
        for case, fits, union, origin in chosen:
            others = [branch for branch in branches if branch != fits]
            for other in others:
                if not self._is_excluded(case, other, union, origin):
                    yield Gap("overlap", False, origin or _first(case), layer, _label(fits), _label(other))
                    return

    def _is_excluded(self, case: Conjunction, other: Part, union: Union | None, origin: Part | None) -> bool:
        """Whether no value of a case is valid for another branch.

        That is so if the other branch is within another branch of the ``oneOf`` that the case is from.
        """
        if union is not None and union.keyword == "oneOf":
            siblings = [branch for branch in union.branches if branch != origin]
            if any(not self._gaps(_alone(other), branch) for branch in siblings):
                return True
        return self._disjoint(case, _alone(other))

    # Disjointness

    def _disjoint(self, one: Conjunction, other: Conjunction, depth: int = 0) -> bool:
        """Whether it is proven that no value is valid for both."""
        first, second = self.facts(one), self.facts(other)
        if first.is_empty or second.is_empty or not first.types & second.types:
            return True
        both = self.facts(one.also(*other.parts))
        if both.is_empty:
            return True
        self._steps += 1
        if depth > 4 or self._steps > _MOST_STEPS:
            return False
        if first.types & second.types == {"object"} and self._have_different_objects(first, second, depth):
            return True
        for facts, rest in ((first, other), (second, one)):
            for union in facts.unions[:2]:
                if len(union.branches) <= _MOST_BRANCHES and all(
                    self._disjoint(facts.conjunction.also(branch, chosen=union.pointer), rest, depth + 1)
                    for branch in union.branches
                ):
                    return True
        return False

    def _have_different_objects(self, first: Facts, second: Facts, depth: int) -> bool:
        for name in sorted(first.required | second.required):
            one, other = first.property_at(name).schemas, second.property_at(name).schemas
            if one.parts and other.parts and self._disjoint(one, other, depth + 1):
                return True
            if any(self.facts(it).is_empty for it in (one, other) if it.parts):
                return True
        return False


def _synthetic(layer: Part, schema: dict[str, Any], name: str) -> Part:
    """A schema that no description has, for one case of the values of a layer."""
    return Part(schema, f"{layer.pointer}#{name}", layer.described)


def _alone(part: Part) -> Conjunction:
    """A schema that describes only some aspects of a value."""
    return Conjunction((part,), is_partial=True)


def _first(inner: Conjunction) -> Part | None:
    return inner.parts[0] if inner.parts else None


def _holder(facts: Facts, *keywords: str) -> Part | None:
    """The layer that has one of the keywords, else the first layer."""
    found = (layer for layer in facts.mappings if any(keyword in layer.keywords for keyword in keywords))
    return next(found, next(iter(facts.mappings), _first(facts.conjunction)))


def _label(part: Part | None) -> str:
    return label(part) if part is not None else ""


def _any(found: list[Any]) -> Any:
    return found[0] if found else None


def _are_certain(gaps: Iterable[Gap]) -> bool:
    return any(gap.certain for gap in gaps)


def _decimal(value: Any) -> Fraction:
    return Fraction(str(value))


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _wider(name: str) -> set[str]:
    """The formats that include all values of a format."""
    direct = {*FORMATS.get(name, ()), *_NUMERIC.get(name, ())}
    return direct.union(*(_wider(other) for other in direct))


_NUMERIC: dict[str, tuple[str, ...]] = {
    "int8": ("int16",), "int16": ("int32",), "int32": ("int64",), "int64": (), "float": ("double",),
    "double": (), "uint8": ("int16", "uint32"), "uint32": ("int64", "uint64"), "uint64": (),
}  # fmt: skip
"""The formats of numbers, each with formats that include all of its values."""
_ANY_STRING = {"", ".*", "^.*$", "^"}
_LOWER, _UPPER = ("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")
_SIZED = {
    "minLength": "string", "maxLength": "string", "minItems": "array", "maxItems": "array",
    "minProperties": "object", "maxProperties": "object",
}  # fmt: skip
"""The type that each keyword of a size is about."""
_IGNORED = frozenset(
    ("$ref", "allOf", "oneOf", "anyOf", "then", "else", "minContains", "maxContains", "title", "description",
     "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml",
     "discriminator", "$comment", "$schema", "$id", "$anchor", "$defs", "definitions", "summary")
)  # fmt: skip
"""Keywords that say nothing about values, or that are compared together with another keyword."""

_Check = Callable[[Inclusion, Conjunction, Facts, Part, Facts], Iterator[Gap]]


def _with(
    method: Callable[[Inclusion, Conjunction, Facts, Part, Facts, str], Iterator[Gap]], keyword: str
) -> _Check:
    return lambda self, inner, facts, layer, whole: method(self, inner, facts, layer, whole, keyword)


_CHECKS: dict[str, _Check] = {
    "type": Inclusion._type, "enum": Inclusion._values, "const": Inclusion._values,
    **{keyword: _with(Inclusion._bound, keyword) for keyword in (*_LOWER, *_UPPER)},
    "multipleOf": Inclusion._multiple,
    **{keyword: _with(Inclusion._least, keyword) for keyword in ("minLength", "minItems", "minProperties")},
    **{keyword: _with(Inclusion._most, keyword) for keyword in ("maxLength", "maxItems", "maxProperties")},
    "pattern": Inclusion._pattern, "format": Inclusion._format, "uniqueItems": Inclusion._unique,
    "items": Inclusion._items, "prefixItems": Inclusion._items, "contains": Inclusion._contains,
    "properties": Inclusion._properties, "patternProperties": Inclusion._pattern_properties,
    "additionalProperties": Inclusion._additional, "unevaluatedProperties": Inclusion._unevaluated,
    "unevaluatedItems": Inclusion._unevaluated_items, "required": Inclusion._required,
    "dependentRequired": Inclusion._dependent_required, "dependentSchemas": Inclusion._dependent_schemas,
    "propertyNames": Inclusion._property_names, "not": Inclusion._not, "if": Inclusion._condition,
}  # fmt: skip
