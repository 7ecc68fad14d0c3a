"""An example in the types of a vendor's SDK: classes, enumerations and plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from oasmith.names import Identifier
from oasmith.products.vendor_sdk.naming import OBJECT_FORMATS, SCALARS, Scalar, class_name
from oasmith.quoting import InexpressibleError
from oasmith.schemas import Schema, Schemas


@dataclass(frozen=True, slots=True)
class Type:
    """A type of the SDK: ``name`` is the class of a model, or the one that an enumeration belongs to.

    ``property`` is the wire name of what holds the enumeration; ``items`` is what a list or map holds.
    """

    kind: Scalar | Literal["model", "enum", "list", "map", "any"]
    name: Identifier | None = None
    property: str = ""
    items: Type | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A property with a value: its wire name, and whether its class requires it."""

    wire_name: str
    required: bool
    value: Value


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its type: the members of a model, the values in a list or map, or plain JSON."""

    type: Type
    content: Any

    def models(self) -> Iterator[Identifier]:
        """The classes of all models and of all owners of enumerations in it."""
        if self.type.name:
            yield self.type.name
        for part in self.parts():
            yield from part.models()

    def parts(self) -> tuple[Value, ...]:
        """Its direct members or items."""
        if self.type.kind == "model":
            return tuple(member.value for member in self.content)
        if self.type.kind == "map":
            return tuple(self.content.values())
        return self.content if self.type.kind == "list" else ()


class Values:
    """Finds the values of the SDK for JSON values, by their schemas."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def of(self, schema: Schema, value: Any, owner: Identifier, name: str) -> Value:
        """The value of a property ``name`` of the class ``owner``. Raises InexpressibleError."""
        return self._value(self._type(schema, owner, name), schema, value)

    def _value(self, kind: Type, schema: Schema, value: Any) -> Value:
        target = self._schemas.single(schema)
        if kind.kind == "model" and isinstance(value, Mapping) and kind.name:
            return Value(kind, tuple(self._members(kind.name, target, value)))
        if kind.kind == "list" and isinstance(value, list) and kind.items:
            items = self._inside(target, "items")
            return Value(kind, tuple(self._value(kind.items, items, item) for item in value))
        if kind.kind == "map" and isinstance(value, Mapping) and kind.items:
            items = self._inside(target, "additionalProperties")
            return Value(kind, {key: self._value(kind.items, items, item) for key, item in value.items()})
        if not _fits(kind, value):
            raise InexpressibleError(f"{value!r} is not a value of type {kind.kind}")
        return Value(kind, value)

    def _members(self, owner: Identifier, schema: Schema, given: Mapping[str, Any]) -> Iterator[Member]:
        properties, required = self._schemas.properties(schema), self._schemas.required(schema)
        for key, value in given.items():
            if key not in properties:
                raise InexpressibleError(f"{owner} has no property {key!r}")
            yield Member(key, key in required, self.of(properties[key], value, owner, key))

    def _type(self, schema: Schema, owner: Identifier, name: str) -> Type:
        target = self._schemas.single(schema)
        extension = self._schemas.says(target, "x-vendor-sdk")
        if isinstance(extension, Mapping) and extension.get("enum"):
            return Type("enum", owner, name)
        if self._schemas.alternatives(target):
            raise InexpressibleError("one of several schemas has no class")
        kind = self._type_name(target)
        if kind == "array":
            return Type("list", items=self._type(self._inside(target, "items"), owner, name))
        if self._schemas.properties(target):
            return Type("model", self._class(target))
        if kind == "object" and self._schemas.says(target, "additionalProperties"):
            return Type("map", items=self._type(self._inside(target, "additionalProperties"), owner, name))
        form = str(self._schemas.says(target, "format") or "")
        if kind in ("", "object"):
            if any(self._schemas.says(target, keyword) is not None for keyword in ("enum", "const")):
                raise InexpressibleError("values without a type have no class")
            return Type("any")
        if kind == "string" and form in OBJECT_FORMATS:
            raise InexpressibleError(f"the SDK's type for a string of format {form!r} is unknown")
        return Type(SCALARS.get((kind, form)) or SCALARS[kind, ""])

    def _inside(self, schema: Schema, keyword: str) -> Schema:
        found: Schema | None = self._schemas.says(schema, keyword)
        return True if found is None else found

    def _type_name(self, schema: Schema) -> str:
        kinds = self._schemas.types(schema) or (("object",) if self._schemas.properties(schema) else ("",))
        if len(kinds) != 1:
            raise InexpressibleError("one of several types has no class")
        return kinds[0]

    def _class(self, schema: Schema) -> Identifier:
        for name in self._schemas.parents(schema):
            return class_name(name)
        raise InexpressibleError("an object without a named schema has no class")


def _fits(kind: Type, value: Any) -> bool:
    """Whether plain JSON is of a type; null never is, since the SDKs omit it."""
    match kind.kind:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "int32" | "int64":
            limit = 2**31 if kind.kind == "int32" else 2**63
            return isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit
        case "float" | "double":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "enum":
            return isinstance(value, (str, int)) and not isinstance(value, bool)
        case "any":
            return _has_no_null(value)
        case _:
            return False


def _has_no_null(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_has_no_null, value.values()))
    return all(map(_has_no_null, value)) if isinstance(value, list) else value is not None
