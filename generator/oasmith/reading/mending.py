"""Slips that change nothing on the wire: mended, and told with their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from oasmith.errors import Problem
from oasmith.reading.files import SourceFile
from oasmith.reading.pointers import join_pointer
from oasmith.reading.structure import FIELDS, METHODS, Kind, Parts, map_objects

_FIELDS: dict[Kind, set[str]] = {
    "document": {
        "openapi", "$self", "info", "jsonSchemaDialect", "servers", "security", "tags", "externalDocs",
    },
    "path_item": {"$ref", "summary", "description", "servers", *METHODS},
    "operation": {
        "tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security", "servers",
    },
    "response": {"$ref", "summary", "description"},
    "request_body": {"$ref", "description", "required"},
    "media_type": {"example"},
}  # fmt: skip
"""The fields of an object that hold no other objects; those that do are in the structure's own table."""

_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, (int, float))
    and not isinstance(value, bool)
    and value == int(value),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def mend(document: dict[str, Any], source: SourceFile) -> tuple[dict[str, Any], list[Problem]]:
    """The document with such slips mended, and a problem for each that says what was done.

    Mended are: an ``info`` that is missing, incomplete or whose texts are numbers; a missing
    ``paths``, ``responses`` or description of a response; fields that do not exist; a default that is
    not of its schema's type.
    """
    problems: list[Problem] = []

    def note(parts: Parts, message: str, remedy: str) -> None:
        pointer = join_pointer(parts)
        problems.append(Problem(message, remedy, str(source.path), source.line_of(pointer), pointer))

    def mended(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        return node if "$ref" in node else _mended(kind, node, parts, source, note)

    return map_objects("document", document, mended), problems


Note = Callable[[Parts, str, str], None]


def _mended(kind: Kind, node: dict[str, Any], parts: Parts, source: SourceFile, note: Note) -> dict[str, Any]:
    result = dict(node)
    if kind in _FIELDS:
        for field in _unknown(kind, node):
            del result[field]
            note(
                (*parts, field),
                "is no field of this object and is ignored",
                "Remove it, or mend its spelling.",
            )
    if kind == "document":
        result["info"] = _mended_info(node.get("info"), source, note)
        if "paths" not in node and (node["openapi"].startswith("3.0.") or not _OTHERS & node.keys()):
            result["paths"] = {}
            note((), "has no `paths`", "Add `paths: {}`.")
    elif kind == "operation" and "responses" not in node:
        result["responses"] = {"default": {"description": ""}}
        note(parts, "has no `responses`", "Describe at least one response.")
    elif kind == "response" and not isinstance(node.get("description"), str):
        result["description"] = str(node.get("description", ""))
        note(parts, "has no description", "Add one; it may be short.")
    elif kind == "schema" and not _default_fits(node):
        del result["default"]
        note((*parts, "default"), f"{node['default']!r} is not of its schema's type and is ignored",
             "Write a value of that type.")  # fmt: skip
    return result


_OTHERS = {"components", "webhooks"}


def _mended_info(info: Any, source: SourceFile, note: Note) -> dict[str, Any]:
    given = info if isinstance(info, dict) else {}
    result = {"title": source.path.stem, "version": "0", **given}
    for field, value in result.items():
        if field in ("title", "version", "summary", "description") and not isinstance(value, str):
            result[field] = str(value)
            note(("info", field), f"is {value!r}, not text", "Put it between quotes.")
    for field in ("title", "version"):
        if field not in given:
            note(("info",), f"has no {field}", "Add it.")
    return result


def _unknown(kind: Kind, node: dict[str, Any]) -> list[str]:
    known = _FIELDS[kind] | FIELDS.get(kind, {}).keys()
    return [field for field in node if field not in known and not field.startswith("x-")]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _default_fits(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    if "default" not in schema or not isinstance(kinds, (str, list)):
        return True
    if schema["default"] is None and schema.get("nullable") is True:
        return True
    known = [_TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind in _TYPES]
    return not known or any(is_of_type(schema["default"]) for is_of_type in known)
