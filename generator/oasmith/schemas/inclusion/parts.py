"""Schemas at their places in a description, and the conjunctions of them that hold for one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from oasmith.schemas.merging import json_type
from oasmith.schemas.nodes import Schema, members, reference, references
from oasmith.schemas.view import Schemas
from oasmith.structure import join_pointer


@dataclass(frozen=True, eq=False, slots=True)
class Described:
    """One of the two descriptions that are compared: its name, and its named schemas."""

    name: str
    schemas: Schemas
    _parts: dict[str, Part] = field(default_factory=dict, repr=False)
    _targets: dict[str, Part | None] = field(default_factory=dict, repr=False)
    _used: dict[int, tuple[Any, frozenset[str]]] = field(default_factory=dict, repr=False)

    def part(self, schema: Schema, pointer: str) -> Part:
        """The schema at a JSON pointer. There is one part for each place."""
        found = self._parts.get(pointer)
        if found is None:
            found = self._parts[pointer] = Part(schema, pointer, self)
        return found

    def target(self, schema: Mapping[str, Any]) -> Part | None:
        """The named schema that a schema with a reference refers to; None if nothing has the name."""
        text = schema["$ref"]
        if text not in self._targets:
            name = reference(schema)
            known = name is not None and name in self.schemas
            pointer = f"/components/schemas{join_pointer([str(name)])}"
            self._targets[text] = self.part(self.schemas[str(name)], pointer) if known else None
        return self._targets[text]

    def used(self, schema: Schema) -> frozenset[str]:
        """The names that a schema of the description refers to."""
        found = self._used.get(id(schema))
        if found is None:
            # The schema is kept, so that no other one gets its id.
            found = self._used[id(schema)] = schema, frozenset(references(schema))
        return found[1]


@dataclass(frozen=True, eq=False)
class Part:
    """A schema, the JSON pointer to it, and its description, which makes it."""

    schema: Schema = field(repr=False)
    pointer: str
    described: Described

    @cached_property
    def keywords(self) -> Mapping[str, Any]:
        """The schema as a mapping; empty for a boolean."""
        return {} if isinstance(self.schema, bool) else self.schema

    def child(self, *parts: str | int) -> Part:
        """The schema at a path of keys and indexes below this one."""
        value: Any = self.schema
        for part in parts:
            value = value[part]
        return self.described.part(value, self.pointer + join_pointer(parts))

    @cached_property
    def layers(self) -> tuple[Part, ...]:
        """The schema, the schema that it refers to and the members of ``allOf``, recursively.

        A value is valid for the schema if it is valid for each layer without its ``$ref`` and ``allOf``.
        Layers without keywords of their own are left out, and each named schema is followed once.
        """
        return tuple(_layers(self, frozenset()))

    @cached_property
    def target(self) -> Part | None:
        """The named schema that this one refers to; None without a reference, or if nothing has the name."""
        keywords = self.keywords
        return self.described.target(keywords) if "$ref" in keywords else None

    @cached_property
    def label(self) -> str:
        """Its name as a branch of a union: of the schema that it refers to, or its title."""
        if self.target is not None:
            return self.target.pointer.rpartition("/")[2]
        return str(self.keywords.get("title", ""))

    @cached_property
    def resolved(self) -> Part:
        """The named schema that it refers to, if it says nothing else; else itself."""
        part, seen = self, {self}
        while len(part.keywords) == 1 and (target := part.target) is not None and target not in seen:
            part = target
            seen.add(part)
        return part

    def branches(self, keyword: str) -> list[Part]:
        """The members of its ``oneOf`` or ``anyOf``; empty without it."""
        listed = self.keywords.get(keyword)
        return (
            [self.child(keyword, index) for index in range(len(listed))] if isinstance(listed, list) else []
        )


def _layers(part: Part, seen: frozenset[str]) -> Iterator[Part]:
    schema = part.schema
    if not isinstance(schema, Mapping):
        if schema is False:
            yield part
        return
    if any(keyword not in ("$ref", "allOf") for keyword in schema):
        yield part
    target = part.target
    if target is not None and target.pointer not in seen:
        yield from _layers(target, seen | {target.pointer})
    for index in range(len(members(schema))):
        yield from _layers(part.child("allOf", index), seen)


ATOMS = frozenset(("null", "boolean", "integer", "fraction", "string", "array", "object"))
"""The types of JSON values; ``fraction`` are the numbers that are not integers."""
_OF_TYPE: dict[str, frozenset[str]] = {name: frozenset((name,)) for name in ATOMS} | {
    "number": frozenset(("integer", "fraction"))
}


def atoms(types: Any) -> frozenset[str]:
    """The atoms of the value of ``type``; unknown types have none."""
    names = [types] if isinstance(types, str) else types
    return frozenset(atom for name in names for atom in _OF_TYPE.get(name, ()))


def atom_of(value: Any) -> str:
    """The atom that a value has. A float without a fraction is an integer."""
    kind = json_type(value)
    if kind == "number":
        return "integer" if float(value).is_integer() else "fraction"
    return kind


def type_names(found: frozenset[str]) -> list[str]:
    """The values of ``type`` that have these atoms."""
    order: tuple[str, ...] = ("string", "integer", "boolean", "array", "object", "null")
    if "fraction" in found:
        return ["number", *(name for name in order if name in found and name != "integer")]
    return [name for name in order if name in found]


ALL_TYPES = type_names(ATOMS)
"""The values of ``type`` of a schema that allows any type."""


def identity(value: Any) -> Any:
    """A hashable value that is the same for values that are equal in JSON: 1 is 1.0, and not true."""
    if isinstance(value, bool) or value is None:
        return ("literal", str(value))
    if isinstance(value, (int, float)):
        return ("number", value)
    if isinstance(value, Mapping):
        return ("object", frozenset((key, identity(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return ("array", tuple(map(identity, value)))
    return ("string", str(value))


def untouched(old: Schemas, new: Schemas) -> frozenset[str]:
    """The names of the schemas that are the same in both, with all schemas that they refer to."""
    changed = {name for name in {*old, *new} if name not in old or name not in new or old[name] != new[name]}
    users: dict[str, set[str]] = {}
    for name, schema in new.items():
        if name not in changed:
            for used in references(schema):
                users.setdefault(used, set()).add(name)
    queue = [*changed, *(name for name in users if name not in new)]
    while queue:
        found = users.get(queue.pop(), set()) - changed
        changed |= found
        queue += found
    return frozenset(new.keys() - changed)


def same(one: Part, other: Part, unchanged: frozenset[str]) -> bool:
    """Whether two schemas are equal, with everything that they refer to.

    ``unchanged`` are the names that stand for equal schemas in both descriptions.
    """
    if one is other:
        return True
    return one.schema == other.schema and one.described.used(one.schema) <= unchanged


def property_path(parts: list[str]) -> str:
    """The names of properties on a path into a schema; ``[]`` for items."""
    found = ""
    index = 0
    while index < len(parts):
        part = parts[index]
        if part in ("properties", "patternProperties") and index + 1 < len(parts):
            found += ("." if found else "") + parts[index + 1]
            index += 1
        elif part in ("oneOf", "anyOf", "allOf", "dependentSchemas", "prefixItems"):
            found += "[]" if part == "prefixItems" else ""
            index += 1
        elif part == "items":
            found += "[]"
        elif part == "additionalProperties":
            found += "{}"
        index += 1
    return found
