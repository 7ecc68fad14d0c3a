"""Hostile bodies do not exhaust the memory of the mock server, and their depth is limited."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from mock.serving import Serve

THING: dict[str, Any] = {"$ref": "#/components/schemas/Thing"}
KINDS: dict[str, dict[str, Any]] = {
    "anyOf": {
        "properties": {
            "x": {"anyOf": [THING, {"type": "object", "properties": {"x": THING}}, {"type": "string"}]}
        }
    },
    "oneOf": {"properties": {"x": {"oneOf": [{**THING, "minProperties": 1}, {**THING, "required": ["z"]}]}}},
    "allOf": {"properties": {"x": {"allOf": [THING, {"properties": {"x": THING}}]}}},
    "dependentSchemas": {"dependentSchemas": {"x": {"properties": {"x": THING}}}, "properties": {"x": THING}},
}
SERVER = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
import httpx2
from pathlib import Path
from oasmith import read_api
from oasmith.mock import MockServer
with MockServer(read_api(Path(sys.argv[1]))) as server:
    body = sys.stdin.buffer.read()
    for content_type in ("application/json", "application/x-www-form-urlencoded"):
        content = body if content_type == "application/json" else b"x=" + body.replace(b'"', b"%22")
        headers = {"Content-Type": content_type}
        response = httpx2.post(server.url + "/things", content=content, headers=headers, timeout=50)
        violations = response.json()["violations"] if response.content else ()
        print(response.status_code, len(violations), len(response.content))
"""


def description(kind: str) -> dict[str, Any]:
    thing = {"type": "object", **KINDS[kind]}
    content = {"application/json": {"schema": THING}, "application/x-www-form-urlencoded": {"schema": THING}}
    operation = {
        "operationId": "postThing",
        "requestBody": {"required": True, "content": content},
        "responses": {"204": {"description": "Done"}},
    }
    return {"paths": {"/things": {"post": operation}}, "components": {"schemas": {"Thing": thing}}}


def nested(depth: int) -> Any:
    value: Any = 7
    for _ in range(depth):
        value = {"x": value}
    return value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("depth", [24, 100, 189])
def test_a_recursive_body_is_checked_in_little_memory(kind: str, depth: int, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    head = {"openapi": "3.1.1", "info": {"title": "Test", "version": "1"}, "servers": [{"url": "/"}]}
    path.write_text(yaml.safe_dump({**head, **description(kind)}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SERVER, str(path)],
        input=json.dumps(nested(depth)).encode(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:].decode()
    for line in done.stdout.decode().splitlines():
        status, count, size = map(int, line.split())
        assert status in (204, 400)
        assert count <= 100
        assert size < 1_000_000


@pytest.mark.parametrize(
    "body",
    [b"[" * 201 + b"]" * 201, b"[" * 100_000, b'{"x":' * 100_000 + b"1" + b"}" * 100_000],
    ids=["201 levels", "100,000 levels, cut", "100,000 objects"],
)
def test_a_body_that_is_too_deep_is_rejected_with_the_limit(serve: Serve, body: bytes) -> None:
    served = serve(description("anyOf"))
    response = served.http.post("/things", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert "nested more than 200 levels deep" in response.json()["error_msg"]


def test_the_deepest_body_is_checked(serve: Serve) -> None:
    served = serve(description("anyOf"), stateful=True)
    value: Any = {}
    for _ in range(198):
        value = {"y": value}
    assert served.http.post("/things", json=value).status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        b'{"n": ' + b"9" * 5_000 + b"}",
        b'{"n": NaN}',
        b'{"n": 1e999}',
        b'{"n": "\\ud83d"}',
        b'{"n": "\xff"}',
        b"\xef\xbb\xbf{}",
    ],
)
def test_invalid_json_gets_a_response(serve: Serve, body: bytes) -> None:
    served = serve(description("anyOf"))
    response = served.http.post("/things", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (204, 400)
