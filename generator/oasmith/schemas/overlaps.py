"""Finds members of a ``oneOf`` that allow the same values, which makes these values invalid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any

from oasmith.schemas.nodes import Schema
from oasmith.schemas.view import Schemas

_UNIONS = ("anyOf", "oneOf")
_KINDS = ("string", "integer", "number", "boolean", "array", "object")
_ABOUT_OBJECTS = {"properties", "required", "allOf", "$ref"}
_OTHER_LIMITS = {
    "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems", "uniqueItems", "contains", "prefixItems", "minProperties",
    "maxProperties", "propertyNames", "patternProperties", "dependentRequired", "dependentSchemas", "not",
    "if", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType",
}  # fmt: skip
"""Keywords that may distinguish the values of two members, in ways that this module does not analyze."""
FORMATS: dict[str, tuple[str, ...]] = {
    "date-time": (), "date": (), "time": (), "duration": (), "uuid": (), "json-pointer": (), "regex": (),
    "relative-json-pointer": (), "uri-template": (),
    "email": ("idn-email",), "idn-email": (), "hostname": ("idn-hostname",), "idn-hostname": (),
    "ipv4": ("hostname", "idn-hostname"), "ipv6": (), "uri": ("uri-reference", "iri", "iri-reference"),
    "uri-reference": ("iri-reference",), "iri": ("iri-reference",), "iri-reference": (),
}  # fmt: skip
"""The formats that the contract validates, each with the formats that include all of its values."""


_MOST_MEMBERS = 300
"""The maximum number of members of a union whose members are compared in pairs."""


def both_valid(union: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[int, int] | None:
    """The indexes of two members of the ``oneOf`` of ``union`` that allow a common value, or None.

    Only types, formats, listed values and required properties are compared. Two object schemas overlap if
    the required properties of one are among those of the other and no property distinguishes them. What
    ``union`` says beside its ``oneOf`` holds for each member. ``schemas`` are the named schemas.
    """
    members = union["oneOf"]
    if len(members) > _MOST_MEMBERS:
        return None
    view = Schemas(schemas)
    beside = {key: value for key, value in union.items() if key != "oneOf"}
    leaves = [[_with(beside, leaf) for leaf in _leaves(member, view, frozenset())] for member in members]
    for first, second in combinations(range(len(members)), 2):
        if any(_overlap(one, other, view) for one in leaves[first] for other in leaves[second]):
            return first, second
    return None


def _with(beside: Mapping[str, Any], leaf: Schema) -> Schema:
    """A leaf with what is required beside the union."""
    return {"allOf": [beside, leaf]} if _ABOUT_OBJECTS & beside.keys() else leaf


def _leaves(schema: Schema, view: Schemas, seen: frozenset[str]) -> Iterator[Schema]:
    """The branches of a member that is a union or refers to one; otherwise the member itself."""
    if isinstance(schema, Mapping):
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if name in view and name not in seen:
            target = view[name]
            if isinstance(target, Mapping) and any(union in target for union in _UNIONS):
                yield from _leaves(target, view, seen | {name})
                return
        if not {"properties", "allOf"} & schema.keys():
            for union in _UNIONS:
                if isinstance(schema.get(union), list):
                    for member in schema[union]:
                        yield from _leaves(member, view, seen)
                    return
    yield schema


def _overlap(one: Schema, other: Schema, view: Schemas, depth: int = 0) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is not False and other is not False
    if one == other:
        return True
    if depth > 5:
        return False
    values, others = _values(one, view), _values(other, view)
    if values is not None and others is not None:
        return any(value is not None and value in others for value in values)
    if values is not None or others is not None:
        listed, schema = (values, other) if values is not None else (others, one)
        return any(value is not None and _may_be_valid(value, schema, view) for value in listed or ())
    kinds = _kinds(one, view) & _kinds(other, view)
    if not kinds:
        return False
    if "object" in kinds and (_is_object(one, view) or _is_object(other, view)):
        return _objects_overlap(one, other, view, depth)
    if "array" in kinds and all(view.says(schema, "items") is not None for schema in (one, other)):
        if _is_limited(one, view) or _is_limited(other, view):
            return False
        return _overlap(view.says(one, "items"), view.says(other, "items"), view, depth + 1)
    return _scalars_overlap(one, other, view)


def _values(schema: Schema, view: Schemas) -> list[Any] | None:
    """The values of ``enum`` or ``const``; None without them."""
    listed = view.says(schema, "enum")
    if isinstance(listed, list):
        return listed
    fixed = view.says(schema, "const")
    return [fixed] if fixed is not None else None


def _may_be_valid(value: Any, schema: Mapping[str, Any], view: Schemas) -> bool:
    """Whether a value that one member lists is valid for another member."""
    from jsonschema_rs import Draft202012Validator

    if view.properties(schema) or "allOf" in schema or "$ref" in schema:
        kinds = _kinds(schema, view)
        return not isinstance(value, (dict, list)) and _kind(value) in kinds and not _is_limited(schema, view)
    try:
        return bool(Draft202012Validator(_own(schema), validate_formats=True).is_valid(value))
    except ValueError:
        return False


def _own(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key in _OTHER_LIMITS | {"type", "format"}}


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "integer" if isinstance(value, int) else "number"


def _kinds(schema: Schema, view: Schemas) -> set[str]:
    """The JSON types of a schema's values, from ``type`` or from keywords that imply a type."""
    named = set(view.types(schema))
    if not named:
        if view.properties(schema) or view.says(schema, "additionalProperties") is not None:
            named = {"object"}
        elif view.says(schema, "items") is not None:
            named = {"array"}
        elif view.says(schema, "type") == "null" or view.says(schema, "not") is not None:
            return set()
        else:
            named = set(_KINDS)
    return named | {"integer"} if "number" in named else named


def _is_limited(schema: Schema, view: Schemas) -> bool:
    """Whether a schema may exclude values by keywords other than ``type``."""
    if any(not _OTHER_LIMITS.isdisjoint(layer) for layer in view.layers(schema)):
        return True
    return view.says(schema, "format") in FORMATS


def _scalars_overlap(one: Schema, other: Schema, view: Schemas) -> bool:
    if not _is_limited(one, view) or not _is_limited(other, view):
        return True
    formats = [view.says(schema, "format") for schema in (one, other)]
    if None in formats or any(
        layer.keys() & _OTHER_LIMITS for schema in (one, other) for layer in view.layers(schema)
    ):
        return False
    first, second = formats
    return first == second or second in _all_wider(str(first)) or first in _all_wider(str(second))


@cache
def _all_wider(format_: str) -> frozenset[str]:
    direct = FORMATS.get(format_, ())
    return frozenset(direct).union(*(_all_wider(wider) for wider in direct))


def _is_object(schema: Schema, view: Schemas) -> bool:
    return bool(view.properties(schema)) or view.says(schema, "additionalProperties") is not None


def _objects_overlap(one: Schema, other: Schema, view: Schemas, depth: int) -> bool:
    """Whether an object with the required properties of one schema is also valid for the other."""
    if _is_limited(one, view) or _is_limited(other, view) or _is_union(one, view) or _is_union(other, view):
        return False
    properties = view.properties(one), view.properties(other)
    required = view.required(one), view.required(other)
    if not (required[0] <= required[1] or required[1] <= required[0]):
        return False
    for index, schema in enumerate((one, other)):
        more = view.says(schema, "additionalProperties")
        if more not in (None, True) and not properties[1 - index].keys() <= properties[index].keys():
            return False
    shared = properties[0].keys() & properties[1].keys() & (required[0] | required[1])
    return all(_overlap(properties[0][name], properties[1][name], view, depth + 1) for name in shared)


def _is_union(schema: Schema, view: Schemas) -> bool:
    return any(union in layer for layer in view.layers(schema) for union in _UNIONS)
