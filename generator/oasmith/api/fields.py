"""The Python names of a model's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.grouping import free_name
from oasmith.api.names import Identifier, snake_case
from oasmith.api.schemas import PREFIX, Schema

_TAKEN = frozenset(
    ("bool", "bytes", "construct", "copy", "deviations", "dict", "float", "from_orm", "int", "json",
     "list", "model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump",
     "model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_json_schema",
     "model_parametrized_name", "model_post_init", "model_rebuild", "model_validate", "model_validate_json",
     "model_validate_strings", "object", "parse_file", "parse_obj", "parse_raw", "raw", "schema",
     "schema_json", "secret_fields", "set", "str", "to_json", "tuple", "update_forward_refs", "validate")
)  # fmt: skip
"""Names that a model uses itself, or that its annotations need."""


class Fields:
    """Field names by schema; those of a parent are the same in its children."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas
        self._known: dict[str, dict[str, Identifier]] = {}

    def of(self, schema_name: str) -> Mapping[str, Identifier]:
        """The Python name of each property of a schema, its own and inherited, by wire name."""
        known = self._known.get(schema_name)
        if known is None:
            self._known[schema_name] = {}
            known = self._known[schema_name] = self._named(self._schemas.get(schema_name, True))
        return known

    def _named(self, schema: Any) -> dict[str, Identifier]:
        names: dict[str, Identifier] = {}
        for reference in _parents(schema):
            for wire_name, name in self.of(reference).items():
                names.setdefault(wire_name, name)
        properties = {key: value for key, value in _properties(schema) if key not in names}
        for wire_name in sorted(properties, key=lambda key: (key != snake_case(key), key)):
            asked = properties[wire_name].get("x-oasmith-name", wire_name)
            names[wire_name] = free_name([_field_name(str(asked))], set(names.values()))
        return names


def _field_name(text: str) -> Identifier:
    name = snake_case(text)
    return Identifier(f"{name}_") if name in _TAKEN else name


def _parents(schema: Any) -> Iterator[str]:
    """The schemas that an ``allOf`` takes over, at any depth of inline ones."""
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield str(schema["$ref"]).removeprefix(PREFIX)
        for member in schema.get("allOf", ()):
            yield from _parents(member)


def _properties(schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(schema, Mapping):
        for key, value in (schema.get("properties") or {}).items():
            yield key, value if isinstance(value, Mapping) else {}
        for keyword in ("allOf", "anyOf", "oneOf"):
            for member in schema.get(keyword, ()):
                yield from _properties(member)
