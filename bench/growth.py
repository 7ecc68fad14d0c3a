"""Write descriptions of any size: ``python bench/growth.py OPERATIONS FILE``.

For every ten operations there is a resource with a schema of twelve properties, two lists, an enum, a union
and requests with fewer properties, so that all parts of a description grow alike.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_PER_RESOURCE = 10


def description(operations: int) -> dict[str, Any]:
    """An OpenAPI description with a number of operations, a multiple of ten."""
    resources = range(operations // _PER_RESOURCE)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Growth", "version": "1"},
        "servers": [{"url": "https://growth.example"}],
        "paths": {path: item for number in resources for path, item in _paths(number).items()},
        "components": {
            "schemas": {name: it for number in resources for name, it in _schemas(number).items()}
        },
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas(number: int) -> dict[str, Any]:
    name, other = f"Resource{number}", f"Resource{number // 2}"
    kinds: list[dict[str, Any]] = [
        {"type": "string", "maxLength": 10 + number % 7},
        {"type": "integer", "minimum": number % 5},
        {"type": "string", "format": "date-time"},
        {"type": "array", "items": {"type": "string"}},
    ]
    properties = {
        f"property{index}": {**kinds[index % len(kinds)], "description": f"Property {index} of {name}."}
        for index in range(12)
    }
    return {
        f"{name}State": {"type": "string", "enum": ["new", "ready", f"state {number}"]},
        name: {
            "type": "object",
            "description": f"The resource {number}.",
            "required": ["id", "state"],
            "properties": {
                "id": {"type": "string", "readOnly": True},
                "state": _reference(f"{name}State"),
                "parent": _reference(other),
                **properties,
            },
        },
        f"{name}List": {
            "type": "object",
            "properties": {"items": {"type": "array", "items": _reference(name)}, "next": {"type": "string"}},
        },
        f"{name}Change": {"oneOf": [_reference(name), {"type": "string"}]},
    }


def _paths(number: int) -> dict[str, Any]:
    name = f"Resource{number}"
    paths: dict[str, Any] = {}
    for index in range(_PER_RESOURCE // 2):
        path = f"/resources{number}/part{index}"
        read = _operation(f"read{number}Part{index}", number, _reference(f"{name}List"))
        read["parameters"] = [
            {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
            {"name": "filter", "in": "query", "schema": {"type": "string"}},
        ]
        write = _operation(f"write{number}Part{index}", number, _reference(name))
        body = _reference(f"{name}Change" if index else name)
        write["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        paths[path] = {"get": read, "post": write}
    return paths


def _operation(identifier: str, number: int, response: dict[str, str]) -> dict[str, Any]:
    return {
        "operationId": identifier,
        "tags": [f"Group {number % 20}"],
        "summary": f"An operation of resource {number}.",
        "responses": {
            "200": {"description": "ok", "content": {"application/json": {"schema": response}}},
            "404": {"description": "There is none."},
        },
    }


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(description(int(sys.argv[1]))), "utf-8")
