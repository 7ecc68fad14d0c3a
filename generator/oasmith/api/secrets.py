"""Which values of an API nobody may see: those of ``format: password``, and what is only ever written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.model import Api, Schema

_PREFIX = "#/components/schemas/"


def secrets(schemas: Mapping[str, Schema]) -> dict[str, tuple[str, ...]]:
    """The secret properties of each schema that has some of its own, by wire name."""
    found = {name: tuple(_secret_properties(schema, schemas)) for name, schema in schemas.items()}
    return {name: names for name, names in found.items() if names}


def secret_names(api: Api) -> tuple[str, ...]:
    """The wire names of all secret properties and parameters."""
    found = {name for names in secrets(api.schemas).values() for name in names}
    parameters = (parameter for operation in api.operations for parameter in operation.parameters)
    found |= {each.wire_name for each in parameters if _is_secret(each.schema, api.schemas)}
    return tuple(sorted(found))


def _secret_properties(schema: Any, schemas: Mapping[str, Schema]) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for name, value in (schema.get("properties") or {}).items():
            if _is_secret(value, schemas):
                yield name
        for keyword in ("allOf", "anyOf", "oneOf"):
            for member in schema.get(keyword, ()):
                if not isinstance(member, Mapping) or "$ref" not in member:
                    yield from _secret_properties(member, schemas)


def _is_secret(schema: Any, schemas: Mapping[str, Schema]) -> bool:
    for _ in range(len(schemas) + 1):
        if not isinstance(schema, Mapping):
            return False
        if schema.get("writeOnly") is True or schema.get("format") == "password":
            return True
        members = [member for key in ("anyOf", "oneOf", "allOf") for member in schema.get(key, ())]
        if any(isinstance(m, Mapping) and m.get("format") == "password" for m in members):
            return True
        if "$ref" not in schema:
            return False
        schema = schemas.get(str(schema["$ref"]).removeprefix(_PREFIX))
    return False
