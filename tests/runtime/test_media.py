"""What a media type means for a body: one table for the generator, the client and the mock server."""

from __future__ import annotations

import pytest
from oasmith.media_types import is_events, is_stream, is_xml
from oasmith.mock.media import is_json
from oasmith.runtime.media import best_match, essence, kind_of

KINDS = {
    "application/json": "json",
    "application/json; charset=utf-8": "json",
    "Application/JSON;Charset=UTF-8": "json",
    " application/json ;odata.metadata=minimal": "json",
    "text/json": "json",
    "application/problem+json": "json",
    "application/vnd.github.v3+json": "json",
    "application/VND.X+JSON; version=2": "json",
    "application/merge-patch+json": "json",
    "application/json-patch+json": "json",
    "application/*": "json",
    "application/jsonl": "text",
    "application/x-ndjson": "text",
    "application/json-seq": "text",
    "application/geo+json-seq": "text",
    "text/event-stream": "text",
    "application/x-www-form-urlencoded": "form",
    "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8": "form",
    "multipart/form-data": "multipart",
    "multipart/mixed; boundary=x": "multipart",
    "text/plain": "text",
    "text/xml": "text",
    "application/xml": "text",
    "application/soap+xml": "text",
    "application/yaml": "text",
    "application/vnd.oai.openapi+yaml": "text",
    "application/octet-stream": "binary",
    "application/pdf": "binary",
    "application/jsonp": "binary",
    "application/notjson": "binary",
    "application/x-json+zip": "binary",
    "image/*": "binary",
    "*/*": "binary",
    "": "binary",
}
STREAMS = {
    "application/jsonl", "application/x-ndjson", "application/json-seq", "application/geo+json-seq",
    "text/event-stream",
}  # fmt: skip
XML = {"text/xml", "application/xml", "application/soap+xml"}


@pytest.mark.parametrize("content_type", KINDS)
def test_the_kind_of_a_media_type(content_type: str) -> None:
    assert kind_of(content_type) == KINDS[content_type]
    assert is_json(content_type) == (KINDS[content_type] == "json")
    assert is_stream(content_type) == (content_type in STREAMS)
    assert is_xml(content_type) == (content_type in XML)
    assert is_events(content_type) == (content_type == "text/event-stream")


def test_parameters_and_case_mean_nothing() -> None:
    assert essence(" Text/HTML ; charset=utf-8") == "text/html"
    assert kind_of("TEXT/EVENT-STREAM; charset=utf-8") == "text"
    assert is_events("TEXT/EVENT-STREAM; charset=utf-8")
    assert is_stream("Application/JSONL;x=y")


@pytest.mark.parametrize(
    ("received", "described", "match"),
    [
        ("application/json; charset=utf-8", ["text/plain", "application/json"], "application/json"),
        (
            "application/problem+json",
            ["application/problem+json", "application/json"],
            "application/problem+json",
        ),
        ("application/problem+json", ["text/plain", "application/json"], "application/json"),
        ("Text/JSON", ["application/json"], "application/json"),
        ("image/png", ["image/*", "*/*"], "image/*"),
        ("image/png", ["application/json"], None),
    ],
)
def test_which_description_a_body_has(received: str, described: list[str], match: str | None) -> None:
    assert best_match(received, described) == match
