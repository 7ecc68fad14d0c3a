"""Bodies of responses that the description does not have: nothing is lost, and nothing is raised."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, serving

DESCRIPTION = """
openapi: 3.1.0
info: {title: Silent, version: "1"}
servers: [{url: /}]
paths:
  /bare:
    get: {operationId: bare, responses: {"200": {description: ok}}}
    head: {operationId: head, responses: {"200": {description: ok}}}
    delete: {operationId: drop, responses: {"204": {description: gone}}}
    post: {operationId: range, responses: {2XX: {description: ok}}}
    put: {operationId: failing, responses: {"404": {description: none}}}
    patch: {operationId: fallback, responses: {default: {description: any}}}
  /mixed:
    get:
      operationId: mixed
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}
        "202": {description: accepted}
        "204": {description: none}
  /moved:
    get: {operationId: moved, responses: {"302": {description: elsewhere}}}
components:
  schemas:
    A: {type: object, required: [a], properties: {a: {type: string}}}
"""


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("silent")
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(DESCRIPTION)), "utf-8")
    return generated_package(path, folder)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def caller(silent: ModuleType, request: pytest.FixtureRequest) -> Caller:
    return Caller(silent, str(request.param))


JSON = {"Content-Type": "application/json"}
PDF = b"%PDF-1.7\xff"
CAME: dict[str, tuple[bytes, dict[str, str], Any]] = {
    "an object": (b'{"hello": "world"}', JSON, {"hello": "world"}),
    "an array of another JSON type": (b"[1]", {"Content-Type": "application/vnd.api+json"}, [1]),
    "a scalar": (b'"text"', JSON, "text"),
    "null": (b"null", JSON, None),
    "JSON as text": (b' {"a": 1}', {"Content-Type": "text/plain"}, {"a": 1}),
    "JSON as bytes": (b"[]", {"Content-Type": "application/octet-stream"}, []),
    "JSON as a page": (b'{"a": 1}', {"Content-Type": "text/html; charset=utf-8"}, {"a": 1}),
    "JSON without a type": (b'{"a": 1}', {}, {"a": 1}),
    "JSON after a byte-order mark": (b'\xef\xbb\xbf{"a": 1}', {"Content-Type": "text/plain"}, {"a": 1}),
    "what is called JSON and is not": (b'{"a": ', JSON, '{"a": '),
    "text": ("time,é\n".encode(), {"Content-Type": "text/csv"}, "time,é\n"),
    "text in its charset": (b"\xe9", {"Content-Type": "text/plain; charset=latin-1"}, "é"),
    "a number as text": (b"12", {"Content-Type": "text/csv"}, "12"),
    "text without a type": (b"done", {}, "done"),
    "bytes": (PDF, {"Content-Type": "application/pdf"}, PDF),
    "bytes without a type": (PDF, {}, PDF),
    "parts": (b"--b\r\n\xff", {"Content-Type": "multipart/mixed; boundary=b"}, b"--b\r\n\xff"),
    "nothing": (b"", {}, None),
    "no JSON": (b"", JSON, None),
}


@pytest.mark.parametrize("name", CAME)
@pytest.mark.parametrize("operation", ["bare", "failing"])
def test_a_success_without_described_content_returns_what_came(
    caller: Caller, name: str, operation: str
) -> None:
    body, headers, expected = CAME[name]
    with serving(Answer(200, body, headers)) as server:
        found = caller(server.url, lambda client: getattr(client, operation)(), strict_responses=True)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("operation", ["range", "fallback", "moved"])
def test_a_range_and_the_default_may_be_without_content(caller: Caller, operation: str) -> None:
    with serving(Answer.of_json([1])) as server:
        assert caller(server.url, lambda client: getattr(client, operation)()) == [1]


def test_another_status_without_described_content_returns_what_came(caller: Caller) -> None:
    with serving(Answer.of_json({"job": 7}, 202)) as server:
        assert caller(server.url, lambda client: client.mixed()) == {"job": 7}


@pytest.mark.parametrize(
    ("operation", "status"), [("head", 200), ("drop", 204), ("moved", 302), ("bare", 204)]
)
def test_a_response_that_has_no_content_is_none(caller: Caller, operation: str, status: int) -> None:
    with serving(Answer(status, b"", {"Location": "/there"})) as server:
        assert caller(server.url, lambda client: getattr(client, operation)()) is None


def test_the_types_say_so(silent: ModuleType) -> None:
    client = silent.SilentClient
    returns = {name: getattr(client, name).__annotations__["return"] for name in dir(client) if name in TYPES}
    assert returns == TYPES


TYPES = {
    "bare": "Any", "head": "None", "drop": "None", "range": "Any", "failing": "Any", "fallback": "Any",
    "mixed": "Any", "moved": "None",
}  # fmt: skip
