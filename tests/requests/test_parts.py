"""Bodies in parts: files in every form, their media types, and ``multipart/mixed`` and ``related``."""

from __future__ import annotations

import email
import email.policy
import io
import os
from collections import deque
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from oasmith.mock.pytest import mock_server as mock_server
from support.server import Answer, Received, serving
from support.wire import KINDS, client_of, sent, using

PATHS = """
/up:
  post:
    operationId: up
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema: {$ref: "#/components/schemas/Up"}
          encoding:
            photo: {contentType: "image/png, image/jpeg"}
            picture: {contentType: "image/*"}
            anything: {contentType: "*/*"}
            notes: {contentType: "text/csv; charset=utf-8, text/plain"}
            meta: {contentType: "text/plain, application/json"}
            csv: {explode: false}
            piped: {style: pipeDelimited}
            link: {style: deepObject, explode: true}
            many: {style: form}
    responses: &ok {"204": {description: x}}
/mixed:
  post:
    operationId: mixed
    requestBody:
      content:
        multipart/mixed: {schema: {$ref: "#/components/schemas/Up"}, encoding: {csv: {explode: false}}}
    responses: *ok
/related:
  post:
    operationId: related
    requestBody:
      content: {multipart/related: {schema: {$ref: "#/components/schemas/Up"}}}
    responses: *ok
/list:
  post:
    operationId: send_list
    requestBody:
      content: {"multipart/mixed; boundary=x": {schema: {type: array, items: {}}}}
    responses: *ok
/raw:
  put:
    operationId: raw
    requestBody:
      required: true
      content: {"image/*": {schema: {type: string, format: binary}}}
    responses: *ok
/any:
  put:
    operationId: anything
    requestBody: {required: true, content: {"*/*": {schema: {type: string, format: binary}}}}
    responses: *ok
"""
MORE = """
components:
  schemas:
    Up:
      type: object
      properties:
        meta: {type: object, properties: {n: {type: integer}}}
        file: {type: string, format: binary}
        photo: {type: string, format: binary}
        picture: {type: string, format: binary}
        anything: {type: string, format: binary}
        notes: {type: string, format: binary}
        files: {type: array, items: {type: string, format: binary}}
        perhaps: {anyOf: [{type: string, format: binary}, {type: "null"}]}
        either: {anyOf: [{type: string, format: binary}, {type: string, format: uri}]}
        title: {type: string}
        csv: {type: array, items: {}}
        piped: {type: array, items: {type: string}}
        link: {type: object}
        many: {type: array, items: {type: object}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("parts"), PATHS, MORE)


def parts(received: Received) -> list[tuple[str, str | None, str, bytes]]:
    """Name, file name, content type and content of each part."""
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + received.body, policy=email.policy.HTTP)
    assert isinstance(message, EmailMessage)
    return [
        (
            str(part.get_param("name", "", header="content-disposition")),
            part.get_filename(),
            str(part["content-type"] or "").replace('"utf-8"', "utf-8"),
            part.get_payload(decode=True),  # type: ignore[misc]  # typed as a message or bytes
        )
        for part in message.iter_parts()
    ]


def opened(folder: Path, name: str, content: bytes = b"x") -> Any:
    path = folder / name
    path.write_bytes(content)
    return path.open("rb")


Make = Callable[[ModuleType, Path], Any]
FILES: dict[str, tuple[Make, str, bytes]] = {
    "bytes": (lambda package, folder: b"x", "file", b"x"),
    "a path": (lambda package, folder: Path(opened(folder, "a.txt").name), "a.txt", b"x"),
    "an open file": (lambda package, folder: opened(folder, "a.txt"), "a.txt", b"x"),
    "a stream": (lambda package, folder: io.BytesIO(b"x"), "file", b"x"),
    "a File": (lambda package, folder: package.File(b"x", "b.txt"), "b.txt", b"x"),
    "a File that is open": (lambda package, folder: package.File(opened(folder, "a.txt")), "a.txt", b"x"),
    "a pipe": (lambda package, folder: piped(b"x"), "file", b"x"),
}


def piped(content: bytes) -> Any:
    read, write = os.pipe()
    with os.fdopen(write, "wb") as file:
        file.write(content)
    return os.fdopen(read, "rb")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("is_model", [True, False])
@pytest.mark.parametrize("operation", ["up", "mixed", "related"])
def test_files_in_models_and_mappings(
    package: ModuleType, tmp_path: Path, kind: str, name: str, is_model: bool, operation: str
) -> None:
    make, file_name, content = FILES[name]
    body: Any = {"file": make(package, tmp_path)}
    body = package.models.Up(**body) if is_model else body
    received = sent(package, kind, lambda client: getattr(client, operation)(body))
    ((field, sent_name, _, sent_content),) = parts(received)
    assert (field, sent_name, sent_content) == ("file", file_name, content)
    assert ("content-length" in received.headers) == (name != "a pipe")


def test_a_model_takes_no_text_file(package: ModuleType) -> None:
    for value in (io.StringIO("x"), "x", 5, object()):
        with pytest.raises(ValueError, match="binary"):
            package.models.Up(file=value)


TYPES: dict[str, tuple[str, Make, str]] = {
    "by the name of a path": ("photo", lambda it, folder: Path(opened(folder, "a.jpg").name), "image/jpeg"),
    "by the name of an open file": ("photo", lambda it, folder: opened(folder, "a.JPG"), "image/jpeg"),
    "by the given name": ("photo", lambda it, folder: it.File(b"x", "a.jpeg"), "image/jpeg"),
    "the given type": ("photo", lambda it, folder: it.File(b"x", "a.png", "image/webp"), "image/webp"),
    "the first one": ("photo", lambda it, folder: b"x", "image/png"),
    "the first for another name": ("photo", lambda it, folder: it.File(b"x", "a.gif"), "image/png"),
    "in a range": ("picture", lambda it, folder: it.File(b"x", "a.gif"), "image/gif"),
    "in a range, unknown": ("picture", lambda it, folder: b"x", "application/octet-stream"),
    "in all": ("anything", lambda it, folder: it.File(b"x", "a.pdf"), "application/pdf"),
    "with parameters": ("notes", lambda it, folder: it.File(b"x", "a.csv"), "text/csv; charset=utf-8"),
    "the second": ("notes", lambda it, folder: it.File(b"x", "a.txt"), "text/plain"),
    "an object": ("meta", lambda it, folder: {"n": 1}, "application/json"),
    "a tuple": ("photo", lambda it, folder: ("a.jpg", b"x"), "image/jpeg"),
    "a tuple of three": ("photo", lambda it, folder: ("a", b"x", "image/webp"), "image/webp"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TYPES)
def test_the_media_type_of_a_part(package: ModuleType, tmp_path: Path, kind: str, name: str) -> None:
    field, make, expected = TYPES[name]
    received = sent(package, kind, lambda client: client.up({field: make(package, tmp_path)}))
    ((_, _, media_type, _),) = parts(received)
    assert media_type == expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["up", "mixed", "related"])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"file": "a.png"}, "/file"), ({"files": [b"x", "a.png"]}, "/files"), ({"perhaps": "x"}, "/perhaps")],
)
def test_a_string_for_a_file_is_an_error_that_says_what_to_pass(
    package: ModuleType, kind: str, operation: str, body: dict[str, Any], pointer: str
) -> None:
    (violation,) = package.check(operation, body)
    assert (violation.location, violation.pointer) == ("body", pointer)
    with serving(Answer(204, b"", {})) as server:
        with pytest.raises(
            package.RequestValidationError, match=r"not a file; pass bytes, a pathlib\.Path"
        ) as raised:
            using(package, kind, lambda client: getattr(client, operation)(body), base_url=server.url)
        assert raised.value.violations == (violation,)
        using(
            package,
            kind,
            lambda client: getattr(client, operation)(body),
            base_url=server.url,
            validate_requests=False,
        )
    assert len(server.received) == 1


def test_a_string_is_sent_where_the_description_allows_one(package: ModuleType) -> None:
    received = sent(package, "sync", lambda client: client.up({"either": "https://a.example", "title": "t"}))
    assert [part[3] for part in parts(received)] == [b"https://a.example", b"t"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("operation", "subtype"), [("mixed", "mixed"), ("related", "related")])
def test_other_parts_than_forms(
    package: ModuleType, tmp_path: Path, kind: str, operation: str, subtype: str
) -> None:
    body = {
        "meta": {"n": 1},
        "title": 'é\r\n--"',
        "files": [opened(tmp_path, 'ä"b.png', b"\x00\r\n"), package.File(b"y", "c.gif")],
    }
    received = sent(package, kind, lambda client: getattr(client, operation)(body))
    media_type, *parameters = received.headers["content-type"].split("; ")
    assert media_type == f"multipart/{subtype}"
    assert parameters[1:] == (['type="application/json"'] if subtype == "related" else [])
    assert received.headers["content-length"] == str(len(received.body))
    assert parts(received) == [
        ("meta", None, "application/json", b'{"n":1}'),
        ("title", None, "text/plain; charset=utf-8", 'é\r\n--"'.encode()),
        ("files", "ä%22b.png", "image/png", b"\x00\r\n"),
        ("files", "c.gif", "image/gif", b"y"),
    ]


STYLES: dict[str, tuple[dict[str, Any], list[tuple[str, str, bytes]]]] = {
    "a list in one part": ({"csv": ["a", "é", 1, True]}, [("csv", "", "a,é,1,true".encode())]),
    "a list with bars": ({"piped": ["a b", "c"]}, [("piped", "", b"a b|c")]),
    "an object in brackets": (
        {"link": {"create": True, "ids": [1, 2]}},
        [("link[create]", "", b"true"), ("link[ids]", "", b"1"), ("link[ids]", "", b"2")],
    ),
    "the default": (
        {"many": [{"a": 1}, {"a": 2}]},
        [("many", "application/json", b'{"a":1}'), ("many", "application/json", b'{"a":2}')],
    ),
    "a file": ({"csv": [b"x"]}, [("csv", "application/octet-stream", b"x")]),
    "an empty list": ({"csv": [], "title": "t"}, [("csv", "", b""), ("title", "", b"t")]),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", STYLES)
def test_fields_with_a_style(package: ModuleType, kind: str, name: str) -> None:
    body, expected = STYLES[name]
    received = sent(package, kind, lambda client: client.up(body), validate_requests=False)
    assert [(field, media_type, content) for field, _, media_type, content in parts(received)] == expected
    received = sent(package, kind, lambda client: client.mixed({"csv": ["a", "b"]}))
    assert [part[3] for part in parts(received)] == [b"a", b"b"]  # only forms have styles


COLLECTIONS: dict[str, Callable[[], Any]] = {
    "a set": lambda: {b"x"},
    "a view": {"a": b"x"}.values,
    "a deque": lambda: deque([b"x"]),
    "a memoryview": lambda: [memoryview(b"x")],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["up", "mixed"])
@pytest.mark.parametrize("name", COLLECTIONS)
def test_other_collections_of_files(package: ModuleType, kind: str, operation: str, name: str) -> None:
    body = {"files": COLLECTIONS[name]()}
    received = sent(package, kind, lambda client: getattr(client, operation)(body))
    assert [(part[0], part[3]) for part in parts(received)] == [("files", b"x")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["up", "mixed"])
@pytest.mark.parametrize("validate", [True, False])
def test_what_can_be_read_only_once_is_refused(
    package: ModuleType, kind: str, operation: str, validate: bool
) -> None:
    reason = "the field 'files' is a generator, not a list; pass a list"
    with pytest.raises(package.RequestValidationError, match=reason):
        sent(
            package,
            kind,
            lambda client: getattr(client, operation)({"files": (it for it in [b"x"])}),
            validate_requests=validate,
        )


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_parts(package: ModuleType, kind: str) -> None:
    body = [{"a": 1}, b"x", package.File(b"y", "c.gif"), "t"]
    received = sent(package, kind, lambda client: client.send_list(body))
    assert received.headers["content-type"].startswith('multipart/mixed; boundary="')
    assert [part[2:] for part in parts(received)] == [
        ("application/json", b'{"a":1}'),
        ("application/octet-stream", b"x"),
        ("image/gif", b"y"),
        ("text/plain; charset=utf-8", b"t"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_parts_are_sent_again(package: ModuleType, tmp_path: Path, kind: str) -> None:
    """A 503 that says when to try again is followed by the same parts."""
    answers = iter([Answer(503, b"", {"Retry-After": "0"}), Answer(204, b"", {})])
    file = opened(tmp_path, "a.png", b"content")
    with serving(lambda received: next(answers)) as server:
        using(package, kind, lambda client: client.related({"file": file}), base_url=server.url)
    first, second = server.received
    assert first.body == second.body
    assert b"content" in second.body


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["raw", "anything"])
def test_the_media_type_of_a_body(package: ModuleType, tmp_path: Path, kind: str, operation: str) -> None:
    for body, expected in (
        (opened(tmp_path, "a.png"), "image/png"),
        (Path(opened(tmp_path, "a.jpg").name), "image/jpeg"),
        (package.File(b"x", "a.gif"), "image/gif"),
        (package.File(b"x", "a.gif", "image/webp"), "image/webp"),
        (b"x", "application/octet-stream"),
        (io.BytesIO(b"x"), "application/octet-stream"),
    ):
        received = sent(package, kind, lambda client, body=body: getattr(client, operation)(body))  # type: ignore[misc]  # mypy has no types for defaults of lambdas
        assert (received.headers["content-type"], received.body) == (expected, b"x")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", ["up", "mixed", "related"])
def test_the_mock_server_reads_them(
    package: ModuleType, tmp_path: Path, kind: str, operation: str, mock_server: Any
) -> None:
    description = Path(package.__file__ or "").parents[1] / "openapi.yaml"
    server = mock_server(description)
    body = {"meta": {"n": 1}, "title": "t", "file": package.File(b"x", "a.png")}
    using(package, kind, lambda client: getattr(client, operation)(body), base_url=server.url)
    wrong = {"meta": {"n": "many"}, "title": "t"}
    with pytest.raises(package.BadRequestError):
        using(
            package,
            kind,
            lambda client: getattr(client, operation)(wrong),
            base_url=server.url,
            validate_requests=False,
        )
    assert [exchange.violations == () for exchange in server.exchanges] == [True, False]
