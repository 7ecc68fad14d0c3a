"""Gaps in unions: the cases of a conjunction, and the branches that they fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from oasmith.schemas.inclusion.disjoint import are_disjoint
from oasmith.schemas.inclusion.facts import Conjunction, Facts, Union
from oasmith.schemas.inclusion.gaps import Case, Gap, Gaps, Search, alone, are_certain, first, label_of
from oasmith.schemas.inclusion.parts import Part, type_names


class _Alternative(NamedTuple):
    """One case of a conjunction: all of it, or one branch (``origin``) of a ``union`` of its own."""

    inner: Conjunction
    union: Union | None = None
    origin: Part | None = None


def union_gaps(search: Search, case: Case, keyword: str) -> Gaps:
    """The gaps in a union: for ``oneOf``, values must also not be valid for two branches."""
    branches = case.layer.branches(keyword)
    found: list[Gap] = []
    chosen: list[tuple[_Alternative, Part]] = []
    for alternative in _alternatives(search, case.inner, case.facts, branches, case.layer):
        if search.facts(alternative.inner).is_empty:
            continue
        fits, gaps = _best(search, alternative, branches, case.layer)
        found += gaps
        if fits is not None:
            chosen.append((alternative, fits))
    if keyword == "oneOf" and not found:
        found += _overlaps(search, chosen, branches, case.layer)
    return tuple(dict.fromkeys(found))


def _alternatives(
    search: Search, inner: Conjunction, facts: Facts, branches: list[Part], layer: Part
) -> Iterator[_Alternative]:
    """The cases of a conjunction: itself if it fits a branch, else those of its unions, or its types.

    A union of the same branches is looked at branch by branch at once, which is much faster.
    """
    labels = {branch.label for branch in branches} - {""}
    union = max(
        facts.unions, key=lambda it: len(labels & {branch.label for branch in it.branches}), default=None
    )
    is_alike = union is not None and all(_is_among(search, it, branches, labels) for it in union.branches)
    if not is_alike and any(not search.between(inner, branch) for branch in branches):
        yield _Alternative(inner)
    elif union is not None:
        for branch in union.branches:
            yield _Alternative(inner.also(branch, chosen=union.pointer), union, branch)
    elif facts.values is not None and len(facts.values) > 1:
        for value in facts.values:
            yield _Alternative(inner.also(_synthetic(layer, {"const": value}, json.dumps(value))))
    elif len(type_names(facts.types)) > 1:
        for name in type_names(facts.types):
            yield _Alternative(inner.also(_synthetic(layer, {"type": name}, name)))
    else:
        yield _Alternative(inner)


def _is_among(search: Search, branch: Part, branches: list[Part], labels: set[str]) -> bool:
    """Whether one of the branches has the name of a branch or, if it has none, is the same."""
    name = branch.label
    return name in labels if name else any(search.are_same(branch, other) for other in branches)


def _synthetic(layer: Part, schema: dict[str, Any], name: str) -> Part:
    """A schema that no description has, for one case of the values of a layer; ``name`` identifies it."""
    return layer.described.part(schema, f"{layer.pointer}#{name}")


def _best(
    search: Search, alternative: _Alternative, branches: list[Part], layer: Part
) -> tuple[Part | None, Gaps]:
    """The branch that a case fits, and no gaps; or None, and the gaps in the branch most like it."""
    inner, origin = alternative.inner, alternative.origin
    partner = _partner(search, alternative, branches)
    ordered = [partner, *branches] if partner is not None else branches
    for branch in ordered:
        if not search.between(inner, branch):
            return branch, ()
    if partner is not None:
        return None, search.between(inner, partner)
    is_null = search.facts(inner).types == {"null"}
    certain = all(are_certain(search.between(inner, branch)) for branch in branches)
    place = origin or first(inner)
    keyword, name = "null" if is_null else "branch", label_of(origin)
    return None, (Gap(keyword, certain, place, layer, name, about=name),)


def _partner(search: Search, alternative: _Alternative, branches: list[Part]) -> Part | None:
    """The branch that is the same, or has the same name, or is the only one with the same types."""
    inner, origin, name = alternative.inner, alternative.origin, label_of(alternative.origin)
    found = [branch for branch in branches if name and branch.label == name]
    if origin is not None and not name:
        found = [branch for branch in branches if search.are_same(origin, branch)]
    if found:
        return found[0]
    siblings = alternative.union.branches if alternative.union is not None else ()
    taken = {branch.label for branch in siblings} - {""}
    free = [branch for branch in branches if branch.label not in taken]
    apart = [branch for branch in free if not are_disjoint(search, inner, alone(branch))]
    if len(apart) == 1:
        return apart[0]
    types = search.facts(inner).types
    alike = [it for it in free if search.facts(Conjunction((it,))).types & types]
    return alike[0] if len(alike) == 1 and not name else None


def _overlaps(
    search: Search, chosen: list[tuple[_Alternative, Part]], branches: list[Part], layer: Part
) -> Iterator[Gap]:
    """The first case whose values may be valid for a second branch."""
    for alternative, fits in chosen:
        for other in branches:
            if other != fits and not _is_excluded(search, alternative, other):
                place = alternative.origin or first(alternative.inner)
                yield Gap("overlap", False, place, layer, fits.label, other.label)
                return


def _is_excluded(search: Search, alternative: _Alternative, other: Part) -> bool:
    """Whether no value of a case is valid for another branch.

    That is so if the other branch is within another branch of the ``oneOf`` that the case is from.
    """
    union = alternative.union
    if union is not None and union.keyword == "oneOf":
        siblings = [branch for branch in union.branches if branch != alternative.origin]
        siblings.sort(key=lambda it: it.label != other.label)  # the likely one first
        if any(not search.between(alone(other), branch) for branch in siblings):
            return True
    return are_disjoint(search, alternative.inner, alone(other))
