"""Schemas as they hold for what a client sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.api.model import Schema
from oasmith.reading.structure import map_schemas


def for_requests(schema: Schema) -> Schema:
    """A schema without what only the server sends, and with what only a client does (OpenAPI 3.1 §4.8.24)."""
    found: Schema = map_schemas(schema, _for_requests)
    return found


def _for_requests(schema: dict[str, Any]) -> dict[str, Any]:
    result = {keyword: value for keyword, value in schema.items() if keyword != "writeOnly"}
    hidden = {name for name, value in schema.get("properties", {}).items() if _is_read_only(value)}
    if hidden:
        result["properties"] = {
            name: value for name, value in schema["properties"].items() if name not in hidden
        }
        result["required"] = [name for name in schema.get("required", ()) if name not in hidden]
    return result


def _is_read_only(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("readOnly") is True
