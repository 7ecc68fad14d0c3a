"""Discriminators, and properties with one value: the tags that distinguish the members of a union."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oasmith.schemas.merging import json_type
from oasmith.schemas.nodes import is_union, reference
from oasmith.schemas.objects import shape_of, target
from oasmith.structure import map_schemas, schemas_in

if TYPE_CHECKING:
    from oasmith.schemas.view import Schemas

_UNIONS = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class Tag:
    """The property that distinguishes the members of a union; ``of`` is the name of one member.

    ``has_own_strings`` says whether each member is a class that always has the property, and no string
    is allowed for two members.
    """

    property: str
    of: str
    has_own_strings: bool


def without_discriminators(schemas: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Tag]]:
    """Copies of typed schemas without discriminators, and the tags of those that are unions, by name."""
    found: dict[str, Any] = {}
    tags: dict[str, Tag] = {}
    for name, schema in schemas.items():
        found[name] = map_schemas(schema, _without_discriminator)
        if isinstance(schema, Mapping) and "discriminator" in schema:
            members = [reference(member) or "" for member in _members(schema)]
            if members:
                field = schema["discriminator"]["propertyName"]
                values = [_strings(member, field, schemas) for member in members]
                all_ = [value for found in values for value in found]
                tags[name] = Tag(field, members[0], all(values) and len(all_) == len(set(all_)))
    return found, tags


def own_tags(schemas: Schemas) -> dict[str, dict[str, str]]:
    """The own tag of each schema: the value that its objects have, by schema name and property.

    The property may also allow the tags of schemas that extend this one. The own tag is the value that
    discriminators map to the schema. If there are several, it is the one that equals the schema's name,
    unless they come from several unions. A schema has no own tag if one that extends it has none.
    """
    mapped: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    unions: Counter[tuple[str, str]] = Counter()
    for schema in schemas.values():
        for node in schemas_in(schema):
            discriminator = node.get("discriminator") if isinstance(node, Mapping) else None
            for name, values in _by_name(discriminator or {}).items():
                key = name, node["discriminator"]["propertyName"]
                mapped.setdefault(key, []).append(tuple(values))
                unions[key] += is_union(node)
    own = {key: _own(key[0], lists, unions[key]) for key, lists in mapped.items()}
    children: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for parent in schemas.parents(schema):
            children.setdefault(parent, []).append(name)
    found: dict[str, dict[str, str]] = {}
    for (name, field), value in own.items():
        if value is not None and all(own.get((child, field)) for child in children.get(name, ())):
            found.setdefault(name, {})[field] = value
    return found


def _own(name: str, lists: list[tuple[str, ...]], unions: int) -> str | None:
    if {len(values) for values in lists} == {1} and len(set(lists)) == 1:
        return lists[0][0]
    return name if unions < 2 and all(name in values for values in lists) else None


def _by_name(discriminator: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of a discriminator mapping, by the name of the schema that they map to."""
    found: dict[str, list[str]] = {}
    for value, name in discriminator.get("mapping", {}).items():
        found.setdefault(reference({"$ref": name}) or "", []).append(value)
    return found


def _without_discriminator(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "discriminator"}


def _members(schema: Mapping[str, Any]) -> list[Any]:
    return [member for union in _UNIONS for member in schema.get(union, ()) if member != {"type": "null"}]


def _strings(name: str, field: str, schemas: Mapping[str, Any]) -> list[str]:
    """The strings that a field of a class allows.

    The result is empty if the field may be absent or allows other values, and for what is not a class.
    """
    schema = schemas.get(name)
    is_union = isinstance(schema, Mapping) and bool(set(_UNIONS) & schema.keys())
    shape = None if is_union else shape_of(schema, schemas, ())
    tag = shape.properties.get(field) if shape else None
    if shape is None or not isinstance(tag, Mapping):
        return []
    values = tag.get("enum", [tag.get("const")])
    is_there = field in shape.required or len(values) == 1
    return list(values) if is_there and all(isinstance(value, str) for value in values) else []


def with_constants(schemas: Mapping[str, Any], unsent: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """Copies of typed schemas in which a property that allows one value has that value as its default.

    Such a property has a ``const``, or is required and has an ``enum`` of one value. Other required
    properties lose their defaults. An optional boolean is a switch that a request sets by sending it, so its
    ``const`` does not become a default. ``unsent`` are the properties, by schema name, that requests do not
    have; their ``const`` does not become a default either.
    """
    return {
        name: _with_constants(schema, schemas, set(), unsent.get(name, ()))
        for name, schema in schemas.items()
    }


def _with_constants(
    schema: Any, schemas: Mapping[str, Any], required: set[str], unsent: Collection[str]
) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    shape = shape_of(schema, schemas, ())
    required = required | (shape.required if shape else set(schema.get("required") or ()))
    result = dict(schema)
    if isinstance(schema.get("allOf"), list):
        result["allOf"] = [_with_constants(member, schemas, required, unsent) for member in schema["allOf"]]
    if isinstance(schema.get("properties"), Mapping):
        result["properties"] = {
            name: _with_constant(own, schemas, name in required, name in unsent)
            for name, own in schema["properties"].items()
        }
    return result


def _with_constant(schema: Any, schemas: Mapping[str, Any], is_required: bool, is_unsent: bool) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    rest = {key: value for key, value in schema.items() if key != "default"}
    value = None if is_unsent else _one_value(schema, schemas, is_required)
    if value is None:
        return rest if is_required else schema
    if "$ref" in rest:
        # The runtime needs the value before the named type may be defined.
        del rest["$ref"]
        rest |= {"type": json_type(value), "const": value}
    return {**rest, "default": value}


def _one_value(schema: Any, schemas: Mapping[str, Any], is_required: bool) -> str | int | None:
    """The value of a ``const``, or of an ``enum`` with one value if the property is required; else None."""
    schema = target(schema, schemas)
    if not isinstance(schema, Mapping):
        return None
    listed = schema.get("enum") if is_required else None
    values = [schema["const"]] if "const" in schema else listed
    value = values[0] if isinstance(values, list) and len(values) == 1 else None
    is_switch = isinstance(value, bool) and not is_required
    return value if isinstance(value, (str, int)) and not is_switch else None
