"""Decides whether ``allOf`` becomes base classes, or one class with the fields of all members.

A class has bases if it adds fields, limits inherited ones, or narrows their types to subclasses. If it
changes the type of a field otherwise, requires an optional field, or extends a union, it becomes one class
with all fields.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    """The properties of an object, and the names of the required ones."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)


def settled(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve ``allOf`` in typed schemas: what is left of it only lists base classes.

    Properties that no schema describes are removed from ``required``, since classes have no fields for
    them; the contract still requires them. Returns a copy of the schemas.
    """
    return {name: _settled(name, schema, schemas) for name, schema in schemas.items()}


def _settled(name: str, schema: Any, schemas: Mapping[str, Any]) -> Any:
    if not isinstance(schema, Mapping) or not _takes_over(schema):
        return schema
    shape = shape_of(schema, schemas, (name,))
    refined = _refined(name, schema, schemas)
    if shape is not None and _only_adds(refined, schemas, name):
        return _requiring_only(shape.properties, refined)
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


def _requiring_only(names: Collection[str], schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema that extends its bases, with only ``names`` left in ``required``."""
    result = dict(schema)
    if "required" in result:
        result["required"] = [name for name in result["required"] if name in names]
    if "allOf" in result:
        result["allOf"] = [_requiring_only(names, member) for member in result["allOf"]]
    return result


def _alias(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema that extends something other than an object, as a reference to that."""
    members = schema.get("allOf", ())
    references = [member["$ref"] for member in members if isinstance(member, Mapping) and "$ref" in member]
    if not references or {"anyOf", "oneOf", "properties", "type"} & schema.keys():
        return schema
    return {"$ref": references[0]} | {key: schema[key] for key in ("description",) if key in schema}


def _takes_over(schema: Mapping[str, Any]) -> bool:
    """Whether a schema combines other schemas: by ``allOf``, or by a union beside properties."""
    is_mixed = "properties" in schema and bool({"anyOf", "oneOf"} & schema.keys())
    return is_mixed or "allOf" in schema


def _only_adds(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str, above: tuple[str, ...] = ()
) -> bool:
    """Whether a schema extends only objects, and at most narrows the types of their fields."""
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
            pair = shape.properties[key], seen[key]
            own, known = reversed(pair) if "$ref" in member else pair
            if is_of_two_bases or not _is_compatible(own, known, schemas, above):
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
    # A subclass cannot require a field with a default: type checkers reject that.
    return not promised & required and len(parents) == len(set(parents))


def _refined(name: str, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema that repeats the inherited keywords of each inherited property that it names."""
    members = schema.get("allOf", ())
    inherited = ObjectShape()
    for member in members:
        if isinstance(member, Mapping) and "$ref" in member:
            _add(inherited, shape_of(member, schemas, (name,)) or ObjectShape())
    own = [schema, *(member for member in members if isinstance(member, Mapping) and "$ref" not in member)]
    named = {key for part in own for key in part.get("properties") or {}}
    if named.isdisjoint(inherited.properties):
        return schema
    kept = [key for key in inherited.properties if key in inherited.required & named]
    return {
        **_with_limits(schema, inherited),
        "required": list(dict.fromkeys([*(schema.get("required") or ()), *kept])),
        "allOf": [_with_limits(member, inherited) if member in own else member for member in members],
    }


def _with_limits(schema: Mapping[str, Any], inherited: ObjectShape) -> dict[str, Any]:
    """An object schema whose properties have the inherited limits in addition to their own."""
    properties = dict(schema.get("properties") or {})
    for key in properties.keys() & inherited.properties.keys():
        if _is_limits(inherited.properties[key]) and _is_limits(properties[key]):
            properties[key] = {**inherited.properties[key], **properties[key]}
    return {**schema, "properties": properties} if properties else dict(schema)


def _is_compatible(one: Any, other: Any, schemas: Mapping[str, Any], above: tuple[str, ...]) -> bool:
    """Whether a field can override another one: it has the same type, values of a tag, or a subclass."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    if _without_words(one) == _without_words(other) or _is_tag(target(one, schemas), target(other, schemas)):
        return True
    if _is_limits(one) and _is_limits(other):
        return all(one.get(keyword) == other.get(keyword) for keyword in ("type", "format", "customTypePath"))
    name, base = (str(side.get("$ref", "")).removeprefix(PREFIX) for side in (one, other))
    return bool(base) and _extends(name, base, schemas, above)


def _without_words(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in _WORDS}


_WORDS = ("description", "deprecated", "default")


def _extends(name: str, base: str, schemas: Mapping[str, Any], above: tuple[str, ...]) -> bool:
    """Whether the class of a schema is a subclass of that of ``base``."""
    schema = schemas.get(name)
    if name in above or not isinstance(schema, Mapping) or not _takes_over(schema):
        return False
    members = [
        member for member in schema.get("allOf", ()) if isinstance(member, Mapping) and "$ref" in member
    ]
    parents = [member["$ref"].removeprefix(PREFIX) for member in members]
    above = (*above, name)
    return (
        base in parents or any(_extends(parent, base, schemas, above) for parent in parents)
    ) and _only_adds(_refined(name, schema, schemas), schemas, name, above)


def target(schema: Any, schemas: Mapping[str, Any]) -> Any:
    """The schema that a reference leads to, or the schema itself."""
    seen: set[str] = set()
    while isinstance(schema, Mapping) and "$ref" in schema and schema["$ref"] not in seen:
        seen.add(schema["$ref"])
        schema = schemas.get(schema["$ref"].removeprefix(PREFIX))
    return schema


def _is_tag(schema: Any, other: Any) -> bool:
    """Whether one of two schemas lists strings that the other allows."""
    if not isinstance(schema, Mapping) or not isinstance(other, Mapping):
        return False
    values, others = (
        each.get("enum", [each["const"]] if "const" in each else None) for each in (schema, other)
    )
    narrow, wide = (
        (values, others) if others is None or len(values or others) < len(others) else (others, values)
    )
    return (
        narrow is not None
        and all(isinstance(value, str) and (wide is None or value in wide) for value in narrow)
        and all(each.get("type", "string") == "string" and "$ref" not in each for each in (schema, other))
    )


def _is_class(name: str, schemas: Mapping[str, Any], above: tuple[str, ...]) -> bool:
    schema = schemas.get(name)
    if not isinstance(schema, Mapping) or name in above or {"anyOf", "oneOf", "enum"} & schema.keys():
        return False
    members = schema.get("allOf", ())
    return schema.get("type", "object") == "object" and ("properties" in schema or bool(members))


def shape_of(schema: Any, schemas: Mapping[str, Any], above: tuple[str, ...]) -> ObjectShape | None:
    """The properties of an object schema, inherited ones included; None for other schemas.

    ``above`` are the names of schemas that must not be followed again.
    """
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
    """The properties of an object that has one of several shapes, in addition to a known shape.

    A known property is narrowed only if all of the shapes have it.
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
    """A property that only some branches have, with ``enum`` in place of ``const``.

    A ``const`` would become a default, which objects of other branches must not get.
    """
    if not isinstance(schema, Mapping) or "const" not in schema:
        return schema
    return {
        "enum" if key == "const" else key: [value] if key == "const" else value
        for key, value in schema.items()
    }


def _one_of(schemas: Sequence[Any]) -> Any:
    """A schema for values that are valid for one of several schemas."""
    distinct = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
    if len(distinct) == 1:
        return distinct[0]
    lists = [_listed(schema) for schema in distinct]
    if all(values is not None for values in lists):
        values = [value for listed in lists for value in listed or ()]
        rest = {key: value for key, value in distinct[0].items() if key not in ("const", "default")}
        unique = [value for index, value in enumerate(values) if value not in values[:index]]
        return {**rest, "enum": unique}
    return {"anyOf": distinct}


def _listed(schema: Any) -> list[Any] | None:
    """The values that a schema lists in ``const`` or ``enum``, without following references."""
    if not isinstance(schema, Mapping):
        return None
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _add(shape: ObjectShape, other: ObjectShape) -> None:
    """Add the properties of another shape.

    If both have a property, their limits are merged, or the more specific schema wins, else the later one.
    """
    for name, schema in other.properties.items():
        known = shape.properties.get(name)
        if known is not None and _is_limits(known) and _is_limits(schema):
            shape.properties[name] = {**known, **schema}
        elif known is None or _says(schema) >= _says(known):
            shape.properties[name] = schema
    shape.required |= other.required


def _is_limits(schema: Any) -> bool:
    """Whether a schema only limits a plain value, so that it can be merged with other limits."""
    return isinstance(schema, Mapping) and not set(_TYPING) - {"type"} & schema.keys()


def _says(schema: Any) -> int:
    """How specific a schema is: 0 without a type, 1 with a JSON type, 2 with more than that."""
    if not isinstance(schema, Mapping) or not any(keyword in schema for keyword in _TYPING):
        return 0
    if {"enum", "const", "$ref"} & schema.keys():
        return 2
    return 2 if {"properties", "allOf", "anyOf", "oneOf", "items"} & schema.keys() else 1
