"""Pruning: removes the smallest broken parts of a document, so that the rest can be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from oasmith.errors import OasmithError, Problem, raise_any
from oasmith.reading.references import DANGLING
from oasmith.reading.result import Reading
from oasmith.reading.selection import operations
from oasmith.reading.validation import find_problems
from oasmith.structure import Document, Kind, Node, Parts, join_pointer, map_objects, split_pointer, walk

_MOST_ROUNDS = 10
_REMOVABLE: set[Kind] = {
    "path_item", "operation", "parameter", "request_body", "media_type", "encoding", "response", "header",
    "example", "link", "callback", "security_scheme",
}  # fmt: skip
_REMOVED, _OPENED = "is removed", "is replaced by a schema that allows anything"


def prune(reading: Reading, find: Callable[[Document], list[Problem]] = find_problems) -> Reading:
    """The reading without what is broken: ``find`` finds no more problems in its document.

    A broken schema is replaced by one that allows everything. References to a removed object are removed as
    well. Raises OasmithError for problems that cannot be pruned.
    """
    document, removed = reading.document, list(reading.removed)
    problems = find(document)
    for _ in range(_MOST_ROUNDS):
        kinds = {place.parts: place.kind for place in walk("document", document)} if problems else {}
        broken = _broken(problems, kinds)
        if not broken:
            break
        for parts, problem in broken.items():
            message = f"{_OPENED if kinds[parts] == 'schema' else _REMOVED}: {problem.message}"
            removed.append(reading.source.problem(message, problem.remedy, join_pointer(parts)))
        document = _without(document, broken, kinds)
        problems = find(document)
    raise_any([reading.source.located(problem) for problem in problems])
    return replace(reading, document=document, removed=tuple(removed))


def prune_references(reading: Reading, dangling: Sequence[Problem]) -> Reading:
    """The reading of a bundled document without its ``dangling`` references."""
    if not dangling:
        return reading
    document = map_objects("document", reading.document, lambda kind, node, parts: _without_dangling(node))
    kinds: dict[Parts, Kind] = {}
    broken: dict[Parts, int] = {}
    for place in walk("document", document):
        kinds[place.parts] = place.kind
        reference = place.node.get("$ref") if isinstance(place.node, dict) else None
        if isinstance(reference, str) and _is_dangling(reference):
            broken[place.parts] = int(reference.removeprefix(DANGLING))
    opened = {number for parts, number in broken.items() if kinds[parts] == "schema"}
    removed = tuple(
        replace(problem, message=f"{_OPENED if number in opened else _REMOVED}: {problem.message}")
        for number, problem in enumerate(dangling)
    )
    document = _without(document, broken, kinds)
    return replace(reading, document=document, removed=(*reading.removed, *removed))


def require_operations(reading: Reading) -> None:
    """Raise OasmithError where pruning removed every operation of a description."""
    document, data = reading.document, reading.source.data
    names = [name for field in ("paths", "webhooks") for name in data.get(field) or ()]
    is_empty = not document.get("webhooks") and not any(operations(document))
    if reading.removed and is_empty and not all(name.startswith("x-") for name in names):
        message, remedy = "has no operation that can be used", "Correct the problems above."
        raise OasmithError([*reading.removed, reading.source.problem(message, remedy, "/paths")])


def _is_dangling(reference: Any) -> bool:
    return isinstance(reference, str) and reference.startswith(DANGLING)


def _without_dangling(node: Node) -> Node:
    """A schema whose discriminator has no dangling references in its mapping."""
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if not isinstance(mapping, dict) or not any(map(_is_dangling, mapping.values())):
        return node
    sound = {value: target for value, target in mapping.items() if not _is_dangling(target)}
    return {**node, "discriminator": {**node["discriminator"], "mapping": sound}}


def _broken(problems: Iterable[Problem], kinds: dict[Parts, Kind]) -> dict[Parts, Problem]:
    """The innermost removable object around each problem, with the first problem in it."""
    removable = {
        tuple(map(str, parts)): parts
        for parts, kind in kinds.items()
        if kind in _REMOVABLE or kind == "schema"
    }
    found: dict[Parts, Problem] = {}
    for problem in problems:
        names = split_pointer(problem.pointer)
        for length in range(len(names), 0, -1):
            parts = removable.get(tuple(names[:length]))
            if parts is not None:
                found.setdefault(parts, problem)
                break
    return found


def _without(document: Document, broken: Iterable[Parts], kinds: dict[Parts, Kind]) -> Document:
    """The document with broken schemas opened, other broken objects removed, and references to these too."""
    opened = {parts for parts in broken if kinds[parts] == "schema"}
    removed = {parts for parts in broken if kinds[parts] != "schema"}
    references = {"#" + join_pointer(parts) for parts in removed if parts[0] == "components"}
    for place in walk("document", document) if references else ():
        reference = place.node.get("$ref") if isinstance(place.node, dict) else None
        if isinstance(reference, str) and reference in references and place.kind != "schema":
            removed.add(place.parts)
    result: Document = _rebuilt(document, (), removed, opened)
    return result


def _rebuilt(node: Any, parts: Parts, removed: set[Parts], opened: set[Parts]) -> Any:
    if parts in opened:
        return {}
    if isinstance(node, dict):
        return {
            key: _rebuilt(value, (*parts, key), removed, opened)
            for key, value in node.items()
            if (*parts, key) not in removed
        }
    if isinstance(node, list):
        return [
            _rebuilt(item, (*parts, index), removed, opened)
            for index, item in enumerate(node)
            if (*parts, index) not in removed
        ]
    return node
