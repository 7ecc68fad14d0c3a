"""Hoisting: a schema that a reference leads to becomes a component, wherever it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.names import Namespace, Wish, pascal_case, words
from oasmith.reading.naming import member_suffixes
from oasmith.structure import (
    Document,
    Parts,
    array_index,
    fragment_pointer,
    join_pointer,
    kind_at,
    look_up,
    split_pointer,
    walk,
)

_SCHEMAS = ("components", "schemas")
_STEPS = {
    "components", "schemas", "properties", "patternProperties", "allOf", "anyOf", "oneOf", "paths",
    "responses", "content", "schema", "$defs", "definitions", "prefixItems", "requestBodies", "parameters",
    "headers",
}  # fmt: skip
_NAME_PARTS = {"items": "Item", "additionalProperties": "Value", "not": "Not", "requestBody": "Request"}


def hoist(document: Document, to_schemas: set[str]) -> tuple[Document, dict[Parts, str]]:
    """The document with each schema that a reference leads to as a component, and a reference in its place.

    ``to_schemas`` are all references to schemas in the document, and perhaps some that are not in it. The
    second result is the name of the new component by the place where its schema was.
    """
    components = document.get("components") or {}
    schemas = (components.get("schemas") or {}) if isinstance(components, dict) else None
    if not isinstance(schemas, dict):
        return document, {}
    own = {_reference(name) for name in schemas}
    if to_schemas <= own:
        return document, {}
    references = {
        place.node["$ref"]
        for place in walk("document", document)
        if place.kind == "schema" and isinstance(place.node, dict) and isinstance(place.node.get("$ref"), str)
    }
    wanted: dict[str, Parts] = {}
    for reference in sorted(references - own):
        parts = _canonical(document, reference) if reference.startswith("#/") else None
        if parts is not None and kind_at(join_pointer(parts)) in ("schema", None):
            wanted[reference] = parts
    if not wanted:
        return document, {}
    scope = Namespace(joint="", ignores_case=True)
    scope.add(*schemas)
    places = dict.fromkeys(parts for parts in wanted.values() if not _is_component(parts))
    names = scope.assign({parts: Wish([_name(document, parts)]) for parts in places})
    targets = {
        reference: _reference(names[parts] if parts in names else str(parts[2]))
        for reference, parts in wanted.items()
    }
    hoisted = {name: _rewritten(look_up(document, join_pointer(parts)), parts, names, targets)
               for parts, name in names.items()}  # fmt: skip
    result: Document = _rewritten(document, None, names, targets)
    components = dict(result.get("components") or {})
    components["schemas"] = {**(components.get("schemas") or {}), **hoisted}
    return {**result, "components": components}, names


def _canonical(document: Document, reference: str) -> Parts | None:
    """The place of a reference's target, other references on the way followed; None for no schema."""
    node: Any = document
    parts: list[str | int] = []
    left = split_pointer(fragment_pointer(reference[1:]))
    seen: set[str] = set()
    while left:
        if isinstance(node, dict) and left[0] not in node and isinstance(node.get("$ref"), str):
            if node["$ref"] in seen:
                return None
            seen.add(node["$ref"])
            left = split_pointer(fragment_pointer(node["$ref"][1:])) + left
            node, parts = document, []
            continue
        index = array_index(left[0]) if isinstance(node, list) else None
        step: str | int = left[0] if index is None else index
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return None
        parts.append(step)
        left = left[1:]
    return tuple(parts) if isinstance(node, (dict, bool)) else None


def _is_component(parts: Parts) -> bool:
    return len(parts) == 3 and parts[:2] == _SCHEMAS


def _reference(name: str) -> str:
    return "#" + join_pointer((*_SCHEMAS, name))


def _name(document: Document, parts: Parts) -> str:
    """A name from the title, else from the place: ``address`` in ``User`` is ``UserAddress``."""
    node = look_up(document, join_pointer(parts))
    for key in ("x-oasmith-name", "title"):
        if isinstance(node, Mapping) and isinstance(node.get(key), str) and words(node[key]):
            return str(pascal_case(node[key]))
    text = ""
    for index, part in enumerate(parts):
        if isinstance(part, int):
            members = look_up(document, join_pointer(parts[:index]))
            text += f" {_member_name(str(parts[index - 1]), members, part, str(pascal_case(text)))}"
        elif part not in _STEPS:
            text += f" {_NAME_PARTS.get(part, part)}"
    return str(pascal_case(text))


def _member_name(keyword: str, members: Any, index: int, name: str) -> str:
    """What to call a member of a list: the first of an ``allOf`` is the base, others are what they add."""
    if keyword == "allOf" and index == 0:
        return "Base"
    if keyword in ("allOf", "anyOf", "oneOf"):
        return member_suffixes(members, name)[index]
    if keyword == "parameters" and isinstance(members[index], Mapping):
        return str(members[index].get("name", ""))
    return f"Item {index + 1}"


def _rewritten(node: Any, root: Parts | None, names: Mapping[Parts, str], targets: Mapping[str, str]) -> Any:
    """A copy with references to where things are now; what was hoisted, except the root, is a reference."""

    def copied(inner: Any, parts: Parts) -> Any:
        if parts in names and parts != root:
            return {"$ref": _reference(names[parts])}
        if isinstance(inner, dict):
            return {
                key: (
                    targets.get(value, value)
                    if key == "$ref" and isinstance(value, str)
                    else copied(value, (*parts, key))
                )
                for key, value in inner.items()
            }
        if isinstance(inner, list):
            return [copied(item, (*parts, index)) for index, item in enumerate(inner)]
        return inner

    return copied(node, root or ())
