"""The Python names of a model's fields."""

from __future__ import annotations

from collections.abc import Mapping

from oasmith.extensions import NAME
from oasmith.names import Identifier, Namespace, Wish, snake_case, spelled_out, with_underscore
from oasmith.reserved import MODEL_FIELDS
from oasmith.schemas import Schema, Schemas


class Fields:
    """Field names by schema. An inherited field has the same name in the parent and its children."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = Schemas(schemas)
        self._known: dict[str, dict[str, Identifier]] = {}

    def of(self, schema_name: str) -> Mapping[str, Identifier]:
        """The Python names of the properties of a schema, inherited ones included, by wire name."""
        known = self._known.get(schema_name)
        if known is None:
            self._known[schema_name] = {}
            known = self._known[schema_name] = self._named(self._schemas.get(schema_name, True))
        return known

    def _named(self, schema: Schema) -> dict[str, Identifier]:
        names: dict[str, Identifier] = {}
        for parent in self._schemas.parents(schema):
            for wire_name, name in self.of(parent).items():
                names.setdefault(wire_name, name)
        properties = {key: own for key, own in self._schemas.own_properties(schema) if key not in names}
        scope = Namespace(MODEL_FIELDS, escape=with_underscore)
        scope.add(*names.values())
        wishes = {wire_name: _wish(wire_name, schema) for wire_name, schema in properties.items()}
        return names | {wire: Identifier(name) for wire, name in scope.assign(wishes).items()}


def _wish(wire_name: str, schema: Schema) -> Wish:
    asked = NAME.of(schema)
    candidates = [snake_case(wire_name), snake_case(spelled_out(wire_name))]
    if isinstance(asked, str):
        return Wish([snake_case(asked), *candidates], asked, is_asked=True)
    return Wish(candidates, wire_name)
