"""Which values of an API nobody may see: those of ``format: password``, and what is only ever written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.model import Api
from oasmith.api.schemas import Schema, Schemas


def secrets(named: Mapping[str, Schema]) -> dict[str, tuple[str, ...]]:
    """The secret properties of each schema that has some of its own, by wire name."""
    schemas = Schemas(named)
    found = {name: tuple(_secret_properties(schema, schemas)) for name, schema in named.items()}
    return {name: names for name, names in found.items() if names}


def secret_names(api: Api) -> tuple[str, ...]:
    """The wire names of all secret properties and parameters."""
    schemas = api.schemas
    found = {name for names in secrets(api.schemas).values() for name in names}
    parameters = (parameter for operation in api.operations for parameter in operation.parameters)
    found |= {each.wire_name for each in parameters if _is_secret(each.schema, schemas)}
    return tuple(sorted(found))


def _secret_properties(schema: Any, schemas: Schemas) -> Iterator[str]:
    if isinstance(schema, Mapping):
        yield from (name for name, it in (schema.get("properties") or {}).items() if _is_secret(it, schemas))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for member in schema.get(keyword, ()):
                if not isinstance(member, Mapping) or "$ref" not in member:
                    yield from _secret_properties(member, schemas)


def _is_secret(schema: Schema, schemas: Schemas) -> bool:
    if schemas.says(schema, "writeOnly") is True or schemas.says(schema, "format") == "password":
        return True
    members = [member for key in ("anyOf", "oneOf") for member in schemas.says(schema, key) or ()]
    return any(schemas.says(member, "format") == "password" for member in members)
