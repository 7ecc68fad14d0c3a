"""However JSON is called, the generator treats it as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.api.contract import contract_document

JSON = (
    "application/json", "application/json; charset=utf-8", "Application/JSON", "text/json",
    "application/problem+json", "application/vnd.x+json",
)  # fmt: skip
OTHERS = ("application/jsonl", "application/json-seq", "application/notjson", "text/plain")


def described(folder: Path, media_type: str) -> Any:
    page = {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "string"}}}}
    parameter = {"name": "filter", "in": "query", "content": {media_type: {"schema": {"type": "object"}}}}
    cursor = {"name": "offset", "in": "query", "schema": {"type": "integer"}}
    body = {"content": {"application/octet-stream": {}, media_type: {"schema": page}}}
    answers = {"200": {"description": "ok", "content": {media_type: {"schema": page}}}}
    document = {
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://t.example"}],
        "paths": {"/": {
            "get": {"operationId": "list", "parameters": [parameter, cursor], "responses": answers},
            "put": {"operationId": "put", "requestBody": body, "responses": {"204": {"description": "ok"}}},
        }},
    }  # fmt: skip
    path = folder / "api.json"
    path.write_text(json.dumps(document), "utf-8")
    return read_api(path)


@pytest.mark.parametrize("media_type", JSON)
def test_json(media_type: str, tmp_path: Path) -> None:
    api = described(tmp_path, media_type)
    listed, put = api.operations
    assert listed.parameters[0].style == "json"
    assert listed.pagination is not None
    assert put.body.contents[0].media_type == media_type
    assert contract_document(api)["operations"]["put"]["properties"]["body"] is not True


@pytest.mark.parametrize("media_type", OTHERS)
def test_what_only_looks_like_json(media_type: str, tmp_path: Path) -> None:
    api = described(tmp_path, media_type)
    listed, put = api.operations
    assert listed.parameters[0].style == "text"
    assert listed.pagination is None
    assert put.body.contents[0].media_type == "application/octet-stream"
