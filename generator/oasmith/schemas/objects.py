"""Which ``allOf`` is a base class, and which is one class with the fields of all its members.

A class has bases where it only adds to them. Where it narrows a field, or takes over a union, it is
written out whole: a subclass that changes the type of a field would not keep its base's promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oasmith.schemas.nodes import PREFIX

_PLAIN = {
    "$ref", "type", "properties", "required", "description", "allOf", "additionalProperties", "deprecated",
    "unevaluatedProperties", "default", "discriminator",
}  # fmt: skip
_TYPING = (
    "$ref",
    "type",
    "enum",
    "const",
    "properties",
    "allOf",
    "anyOf",
    "oneOf",
    "items",
    "customTypePath",
)


@dataclass
class ObjectShape:
    """The properties of an object, and which of them have to be there."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)


def settled(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Typed schemas in which every ``allOf`` of objects that is left says only which the bases are."""
    return {name: _settled(name, schema, schemas) for name, schema in schemas.items()}


def _settled(name: str, schema: Any, schemas: Mapping[str, Any]) -> Any:
    if not isinstance(schema, Mapping) or not _takes_over(schema):
        return schema
    if _only_adds(schema, schemas, name):
        return schema
    shape = shape_of(schema, schemas, (name,))
    if shape is None and "properties" in schema:
        return {key: value for key, value in schema.items() if key not in ("allOf", "anyOf", "oneOf")}
    if shape is None:
        return _alias(schema)
    kept = {key: schema[key] for key in ("description", "additionalProperties", "default") if key in schema}
    return {
        **kept,
        "type": "object",
        "properties": shape.properties,
        "required": [key for key in shape.properties if key in shape.required],
    }


def _alias(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What takes over something that is no object is another name for it."""
    members = schema.get("allOf", ())
    references = [member["$ref"] for member in members if isinstance(member, Mapping) and "$ref" in member]
    if not references or {"anyOf", "oneOf", "properties", "type"} & schema.keys():
        return schema
    return {"$ref": references[0]} | {key: schema[key] for key in ("description",) if key in schema}


def _takes_over(schema: Mapping[str, Any]) -> bool:
    """Whether there is more to a schema than its own properties."""
    is_mixed = "properties" in schema and bool({"anyOf", "oneOf"} & schema.keys())
    return is_mixed or "allOf" in schema


def _only_adds(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str) -> bool:
    """Whether a schema takes over only objects, and leaves their fields but for the values of a tag."""
    members = [{key: value for key, value in schema.items() if key != "allOf"}, *schema.get("allOf", ())]
    seen: dict[str, Any] = {}
    promised: set[str] = set()
    required: set[str] = set()
    parents: list[str] = []
    inherited: set[str] = set()
    for member in members:
        if not isinstance(member, Mapping) or not set(member) <= _PLAIN or "allOf" in member:
            return False
        shape = shape_of(member, schemas, (name,))
        if shape is None:
            return False
        for key in seen.keys() & shape.properties.keys():
            is_of_two_bases = "$ref" in member and key in inherited
            one, other = (target(it, schemas) for it in (shape.properties[key], seen[key]))
            if is_of_two_bases or not _is_tag(one, other):
                return False
        seen |= shape.properties
        if "$ref" in member:
            inherited |= shape.properties.keys()
            parents.append(member["$ref"])
            if not _is_class(member["$ref"].removeprefix(PREFIX), schemas, (name,)):
                return False
            promised |= shape.properties.keys() - shape.required
        else:
            required |= shape.required
    return not promised & required and len(parents) == len(set(parents))


def target(schema: Any, schemas: Mapping[str, Any]) -> Any:
    """A named schema in place of a plain reference to it."""
    seen: set[str] = set()
    while isinstance(schema, Mapping) and "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        schema = schemas.get(schema["$ref"].removeprefix(PREFIX))
    return schema


def _is_tag(schema: Any, other: Any) -> bool:
    """Whether one of two schemas of a property lists strings, and the other allows them."""
    if not isinstance(schema, Mapping) or not isinstance(other, Mapping):
        return False
    values, others = (it.get("enum", [it["const"]] if "const" in it else None) for it in (schema, other))
    narrow, wide = (
        (values, others) if others is None or len(values or others) < len(others) else (others, values)
    )
    return (
        narrow is not None
        and all(isinstance(value, str) and (wide is None or value in wide) for value in narrow)
        and all(it.get("type", "string") == "string" and "$ref" not in it for it in (schema, other))
    )


def _is_class(name: str, schemas: Mapping[str, Any], above: tuple[str, ...]) -> bool:
    schema = schemas.get(name)
    if not isinstance(schema, Mapping) or name in above or {"anyOf", "oneOf", "enum"} & schema.keys():
        return False
    members = schema.get("allOf", ())
    return schema.get("type", "object") == "object" and ("properties" in schema or bool(members))


def shape_of(schema: Any, schemas: Mapping[str, Any], above: tuple[str, ...]) -> ObjectShape | None:
    """All that an object may hold; None for what is no object."""
    if not isinstance(schema, Mapping) or schema.get("type", "object") not in ("object", ["object", "null"]):
        return None
    shape = ObjectShape()
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(PREFIX)
        if name in above:
            return None
        found = shape_of(schemas.get(name), schemas, (*above, name))
        if found is None:
            return None
        _add(shape, found)
    for member in schema.get("allOf", ()):
        found = shape_of(member, schemas, above)
        if found is None:
            return None
        _add(shape, found)
    _add(shape, ObjectShape(dict(schema.get("properties") or {}), set(schema.get("required") or ())))
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            alternatives = list(_alternatives(schema[keyword], schemas, above))
            if None in alternatives:
                return None
            _add(shape, _either([found for found in alternatives if found is not None], shape))
    return shape


def _alternatives(
    members: Sequence[Any], schemas: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[ObjectShape | None]:
    for member in members:
        if isinstance(member, Mapping) and member.get("type") != "null":
            yield shape_of(member, schemas, above)


def _either(shapes: Sequence[ObjectShape], known: ObjectShape) -> ObjectShape:
    """What may be there if one of several things is there, beside what is known of all of them.

    A property that is known is only narrowed by what every one of them says of it.
    """
    result = ObjectShape()
    for name in dict.fromkeys(name for shape in shapes for name in shape.properties):
        found = [shape.properties[name] for shape in shapes if name in shape.properties]
        if len(found) == len(shapes) or name not in known.properties:
            either = _one_of(found)
            result.properties[name] = either if len(found) == len(shapes) else _not_always(either)
    result.required = set.intersection(*(shape.required for shape in shapes)) if shapes else set()
    return result


def _not_always(schema: Any) -> Any:
    """A property of some branches: not each object has a ``const`` of it, so that is an ``enum`` of one."""
    if not isinstance(schema, Mapping) or "const" not in schema:
        return schema
    return {"enum" if key == "const" else key: [it] if key == "const" else it for key, it in schema.items()}


def _one_of(schemas: Sequence[Any]) -> Any:
    """A schema for what any of several is valid for."""
    distinct = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
    if len(distinct) == 1:
        return distinct[0]
    lists = [_listed(schema) for schema in distinct]
    if all(values is not None for values in lists):
        values = [value for listed in lists for value in listed or ()]
        rest = {key: value for key, value in distinct[0].items() if key != "const"}
        return {**rest, "enum": [it for index, it in enumerate(values) if it not in values[:index]]}
    return {"anyOf": distinct}


def _listed(schema: Any) -> list[Any] | None:
    """The values that a schema lists itself."""
    if not isinstance(schema, Mapping):
        return None
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _add(shape: ObjectShape, other: ObjectShape) -> None:
    """What both say: of a property that both have the schema that says more, or else the later one."""
    for name, schema in other.properties.items():
        known = shape.properties.get(name)
        if known is None or _says(schema) >= _says(known):
            limits = known if known is not None and _is_limits(schema) and _is_limits(known) else {}
            shape.properties[name] = {**limits, **schema} if limits else schema
    shape.required |= other.required


def _is_limits(schema: Any) -> bool:
    """Whether a schema is about a plain value, so that limits of another one may join its own."""
    return isinstance(schema, Mapping) and not set(_TYPING) - {"type"} & schema.keys()


def _says(schema: Any) -> int:
    """How closely a schema says what a value is."""
    if not isinstance(schema, Mapping) or not any(keyword in schema for keyword in _TYPING):
        return 0
    if {"enum", "const", "$ref"} & schema.keys():
        return 2
    return 2 if {"properties", "allOf", "anyOf", "oneOf", "items"} & schema.keys() else 1
