"""Which objects an OpenAPI document is made of and where they stand (OpenAPI 3.0 to 3.2, §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "document", "components", "path_item", "operation", "parameter", "request_body", "media_type", "encoding",
    "response", "responses", "header", "example", "link", "callback", "security_scheme", "schema",
]  # fmt: skip

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

ONE, LIST, MAP = "one", "list", "map"

_SCHEMA_FIELDS: dict[str, tuple[str, Kind]] = {
    **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
                    (MAP, "schema")),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (LIST, "schema")),
    **dict.fromkeys(("items", "additionalProperties", "not", "if", "then", "else", "contains",
                     "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
                    (ONE, "schema")),
}  # fmt: skip

_PARAMETER_FIELDS: dict[str, tuple[str, Kind]] = {
    "schema": (ONE, "schema"), "content": (MAP, "media_type"), "examples": (MAP, "example"),
}  # fmt: skip

FIELDS: dict[Kind, dict[str, tuple[str, Kind]]] = {
    "document": {
        "paths": (MAP, "path_item"), "webhooks": (MAP, "path_item"), "components": (ONE, "components"),
    },
    "components": {
        "schemas": (MAP, "schema"), "responses": (MAP, "response"), "parameters": (MAP, "parameter"),
        "examples": (MAP, "example"), "requestBodies": (MAP, "request_body"), "headers": (MAP, "header"),
        "securitySchemes": (MAP, "security_scheme"), "links": (MAP, "link"),
        "callbacks": (MAP, "callback"), "pathItems": (MAP, "path_item"), "mediaTypes": (MAP, "media_type"),
    },
    "path_item": {
        **dict.fromkeys(METHODS, (ONE, "operation")),
        "additionalOperations": (MAP, "operation"), "parameters": (LIST, "parameter"),
    },
    "operation": {
        "parameters": (LIST, "parameter"), "requestBody": (ONE, "request_body"),
        "responses": (MAP, "response"), "callbacks": (MAP, "callback"),
    },
    "parameter": _PARAMETER_FIELDS,
    "header": _PARAMETER_FIELDS,
    "request_body": {"content": (MAP, "media_type")},
    "response": {
        "headers": (MAP, "header"), "content": (MAP, "media_type"), "links": (MAP, "link"),
    },
    "media_type": {
        "schema": (ONE, "schema"), "itemSchema": (ONE, "schema"), "examples": (MAP, "example"),
        "encoding": (MAP, "encoding"), "prefixEncoding": (LIST, "encoding"),
        "itemEncoding": (ONE, "encoding"),
    },
    "encoding": {"headers": (MAP, "header")},
    "schema": _SCHEMA_FIELDS,
}  # fmt: skip

Parts = tuple[str | int, ...]


class Place(NamedTuple):
    """One object of a document: what it is, the parts of its JSON pointer, and itself."""

    kind: Kind
    parts: Parts
    node: Any


def children(kind: Kind, node: Any, parts: Parts = ()) -> Iterator[Place]:
    """The OpenAPI objects directly inside one, in document order; nothing inside a reference."""
    if not isinstance(node, dict):
        return
    if kind == "callback":
        for key, value in node.items():
            if not key.startswith("x-") and key != "$ref":
                yield Place("path_item", (*parts, key), value)
        return
    fields = FIELDS.get(kind, {})
    for field, value in node.items():
        if field not in fields:
            continue
        container, child = fields[field]
        if container == ONE:
            yield Place(child, (*parts, field), value)
        elif container == LIST and isinstance(value, list):
            for index, item in enumerate(value):
                yield Place(child, (*parts, field, index), item)
        elif container == MAP and isinstance(value, dict):
            for key, item in value.items():
                if not (key.startswith("x-") and (kind, field) in _EXTENSIBLE_MAPS):
                    yield Place(child, (*parts, field, key), item)


_EXTENSIBLE_MAPS = {("document", "paths"), ("operation", "responses")}


def walk(kind: Kind, node: Any, parts: Parts = ()) -> Iterator[Place]:
    """An object and everything inside it, parents before children, in document order."""
    stack = [Place(kind, parts, node)]
    while stack:
        place = stack.pop()
        yield place
        stack.extend(reversed(list(children(place.kind, place.node, place.parts))))


Change = Callable[[Kind, dict[str, Any], Parts], Any]
"""Told what an object is, the object, and where it stands; gives what shall stand there."""


def map_objects(kind: Kind, node: Any, change: Change, parts: Parts = ()) -> Any:
    """A copy with every OpenAPI object in it, the outermost first, replaced by ``change`` of it."""
    changed = change(kind, node, parts) if isinstance(node, dict) else node
    if not isinstance(changed, dict):
        return changed
    if kind == "callback":
        return {
            key: value if key.startswith("x-") else map_objects("path_item", value, change, (*parts, key))
            for key, value in changed.items()
        }
    fields = FIELDS.get(kind, {})
    result: dict[str, Any] = {}
    for field, value in changed.items():
        container, child = fields.get(field, ("", kind))
        here = (*parts, field)
        if container == LIST and isinstance(value, list):
            result[field] = [
                map_objects(child, item, change, (*here, index)) for index, item in enumerate(value)
            ]
        elif container == MAP and isinstance(value, dict):
            is_extensible = (kind, field) in _EXTENSIBLE_MAPS
            result[field] = {
                key: (
                    item
                    if is_extensible and key.startswith("x-")
                    else map_objects(child, item, change, (*here, key))
                )
                for key, item in value.items()
            }
        elif container == ONE:
            result[field] = map_objects(child, value, change, here)
        else:
            result[field] = value
    return result


def map_schemas(schema: Any, change: Callable[[dict[str, Any]], Any]) -> Any:
    """A copy of a schema with every schema object, the outermost first, replaced by ``change`` of it."""
    return map_objects("schema", schema, lambda kind, node, parts: change(node))
