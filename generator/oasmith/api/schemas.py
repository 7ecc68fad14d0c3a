"""What the schemas of an API say, across references and ``allOf``: the one place that interprets schemas.

The schemas are in normal form: JSON Schema 2020-12, references lead to named schemas only. Models,
signatures, contract, docs, examples, values, pagination and the mock server ask here, so they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from oasmith.reading.structure import walk

Schema = Mapping[str, Any] | bool
"""A JSON Schema 2020-12 schema; its references lead into ``#/components/schemas``."""

PREFIX = "#/components/schemas/"


def reference(schema: Schema) -> str | None:
    """The name of the schema that this one refers to."""
    target = schema.get("$ref") if isinstance(schema, Mapping) else None
    return str(target).removeprefix(PREFIX) if target is not None else None


def references(schema: Schema) -> Iterator[str]:
    """The names of all schemas that this one or anything inside it refers to, in document order."""
    for place in walk("schema", schema):
        name = reference(place.node)
        if name is not None:
            yield name


class Schemas(Mapping[str, Schema]):
    """The named schemas of an API, by name, and what any schema that refers to them says."""

    def __init__(self, named: Mapping[str, Schema]) -> None:
        self._named = named

    def __getitem__(self, name: str) -> Schema:
        return self._named[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def map(self, change: Callable[[Schema], Schema]) -> Schemas:
        """The same names with changed schemas."""
        return Schemas({name: change(schema) for name, schema in self._named.items()})

    def layers(self, schema: Schema) -> Iterator[Mapping[str, Any]]:
        """The schema, what it refers to and the members of its ``allOf``, each once, the nearest first."""
        seen: set[str] = set()
        stack = [schema]
        while stack:
            current = stack.pop()
            if not isinstance(current, Mapping):
                continue
            yield current
            name = reference(current)
            inner = [*current.get("allOf", ())]
            if name is not None and name not in seen:
                seen.add(name)
                inner.insert(0, self._named.get(name, True))
            stack += reversed(inner)

    def says(self, schema: Schema, keyword: str) -> Any:
        """The value of a keyword in the nearest layer that has it; None where no layer has it."""
        return next((layer[keyword] for layer in self.layers(schema) if keyword in layer), None)

    def types(self, schema: Schema) -> tuple[str, ...]:
        """The types that every layer with a ``type`` allows, without null; empty where any is allowed."""
        named = [layer["type"] for layer in self.layers(schema) if "type" in layer]
        if not named:
            return ()
        first, *others = ([kind] if isinstance(kind, str) else kind for kind in named)
        return tuple(kind for kind in first if kind != "null" and all(kind in other for other in others))

    def allows_null(self, schema: Schema, _seen: frozenset[str] = frozenset()) -> bool:
        """Whether null is valid, as far as types, values and unions decide."""
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

    def properties(self, schema: Schema) -> dict[str, Schema]:
        """The properties of an object, inherited ones first."""
        layers = [layer.get("properties") or {} for layer in self.layers(schema)]
        return {name: value for own in reversed(layers) for name, value in own.items()}

    def required(self, schema: Schema) -> set[str]:
        """The names of the required properties."""
        return {name for layer in self.layers(schema) for name in layer.get("required") or ()}

    def one_way(self, schema: Schema, keyword: str) -> set[str]:
        """The properties that are ``readOnly`` or ``writeOnly`` (OpenAPI 3.1 §4.8.24)."""
        return {name for name, it in self.properties(schema).items() if self.says(it, keyword) is True}

    def at(self, schema: Schema, parts: Iterable[str]) -> Schema:
        """The schema of a property of a property; one that allows everything where there is none."""
        for part in parts:
            schema = self.properties(schema).get(part, {})
        return schema

    def reachable(self, roots: Iterable[Schema]) -> set[str]:
        """The names of the schemas that the roots refer to, directly or through others."""
        found: set[str] = set()
        queue = list(roots)
        while queue:
            new = {name for name in references(queue.pop()) if name in self._named} - found
            found |= new
            queue += (self._named[name] for name in new)
        return found
