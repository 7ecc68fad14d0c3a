"""Bytes that are described under any media type are bytes, whatever the media type of the response."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

PATHS = """
/file:
  get:
    operationId: getFile
    responses: {"200": {description: Ok., content: {%s: {schema: {type: string, %s}}}}}
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("schema", ["format: binary", "contentMediaType: application/octet-stream"])
@pytest.mark.parametrize("described", ['"*/*"', '""'])
def test_bytes_of_any_media_type(kind: str, described: str, schema: str, tmp_path: Path) -> None:
    package = client_of(tmp_path, PATHS % (described, schema))
    for media_type in ("text/csv", "application/pdf", "application/json", "text/plain; charset=latin-1"):
        with serving(Answer(200, b'{"a": "\xff"}', {"Content-Type": media_type})) as server:
            found = using(
                package, kind, lambda client: client.get_file(), base_url=server.url, strict_responses=True
            )
        assert found == b'{"a": "\xff"}'
