"""Which values of an API nobody may see: those of ``format: password``, and what is only ever written."""

from __future__ import annotations

from oasmith.api.model import Api
from oasmith.api.schemas import Schema, Schemas


def secrets(schemas: Schemas) -> dict[str, tuple[str, ...]]:
    """The secret properties of each schema that has some of its own, by wire name."""
    found = {
        schema_name: tuple(name for name, it in schemas.own_properties(schema) if _is_secret(it, schemas))
        for schema_name, schema in schemas.items()
    }
    return {name: names for name, names in found.items() if names}


def secret_names(api: Api) -> tuple[str, ...]:
    """The wire names of all secret properties and parameters."""
    schemas = api.schemas
    found = {name for names in secrets(schemas).values() for name in names}
    parameters = (parameter for operation in api.operations for parameter in operation.parameters)
    found |= {each.wire_name for each in parameters if _is_secret(each.schema, schemas)}
    return tuple(sorted(found))


def _is_secret(schema: Schema, schemas: Schemas) -> bool:
    parts = (schema, *schemas.alternatives(schema))
    return schemas.is_write_only(schema) or any(schemas.says(part, "format") == "password" for part in parts)
