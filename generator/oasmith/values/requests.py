"""Schemas as they hold for what a client sends."""

from __future__ import annotations

from functools import partial
from typing import Any

from oasmith.api import schemas as api_schemas
from oasmith.api.schemas import Schema
from oasmith.reading.structure import map_schemas


def for_requests(schema: Schema, view: api_schemas.Schemas) -> Schema:
    """A schema without what only the server sends, and with what only a client does (OpenAPI 3.1 §4.8.24)."""
    found: Schema = map_schemas(schema, partial(_for_requests, view))
    return found


def _for_requests(view: api_schemas.Schemas, schema: dict[str, Any]) -> dict[str, Any]:
    result = {keyword: value for keyword, value in schema.items() if keyword != "writeOnly"}
    hidden = view.one_way(schema, "readOnly")
    for keyword in ("properties", "required"):
        if hidden and keyword in schema:
            own = schema[keyword]
            result[keyword] = (
                {name: value for name, value in own.items() if name not in hidden}
                if keyword == "properties"
                else [name for name in own if name not in hidden]
            )
    return result
