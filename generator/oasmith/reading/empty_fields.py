"""Fields without a value, as in YAML after ``description:``, which are as good as absent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from oasmith.reading.result import Reading
from oasmith.structure import FIELDS, MAP, Kind, Node, Parts, join_pointer, map_objects

_MAY_BE_NULL = frozenset(("const", "default", "example", "value"))
"""Fields that can have any value of JSON."""
_AMBIGUOUS = frozenset(("$ref", "security", "type"))
"""Fields of which nobody knows what was meant: no security or the usual one, no type or that of null?"""
_PLAIN = frozenset(("info", "servers", "tags", "externalDocs", "flows", "discriminator", "xml"))
"""Fields with objects that have no schemas or other OpenAPI objects in them."""


_EMPTY_OBJECTS: frozenset[Kind] = frozenset(("path_item", "media_type", "response", "encoding", "schema"))
"""Kinds of objects that say something by their name alone."""


def without_empty_fields(reading: Reading) -> Reading:
    """The reading without fields that are null and may not be; each of them is reported.

    Named objects that are null, such as a media type, are empty objects.
    """
    found: list[Parts] = []

    def change(kind: Kind, node: Node, parts: Parts) -> Node:
        fields = FIELDS.get(kind, {})
        result: Node = {}
        for key, value in _filled(node, parts, found).items():
            container, inner = fields.get(key, (None, None))
            if container == MAP and isinstance(value, dict) and inner in _EMPTY_OBJECTS:
                result[key] = _with_members(value, (*parts, key), {}, found)
            else:
                result[key] = _plain(value, (*parts, key), found) if key in _PLAIN else value
        return result

    document = map_objects("document", reading.document, change)
    if not found:
        return reading
    message, remedy = "has no value and is ignored", "Remove it, or give it a value."
    reports = (reading.source.problem(message, remedy, join_pointer(parts)) for parts in found)
    return replace(reading, document=document, repairs=(*reading.repairs, *reports))


def _with_members(members: Node, parts: Parts, empty: Any, found: list[Parts]) -> Node:
    """A map with an empty value in place of null."""
    found += [(*parts, key) for key, value in members.items() if value is None]
    return {key: empty if value is None else value for key, value in members.items()}


def _filled(node: Node, parts: Parts, found: list[Parts]) -> Node:
    """An object without its empty fields, whose places are added to ``found``."""
    empty = [
        key
        for key, value in node.items()
        if value is None and key not in _MAY_BE_NULL | _AMBIGUOUS and not key.startswith("x-")
    ]
    found += [(*parts, key) for key in empty]
    return {key: value for key, value in node.items() if key not in empty} if empty else node


def _plain(value: Any, parts: Parts, found: list[Parts]) -> Any:
    if isinstance(value, list):
        return [_plain(item, (*parts, index), found) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if value.get("scopes", "") is None:  # a flow needs some, even if it has none
        found.append((*parts, "scopes"))
        value = {**value, "scopes": {}}
    if parts[-1] == "scopes":  # the description of a scope may be missing, but not the scope
        return _with_members(value, parts, "", found)
    return {key: _plain(item, (*parts, key), found) for key, item in _filled(value, parts, found).items()}
