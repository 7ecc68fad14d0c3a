"""OpenAPI 3.0 and 3.2 documents as 3.1, so that later steps know one version.

It follows the specification's own upgrade guide: schemas become JSON Schema 2020-12.
"""

from __future__ import annotations

from typing import Any

from oasmith.runtime.media import kind_of
from oasmith.structure import Change, Document, Kind, Node, Parts, map_objects

_ANNOTATIONS = {"title", "description", "deprecated", "readOnly", "writeOnly", "summary"}
"""Keywords beside a reference in 3.0 that say nothing about values."""


def upgrade(document: Document) -> Document:
    """The document as OpenAPI 3.1, in which schemas of raw bytes have the format ``binary``."""
    changed = map_objects("document", document, _change_from(str(document["openapi"])))
    return {**changed, "openapi": "3.1.1"}


def upgrade_schema(schema: Any, version: str) -> Any:
    """A schema of a document of an OpenAPI version as in a document of OpenAPI 3.1."""
    return map_objects("schema", schema, _change_from(version))


def _change_from(version: str) -> Change:
    return _from_3_0 if version.startswith("3.0.") else _marked


def _marked(kind: Kind, node: Node, parts: Parts) -> Node:
    """A schema of bytes that are not encoded, marked as in 3.0 (OpenAPI 3.1 §4.8.15.2)."""
    is_bytes = kind == "schema" and "contentMediaType" in node and "contentEncoding" not in node
    if not is_bytes or kind_of(str(node["contentMediaType"])) != "binary":
        return node
    return {**node, "type": "string", "format": "binary"}


def _from_3_0(kind: Kind, node: Node, parts: Parts) -> Node:
    if kind != "schema":
        return node
    if "$ref" in node:
        return {key: value for key, value in node.items() if key == "$ref" or key in _ANNOTATIONS}
    schema = dict(node)
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if schema.get(bound) is True and limit in schema:
            schema[bound] = schema.pop(limit)
        elif isinstance(schema.get(bound), bool):
            del schema[bound]
    if "example" in schema:
        schema.setdefault("examples", [schema.pop("example")])
    if schema.get("format") == "byte":
        del schema["format"]
        schema["contentEncoding"] = "base64"
    return nullable(schema) if schema.pop("nullable", False) is True else schema


def nullable(schema: Node) -> Node:
    """A schema that was ``nullable``: null is a type, an enum's value, or an alternative."""
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    kind = schema.get("type") or next((kind for sign, kind in _SIGNS.items() if sign in schema), None)
    if isinstance(kind, str):
        return {**schema, "type": [kind, "null"]}
    if not any(keyword in schema for keyword in ("allOf", "anyOf", "oneOf")):
        return schema
    outer = {key: schema.pop(key) for key in tuple(schema) if key in _ANNOTATIONS}
    for keyword in ("anyOf", "oneOf"):
        if set(schema) == {keyword}:
            return {**outer, keyword: [*schema[keyword], {"type": "null"}]}
    return {**outer, "anyOf": [schema, {"type": "null"}]}


_SIGNS = {"properties": "object", "additionalProperties": "object", "items": "array"}
"""Keywords that imply the type of a schema."""
