"""An operation with several media types: without a ``content_type``, files are sent as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.wire import KINDS, client_of, sent

PATHS = """
/files:
  post:
    operationId: add
    requestBody:
      required: true
      content:
        application/json: {schema: {$ref: "#/components/schemas/Link"}}
        application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Link"}}
        multipart/form-data: {schema: {$ref: "#/components/schemas/Sending"}}
        application/octet-stream: {schema: {type: string, format: binary}}
    responses: {"204": {description: x}}
"""
MORE = """
components:
  schemas:
    Link: {type: object, required: [url], properties: {url: {type: string}, title: {type: string}}}
    Sending:
      type: object
      properties:
        title: {type: string}
        file: {type: string, format: binary}
        files: {type: array, items: {type: string, format: binary}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("chosen"), PATHS, MORE)


def a_path(folder: Path) -> Path:
    path = folder / "a.txt"
    path.write_bytes(b"x")
    return path


Make = Callable[[ModuleType, Path], Any]
BODIES: dict[str, tuple[Make, str]] = {
    "a mapping": (lambda package, folder: {"url": "http://x"}, "application/json"),
    "a model": (lambda package, folder: package.models.Link(url="u"), "application/json"),
    "bytes in a mapping": (lambda package, folder: {"file": b"x"}, "multipart/form-data"),
    "a path in a mapping": (lambda package, folder: {"file": a_path(folder)}, "multipart/form-data"),
    "an open file in a mapping": (lambda package, folder: {"file": io.BytesIO(b"x")}, "multipart/form-data"),
    "a File": (lambda package, folder: {"file": package.File(b"x", "n")}, "multipart/form-data"),
    "a name and bytes": (lambda package, folder: {"file": ("n", b"x")}, "multipart/form-data"),
    "a list of files": (lambda package, folder: {"files": [b"x", b"y"]}, "multipart/form-data"),
    "a model with a file": (lambda package, folder: package.models.Sending(file=b"x"), "multipart/form-data"),
    "bytes": (lambda package, folder: b"x", "application/octet-stream"),
    "a path": (lambda package, folder: a_path(folder), "application/octet-stream"),
    "an open file": (lambda package, folder: io.BytesIO(b"x"), "application/octet-stream"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BODIES)
def test_a_media_type_that_can_have_the_files(
    name: str, kind: str, package: ModuleType, tmp_path: Path
) -> None:
    make, content_type = BODIES[name]
    received = sent(package, kind, lambda client: client.add(body=make(package, tmp_path)))
    assert received.headers["content-type"].partition(";")[0] == content_type


def test_a_given_media_type_is_used(package: ModuleType) -> None:
    form = "application/x-www-form-urlencoded"
    received = sent(package, "sync", lambda client: client.add(body={"url": "u"}, content_type=form))
    assert (received.headers["content-type"], received.body) == (form, b"url=u")


def test_check_chooses_the_same(package: ModuleType) -> None:
    assert package.check("add", {"file": b"x"}) == ()
    (violation,) = package.check("add", {"file": "x"})
    assert (violation.location, violation.pointer) == ("body", "")
