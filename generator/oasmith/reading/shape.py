"""Checks that the objects of a document are of the types that the rest of the package relies on.

It runs before anything else looks at a document. The validator finds everything else later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from oasmith.errors import Problem
from oasmith.structure import (
    FIELDS,
    LIST,
    MAP,
    Document,
    Kind,
    Parts,
    Place,
    fragment_pointer,
    join_pointer,
    kind_at,
    look_up,
    walk,
)

_MOST_STEPS = 50
"""How many references may lead to each other."""

Expected = tuple[Parts, str]
"""A place, and what is expected there: a type in words, or a field in backticks."""
Check = Callable[[Any, Parts], Iterator[Expected]]
"""Given a value and its place, yields each place at which something else is expected."""


def shape_problems(document: Document) -> list[Problem]:
    """A problem for each value of a wrong type, and for each reference to itself, with its pointer."""
    found: list[Problem] = []
    referring: list[Place] = []
    for place in walk("document", document):
        found += (_expected(parts, expected) for parts, expected in _wrong(place))
        if isinstance(place.node, dict) and not _REFERRING.isdisjoint(place.node):
            referring.append(place)
    if found:
        return found
    return [
        *_unbalanced_paths(document),
        *(_mismatches(referring, document) or _circles(referring, document)),
    ]


def _expected(parts: Parts, expected: str) -> Problem:
    if expected.startswith("`"):
        return Problem(f"has no {expected}", "Add it.", pointer=join_pointer(parts))
    return Problem(f"is not {expected}", f"Write {expected}.", pointer=join_pointer(parts))


def _wrong(place: Place) -> Iterator[Expected]:
    kind, parts, node = place
    if kind == "schema" and isinstance(node, bool):
        return
    if not isinstance(node, dict):
        yield parts, "a schema: an object, true or false" if kind == "schema" else "an object"
        return
    if "$ref" in node and not isinstance(node["$ref"], str):
        yield (*parts, "$ref"), "a string"
        return
    fields, checks = FIELDS.get(kind, {}), _CHECKS.get(kind, {})
    for field, value in node.items():
        check = checks.get(field)
        if check is not None:
            if not (check is _string and isinstance(value, str)):  # most are
                yield from check(value, (*parts, field))
        elif field in fields and (field != "examples" or kind == "components"):  # repairs look at examples
            container, _ = fields[field]
            if container == LIST and not isinstance(value, list):
                yield (*parts, field), "an array"
            elif container == MAP and not isinstance(value, dict):
                yield (*parts, field), "an object"
    for field in _REQUIRED.get(kind, ()):
        if "$ref" not in node and field not in node:
            yield parts, f"`{field}`"


def _string(value: Any, parts: Parts) -> Iterator[Expected]:
    if not isinstance(value, str):
        yield parts, "a string"


def _boolean(value: Any, parts: Parts) -> Iterator[Expected]:
    if not isinstance(value, bool):
        yield parts, "true or false"


def _number(value: Any, parts: Parts) -> Iterator[Expected]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield parts, "a number"


def _limit(value: Any, parts: Parts) -> Iterator[Expected]:
    if not isinstance(value, (int, float)):
        yield parts, "a number"


def _count(value: Any, parts: Parts) -> Iterator[Expected]:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0 or value != int(value):
        yield parts, "an integer of 0 or more"


def _list(check: Check | None = None) -> Check:
    def checked(value: Any, parts: Parts) -> Iterator[Expected]:
        if not isinstance(value, list):
            yield parts, "an array"
        elif check:
            for index, item in enumerate(value):
                yield from check(item, (*parts, index))

    return checked


def _map(check: Check | None = None, *, is_extensible: bool = False) -> Check:
    def checked(value: Any, parts: Parts) -> Iterator[Expected]:
        if not isinstance(value, dict):
            yield parts, "an object"
        elif check:
            for key, item in value.items():
                if not (is_extensible and key.startswith("x-")):
                    yield from check(item, (*parts, key))

    return checked


def _object(required: tuple[str, ...] = (), **fields: Check) -> Check:
    def checked(value: Any, parts: Parts) -> Iterator[Expected]:
        if not isinstance(value, dict):
            yield parts, "an object"
            return
        for field in required:
            if field not in value:
                yield parts, f"`{field}`"
        for field, check in fields.items():
            if field in value:
                yield from check(value[field], (*parts, field))

    return checked


def _types(value: Any, parts: Parts) -> Iterator[Expected]:
    yield from (_list(_string) if isinstance(value, list) else _string)(value, parts)


def _required(value: Any, parts: Parts) -> Iterator[Expected]:
    if not isinstance(value, bool):  # which repairs understand
        yield from _list(_string)(value, parts)


def _without_null(value: Any, parts: Parts) -> Iterator[Expected]:
    if value is None:
        yield parts, "a value"
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if not str(key).startswith("x-"):
                yield from _without_null(item, (*parts, key))


_VARIABLE = _object(("default",), default=_string, enum=_list(_string), description=_string)
_SERVERS = _list(_object(("url",), url=_string, variables=_map(_VARIABLE), description=_string))
_SECURITY = _list(_map(_list(_string)))
_FLOW = _object(tokenUrl=_string, authorizationUrl=_string, refreshUrl=_string, scopes=_map(_string))

_CHECKS: dict[Kind, dict[str, Check]] = {
    "document": {
        "servers": _SERVERS,
        "security": _SECURITY,
        "tags": _list(_object(("name",), name=_string, description=_string, externalDocs=_without_null)),
        "info": _without_null, "externalDocs": _without_null,
    },
    "path_item": {"servers": _SERVERS, "summary": _string, "description": _string},
    "operation": {
        "operationId": _string, "servers": _SERVERS, "security": _SECURITY, "summary": _string,
        "description": _string, "deprecated": _boolean, "externalDocs": _without_null,
    },
    "parameter": {
        "name": _string, "in": _string, "style": _string, "explode": _boolean, "deprecated": _boolean,
        "description": _string, "allowReserved": _boolean,
    },
    "header": {"style": _string, "explode": _boolean, "description": _string},
    "request_body": {"required": _boolean, "description": _string},
    "encoding": {
        "contentType": _string, "style": _string, "explode": _boolean, "allowReserved": _boolean,
    },
    "link": {"operationId": _string, "operationRef": _string, "parameters": _map(), "description": _string},
    "example": {"summary": _string, "description": _string, "externalValue": _string},
    "security_scheme": {
        "type": _string, "name": _string, "in": _string, "scheme": _string, "bearerFormat": _string,
        "description": _string, "openIdConnectUrl": _string,
        "flows": _map(_FLOW, is_extensible=True),
    },
    "schema": {
        **dict.fromkeys(("title", "description", "format", "pattern", "contentMediaType", "contentEncoding",
                         "$dynamicRef"), _string),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
                         "minContains", "maxContains"), _count),
        **dict.fromkeys(("minimum", "maximum", "multipleOf"), _number),
        **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _limit),
        **dict.fromkeys(("readOnly", "writeOnly", "deprecated", "nullable", "uniqueItems"), _boolean),
        "externalDocs": _without_null, "xml": _without_null,
        "required": _required,
        "enum": _list(),
        "dependentRequired": _map(_list(_string)),
        "discriminator": _object(("propertyName",), propertyName=_string, mapping=_map(_string)),
        "type": _types,
    },
}  # fmt: skip

_REQUIRED: dict[Kind, tuple[str, ...]] = {"parameter": ("name", "in"), "security_scheme": ("type",)}


def _unbalanced_paths(document: Document) -> Iterator[Problem]:
    for path in document.get("paths") or {}:
        if not path.startswith("x-") and re.search(r"[{}]", re.sub(r"\{[^{}/]+\}", "", path)):
            yield Problem(
                "has a brace that does not belong to a parameter such as {id}",
                "Close the brace, or write it as %7B or %7D.",
                pointer=join_pointer(("paths", path)),
            )


_REFERRING = frozenset(("$ref", "allOf", "discriminator"))


def _mismatches(referring: Iterable[Place], document: Document) -> list[Problem]:
    """References that lead nowhere in the document, or to an object of another kind."""
    found = []
    for place in referring:
        kind = place.kind.replace("_", " ")
        for parts, reference in _references(place):
            target = _target(document, reference)
            if target is None:
                message, remedy = f"$ref {reference!r} leads nowhere", "Correct the reference."
            elif _is_mismatch(place.kind, target, reference):
                message, remedy = f"$ref {reference!r} does not lead to a {kind}", f"Refer to a {kind}."
            else:
                continue
            found.append(Problem(message, remedy, pointer=join_pointer(parts)))
    return found


def _references(place: Place) -> Iterator[tuple[Parts, str]]:
    """The references of an object and of the mapping of its discriminator, with their places."""
    if isinstance(place.node.get("$ref"), str):
        yield place.parts, place.node["$ref"]
    if place.kind == "schema" and "discriminator" in place.node:
        for value, target in (place.node["discriminator"].get("mapping") or {}).items():
            if target.startswith("#"):  # else it is the name of a schema
                yield (*place.parts, "discriminator", "mapping", value), target


def _is_mismatch(kind: Kind, target: Any, reference: str) -> bool:
    """Whether a reference from an object of a kind leads to something else.

    A reference from a schema to another object is left to the repairs.
    """
    known = kind_at(fragment_pointer(reference[1:]))
    if known is not None:
        return known == "value" or kind not in ("schema", known)
    if kind == "schema" and not isinstance(target, (dict, bool)):
        return True
    return any(_wrong(Place(kind, (), target)))


def _target(document: Document, reference: str) -> Any:
    """The value that a reference leads to; None where there is none."""
    try:
        return look_up(document, fragment_pointer(reference[1:])) if reference.startswith("#") else None
    except KeyError:
        return None


def _circles(referring: Iterable[Place], document: Document) -> Iterator[Problem]:
    """References, and schemas in ``allOf``, that lead back to themselves or through too many others."""
    done: set[str] = set()
    for place in referring:
        pointer = join_pointer(place.parts)
        problem = _circle(pointer, document, done)
        if problem:
            yield Problem(problem, "Replace one of these references by the object itself.", pointer=pointer)


def _circle(start: str, document: Document, done: set[str]) -> str:
    """What is wrong with where a place leads, or the empty string; found without recursion."""
    trail: list[str] = []
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        pointer, is_left = stack.pop()
        if is_left:
            trail.pop()
            done.add(pointer)
            continue
        if pointer in done:
            continue
        if pointer in trail:
            return f"refers to itself: {' → '.join([*trail[trail.index(pointer):], pointer][:8])}"
        if len(trail) > _MOST_STEPS:
            return f"leads through more references than the limit of {_MOST_STEPS}"
        trail.append(pointer)
        stack.append((pointer, True))
        stack += ((target, False) for target in _targets(pointer, document))
    return ""


def _targets(pointer: str, document: Document) -> Iterator[str]:
    try:
        node = look_up(document, pointer)
    except KeyError:
        return
    if not isinstance(node, dict):
        return
    members = node.get("allOf")
    for inner in (node, *(members if isinstance(members, list) else ())):
        reference = inner.get("$ref") if isinstance(inner, dict) else None
        if isinstance(reference, str) and reference.startswith("#/"):
            yield fragment_pointer(reference[1:])
