"""Which values of an API are secret: those with ``format: password`` or ``writeOnly``.

A map or list of secrets is itself a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.model import Api
from oasmith.runtime.secrets import ANY_NAME
from oasmith.schemas import WRITE_ONLY, Schema, Schemas, branches, inline_parts, is_composed
from oasmith.structure import schemas_in


def secrets(schemas: Schemas) -> dict[str, tuple[str, ...]]:
    """The wire names of the secret properties of each schema; schemas without any are left out.

    The name ``*`` means that all properties which the schema does not name are secret.
    """
    found = {name: tuple(dict.fromkeys(_own_secrets(own, schemas))) for name, own in schemas.items()}
    return {name: names for name, names in found.items() if names}


def secret_names(api: Api) -> tuple[str, ...]:
    """The wire names of all secret properties and parameters, sorted.

    If the whole body of a request or response is a secret, or a map or list of secrets, the result is only
    ``*``, which matches every name.
    """
    schemas = api.schemas
    bodies = list(_bodies(api))
    if any(_is_secret(schema, schemas) for schema in bodies):
        return (ANY_NAME,)
    found = {name for schema in (*schemas.values(), *bodies) for name in _secret_properties(schema, schemas)}
    for operation in api.operations:
        for parameter in operation.parameters:
            found |= set(_secret_properties(parameter.schema, schemas))
            if _is_secret(parameter.schema, schemas):
                found.add(parameter.wire_name)
    return tuple(sorted(found))


def _bodies(api: Api) -> Iterator[Schema]:
    for operation in api.operations:
        contents = [content for response in operation.responses for content in response.contents]
        yield from (content.schema for content in (*contents, *operation.request_contents))


def _own_secrets(schema: Schema, schemas: Schemas) -> Iterator[str]:
    """The secret properties of one object, and ``*`` for properties that the schema does not name."""
    for part in inline_parts(schema):
        yield from (name for name, own in (part.get("properties") or {}).items() if _is_secret(own, schemas))
        if any(_is_secret(own, schemas) for own in _unnamed(part)):
            yield ANY_NAME


def _secret_properties(schema: Schema, schemas: Schemas) -> Iterator[str]:
    """The secret properties of a schema and of everything inside it."""
    for node in schemas_in(schema):
        if isinstance(node, Mapping):
            properties = node.get("properties") or {}
            yield from (name for name, own in properties.items() if _is_secret(own, schemas))


def _unnamed(schema: Mapping[str, Any]) -> list[Schema]:
    """The schemas of the properties that an object's schema does not name."""
    return [
        *(more for more in (schema.get("additionalProperties"),) if more is not None),
        *(schema.get("patternProperties") or {}).values(),
    ]


def _is_secret(schema: Schema, schemas: Schemas) -> bool:
    """Whether a value, one of its alternatives, or its items or unnamed properties are secret."""
    if not is_composed(schema):  # as most schemas
        return isinstance(schema, Mapping) and _says_secret(schema)
    stack, seen = [schema], set()
    while stack:
        current = stack.pop()
        for layer in schemas.layers(current):
            if id(layer) in seen:
                continue
            seen.add(id(layer))
            if _says_secret(layer):
                return True
            stack += branches(layer)
            stack += [layer[key] for key in ("items", "then", "else") if key in layer]
            stack += [*(layer.get("prefixItems") or ()), *_unnamed(layer)]
    return False


def _says_secret(schema: Mapping[str, Any]) -> bool:
    return schema.get(WRITE_ONLY) is True or schema.get("format") == "password"
