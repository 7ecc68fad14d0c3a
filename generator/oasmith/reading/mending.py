"""Slips that change nothing on the wire: mended, and told with their place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from oasmith.errors import Problem
from oasmith.names import Namespace, snake_case, transliterated, words
from oasmith.reading.defaults import repair_defaults
from oasmith.reading.files import SourceFile
from oasmith.reading.schema_repairs import repair_schemas
from oasmith.reading.upgrade import nullable, upgrade
from oasmith.reading.validation import SHORT_VERSIONS
from oasmith.structure import (
    FIELDS,
    METHODS,
    Kind,
    Parts,
    fragment_pointer,
    join_pointer,
    look_up,
    map_objects,
    split_pointer,
    walk,
)

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

    Mended is what cannot change a request or an answer: texts that are numbers or are missing, fields
    that do not exist, examples and defaults that are no such thing, keywords of another version of
    JSON Schema, names that may not be written so, and what follows from the rest of the document.
    """
    problems: list[Problem] = []

    def note(parts: Parts, message: str, remedy: str) -> None:
        problems.append(source.problem(message, remedy, join_pointer(parts)))

    document = repair_schemas(_with_version(document, note), source, note)
    document = _with_plain_names(document, note)
    version = str(document["openapi"])
    identities: set[str] = set()

    def mended(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        if kind == "schema" and not str(node.get("$ref", _SCHEMAS)).startswith(_SCHEMAS):
            note(parts, f"refers to {node['$ref']}, which is no schema, and allows anything", "Mend it.")
            return {}
        if "$ref" in node and kind != "path_item":
            return node
        result = _mended(kind, node, parts, version, source, note)
        if kind == "schema":
            return _mended_schema(result, parts, version, note)
        if kind == "operation":
            return _with_own_id(result, parts, identities, note)
        return result

    document = repair_defaults(map_objects("document", document, mended), source, note)
    document = _with_path_parameters(document, note)
    if version.startswith("3.0.") and _uses_newer_keywords(document):
        document = upgrade(document)
    return document, problems


_SCHEMAS = "#/components/schemas/"
Note = Callable[[Parts, str, str], None]


def _mended(
    kind: Kind, node: dict[str, Any], parts: Parts, version: str, source: SourceFile, note: Note
) -> dict[str, Any]:
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
        if isinstance(node.get("tags"), list):
            result["tags"] = _distinct_tags(node["tags"], note)
        result["info"] = _mended_info(node.get("info"), source, note)
        if "paths" not in node and (node["openapi"].startswith("3.0.") or not _OTHERS & node.keys()):
            result["paths"] = {}
            note((), "has no `paths`", "Add `paths: {}`.")
    elif kind == "operation":
        if "responses" not in node and version.startswith("3.0."):
            result["responses"] = {"default": {"description": ""}}
            note(parts, "has no `responses`", "Describe at least one response.")
        if not _is_list_of_distinct_texts(node.get("tags", [])):
            tags = node["tags"] if isinstance(node["tags"], list) else [node["tags"]]
            result["tags"] = list(dict.fromkeys(map(str, tags)))
            note((*parts, "tags"), "is no list of different texts", "Write each tag once, between quotes.")
    elif kind == "response" and _lacks_description(node, version):
        result["description"] = str(node.get("description", ""))
        note(parts, "has no description", "Add one; it may be short.")
    elif kind == "parameter":
        if node.get("in") == "path" and node.get("required") is not True:
            result["required"] = True
            note(parts, "is in the path but not required", "Add `required: true`.")
        if "schema" not in node and "content" not in node:
            result["schema"] = {}
            note(parts, "has neither `schema` nor `content`", "Add `schema`; anything is taken until then.")
    elif kind == "request_body" and not node.get("content"):
        result["content"] = {"application/octet-stream": {}}
        note(parts, "has no media type; assuming application/octet-stream", "Add one to `content`.")
    elif kind == "header" and "schema" not in node and "content" not in node:
        result["schema"] = {}
        note(parts, "has neither `schema` nor `content`", "Add `schema`.")
    if kind in ("parameter", "header", "media_type") and not _are_examples(node.get("examples", {})):
        del result["examples"]
        note(
            (*parts, "examples"),
            "is no map of named examples and is ignored",
            "Give each a name and a value.",
        )
    return result


def _distinct_tags(tags: list[dict[str, Any]], note: Note) -> list[dict[str, Any]]:
    """Each tag once, with what any of its entries says; an earlier entry wins."""
    found: dict[str, dict[str, Any]] = {}
    for index, tag in enumerate(tags):
        if tag["name"] in found:
            note(("tags", index), f"duplicate tag {tag['name']!r}", "List each tag once.")
        found[tag["name"]] = {**tag, **found.get(tag["name"], {})}
    return list(found.values())


def _with_version(document: dict[str, Any], note: Note) -> dict[str, Any]:
    """The document with its version in three parts, as text."""
    version = str(document["openapi"])
    if version not in SHORT_VERSIONS:
        return document
    note(("openapi",), f"is {document['openapi']!r}, not a version in three parts", "Write all three.")
    return {**document, "openapi": f"{version}.0"}


def _lacks_description(response: dict[str, Any], version: str) -> bool:
    """Whether a response has no description though it has to, which ended with OpenAPI 3.2."""
    is_optional = not version.startswith(("3.0.", "3.1."))
    return not isinstance(response.get("description", "" if is_optional else None), str)


def _is_list_of_distinct_texts(tags: Any) -> bool:
    return (
        isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) and len(set(tags)) == len(tags)
    )


def _are_examples(examples: Any) -> bool:
    return isinstance(examples, dict) and all(isinstance(example, dict) for example in examples.values())


def _with_own_id(operation: dict[str, Any], parts: Parts, identities: set[str], note: Note) -> dict[str, Any]:
    """An operation without an id that an earlier one has."""
    identity = operation.get("operationId")
    if not isinstance(identity, str):
        return operation
    if identity in identities:
        note(
            (*parts, "operationId"),
            f"{identity!r} is another operation's id; this one goes by its method and path",
            "Give it an id of its own.",
        )
        return {key: value for key, value in operation.items() if key != "operationId"}
    identities.add(identity)
    return operation


_NEWER = {
    "const", "contentEncoding", "contentMediaType", "contentSchema", "if", "then", "else", "prefixItems",
    "patternProperties", "propertyNames", "contains", "minContains", "maxContains", "dependentRequired",
    "dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "$defs", "$comment", "examples",
}  # fmt: skip
"""Keywords that schemas have since OpenAPI 3.1."""


def _is_newer(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    limits = (schema.get(keyword, False) for keyword in ("exclusiveMinimum", "exclusiveMaximum"))
    return (
        not _NEWER.isdisjoint(schema)
        or isinstance(kinds, list)
        or kinds == "null"
        or not all(isinstance(limit, bool) for limit in limits)
    )


def _uses_newer_keywords(document: dict[str, Any]) -> bool:
    return any(
        place.kind == "schema"
        and isinstance(place.node, dict)
        and "$ref" not in place.node
        and _is_newer(place.node)
        for place in walk("document", document)
    )


def _mended_schema(schema: dict[str, Any], parts: Parts, version: str, note: Note) -> dict[str, Any]:
    result = dict(schema)
    if version.startswith("3.0.") and _is_newer(schema):
        keywords = sorted(_NEWER & schema.keys()) or ["type"]
        note(
            (*parts, keywords[0]), "is of OpenAPI 3.1 and is taken as it is there", "Write `openapi: 3.1.1`."
        )
    if not version.startswith("3.0.") and schema.get("nullable") is True:
        result = nullable({key: value for key, value in schema.items() if key != "nullable"})
        note((*parts, "nullable"), "is of OpenAPI 3.0 and is taken as it is there", "Add null to its types.")
    if not _default_fits(result):
        del result["default"]
        note((*parts, "default"), f"{schema['default']!r} is not of its schema's type and is ignored",
             "Write a value of that type.")  # fmt: skip
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if not version.startswith("3.0.") and isinstance(result.get(bound), bool):
            is_exclusive = result.pop(bound)
            if is_exclusive and limit in result:
                result[bound] = result.pop(limit)
            note((*parts, bound), "is of OpenAPI 3.0 and is read as it is there", f"Write {bound}: NUMBER.")
    if "examples" in result and not isinstance(result["examples"], list):
        examples = result.pop("examples")
        values = list(examples.values()) if isinstance(examples, dict) else [examples]
        result["examples"] = [
            value["value"] if isinstance(value, dict) and "value" in value else value for value in values
        ]
        note((*parts, "examples"), "is no list", "Write a list of values.")
    if isinstance(result.get("enum"), list):
        values = _distinct(result["enum"])
        if not values:
            del result["enum"]
            note((*parts, "enum"), "is empty and is ignored", "Remove it, or list its values.")
        elif len(values) < len(result["enum"]):
            result["enum"] = values
            note((*parts, "enum"), "has a value twice", "List each value once.")
    return _with_listed_required(result, parts, note)


def _distinct(values: list[Any]) -> list[Any]:
    """Each value once; true is not 1."""
    return list(
        {
            (type(value).__name__, json.dumps(value, sort_keys=True, default=str)): value for value in values
        }.values()
    )


def _with_listed_required(schema: dict[str, Any], parts: Parts, note: Note) -> dict[str, Any]:
    """A schema whose ``required`` is a list: one that says it of itself means its place in its parent."""
    result = dict(schema)
    names = schema.get("required")
    if isinstance(names, list) and len(set(names)) < len(names):
        result["required"] = list(dict.fromkeys(names))
        note((*parts, "required"), "has duplicate names", "List each name once.")
    if isinstance(schema.get("required"), bool):
        del result["required"]
        note((*parts, "required"), "is no list of properties", "List the name in the parent's `required`.")
    properties = schema.get("properties")
    named = [
        name
        for name, value in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(value, dict) and value.get("required") is True
    ]
    if named:
        listed = result.get("required") if isinstance(result.get("required"), list) else []
        result["required"] = list(dict.fromkeys([*(listed or []), *named]))
    elif result.get("required") == []:
        del result["required"]
    return result


_VARIABLE = re.compile(r"\{([^{}]+)\}")


def _with_path_parameters(document: dict[str, Any], note: Note) -> dict[str, Any]:
    """Operations that describe each variable of their path, and none that is not there."""
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return document
    return {
        **document,
        "paths": {path: _path_item(path, item, document, note) for path, item in paths.items()},
    }


def _path_item(path: str, item: Any, document: dict[str, Any], note: Note) -> Any:
    if not isinstance(item, dict) or path.startswith("x-"):
        return item
    result = dict(item)
    shared = _described(item, document)
    for method in METHODS:
        operation = item.get(method)
        if not isinstance(operation, dict):
            continue
        own = _described(operation, document)
        missing = [name for name in _VARIABLE.findall(path) if name not in {**shared, **own}]
        if missing:
            added = [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in missing
            ]
            result[method] = {**operation, "parameters": [*operation.get("parameters", ()), *added]}
            for name in missing:
                note(
                    ("paths", path, method),
                    f"does not describe {{{name}}} of its path, which is taken to be text",
                    f"Add a parameter {name!r} in: path.",
                )
    for holder, parts in [(result, ("paths", path)), *((result.get(m), ("paths", path, m)) for m in METHODS)]:
        _drop_strays(path, holder, parts, document, note)
    return result


def _drop_strays(path: str, holder: Any, parts: Parts, document: dict[str, Any], note: Note) -> None:
    """Leave out the path parameters that the path has no place for."""
    if not isinstance(holder, dict) or not isinstance(holder.get("parameters"), list):
        return
    known = set(_VARIABLE.findall(path))
    strays = [name for name in _described(holder, document) if name not in known]
    for name in strays:
        note(
            (*parts, "parameters"),
            f"describe {name!r}, which is not in the path",
            "Remove it, or add it there.",
        )
    if strays:
        holder["parameters"] = [
            node for node in holder["parameters"] if _path_name(node, document) not in strays
        ]


def _described(holder: dict[str, Any], document: dict[str, Any]) -> dict[str, None]:
    """The path parameters that an operation or path item describes."""
    parameters = holder.get("parameters")
    names = (_path_name(node, document) for node in (parameters if isinstance(parameters, list) else ()))
    return dict.fromkeys(name for name in names if name is not None)


def _path_name(node: Any, document: dict[str, Any]) -> str | None:
    seen: set[str] = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
        seen.add(node["$ref"])
        try:
            node = look_up(document, fragment_pointer(node["$ref"][1:]))
        except KeyError:
            return None
    return str(node.get("name")) if isinstance(node, dict) and node.get("in") == "path" else None


_ALLOWED = re.compile(r"[A-Za-z0-9._-]+")


def _with_plain_names(document: dict[str, Any], note: Note) -> dict[str, Any]:
    """The document with components under names that may be used for them (OpenAPI 3.1 §4.8.7.1)."""
    components = document.get("components")
    if not isinstance(components, dict):
        return document
    renamed: dict[tuple[str, str], str] = {}
    changed = dict(components)
    for section, members in components.items():
        if not isinstance(members, dict) or section.startswith("x-"):
            continue
        plain_names = Namespace()
        plain_names.add(*members)
        for name in sorted(name for name in members if not _ALLOWED.fullmatch(name)):
            plain = plain_names.take([_plain_name(name)])
            renamed[section, name] = plain
            note(
                ("components", section, name),
                f"may not be named so; {plain!r} is used",
                "Use A-Z, 0-9, . _ and -.",
            )
            changed[section] = {
                plain if key == name else key: value for key, value in changed[section].items()
            }
    if not renamed:
        return document
    document = {**document, "components": changed}
    return dict(map_objects("document", document, lambda kind, node, parts: _redirected(node, renamed)))


def _plain_name(name: str) -> str:
    """A component's name in the characters that are allowed; other letters are transliterated."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", transliterated(name)).strip("_") if words(name) else ""
    return plain or snake_case(name)


def _redirected(node: dict[str, Any], renamed: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    result = node
    if isinstance(node.get("$ref"), str):
        result = {**node, "$ref": _new_reference(node["$ref"], renamed)}
    discriminator = node.get("discriminator")
    if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
        mapping = {
            value: renamed.get(("schemas", target)) or _new_reference(target, renamed)
            for value, target in discriminator["mapping"].items()
        }
        result = {**result, "discriminator": {**discriminator, "mapping": mapping}}
    if isinstance(node.get("security"), list):
        result = {
            **result,
            "security": [_new_schemes(alternative, renamed) for alternative in node["security"]],
        }
    return result


def _new_reference(reference: Any, renamed: Mapping[tuple[str, str], str]) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#/components/"):
        return reference
    parts = split_pointer(fragment_pointer(reference[1:]))
    new = renamed.get((parts[1], parts[2])) if len(parts) > 2 else None
    return "#" + join_pointer((*parts[:2], new, *parts[3:])) if new else reference


def _new_schemes(alternative: Any, renamed: Mapping[tuple[str, str], str]) -> Any:
    if not isinstance(alternative, dict):
        return alternative
    return {renamed.get(("securitySchemes", name), name): scopes for name, scopes in alternative.items()}


_OTHERS = {"components", "webhooks"}


def _mended_info(info: Any, source: SourceFile, note: Note) -> dict[str, Any]:
    given = info if isinstance(info, dict) else {}
    result = {"title": Path(source.path).stem, "version": "0", **given}
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


def _default_fits(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    if "default" not in schema or not isinstance(kinds, (str, list)):
        return True
    if schema["default"] is None and schema.get("nullable") is True:
        return True
    known = [_TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind in _TYPES]
    return not known or any(is_of_type(schema["default"]) for is_of_type in known)
