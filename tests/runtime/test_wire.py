"""What clients put on the wire and read from it, as the description says: styles, media types, servers."""

from __future__ import annotations

import datetime
import io
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from golden.trees import GOLDEN
from support.blocking import KINDS, of_kind
from support.packages import generated_package
from support.server import Answer, Received, serving


@pytest.fixture(scope="module", params=KINDS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clients")


@cache
def package(family: str, folder: Path) -> ModuleType:
    return generated_package(GOLDEN / family / "openapi.yaml", folder / family)


@pytest.fixture(scope="module")
def atlas(folder: Path, way: str) -> Any:
    return of_kind(package("parameters", folder), way)


@pytest.fixture(scope="module")
def press(folder: Path, way: str) -> Any:
    return of_kind(package("bodies", folder), way)


@pytest.fixture(scope="module")
def depot(folder: Path, way: str) -> Any:
    return of_kind(package("responses", folder), way)


@pytest.fixture(scope="module")
def vault(folder: Path, way: str) -> Any:
    return of_kind(package("security", folder), way)


PNG = Answer(body=b"\x89PNG", headers={"Content-Type": "image/png"})
NOTHING = Answer(204, b"", {"Content-Length": "0"})


def test_every_style_of_a_parameter(atlas: Any) -> None:
    with serving(PNG) as server, atlas.AtlasClient(base_url=server.url) as client:
        image = client.find_map(
            sheet=7,
            region=["north", "a/b"],
            box={"x": 1, "y": 2},
            scale=5,
            layers=["roads", "rivers"],
            marks=["a", "b c"],
            words=["d", "e"],
            filter=atlas.models.Filter(since=datetime.date(2026, 1, 2), open=True),
            raw="a/b?c&d=e:f",
            exact={"open": False},
            x_trace=[1, 2],
            session="s p",
            legacy=False,
            page_size=3,
        )
    assert image == b"\x89PNG"
    (request,) = server.received
    path, _, query = request.target.partition("?")
    assert path == "/maps/7/.north.a%2Fb/;box=x,1,y,2"
    assert query.split("&") == [
        "scale=5",
        "layers=roads,rivers",
        "marks=a%7Cb%20c",
        "words=d%20e",
        "filter%5Bsince%5D=2026-01-02",
        "filter%5Bopen%5D=true",
        "raw=a/b?c%26d%3De:f",
        "exact=%7B%22open%22%3Afalse%7D",
        "legacy=false",
        "page%20size=3",
    ]
    assert request.headers["x-trace"] == "1,2"
    assert request.headers["cookie"] == "session=s%20p"
    assert request.headers["accept"] == "image/png, */*;q=0.1"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_parameter_never_leads_elsewhere(press: Any, value: str) -> None:
    with serving(NOTHING) as server, press.PressClient(base_url=server.url) as client:
        with pytest.raises(press.RequestValidationError):
            client.watch_plate(name=value)
        assert server.received == []


def test_the_media_type_of_a_body_is_the_caller_s_choice(press: Any) -> None:
    page = press.models.Page(text="a&b", columns=[1, 2])
    with serving(Answer.of_json({"text": "x"})) as server, press.PressClient(base_url=server.url) as client:
        assert client.print(page) == press.models.Page(text="x")
        client.print(page, content_type="application/x-www-form-urlencoded")
        client.print("plain é", content_type="text/plain")
        with pytest.raises(ValueError, match="takes no 'text/csv'"):
            client.print(page, content_type="text/csv")
    as_json, as_form, as_text = server.received
    assert as_json.json() == {"text": "a&b", "columns": [1, 2]}
    assert (as_form.headers["content-type"], as_form.body) == (
        "application/x-www-form-urlencoded",
        b"text=a%26b&columns=1&columns=2",
    )
    assert (as_text.headers["content-type"], as_text.body) == ("text/plain", "plain é".encode())
    assert as_json.headers["accept"] == "application/json, application/pdf;q=0.9, text/plain;q=0.8"


@pytest.mark.parametrize(
    ("content_type", "body", "read"),
    [
        ("application/pdf", b"%PDF", b"%PDF"),
        ("text/plain; charset=latin-1", b"\xe9", "é"),
    ],
)
def test_the_media_type_of_an_answer_says_what_it_is(
    press: Any, content_type: str, body: bytes, read: Any
) -> None:
    answer = Answer(body=body, headers={"Content-Type": content_type})
    with serving(answer) as server, press.PressClient(base_url=server.url) as client:
        assert client.print({"text": "x"}) == read


def test_files_go_by_their_names_and_types(press: Any, tmp_path: Path) -> None:
    (tmp_path / "plate.png").write_bytes(b"\x89PNG")
    with serving(NOTHING) as server, press.PressClient(base_url=server.url) as client:
        with (tmp_path / "plate.png").open("rb") as file:
            client.upload_plate(
                {
                    "image": press.File(file, "plate.png"),
                    "others": [b"one", press.File(io.BytesIO(b"two"), "b.bin", "application/x-b")],
                    "page": press.models.Page(text="x"),
                    "copies": 2,
                }
            )
        client.upload_plate(press.models.UploadPlateRequest(image=b"raw"))
    first, second = (parts(request) for request in server.received)
    assert first == [
        ('form-data; name="image"; filename="plate.png"', "image/png", b"\x89PNG"),
        ('form-data; name="others"; filename="others"', "application/octet-stream", b"one"),
        ('form-data; name="others"; filename="b.bin"', "application/x-b", b"two"),
        ('form-data; name="page"', "application/json", b'{"text":"x"}'),
        ('form-data; name="copies"', "", b"2"),
    ]
    assert second == [('form-data; name="image"; filename="image"', "image/png", b"raw")]


def parts(request: Received) -> list[tuple[str, str, bytes]]:
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    found = []
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        found.append((headers["Content-Disposition"], headers.get("Content-Type", ""), content))
    return found


def test_bytes_and_open_files_are_sent_as_they_are(press: Any) -> None:
    with serving(NOTHING) as server, press.PressClient(base_url=server.url) as client:
        client.replace_plate(b"\x00\xff", name="a b")
        client.replace_plate(io.BytesIO(b"\x01"), name="b")
        client.replace_plate(name="c")
    assert [request.body for request in server.received] == [b"\x00\xff", b"\x01", b""]
    assert [request.headers.get("content-type") for request in server.received] == [
        "application/octet-stream",
        "application/octet-stream",
        None,
    ]
    assert server.received[0].target == "/plates/a%20b"


@pytest.mark.parametrize(
    ("answer", "kind", "error"),
    [
        (Answer.of_json({"missing": 1}, 404), "NotFoundError", "MissingResponse"),
        (
            Answer(409, b'{"title": "no"}', {"Content-Type": "application/problem+json"}),
            "ConflictError",
            "Problem",
        ),
        (Answer(500, b"oh", {"Content-Type": "text/plain"}), "InternalServerError", "str"),
        (Answer(502, b"<html>", {"Content-Type": "text/html"}), "InternalServerError", "str"),
    ],
)
def test_an_error_has_the_type_of_its_status(depot: Any, answer: Answer, kind: str, error: str) -> None:
    with (
        serving(answer) as server,
        depot.DepotClient(base_url=server.url) as client,
        pytest.raises(depot.APIStatusError) as raised,
    ):
        client.get_crate(id=1)
    assert type(raised.value).__name__ == kind
    assert type(raised.value.error).__name__ == error


def test_several_successes_and_ranges(depot: Any) -> None:
    answers = iter(
        [
            Answer.of_json({"id": 1}),
            Answer.of_json({"after": 3}, 202),
            Answer.of_json([{"id": 2}], 207),
            NOTHING,
        ]
    )
    with serving(lambda received: next(answers)) as server, depot.DepotClient(base_url=server.url) as client:
        assert client.get_crate(id=1) == depot.models.Crate(id=1)
        assert client.get_crate(id=1) == depot.models.Ticket(after=3)
        assert client.move_crate(id=1) == [depot.models.Crate(id=2)]
        client.drop_crate(id=1)
    assert [request.method for request in server.received] == ["GET", "GET", "POST", "DELETE"]


def test_alternatives_of_security(vault: Any) -> None:
    with serving(NOTHING) as server:
        with vault.VaultClient(base_url=server.url, bearer="b") as client:
            client.list_safes()
            client.open_safe()
            client.status()
            with pytest.raises(vault.CredentialsError, match="login= or cookie= or query_="):
                client.peek()
        with vault.VaultClient(base_url=server.url, key="k", basic=("u", "é"), query_="q&") as client:
            client.open_safe()
            client.peek()
        with vault.VaultClient(base_url=server.url, cookie="c") as client:
            client.peek()
    told = [
        {
            name: request.headers[name]
            for name in ("authorization", "x-vault-key", "cookie")
            if name in request.headers
        }
        for request in server.received
    ]
    assert told == [
        {"authorization": "Bearer b"},
        {},
        {},
        {"authorization": "Basic dTrDqQ==", "x-vault-key": "k"},
        {},
        {"cookie": "session=c"},
    ]
    assert server.received[4].target == "/status?key=q%26"


def test_servers_of_operations_and_their_variables(vault: Any) -> None:
    operation = vault._package.PACKAGE.operation
    with vault.VaultClient(key="k", region="south", base="v2") as client:
        assert client._url(operation("status")) == "https://south.vault.example/v2"
        assert client._url(operation("listSafes")) == "https://safes.vault.example"
        assert client._url(operation("openSafe")) == "https://south.vault.example/direct"


def test_what_the_server_sends_by_itself_is_parsed(folder: Path) -> None:
    bell = package("webhooks", folder)
    rung = bell.webhooks.parse_rung(b'{"at": "2026-11-23T10:00:00Z"}')
    assert rung.at == datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
    assert bell.webhooks.parse_bell_broken('{"bell": 3, "more": 1}').bell == 3
    with pytest.raises(bell.webhooks.UnreadableError):
        bell.webhooks.parse_rung("no JSON")
