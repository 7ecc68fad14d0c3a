"""Names from the place of a schema in a document: its operation, status, media type or parameter."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from oasmith.extensions import SHORT_NAMES
from oasmith.names import Wish, words
from oasmith.operation_ids import function_names
from oasmith.reading.naming.words import class_scope, pascal_case
from oasmith.runtime.media import kind_of
from oasmith.structure import METHODS, Document, Kind, Node, Parts

_EVENT = "~"
"""Begins the name of a path item that is a webhook or callback, which is named after its event."""
_SECTION_SUFFIXES = {"requestBodies": "Request", "responses": "Response", "parameters": "Parameter"}
"""Suffixes for components whose names are often those of schemas as well."""
_PHRASES = {
    "413": "Content Too Large", "414": "URI Too Long", "416": "Range Not Satisfiable",
    "422": "Unprocessable Content",
}  # fmt: skip
"""Phrases that differ between versions of Python."""


def operation_names(document: Document) -> dict[str, str]:
    """The names of operations for the schemas in them, by id: without what a framework added to the id."""
    found = {
        operation["operationId"]: (path, operation)
        for path, item in (document.get("paths") or {}).items()
        if isinstance(item, dict) and not path.startswith("x-")
        for operation in item.values()
        if isinstance(operation, dict) and isinstance(operation.get("operationId"), str)
    }
    if SHORT_NAMES.of(document) is False:
        return {}
    wishes = {}
    for identity, (path, operation) in found.items():
        tag = next(iter(operation.get("tags") or ()), None)
        names = function_names(identity, path, tag, found)
        # The last one has the name of the controller: a schema needs it.
        wishes[identity] = Wish([pascal_case(name) for name in (*names[-1:], identity)], identity)
    return class_scope().assign(wishes)


def place_name(kind: Kind, node: Node, parts: Parts, name: str, operations: Mapping[str, str]) -> str:
    """The name of an object at the given parts of another object, whose name is ``name``.

    ``operations`` are the names of operations by their ids.
    """
    field, key = str(parts[0]), str(parts[-1])
    if kind == "document":
        if field == "webhooks":
            return _EVENT + pascal_case(key)
        return _path_name(key) if field == "paths" else ""
    if kind == "callback":
        return _EVENT + (name if len(node) == 1 else name + pascal_case(key))
    if kind == "components" and field in _SECTION_SUFFIXES:
        suffix = _SECTION_SUFFIXES[field]
        return pascal_case(key).removesuffix(suffix) + suffix
    if kind == "path_item" and field != "parameters":
        is_event, name = name.startswith(_EVENT), name.removeprefix(_EVENT)
        if is_event and len(node.keys() & set(METHODS)) == 1:
            return name
        operation = node[field][key] if field == "additionalOperations" else node[field]
        identity = operation.get("operationId") if isinstance(operation, dict) else None
        return (
            operations.get(identity) or pascal_case(identity)
            if isinstance(identity, str) and words(identity)
            else pascal_case(key) + name
        )
    if field == "parameters" and isinstance(parts[-1], int):
        parameter = node[field][parts[-1]]
        return name + pascal_case(str(parameter.get("name", "")) if isinstance(parameter, dict) else "")
    if field == "requestBody":
        return f"{name}Request"
    if field == "responses" and kind == "operation":
        return name + _status_name(key, node["responses"])
    if field == "content":
        return name if len(node["content"]) == 1 or kind_of(key) == "json" else name + _media_name(key)
    if field in ("schema", "itemSchema"):
        return name if field == "schema" else f"{name}Item"
    return name + pascal_case(key) if words(key) else name


def _path_name(path: str) -> str:
    """``/users/{id}/keys`` to ``UsersByIdKeys``."""
    parts = [f"by {part[1:-1]}" if part.startswith("{") else part for part in path.split("/")]
    return pascal_case(" ".join(parts)) if words(path) else "Root"


def _status_name(status: str, responses: Node) -> str:
    """The first success is the response; others go by their reason phrase (RFC 9110 §15)."""
    successes = sorted(key for key in responses if key.startswith("2"))
    if status in successes[:1]:
        return "Response"
    if status == "default":
        return "Response" if not successes else "Error"
    if status in _KNOWN_STATUSES:
        return pascal_case(_PHRASES.get(status) or HTTPStatus(int(status)).phrase)
    return f"Status{pascal_case(status.lower())}"


_KNOWN_STATUSES = frozenset(str(int(known)) for known in HTTPStatus)


def _media_name(media_type: str) -> str:
    known = {"application/x-www-form-urlencoded": "Form", "multipart/form-data": "Multipart"}
    return known.get(media_type, pascal_case(media_type.partition("/")[2]))
