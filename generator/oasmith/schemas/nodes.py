"""Functions on one schema object that follow no references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from oasmith.structure import FIELDS, map_schemas, schemas_in, walk

Schema = Mapping[str, Any] | bool
"""A JSON Schema 2020-12 schema; its references lead into ``#/components/schemas``."""

PREFIX = "#/components/schemas/"

READ_ONLY, WRITE_ONLY = "readOnly", "writeOnly"
"""Keywords for properties of responses only, and of requests only (OpenAPI 3.1 §4.8.24)."""

UNIONS = ("oneOf", "anyOf")


def reference(schema: Schema) -> str | None:
    """The name of the schema that this one refers to with ``$ref``; None without a reference."""
    target = schema.get("$ref") if isinstance(schema, dict) else None
    if target is None:
        return None
    text = str(target)
    return (unquote(text) if "%" in text else text).removeprefix(PREFIX)


def referring_to(name: str) -> dict[str, Any]:
    """A schema that refers to a named one."""
    return {"$ref": PREFIX + name}


def or_null(schema: Schema) -> dict[str, Any]:
    """A schema for null as well."""
    return {"anyOf": [schema, {"type": "null"}]}


def is_composed(schema: Schema) -> bool:
    """Whether a schema refers to another one or contains others."""
    return isinstance(schema, dict) and ("$ref" in schema or not FIELDS["schema"].keys().isdisjoint(schema))


def named(schema: Schema) -> str | None:
    """The name of the schema that this one refers to, also in a union with null; else None."""
    if not isinstance(schema, Mapping) or "$ref" in schema:
        return reference(schema)
    others = [member for member in branches(schema) if member != {"type": "null"}]
    return reference(others[0]) if len(others) == 1 else None


def references(schema: Schema) -> Iterator[str]:
    """The names in all references in a schema, in document order."""
    for node in schemas_in(schema):
        name = reference(node)
        if name is not None:
            yield name


def members(schema: Schema) -> list[Schema]:
    """The members of ``allOf``; empty without it."""
    return list(schema.get("allOf", ())) if isinstance(schema, dict) else []


def branches(schema: Schema) -> list[Schema]:
    """The members of ``oneOf`` and ``anyOf``; empty without them."""
    if not isinstance(schema, dict):
        return []
    return [branch for keyword in UNIONS if keyword in schema for branch in schema[keyword]]


def is_number_or_text(schema: Schema) -> bool:
    """Whether a union has a number and a string with a pattern, as frameworks describe a Decimal."""
    members = [branch for branch in branches(schema) if isinstance(branch, Mapping)]
    return any(member.get("type") == "number" for member in members) and any(
        member.get("type") == "string" and "pattern" in member for member in members
    )


def all_of(one: Schema, other: Schema) -> Schema:
    """A schema for values that are valid for both schemas."""
    if one is True or one == other:
        return other
    return one if other is True else {"allOf": [one, other]}


def with_base(schema: Schema, base: str) -> dict[str, Any] | bool:
    """A copy of a schema whose references are absolute, into the document with the URI ``base``."""
    found: dict[str, Any] | bool = map_schemas(schema, lambda node: _absolute(node, base))
    return found


def _absolute(node: dict[str, Any], base: str) -> dict[str, Any]:
    target = str(node.get("$ref", ""))
    return {**node, "$ref": base + quote(target, safe="#/~%")} if target.startswith("#") else node


def uses_of_references(schema: Schema) -> Iterator[tuple[str, bool, bool]]:
    """The references in a schema, as a name and two flags.

    The first flag says whether the reference is a base class or a member of a union with a discriminator.
    The second one says whether it is inside a schema with a default.
    """
    if not any(map(_refers, schemas_in(schema))):
        return
    places = list(walk("schema", schema))
    valued = [
        place.parts for place in places if isinstance(place.node, Mapping) and place.node.get("default")
    ]
    for place in places:
        node = place.node
        if isinstance(node, Mapping):
            has_value = any(place.parts[: len(parts)] == parts for parts in valued)
            if isinstance(node.get("$ref"), str):
                is_parent = len(place.parts) > 1 and place.parts[-2] == "allOf"
                yield node["$ref"].removeprefix(PREFIX), is_parent, has_value
            if "discriminator" in node:
                for member in (*node.get("oneOf", ()), *node.get("anyOf", ())):
                    if isinstance(member, Mapping) and isinstance(member.get("$ref"), str):
                        yield member["$ref"].removeprefix(PREFIX), True, has_value


def _refers(node: Any) -> bool:
    return isinstance(node, Mapping) and ("$ref" in node or "discriminator" in node)


def is_plain_object(schema: Any) -> bool:
    """Whether a schema describes an object only by its type and its own properties."""
    return (
        isinstance(schema, Mapping)
        and schema.get("type", "object") == "object"
        and bool({"type", "properties"} & schema.keys())
        and not {"$ref", "allOf", "anyOf", "oneOf", "additionalProperties", "patternProperties"}
        & schema.keys()
    )


def is_union(schema: Schema) -> bool:
    """Whether a schema has ``oneOf`` or ``anyOf``."""
    return isinstance(schema, Mapping) and not schema.keys().isdisjoint(UNIONS)


def has_union_of(schema: Schema, names: set[str]) -> bool:
    """Whether a union in a schema has two or more branches besides null and refers to one of ``names``."""
    for node in schemas_in(schema):
        others = [branch for branch in branches(node) if branch != {"type": "null"}]
        if len(others) > 1 and any(name in names for branch in others for name in references(branch)):
            return True
    return False


def inline_parts(schema: Schema) -> Iterator[Mapping[str, Any]]:
    """A schema and all schemas combined with it for the same value, except references."""
    stack: list[Any] = [schema]
    while stack:
        part = stack.pop()
        if isinstance(part, Mapping):
            yield part
            inner: list[Any] = [*members(part), *branches(part)]
            inner += [part.get(key) for key in ("if", "then", "else")]
            inner += (part.get("dependentSchemas") or {}).values()
            stack += [own for own in inner if isinstance(own, Mapping) and "$ref" not in own][::-1]
