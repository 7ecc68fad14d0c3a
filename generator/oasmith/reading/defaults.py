"""Defaults that are not valid for their schemas: converted where they read as what is valid, else removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

from oasmith.reading.files import SourceFile
from oasmith.reading.overlaps import FORMATS
from oasmith.reading.schema_repairs import Note, Written, as_type, written_in
from oasmith.reading.upgrade import upgrade
from oasmith.runtime.reasons import pattern_options
from oasmith.schemas import Schemas
from oasmith.structure import Kind, Parts, map_objects, walk

_BASE = "urn:description"
_UNLIMITED = {"type", "description", "title", "default", "example", "deprecated", "readOnly", "writeOnly"}
"""Keywords beside which a default that is of its type is valid."""
_ANY_TEXT: dict[str, Callable[[str], bool]] = {
    format_: lambda text: True for format_ in FORMATS if format_ not in ("date", "date-time")
}
"""The formats of strings. Dates become objects, and therefore have to be dates."""


def repair_defaults(document: dict[str, Any], source: SourceFile, note: Note) -> dict[str, Any]:
    """The document with defaults that are valid for their schemas, which are repaired otherwise.

    Where values are not of their type, such as ``[1]`` for a list of strings, they become what is written
    there as that type. Any other default that is not valid is removed. Both are reported.
    """
    places = [
        place
        for place in walk("document", document)
        if place.kind == "schema" and isinstance(place.node, dict) and _is_limited(place.node)
    ]
    if not places:
        return document
    check = _Check(document)
    written = written_in(source)
    repaired: dict[Parts, Any] = {}
    for place in places:
        default, parts = place.node["default"], (*place.parts, "default")
        if check.is_valid(default, place.node):
            continue
        converted = check.as_described(default, place.node, parts, written)
        if converted != default and check.is_valid(converted, place.node):
            repaired[place.parts] = converted
            note(parts, f"{_shown(default)} is not valid for its schema; {_shown(converted)} is used",
                 f"Write {_shown(converted)}.")  # fmt: skip
        else:
            repaired[place.parts] = _REMOVED
            note(parts, "is not valid for its schema and is ignored", "Write a valid one.")

    def change(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        if parts not in repaired:
            return node
        if repaired[parts] is _REMOVED:
            return {key: value for key, value in node.items() if key != "default"}
        return {**node, "default": repaired[parts]}

    return dict(map_objects("document", document, change)) if repaired else document


_REMOVED = object()


def _is_limited(schema: dict[str, Any]) -> bool:
    return "default" in schema and schema["default"] is not None and not schema.keys() <= _UNLIMITED


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]} …"


class _Check:
    """Validates values against the schemas of a document, as they are once it is in normal form."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        schemas = (document.get("components") or {}).get("schemas") or {}
        self._view = Schemas({name: self._settled(schema) for name, schema in schemas.items()})
        told_apart = {name: self._tagged(schema) for name, schema in self._view.items()}
        self._registry = Registry([(_BASE, {"components": {"schemas": told_apart}})])

    def is_valid(self, value: Any, schema: dict[str, Any]) -> bool:
        """Whether a value is valid for a schema of the document."""
        absolute = map_objects("schema", self._tagged(self._settled(schema)), _absolute)
        try:
            validator = Draft202012Validator(
                absolute,
                registry=self._registry,
                validate_formats=True,
                formats=_ANY_TEXT,
                pattern_options=pattern_options(),
            )
        except ValueError:
            return True  # what is wrong with the schema itself is for others to report
        return bool(validator.is_valid(value))

    def as_described(self, value: Any, schema: Any, parts: Parts, written: Written) -> Any:
        """A value in which what is not of its type is converted to that, where it reads as one."""
        view = self._view
        schema = view.single(self._settled(schema))
        if isinstance(value, list):
            items = view.says(schema, "items")
            return [self.as_described(it, items, (*parts, at), written) for at, it in enumerate(value)]
        if isinstance(value, Mapping):
            known, others = view.properties(schema), view.says(schema, "additionalProperties")
            return {
                key: self.as_described(item, known.get(key, others), (*parts, key), written)
                for key, item in value.items()
            }
        kinds = view.types(schema)
        return as_type(value, set(kinds), written(parts, value)) if kinds and value is not None else value

    def _settled(self, schema: Any) -> Any:
        """A schema as one of OpenAPI 3.1."""
        holder = {"openapi": self._document["openapi"], "components": {"schemas": {"it": schema}}}
        return upgrade(holder)["components"]["schemas"]["it"]

    def _tagged(self, schema: Any) -> Any:
        """A schema whose unions with a discriminator are told apart by the values of its tag."""
        return map_objects("schema", schema, lambda kind, node, parts: _with_tags(node, self._view))


def _with_tags(schema: dict[str, Any], view: Schemas) -> dict[str, Any]:
    members, discriminator = schema.get("oneOf"), schema.get("discriminator")
    if not isinstance(members, list) or not isinstance(discriminator, Mapping):
        return schema
    field = str(discriminator["propertyName"])
    mapping = discriminator.get("mapping") or {}
    values: list[list[str]] = []
    for member in members:
        name = str(member.get("$ref", "")).rpartition("/")[2] if isinstance(member, Mapping) else ""
        mapped = [value for value, target in mapping.items() if str(target).rpartition("/")[2] == name]
        own = view.choices(view.properties(member).get(field, True)) if name else []
        values.append([] if own else mapped or [name])
    tagged = [
        {"allOf": [member, {"properties": {field: {"enum": tags}}}]} if any(tags) else member
        for member, tags in zip(members, values, strict=True)
    ]
    return {key: value for key, value in schema.items() if key != "oneOf"} | {"anyOf": tagged}


def _absolute(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
    target = node.get("$ref")
    is_local = isinstance(target, str) and target.startswith("#")
    return {**node, "$ref": f"{_BASE}{target}"} if is_local else node
