"""Null: each schema that is meant to allow it does so.

A type may allow null where a reference or union beside it refuses null; then the type is meant. A component
that is an object or null becomes the object, and every reference to it allows null, so that its class is one
of objects, and each place that may hold null says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.reading.annotations import is_annotation, without_wrapper
from oasmith.schemas import Schemas
from oasmith.structure import Document, Kind, Node, Parts, join_pointer, map_objects

_UNIONS = ("anyOf", "oneOf")
_COMPOSED = ("allOf", *_UNIONS)
_NULL = {"type": "null"}


def settle_null(document: Document) -> Document:
    """A document of OpenAPI 3.1 in which each schema that is meant to allow null does so."""
    view = Schemas((document.get("components") or {}).get("schemas") or {})

    def settled(kind: Kind, node: Node, parts: Parts) -> Node:
        if kind != "schema":
            return node
        node = _with_one_null(_without_single_union(node))
        is_refused = _names_null(node) and not view.allows_null(_composition(node))
        return _beside_null(node) if is_refused else node

    return _with_nullable_references(map_objects("document", document, settled))


def _names_null(schema: Mapping[str, Any]) -> bool:
    return isinstance(schema.get("type"), list) and "null" in schema["type"]


def _composition(schema: Mapping[str, Any]) -> Node:
    return {keyword: schema[keyword] for keyword in _COMPOSED if keyword in schema}


def _without_single_union(schema: Node) -> Node:
    """A union of one schema is that schema (JSON Schema 2020-12 core §10.2.1)."""
    for union in _UNIONS:
        members = schema.get(union)
        if isinstance(members, list) and len(members) == 1 and "discriminator" not in schema:
            rest = {key: value for key, value in schema.items() if key != union}
            schema = {**rest, "allOf": [*schema.get("allOf", ()), *members]}
    return schema


def _with_one_null(schema: Node) -> Node:
    """A ``oneOf`` in which null is one member, and not valid for two of them."""
    members = schema.get("oneOf")
    if not isinstance(members, list) or sum(map(_allows_null, members)) < 2:
        return schema
    others = [_without_null(member) for member in members if member != _NULL]
    return {**schema, "oneOf": [*others, _NULL]}


def _allows_null(member: Any) -> bool:
    return isinstance(member, Mapping) and (_names_null(member) or member.get("type") == "null")


def _without_null(schema: Any) -> Any:
    """A schema without null among its types and values."""
    if not isinstance(schema, Mapping) or not _names_null(schema):
        return schema
    kinds = [kind for kind in schema["type"] if kind != "null"]
    result = {**schema, "type": kinds[0] if len(kinds) == 1 else kinds}
    if isinstance(schema.get("enum"), list):
        result["enum"] = [value for value in schema["enum"] if value is not None]
    return result


def _beside_null(schema: Node) -> Node:
    """A schema or null, where its type allows null and its reference or union does not."""
    words = {key: value for key, value in schema.items() if is_annotation(key)}
    rest = {key: value for key, value in _without_null(schema).items() if key not in words}
    rest = {**without_wrapper(rest)}
    if "$ref" not in rest and rest.get("type") == "object" and not {"properties", "allOf"} & rest.keys():
        members = next((rest[union] for union in _UNIONS if union in rest), None)
        if members is not None and rest.keys() <= {"type", "discriminator", *_UNIONS}:
            del rest["type"]  # which each member has as well, or refuses null by
    return {**words, "anyOf": [rest, _NULL]}


def _with_nullable_references(document: Document) -> Document:
    """A document whose components that are objects or null are the objects, with null where they are used."""
    schemas = (document.get("components") or {}).get("schemas") or {}
    objects = {name: found for name, schema in schemas.items() if (found := _object(schema)) is not None}
    if not objects:
        return document
    references = {"#" + join_pointer(("components", "schemas", name)) for name in objects}
    plain: set[Parts] = set()  # members of an allOf, and those beside null

    def referring(kind: Kind, node: Node, parts: Parts) -> Node:
        if kind != "schema":
            return node
        node = without_wrapper(node)
        words = {key: value for key, value in node.items() if is_annotation(key)}
        if parts not in plain and node.keys() - words.keys() == {"$ref"} and _refers(node, references):
            node = {**words, "anyOf": [{"$ref": node["$ref"]}, _NULL]}
        for keyword in _COMPOSED:
            members = node.get(keyword)
            if isinstance(members, list):
                plain.update((*parts, keyword, index) for index in range(len(members)))
                is_union = keyword != "allOf" and any(_refers(member, references) for member in members)
                if is_union and not any(map(_allows_null, members)):
                    node = {**node, keyword: [*members, _NULL]}
        return node

    components = {**document["components"], "schemas": {**schemas, **objects}}
    return dict(map_objects("document", {**document, "components": components}, referring))


def _refers(member: Any, references: set[str]) -> bool:
    return isinstance(member, Mapping) and member.get("$ref") in references


def _object(schema: Any) -> Node | None:
    """The object of a schema that is one or null; None for any other schema."""
    if not isinstance(schema, Mapping):
        return None
    if _names_null(schema) and "properties" in schema and not set(_UNIONS) & schema.keys():
        found = _without_null(schema)
        return found if found["type"] == "object" else None
    for union in _UNIONS:
        members = schema.get(union, ())
        others = [member for member in members if member != _NULL]
        if len(members) != 2 or len(others) != 1 or not isinstance(others[0], Mapping):
            continue
        words = {key: value for key, value in schema.items() if key != union}
        if all(map(is_annotation, words)) and {"properties", "allOf"} & others[0].keys():
            return {**words, **others[0]}
    return None
