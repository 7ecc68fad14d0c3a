"""A file that may be null is a file in models and mappings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.wire import KINDS, client_of, sent

PATHS = """
/things:
  post:
    operationId: addThing
    requestBody:
      required: true
      content: {multipart/form-data: {schema: {$ref: "#/components/schemas/Thing"}}}
    responses: {"201": {description: Ok.}}
"""
COMPONENTS = """
components:
  schemas:
    Thing:
      type: object
      required: [title]
      properties:
        title: {type: string}
        manual: %s
"""
NULLABLE = {
    "3.0.3": "{type: string, format: binary, nullable: true}",
    "3.1.0": "{type: [string, 'null'], format: binary}",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", NULLABLE)
def test_a_nullable_file(kind: str, version: str, tmp_path: Path) -> None:
    package = client_of(tmp_path, PATHS, COMPONENTS % NULLABLE[version], version)
    file = package.File(b"%PDF", name="manual.pdf", content_type="application/pdf")

    def thing(client: Any) -> Any:
        return client.add_thing(package.models.Thing(title="t", manual=file))

    for use in (thing, lambda client: client.add_thing({"title": "t", "manual": file})):
        body = sent(package, kind, use).body
        assert b'filename="manual.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n' in body
    nothing = sent(package, kind, lambda client: client.add_thing(package.models.Thing(title="t")))
    assert b"manual" not in nothing.body
