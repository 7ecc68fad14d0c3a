"""Defaults that are not valid for their schemas: converted where they read as a valid value, else removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

from oasmith.reading.repairs.row import Walk
from oasmith.reading.repairs.values import as_type
from oasmith.reading.upgrade import upgrade_schema
from oasmith.runtime.contract import pattern_options
from oasmith.runtime.times import FORMATS as TIME_FORMATS
from oasmith.schemas import Schemas
from oasmith.schemas.overlaps import FORMATS
from oasmith.structure import Document, Node, Parts, join_pointer, look_up, map_schemas, with_changes

_BASE = "urn:description"
_UNLIMITED = {"type", "description", "title", "default", "example", "deprecated", "readOnly", "writeOnly"}
"""Keywords beside which a default that is of its type is valid."""
_ANY_STRING: dict[str, Callable[[str], bool]] = {
    **{format_: lambda text: True for format_ in FORMATS if format_ != "date"},
    **TIME_FORMATS,
}
"""The formats of strings. Dates and times become objects, and therefore have to be dates and times."""


def has_limited_default(schema: Node) -> bool:
    """Whether a schema has a default, and more than a type that the default must conform to."""
    return "default" in schema and schema["default"] is not None and not schema.keys() <= _UNLIMITED


def with_valid_defaults(document: Document, walk: Walk) -> Document:
    """The document in which the defaults of the schemas ``walk.defaults`` are valid, or removed.

    A default with values that are not of their type, such as ``[1]`` for a list of strings, becomes the
    default with what is written there as that type, if that is valid. Both are reported.
    """
    if not walk.defaults:
        return document
    check = _Check(document, walk)
    changes: dict[Parts, Callable[[Node], Node]] = {}
    for parts in walk.defaults:
        schema, place = look_up(document, join_pointer(parts)), (*parts, "default")
        default = schema["default"]
        if check.is_valid(default, schema):
            continue
        converted = check.converted(default, schema, place)
        if converted != default and check.is_valid(converted, schema):
            changes[parts] = _with_default(converted)
            shown = _shown(converted)
            message = f"{_shown(default)} is not valid for its schema; {shown} is used"
            walk.report(place, message, f"Write {shown}.")
        else:
            changes[parts] = _without_default
            walk.report(place, "is not valid for its schema and is ignored", "Write a valid one.")
    changed: Document = with_changes(document, changes)
    return changed


def _with_default(value: Any) -> Callable[[Node], Node]:
    return lambda schema: {**schema, "default": value}


def _without_default(schema: Node) -> Node:
    return {key: value for key, value in schema.items() if key != "default"}


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]} …"


class _Check:
    """Validates values against the schemas of a document, as they are once it is in normal form."""

    def __init__(self, document: Document, walk: Walk) -> None:
        self._walk = walk
        schemas = (document.get("components") or {}).get("schemas") or {}
        self._view = Schemas({name: self._upgraded(schema) for name, schema in schemas.items()})
        tagged = {name: self._tagged(schema) for name, schema in self._view.items()}
        self._registry = Registry([(_BASE, {"components": {"schemas": tagged}})])

    def is_valid(self, value: Any, schema: Node) -> bool:
        """Whether a value is valid for a schema of the document."""
        absolute = map_schemas(self._tagged(self._upgraded(schema)), _absolute)
        try:
            validator = Draft202012Validator(
                absolute,
                registry=self._registry,
                validate_formats=True,
                formats=_ANY_STRING,
                pattern_options=pattern_options(),
            )
        except ValueError:
            return True  # the validator reports what is wrong with the schema itself
        return bool(validator.is_valid(value))

    def converted(self, value: Any, schema: Any, parts: Parts) -> Any:
        """A value in which what is not of its type is converted to that, where it reads as one."""
        view = self._view
        schema = view.single(self._upgraded(schema))
        if isinstance(value, list):
            items = view.says(schema, "items")
            return [self.converted(item, items, (*parts, index)) for index, item in enumerate(value)]
        if isinstance(value, Mapping):
            known, others = view.properties(schema), view.says(schema, "additionalProperties")
            return {
                key: self.converted(item, known.get(key, others), (*parts, key))
                for key, item in value.items()
            }
        kinds = view.types(schema)
        if not kinds or value is None:
            return value
        return as_type(value, set(kinds), self._walk.written(parts, value))

    def _upgraded(self, schema: Any) -> Any:
        return upgrade_schema(schema, self._walk.version)

    def _tagged(self, schema: Any) -> Any:
        """A schema in which the tags of its unions with a discriminator tell the members apart."""
        return map_schemas(schema, lambda node: _with_tags(node, self._view))


def _with_tags(schema: Node, view: Schemas) -> Node:
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


def _absolute(node: Node) -> Node:
    target = node.get("$ref")
    is_local = isinstance(target, str) and target.startswith("#")
    return {**node, "$ref": f"{_BASE}{target}"} if is_local else node
