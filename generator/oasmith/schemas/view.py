"""The interpretation of the schemas of an API, across references and ``allOf``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from oasmith.schemas.directions import ForRequests, without_demands
from oasmith.schemas.merging import Flat, Shape, flatten, shape
from oasmith.schemas.nodes import (
    PREFIX,
    READ_ONLY,
    WRITE_ONLY,
    Schema,
    branches,
    members,
    reference,
    references,
)
from oasmith.schemas.rules import is_rule
from oasmith.schemas.streams import event_schema, item_schema

_TYPING = {"$ref", "type", "properties", "enum", "const", "allOf", "anyOf", "oneOf", "additionalProperties"}


_WORDS = {"title", "description", "default", "deprecated", "example", "examples", "externalDocs"}


def _says_type(schema: Mapping[str, Any]) -> bool:
    return bool(_TYPING & schema.keys()) or schema.keys() <= _WORDS


_LAYERED = frozenset(("$ref", "allOf"))
"""The keywords of schemas that have other layers than themselves; most schemas have neither."""


class Schemas(Mapping[str, Schema]):
    """The named schemas of an API. Its methods interpret any schema that may refer to them."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._named = named
        self._references: dict[str, list[str]] = {}

    def __getitem__(self, name: str) -> Schema:
        return self._named[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def map(self, change: Callable[[Schema], Schema]) -> Schemas:
        """A copy with each schema replaced by the result of ``change``."""
        return Schemas({name: change(schema) for name, schema in self._named.items()})

    def layers(self, schema: Schema) -> Iterator[Mapping[str, Any]]:
        """The schema and, recursively, the schema it refers to and its ``allOf``; the nearest first.

        Each named schema is followed once.
        """
        seen: set[str] = set()
        stack = [schema]
        while stack:
            current = stack.pop()
            if not isinstance(current, dict):
                continue
            yield current
            if "$ref" in current or "allOf" in current:
                stack += reversed(self._below(current, seen))

    def _bottom_up(self, schema: Schema, seen: set[str]) -> Iterator[Mapping[str, Any]]:
        """The layers, each after those that it refers to or combines."""
        if isinstance(schema, Mapping):
            for part in self._below(schema, seen):
                yield from self._bottom_up(part, seen)
            yield schema

    def _below(self, schema: Schema, seen: set[str]) -> list[Schema]:
        """The schema that a schema refers to, unless ``seen`` has its name, and the members of ``allOf``."""
        name = reference(schema)
        if name is None or name in seen:
            return members(schema)
        seen.add(name)
        return [self._named.get(name, True), *members(schema)]

    def says(self, schema: Schema, keyword: str) -> Any:
        """The value of a keyword in the nearest layer that has it; None if no layer has it."""
        if isinstance(schema, dict) and _LAYERED.isdisjoint(schema):
            return schema.get(keyword)
        for layer in self.layers(schema):
            if keyword in layer:
                return layer[keyword]
        return None

    def types(self, schema: Schema) -> tuple[str, ...]:
        """The types that every layer with a ``type`` allows, without null; empty if any type is allowed."""
        named = [layer["type"] for layer in self.layers(schema) if "type" in layer]
        if not named:
            return ()
        first, *others = ([kind] if isinstance(kind, str) else kind for kind in named)
        return tuple(kind for kind in first if kind != "null" and all(kind in other for other in others))

    def allows_null(self, schema: Schema, _seen: frozenset[str] = frozenset()) -> bool:
        """Whether null is valid for ``type``, ``enum``, ``const`` and the unions of a schema."""
        if isinstance(schema, bool):
            return schema
        name = reference(schema)
        parts = list(schema.get("allOf", ()))
        if name is not None and name not in _seen:
            parts.append(self._named.get(name, True))
            _seen |= {name}
        kinds = schema.get("type", "null")
        values = schema.get("enum", [schema["const"]] if "const" in schema else [None])
        unions = [schema[keyword] for keyword in ("anyOf", "oneOf") if keyword in schema]
        return (
            (kinds == "null" or "null" in kinds)
            and any(value is None for value in values)
            and all(self.allows_null(part, _seen) for part in parts)
            and all(any(self.allows_null(member, _seen) for member in union) for union in unions)
        )

    def flat(self, schema: Schema) -> Flat:
        """The schema merged with the schema it refers to and with its ``allOf``; each layer narrows it."""
        return flatten(schema, self)

    def shape(self, schema: Schema) -> Shape:
        """The types of the values and the schemas inside them, merged over unions as well."""
        return shape(schema, self)

    def branches(self, schema: Schema) -> list[Schema]:
        """The branches of its unions. Unions inside rules are conditions and do not count."""
        layers = (layer for layer in self.layers(schema) if not is_rule(layer))
        return [branch for layer in layers for branch in branches(layer)]

    def alternatives(self, schema: Schema) -> list[Schema]:
        """The branches of its unions that allow more than null; empty without a union."""
        return [branch for branch in self.branches(schema) if not self.is_null(branch)]

    def typed_branches(self, schema: Schema) -> list[Schema]:
        """The branches of its unions that have a type or allow anything; others only add limits."""
        return [branch for branch in self.branches(schema) if isinstance(branch, bool) or _says_type(branch)]

    def choices(self, schema: Schema) -> list[Any] | None:
        """The values of the nearest ``const`` or ``enum``; None without them."""
        for layer in self.layers(schema):
            if "const" in layer:
                return [layer["const"]]
            if "enum" in layer:
                return list(layer["enum"])
        return None

    def base(self, schema: Schema) -> Schema | None:
        """The first reference in the ``allOf`` of a schema without a ``type``; else None."""
        if not isinstance(schema, Mapping) or "type" in schema:
            return None
        return next((member for member in members(schema) if reference(member) is not None), None)

    def is_null(self, schema: Schema) -> bool:
        """Whether the schema allows only null."""
        values = self.flat(schema).keywords
        named = values.get("enum", [values["const"]] if "const" in values else ())
        return values.get("type") in ("null", ["null"]) or list(named) == [None]

    def single(self, schema: Schema) -> Schema:
        """The only branch of its union besides null; the schema itself if there is not exactly one."""
        found = self.alternatives(schema)
        return self.single(found[0]) if len(found) == 1 else schema

    def properties(self, schema: Schema) -> dict[str, Schema]:
        """The properties of an object, inherited ones first, without those that only rules mention."""
        if isinstance(schema, dict) and _LAYERED.isdisjoint(schema):
            return {} if is_rule(schema) else dict(schema.get("properties") or {})
        found: dict[str, Schema] = {}
        for layer in self._bottom_up(schema, set()):
            if not is_rule(layer):
                found |= layer.get("properties") or {}
        return found

    def required(self, schema: Schema) -> set[str]:
        """The names of the required properties."""
        return {name for layer in self.layers(schema) for name in layer.get("required") or ()}

    def own_properties(self, schema: Schema) -> Iterator[tuple[str, Schema]]:
        """The properties of the schema and of its inline members and branches, without inherited ones."""
        if isinstance(schema, Mapping):
            yield from (schema.get("properties") or {}).items()
        for part in (*members(schema), *branches(schema)):
            if reference(part) is None:
                yield from self.own_properties(part)

    def parents(self, schema: Schema) -> Iterator[str]:
        """The names of the schemas that it inherits from, directly or through inline members."""
        name = reference(schema)
        if name is not None:
            yield name
        for member in members(schema):
            yield from self.parents(member)

    def class_of(self, schema: Schema) -> str | None:
        """The name of the schema that has the class of an object; None if the object has no class.

        A schema that only refers to another one is an alias and has the class of the other one. A schema
        with its own properties, or with several parents, has its own class.
        """
        name = reference(schema)
        if name is None or not self.properties(schema):
            return None
        target = self._named.get(name, True)
        parents = list(self.parents(target))
        parts = (target, *members(target))
        is_alias = len(parents) == 1 and all(_says_nothing_more(part) for part in parts)
        return self.class_of({"$ref": PREFIX + parents[0]}) if is_alias and parents[0] != name else name

    def one_way(self, schema: Schema, keyword: str) -> set[str]:
        """The properties that are ``readOnly`` or ``writeOnly`` (OpenAPI 3.1 §4.8.24)."""
        return {name for name, own in self.properties(schema).items() if self.says(own, keyword) is True}

    def is_write_only(self, schema: Schema) -> bool:
        """Whether a property with this schema is sent in requests only."""
        return self.says(schema, WRITE_ONLY) is True

    def is_read_only(self, schema: Schema) -> bool:
        """Whether a property with this schema is sent in responses only."""
        return self.says(schema, READ_ONLY) is True

    def without_demands(self, schema: Schema, keyword: str) -> Schema:
        """A copy, in the same form, that does not require ``readOnly`` or ``writeOnly`` properties."""
        return without_demands(self, schema, keyword)

    def for_requests(self, schema: Schema, hides: bool = False) -> Schema:
        """A copy for requests, which does not require ``readOnly`` properties.

        With ``hides``, the copy does not have these properties at all.
        """
        return ForRequests(self, hides).copy(schema)

    def at(self, schema: Schema, parts: Iterable[str]) -> Schema:
        """The schema at a path of property names; one that allows everything if there is none."""
        for part in parts:
            schema = self.properties(schema).get(part, {})
        return schema

    def stream_item(self, media_type: str, node: Mapping[str, Any]) -> Schema:
        """The schema of one item of a stream; ``node`` is the Media Type Object of the stream."""
        return item_schema(self, media_type, node)

    def stream_event(self, media_type: str, node: Mapping[str, Any]) -> Schema | None:
        """The schema of a whole event of a stream; None if only its data is described."""
        return event_schema(self, media_type, node)

    def reachable(self, roots: Iterable[Schema]) -> set[str]:
        """The names of the schemas that the roots refer to, directly or indirectly."""
        found: set[str] = set()
        queue = [name for root in roots for name in references(root)]
        while queue:
            name = queue.pop()
            if name not in found and name in self._named:
                found.add(name)
                queue += self._referenced_by(name)
        return found

    def _referenced_by(self, name: str) -> list[str]:
        """The names in the references of a named schema, which is searched once."""
        if name not in self._references:
            self._references[name] = list(dict.fromkeys(references(self._named[name])))
        return self._references[name]


_ANNOTATIONS = frozenset(("$ref", "allOf", "title", "description", "deprecated", "example", "examples"))


def _says_nothing_more(schema: Schema) -> bool:
    """Whether a schema adds only annotations to the schema that it refers to."""
    if not isinstance(schema, Mapping) or schema.get("type", "object") != "object":
        return False
    return all(keyword in _ANNOTATIONS or keyword == "type" or keyword.startswith("x-") for keyword in schema)
