"""What is sent in a body: files by path, as bytes and open, forms, text; streamed from where they are."""

from __future__ import annotations

import email
import email.policy
import io
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from runtime.conftest import Caller
from support.server import Answer, Received, serving

KEPT = Answer(204, b"", {})


def parts(received: Received) -> list[tuple[str, str | None, str, Any]]:
    """Name, file name, content type and content of each part (RFC 7578)."""
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + received.body, policy=email.policy.HTTP)
    assert isinstance(message, EmailMessage)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type() if "content-type" in part else "",
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def test_files_in_every_form(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "ä b.png"
    path.write_bytes(b"by path")
    file = caller.package.File

    def use(client: Any) -> Any:
        body = {
            "title": "t\r\n--x",
            "sheets": [
                path, b"bytes", file(path, "c.gif", "image/gif"), file(b"named", "d.png"),
                file(io.BytesIO(b"open"), "e.png"), io.BytesIO(b"bare"),
            ],
            "settings": {"copies": 2},
        }  # fmt: skip
        return client.labels.print(body)

    with serving(KEPT) as server:
        caller(server.url, use)
    assert parts(server.received[0]) == [
        ("title", None, "", b"t\r\n--x"),
        ("sheets", "ä b.png", "image/png", b"by path"),
        ("sheets", "sheets", "image/png", b"bytes"),
        ("sheets", "c.gif", "image/gif", b"by path"),
        ("sheets", "d.png", "image/png", b"named"),
        ("sheets", "e.png", "image/png", b"open"),
        ("sheets", "sheets", "image/png", b"bare"),
        ("settings", None, "application/json", b'{"copies":2}'),
    ]


def test_a_model_takes_files(caller: Caller, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"by path")
    models = caller.package.models
    body = models.PrintLabelsRequestMultipart(
        title="t",
        sheets=[tmp_path / "a.png", b"bytes", caller.package.File(b"named", "d.png")],
        settings=models.PrintLabelsRequestMultipartSettings(copies=1),
    )
    with serving(KEPT) as server:
        caller(server.url, lambda client: client.labels.print(body))
    assert [part[1:] for part in parts(server.received[0])] == [
        (None, "", b"t"), ("a.png", "image/png", b"by path"), ("sheets", "image/png", b"bytes"),
        ("d.png", "image/png", b"named"), (None, "application/json", b'{"copies":1}'),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["bytes", "path", "open", "File", "File of a path"])
def test_a_body_of_bytes_in_every_form(caller: Caller, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG")
    content = {
        "bytes": b"\x89PNG",
        "path": path,
        "open": io.BytesIO(b"\x89PNG"),
        "File": caller.package.File(b"\x89PNG"),
        "File of a path": caller.package.File(path, content_type="image/gif"),
    }[kind]
    with serving(KEPT) as server:
        caller(server.url, lambda client: client.labels.put(content, id="1"))
    (received,) = server.received
    assert received.body == b"\x89PNG"
    assert received.headers["content-type"] == ("image/gif" if kind == "File of a path" else "image/png")
    assert received.headers["content-length"] == "4"


def test_forms_are_written_as_the_description_says(caller: Caller) -> None:
    def use(client: Any) -> Any:
        body = {"title": "a b&c=é", "marks": ["x|y", "z"]}
        return client.labels.print(body, content_type="application/x-www-form-urlencoded")

    with serving(KEPT) as server:
        caller(server.url, use)
    assert server.received[0].body == b"title=a+b%26c%3D%C3%A9&marks=x%7Cy%7Cz"


def test_a_form_in_a_query_is_written_as_one_in_a_body(caller: Caller) -> None:
    form = {"text": "a b&c=é", "urgent": True, "weights": [1, 2], "place": {"x": 1}}
    with serving(KEPT) as server:
        caller(server.url, lambda client: client.search(filter=form))
        empty = caller.package.models.SearchFilter(weights=[])
        caller(server.url, lambda client: client.search(filter=empty))
    written = "text=a+b%26c%3D%C3%A9&urgent=true&weights=1&weights=2&place=%7B%22x%22%3A1%7D"
    assert [received.target for received in server.received] == [f"/search?{written}", "/search"]


def test_text_is_utf_8(caller: Caller) -> None:
    with serving(KEPT) as server:
        caller(server.url, lambda client: client.labels.print("é", content_type="text/plain"))
    assert server.received[0].body == "é".encode()


@pytest.mark.parametrize(("body", "content_type"), [(7, "multipart/form-data"), ("x", "multipart/form-data")])
def test_a_body_of_the_wrong_kind_is_told(caller: Caller, body: Any, content_type: str) -> None:
    with serving(KEPT) as server:
        with pytest.raises((TypeError, ValueError)):
            caller(server.url, lambda client: client.labels.print(body, content_type=content_type))
        assert server.received == []


def test_a_file_that_is_not_there_is_told_before_anything_is_sent(caller: Caller, tmp_path: Path) -> None:
    with serving(KEPT) as server:
        with pytest.raises(FileNotFoundError):
            caller(server.url, lambda client: client.labels.put(tmp_path / "none.png", id="1"))
        assert server.received == []
