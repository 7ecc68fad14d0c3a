"""Requests whose media type is a range, and forms without fields: servers need a concrete Content-Type."""

from __future__ import annotations

import io
from email import message_from_bytes
from types import ModuleType
from typing import Any

import pytest
from python_multipart.multipart import parse_form
from support.server import Received
from support.wire import KINDS, client_of, sent

RANGES = {
    "json_range": ["application/*"],
    "json_suffix": ["application/*+json"],
    "aspnet": ["application/json", "text/json", "application/*+json"],
    "any_type": ["*/*"],
    "any_or_xml": ["application/xml", "*/*"],
    "text_range": ["text/*"],
    "form": ["application/x-www-form-urlencoded"],
    "parts": ["multipart/form-data"],
    "mixed": ["multipart/mixed"],
}
SCHEMA = "{schema: {type: object, properties: {a: {type: string}, file: {type: string, format: binary}}}}"
PATHS = "\n".join(f"""
/{name}:
  post:
    operationId: {name}
    requestBody: {{required: true, content: {{{", ".join(f'"{it}": {SCHEMA}' for it in types)}}}}}
    responses: {{"204": {{description: x}}}}
""" for name, types in RANGES.items())


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("ranges"), PATHS)


def send(package: ModuleType, kind: str, operation: str, body: Any) -> Received:
    return sent(package, kind, lambda client: getattr(client, operation)(body))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["json_range", "json_suffix", "aspnet", "any_type", "any_or_xml"])
def test_json_in_a_range_is_json(package: ModuleType, kind: str, operation: str) -> None:
    received = send(package, kind, operation, {"a": "x"})
    assert (received.headers["content-type"], received.json()) == ("application/json", {"a": "x"})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["any_type", "any_or_xml"])
def test_an_object_of_any_media_type_is_validated_and_may_be_encoded(
    package: ModuleType, kind: str, operation: str
) -> None:
    assert [it.pointer for it in package.check(operation, {"a": 1})] == ["/a"]
    for body, media_type, sent_bytes in (
        (package.File(b"a: x", content_type="application/yaml"), "application/yaml", b"a: x"),
        (io.BytesIO(b"a: x"), None, b"a: x"),
    ):
        received = send(package, kind, operation, body)
        assert received.headers["content-type"] == media_type or media_type is None
        assert received.body == sent_bytes
    received = sent(package, kind, lambda client: getattr(client, operation)("a: x", content_type="*/*"))
    assert received.body == b"a: x"


@pytest.mark.parametrize("kind", KINDS)
def test_text_in_a_range_is_text(package: ModuleType, kind: str) -> None:
    received = send(package, kind, "text_range", "x")
    assert (received.headers["content-type"], received.body) == ("text/plain", b"x")
    received = send(package, kind, "text_range", package.File(b"a,b", name="a.csv"))
    assert received.headers["content-type"] == "text/csv"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", [{}, {"file": None}])
def test_parts_without_fields_are_parts(package: ModuleType, kind: str, body: Any) -> None:
    received = send(package, kind, "parts", body)
    assert received.headers["content-type"].startswith("multipart/form-data; boundary=")
    fields: list[Any] = []
    headers = {"Content-Type": received.headers["content-type"].encode()}
    parse_form(headers, io.BytesIO(received.body), fields.append, fields.append)
    assert fields == []


@pytest.mark.parametrize("kind", KINDS)
def test_other_forms_without_fields(package: ModuleType, kind: str) -> None:
    received = send(package, kind, "form", {})
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    received = send(package, kind, "mixed", {})
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    assert message_from_bytes(head + received.body).get_content_type() == "multipart/mixed"
