"""Lists of a mock server end, whatever leads to their next page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock.serving import Serve
from support.packages import generated_package

NEXT = {"type": ["string", "null"]}
LISTS: dict[str, tuple[list[str], dict[str, Any], list[str]]] = {
    "cursor": (["cursor"], {"next_cursor": NEXT}, ["next_cursor"]),
    "optional_cursor": (["cursor"], {"next_cursor": {"type": "string"}}, []),
    "page": (["page"], {"total": {"type": "integer"}}, []),
    "offset": (["offset", "limit"], {"total": {"type": "integer"}}, []),
    "link": ([], {"next": {"type": ["string", "null"], "format": "uri"}}, ["next"]),
}
"""For each list its parameters, the properties of a page besides its items, and those that are required."""


def description() -> dict[str, Any]:
    def operation(name: str) -> dict[str, Any]:
        parameters, properties, required = LISTS[name]
        page = {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"type": "string"}, "minItems": 0},
                **properties,
            },
            "required": ["items", *required],
        }
        return {
            "operationId": f"list_{name}",
            "parameters": [
                {
                    "name": each,
                    "in": "query",
                    "schema": {"type": "string" if each == "cursor" else "integer"},
                }
                for each in parameters
            ],
            "responses": {
                "200": {"description": "A page", "content": {"application/json": {"schema": page}}}
            },
        }

    return {
        "openapi": "3.1.0",
        "info": {"title": "Ends", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": {f"/{name}": {"get": operation(name)} for name in LISTS},
    }


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_of_a_list_end(name: str, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "ends.json"
    path.write_text(json.dumps(description()), "utf-8")
    package = generated_package(path, tmp_path / "client")
    served = serve(path)
    with package.EndsClient(base_url=served.server.url) as client:
        pages = list(getattr(client, f"iter_{name}")().pages())
    assert 1 <= len(pages) <= 2
