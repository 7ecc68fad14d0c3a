"""The table of repairs of objects other than schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from oasmith.reading.repairs.row import Context, Found, Repair, add, drop, keep, replace, when
from oasmith.reading.validation import SHORT_VERSIONS
from oasmith.structure import FIELDS, METHODS, Kind, Node
from oasmith.suggestions import suggestion

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
    "parameter": {
        "$ref", "name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode",
        "allowReserved", "example",
    },
    "header": {
        "$ref", "description", "required", "deprecated", "allowEmptyValue", "style", "explode", "example",
    },
}  # fmt: skip
"""The fields of an object that hold no other objects; those that do are in ``structure.FIELDS``."""
_KNOWN = {kind: fields | FIELDS.get(kind, {}).keys() for kind, fields in _FIELDS.items()}


def _unknown_fields(kind: Kind) -> Repair:
    known = _KNOWN[kind]

    def find(node: Node, context: Context) -> list[Found]:
        return [
            Found((key,), words={"remedy": suggestion(key, known, "Remove it, or correct its spelling.")})
            for key in node
            if key not in known and not key.startswith("x-")
        ]

    message = "is not a field of this object and is ignored"
    return Repair((kind,), frozenset(), find, drop, message, "{remedy}")


_SINCE_3_2: dict[Kind, frozenset[str]] = {
    "document": frozenset({"$self"}),
    "components": frozenset({"mediaTypes"}),
    "path_item": frozenset({"query", "additionalOperations"}),
    "media_type": frozenset({"itemSchema", "itemEncoding", "prefixEncoding"}),
    "response": frozenset({"summary"}),
}


def _fields_of_3_2(kind: Kind) -> Repair:
    fields = _SINCE_3_2[kind]

    def find(node: Node, context: Context) -> Iterator[Found]:
        if context.walk.version.startswith(("3.0.", "3.1.")):
            context.walk.uses_3_2_fields = True
            yield from (Found((field,)) for field in node if field in fields)

    return Repair(
        (kind,), fields, find, keep,
        "exists only in OpenAPI 3.2; it is read as in 3.2", "Write `openapi: 3.2.0`.",
    )  # fmt: skip


# The document


def _short_version(document: Node, context: Context) -> Iterator[Found]:
    version = document["openapi"]
    if str(version) in SHORT_VERSIONS:
        yield Found(("openapi",), f"{version}.0", {"version": repr(version)})


def _duplicate_tags(document: Node, context: Context) -> Iterator[Found]:
    names: set[str] = set()
    for index, tag in enumerate(document["tags"]):
        if tag["name"] in names:
            yield Found(("tags", index), words={"name": repr(tag["name"])})
        names.add(tag["name"])


def _with_unique_tags(document: Node, found: Sequence[Found], context: Context) -> Node:
    """Each tag once, with what any of its entries says; an earlier entry wins."""
    tags: dict[str, Node] = {}
    for tag in document["tags"]:
        tags[tag["name"]] = {**tag, **tags.get(tag["name"], {})}
    return {**document, "tags": list(tags.values())}


def _info(document: Node) -> Node:
    info = document.get("info")
    return info if isinstance(info, dict) else {}


def _info_values(document: Node, context: Context) -> Iterator[Found]:
    info = _info(document)
    for field in ("title", "version", "summary", "description"):
        if field in info and not isinstance(info[field], str):
            yield Found(("info", field), words={"value": repr(info[field])})


def _with_info_strings(document: Node, found: Sequence[Found], context: Context) -> Node:
    info = _info(document)
    strings = {str(mistake.at[1]): str(info[str(mistake.at[1])]) for mistake in found}
    return {**document, "info": {**info, **strings}}


def _info_gaps(document: Node, context: Context) -> Iterator[Found]:
    for field in ("title", "version"):
        if field not in _info(document):
            yield Found(("info",), words={"field": field})


def _with_full_info(document: Node, found: Sequence[Found], context: Context) -> Node:
    info = {"title": Path(context.walk.source.path).stem, "version": "0", **_info(document)}
    return {**document, "info": info}


def _lacks_paths(document: Node, context: Context) -> Iterator[Found]:
    is_required = context.is_3_0 or not {"components", "webhooks"} & document.keys()
    if "paths" not in document and is_required:
        yield Found()


# Operations


def _tags_list(operation: Node, context: Context) -> Iterator[Found]:
    given = operation["tags"]
    tags = list(dict.fromkeys(map(str, given if isinstance(given, list) else [given])))
    if tags != given:
        yield Found(("tags",), tags)


def _duplicate_id(operation: Node, context: Context) -> Iterator[Found]:
    identity, known = operation["operationId"], context.walk.operation_ids
    if identity in known:
        yield Found(("operationId",), words={"identity": repr(identity)})
    known.add(identity)


# Parameters, bodies, headers and responses


def _missing_description(response: Node, context: Context) -> Iterator[Found]:
    """A response must have a description before OpenAPI 3.2."""
    is_optional = not context.walk.version.startswith(("3.0.", "3.1."))
    description = response.get("description", "" if is_optional else None)
    if not isinstance(description, str):
        yield Found(value=str(response.get("description", "")))


def _with_description(response: Node, found: Sequence[Found], context: Context) -> Node:
    return {**response, "description": found[0].value}


def _lacks_schema(node: Node) -> bool:
    return "schema" not in node and "content" not in node


def _is_optional_in_path(parameter: Node) -> bool:
    return parameter.get("in") == "path" and parameter.get("required") is not True


def _are_no_examples(node: Node) -> bool:
    examples: Any = node["examples"]
    return not (isinstance(examples, dict) and all(isinstance(it, dict) for it in examples.values()))


_ANY: frozenset[str] = frozenset()

OBJECT_REPAIRS: tuple[Repair, ...] = (
    Repair(
        ("document",), _ANY, _short_version, replace,
        "is {version}, not a version in three parts", "Write all three.",
    ),
    *map(_unknown_fields, _FIELDS),
    *map(_fields_of_3_2, _SINCE_3_2),
    Repair(
        ("document",), frozenset({"tags"}), _duplicate_tags, _with_unique_tags,
        "duplicate tag {name}", "List each tag once.",
    ),
    Repair(
        ("document",), frozenset({"info"}), _info_values, _with_info_strings,
        "is {value}, not a string", "Put it between quotes.",
    ),
    Repair(("document",), _ANY, _info_gaps, _with_full_info, "has no {field}", "Add it."),
    Repair(("document",), _ANY, _lacks_paths, add("paths", {}), "has no `paths`", "Add `paths: {{}}`."),
    Repair(
        ("operation",), _ANY, when(lambda node: "responses" not in node),
        add("responses", {"default": {"description": ""}}),
        "has no `responses`", "Describe at least one response.", is_3_0=True,
    ),
    Repair(
        ("operation",), frozenset({"tags"}), _tags_list, replace,
        "is not a list of unique strings", "Write each tag once, between quotes.",
    ),
    Repair(
        ("operation",), frozenset({"operationId"}), _duplicate_id, drop,
        "duplicate operation id {identity}; this operation is named after its method and path",
        "Give it an id of its own.",
    ),
    Repair(
        ("response",), _ANY, _missing_description, _with_description,
        "has no description", "Add one; it may be short.",
    ),
    Repair(
        ("parameter",), _ANY, when(_is_optional_in_path), add("required", True),
        "is in the path but not required", "Add `required: true`.",
    ),
    Repair(
        ("parameter",), _ANY, when(_lacks_schema), add("schema", {}),
        "has neither `schema` nor `content`; any value is accepted", "Add `schema`.",
    ),
    Repair(
        ("request_body",), _ANY, when(lambda node: not node.get("content")),
        add("content", {"application/octet-stream": {}}),
        "has no media type; assuming application/octet-stream", "Add one to `content`.",
    ),
    Repair(
        ("header",), _ANY, when(_lacks_schema), add("schema", {}),
        "has neither `schema` nor `content`; any value is accepted", "Add `schema`.",
    ),
    Repair(
        ("parameter", "header", "media_type"), frozenset({"examples"}), when(_are_no_examples, "examples"),
        drop, "is not a map of named examples and is ignored", "Give each a name and a value.",
    ),
)  # fmt: skip
