"""What is broken, left out of a document: the smallest thing that can be, so that the rest is of use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from oasmith.errors import Problem
from oasmith.reading.files import SourceFile
from oasmith.reading.refs import NOWHERE
from oasmith.reading.validation import find_problems, located
from oasmith.structure import Kind, Parts, join_pointer, map_objects, split_pointer, walk

_ROUNDS = 10
_CAN_GO: set[Kind] = {
    "path_item", "operation", "parameter", "request_body", "media_type", "encoding", "response", "header",
    "example", "link", "callback", "security_scheme",
}  # fmt: skip


def without_what_is_broken(
    document: dict[str, Any],
    source: SourceFile,
    find: Callable[[dict[str, Any]], list[Problem]] = find_problems,
) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """A document without the problems that are found, what was removed, and the problems that remain.

    A broken schema becomes one that allows everything; what refers to something that is removed is removed
    as well.
    """
    left_out: list[Problem] = []
    for _ in range(_ROUNDS):
        problems = find(document)
        if not problems:
            return document, left_out, []
        places = {place.parts: place.kind for place in walk("document", document)}
        gone: dict[Parts, Problem] = {}
        for problem in problems:
            parts = _smallest(problem, places)
            if parts is not None:
                gone.setdefault(parts, problem)
        if not gone:
            return document, left_out, located(problems, source)
        for parts, problem in gone.items():
            what = _TAKEN if places[parts] == "schema" else _LEFT_OUT
            left_out.append(source.problem(f"{what}: {problem.message}", problem.remedy, join_pointer(parts)))
        document = _without(document, gone, places)
    return document, left_out, located(find(document), source)


def without_what_leads_nowhere(
    document: dict[str, Any], problems: Sequence[Problem]
) -> tuple[dict[str, Any], list[Problem]]:
    """A bundled document without its references that lead nowhere, and what was left out with them."""
    if not problems:
        return document, []
    places = {place.parts: place for place in walk("document", document)}
    gone = {
        parts: _number(place.node["$ref"])
        for parts, place in places.items()
        if isinstance(place.node, dict) and _is_nowhere(place.node.get("$ref"))
    }
    kinds = {parts: place.kind for parts, place in places.items()}
    left_out = [_told(problem, kinds, gone, number) for number, problem in enumerate(problems)]
    document = map_objects("document", document, lambda kind, node, parts: _with_sound_mapping(node))
    return _without(document, gone, kinds), left_out


def _is_nowhere(reference: Any) -> bool:
    return isinstance(reference, str) and reference.startswith(NOWHERE)


def _number(reference: str) -> int:
    return int(reference.removeprefix(NOWHERE))


def _told(problem: Problem, kinds: dict[Parts, Kind], gone: dict[Parts, int], number: int) -> Problem:
    is_schema = any(kinds[parts] == "schema" for parts, other in gone.items() if other == number)
    return replace(problem, message=f"{_TAKEN if is_schema else _LEFT_OUT}: {problem.message}")


def _with_sound_mapping(node: dict[str, Any]) -> dict[str, Any]:
    """A schema whose discriminator does not lead to what is not there."""
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if not isinstance(mapping, dict) or not any(map(_is_nowhere, mapping.values())):
        return node
    sound = {value: target for value, target in mapping.items() if not _is_nowhere(target)}
    return {**node, "discriminator": {**node["discriminator"], "mapping": sound}}


_LEFT_OUT, _TAKEN = "is left out", "is taken to allow anything"


def _smallest(problem: Problem, places: dict[Parts, Kind]) -> Parts | None:
    """The innermost thing around a problem that can be left out."""
    texts = split_pointer(problem.pointer)
    by_text = {
        tuple(map(str, parts)): parts for parts, kind in places.items() if kind in _CAN_GO or kind == "schema"
    }
    for length in range(len(texts), 0, -1):
        parts = by_text.get(tuple(texts[:length]))
        if parts is not None:
            return parts
    return None


def _without(document: dict[str, Any], gone: Iterable[Parts], places: dict[Parts, Kind]) -> dict[str, Any]:
    removed = {parts for parts in gone if places[parts] != "schema"}
    schemas = {parts for parts in gone if places[parts] == "schema"}
    references = {"#" + join_pointer(parts) for parts in removed if parts[0] == "components"}
    for place in walk("document", document):
        reference = place.node.get("$ref") if isinstance(place.node, dict) else None
        is_reference = isinstance(reference, str) and reference in references
        if is_reference and place.kind != "schema":
            removed.add(place.parts)
    result = _rebuilt(document, (), removed, schemas)
    assert isinstance(result, dict), "a document is never left out"
    return result


def _rebuilt(node: Any, parts: Parts, removed: set[Parts], schemas: set[Parts]) -> Any:
    if parts in schemas:
        return {}
    if isinstance(node, dict):
        return {
            key: _rebuilt(value, (*parts, key), removed, schemas)
            for key, value in node.items()
            if (*parts, key) not in removed
        }
    if isinstance(node, list):
        return [
            _rebuilt(item, (*parts, index), removed, schemas)
            for index, item in enumerate(node)
            if (*parts, index) not in removed
        ]
    return node
