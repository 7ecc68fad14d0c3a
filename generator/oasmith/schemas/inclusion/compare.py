"""Inclusion: whether the values that are valid for one schema are valid for another one.

The answer "included" is proven, keyword by keyword; what cannot be proven is a gap. Objects are taken to have
the properties that a description mentions or allows explicitly: an object schema without
``additionalProperties`` accepts others, but nobody is taken to send them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oasmith.schemas.inclusion.checks import CHECKS, IGNORED
from oasmith.schemas.inclusion.disjoint import MOST_BRANCHES
from oasmith.schemas.inclusion.facts import Conjunction, Facts, Side
from oasmith.schemas.inclusion.gaps import Case, Gap, Gaps, first, first_of
from oasmith.schemas.inclusion.parts import Part, same
from oasmith.schemas.inclusion.unions import union_gaps
from oasmith.schemas.nodes import UNIONS

_MOST_STEPS = 20_000
_FAR = 1 << 30


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
        return self.between(Conjunction((inner,)), outer)

    def facts(self, inner: Conjunction) -> Facts:
        """What is known of the values of a conjunction."""
        found = self._facts.get(inner)
        if found is None:
            found = self._facts[inner] = Facts(inner, self._side)
        return found

    def are_same(self, one: Part, other: Part) -> bool:
        """Whether two schemas are equal, with everything that they refer to."""
        return same(one, other, self._unchanged)

    def step(self) -> bool:
        """Count a step of the search; False if there were too many."""
        self._steps += 1
        return self._steps <= _MOST_STEPS

    def between(self, inner: Conjunction, outer: Part) -> Gaps:
        """The gaps of a conjunction in a schema."""
        found = self._between(inner, outer)
        return _at_places(found, inner, outer) if found else found

    def _between(self, inner: Conjunction, outer: Part) -> Gaps:
        """The gaps; those in a schema that one of both refers to are in the named schema.

        A pair that is being compared further up is taken to have none. That is how recursive schemas are
        compared (by coinduction). A result that depends on such an assumption is only kept when the pair that
        it is about is complete.
        """
        outer = outer.resolved
        parts = tuple(dict.fromkeys([part.resolved for part in inner.parts]))
        if parts != inner.parts:
            inner = replace(inner, parts=parts)
        key = inner, outer
        known = self._known.get(key)
        if known is not None:
            return known
        if key in self._active:
            self._lowest = min(self._lowest, self._active[key])
            return ()
        if any(self.are_same(part, outer) for part in inner.parts):
            return ()
        if not self.step():
            return (Gap("complexity", False, first(inner), outer),)
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
            if facts.hidden or not any(self.are_same(part, layer) for part in facts.layers):
                found += self._layer(Case(inner, facts, layer, whole))
        return tuple(dict.fromkeys(found))

    def _layer(self, case: Case) -> Gaps:
        """The gaps in one layer of a schema."""
        if case.layer.schema is False:
            return (Gap("false", True, case.first, case.layer),)
        found = self._in_cases(case, tuple(self._plain(case)))
        for keyword in UNIONS:
            if keyword in case.layer.keywords:
                found += union_gaps(self, case, keyword)
        return found

    def _of_case(self, case: Case) -> Gaps:
        """The gaps of one case in the keywords of a layer other than unions."""
        if case.facts.is_empty:
            return ()
        found = tuple(self._plain(case))
        return self._in_cases(case, found) if self.step() else found

    def _in_cases(self, case: Case, found: Gaps) -> Gaps:
        """The gaps after a distinction of the branches of a union, if that explains more than ``found``."""
        for union in case.facts.unions[:2] if found else ():
            if len(union.branches) > MOST_BRANCHES:
                continue
            inner = [case.inner.also(branch, chosen=union.pointer) for branch in union.branches]
            cases = [self._of_case(replace(case, inner=it, facts=self.facts(it))) for it in inner]
            if not all(cases):
                return tuple(dict.fromkeys(gap for gaps in cases for gap in gaps))
        return found

    def _plain(self, case: Case) -> Iterator[Gap]:
        """The gaps in the keywords of a layer other than unions."""
        for keyword, wanted in case.layer.keywords.items():
            check = CHECKS.get(keyword)
            if check is not None:
                yield from check(self, case)
            elif keyword not in IGNORED and not keyword.startswith("x-"):
                has = case.facts.says(keyword)
                if wanted not in has:
                    yield Gap(keyword, False, case.holder(keyword), case.layer, first_of(has), wanted)


def _at_places(gaps: Gaps, inner: Conjunction, outer: Part) -> Gaps:
    """The gaps where the references are, if only one of the two descriptions refers to a named schema.

    That schema did not change; what changed is that it is now used, or was used, at this place.
    """
    olds: dict[Part | None, Part] = {part.resolved: part for part in inner.parts}
    has_references = any(target is not part for target, part in olds.items())
    if has_references == (outer.resolved is not outer):
        return gaps
    return tuple(
        _at_place(gap, olds.get(gap.inner), outer if gap.outer is outer.resolved else None) for gap in gaps
    )


def _at_place(gap: Gap, inner: Part | None, outer: Part | None) -> Gap:
    """A gap where references are; None leaves that side of it where it is."""
    if inner in (None, gap.inner) and outer in (None, gap.outer):
        return gap
    return replace(gap, inner=inner or gap.inner, outer=outer or gap.outer)
