"""The client of an app on Django Ninja."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.apps import KINDS, App, Scenario, python_app

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:.*has no offset from UTC")]

scenario = Scenario()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with python_app("ninja_app", "/api/openapi.json", tmp_path_factory.mktemp("ninja")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[str]:
    """The ids of new books, the only ones that the app has."""
    app.clear()
    return [client.books.create({"title": f"book {number}", "price": number}).id for number in range(count)]


@scenario.step
def a_book_from_a_model_and_from_a_mapping(client: Any, app: App) -> None:
    models = app.package.models
    book = client.books.create(
        models.BookIn(
            title="Emma", price="12.50", genre="science & technology", pages=3, tags=["a"],
            published=datetime(2026, 1, 2, 3, 4), day=date(2026, 2, 3),
            extra={"isbn": "x", "copies": 2, "new": True},
        )
    )  # fmt: skip
    expected = {
        "title": "Emma", "price": "12.50", "genre": "science & technology", "pages": 3, "tags": ["a"],
        "published": "2026-01-02T03:04:00", "day": "2026-02-03",
        "extra": {"isbn": "x", "copies": 2, "new": True},
    }  # fmt: skip
    held = app.held("books")[book.id]
    assert {key: held[key] for key in expected} == expected
    assert (book.published, book.day, book.extra["copies"]) == (
        datetime(2026, 1, 2, 3, 4),
        date(2026, 2, 3),
        2,
    )
    assert book.created == datetime(2026, 1, 1, 12)
    client.books.create({"title": "Persuasion", "price": Decimal("9.95"), "published": datetime(2026, 1, 2)})
    assert app.seen("create_book") == {"sent": ["price", "published", "title"]}


@scenario.step
def a_book_replaced_changed_and_deleted(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    assert client.books.get(book_id=UUID(identity)).title == "book 0"
    client.books.replace({"title": "new", "price": 5, "day": date(2026, 1, 1)}, book_id=identity)
    assert app.held("books")[identity]["day"] == "2026-01-01"
    client.books.change({"pages": 9, "price": "6.5"}, book_id=identity)
    assert app.seen("change_book") == {"changes": {"pages": 9, "price": "6.5"}}
    client.books.change(app.package.models.BookPatchPatch(pages=None), book_id=identity)
    assert app.seen("change_book") == {"changes": {"pages": None}}
    assert client.books.delete(book_id=identity) is None
    assert app.held("books") == {}
    with pytest.raises(app.package.NotFoundError, match="this book was never there") as raised:
        client.books.get(book_id=identity)
    assert raised.value.error.message == "this book was never there"
    with pytest.raises(app.package.NotFoundError, match="no such book"):
        client.books.delete(book_id=str(uuid4()))


@scenario.step
def books_with_filters_and_page_by_page(client: Any, app: App) -> None:
    names = [f"book {number}" for number in range(5)]
    filled(client, app)
    page = client.books.list(
        genre=["novel", "poetry"], title="a & b", since=date(2026, 1, 1), cheap=False, limit=2, offset=1
    )
    assert app.seen("list_books") == {
        "genre": ["novel", "poetry"], "title": "a & b", "since": "2026-01-01", "cheap": False,
    }  # fmt: skip
    assert ([book.title for book in page.items], page.count) == (names[1:3], 5)
    assert client.books.list_plain(ids=[3, 5], price=Decimal("1.5")).count == 5
    assert app.seen("list_plain") == {"ids": [3, 5], "price": "1.5"}
    assert [book.title for book in client.books.iter(limit=2)] == names
    assert [book.title for book in client.books.iter_books_by_page()] == names
    assert [book.title for book in client.books.list_books_by_page(page=3).items] == ["book 4"]


@scenario.step
def unions_lists_and_two_bodies(client: Any, app: App) -> None:
    models, shelves = app.package.models, client.shelves
    audio = shelves.add_edition(models.Audio(minutes=90))
    assert (type(audio), audio.minutes) == (models.Audio, 90)
    assert app.seen("add_edition") == {"edition": {"kind": "audio", "minutes": 90}}
    assert shelves.add_edition({"kind": "print", "pages": 3}).hardcover is False
    shelf = shelves.put_shelf(
        models.Shelf(name="s", editions=[models.Print(pages=1), models.Audio(minutes=2)],
                     first=models.Audio(minutes=3)),
        name="top & left",
    )  # fmt: skip
    assert [type(edition) for edition in shelf.editions] == [models.Print, models.Audio]
    assert app.held("shelves")["top & left"]["first"] == {"kind": "audio", "minutes": 3}
    assert shelves.two_bodies({"audio": models.Audio(minutes=2), "copies": 3}) == {"minutes": 6}
    assert shelves.many([models.Print(pages=1), {"kind": "print", "pages": 2}])[1].pages == 2
    assert [each["pages"] for each in app.seen("many")["prints"]] == [1, 2]


@scenario.step
def files_and_forms(client: Any, app: App) -> None:
    package, models, files = app.package, app.package.models, client.files
    assert files.upload_one({"file": package.File(b"\x00\xff", name="ä.bin", content_type="image/png")}) == {
        "size": 2
    }
    assert app.held("files") == {"ä.bin": {"type": "image/png", "data": "\x00\xff"}}
    sent = {
        "title": "A & B", "genres": ["novel", "science & technology"], "day": date(2026, 1, 2),
        "public": True, "scans": [package.File(b"1", name="1.png"), package.File(b"22", name="2.png")],
        "cover": package.File(b"c", name="c.png"),
    }  # fmt: skip
    assert files.upload_many(sent) == {"title": "A & B", "sizes": [1, 2]}
    assert app.seen("upload_many") == {
        "title": "A & B", "genres": ["novel", "science & technology"], "day": "2026-01-02", "public": True,
        "scans": {"1.png": 1, "2.png": 2}, "cover": "c.png",
    }  # fmt: skip
    files.upload_many(models.MultiPartBodyParams(title="t", scans=[package.File(b"1", name="1.png")]))
    assert (app.seen("upload_many")["cover"], app.seen("upload_many")["genres"]) == (None, [])
    assert files.send_form({"title": "é=&", "genres": ["novel", "poetry"]}).title == "é=&"
    assert app.seen("send_form") == {"title": "é=&", "genres": ["novel", "poetry"], "day": None}
    assert files.send_fields({"name": "Ann", "age": 4}) == "Ann"


@scenario.step
def downloads_that_are_not_described(client: Any, app: App) -> None:
    assert client.files.download_csv() == "a,b\r\n1,2\r\n"
    assert client.files.download_bytes() == b"\x00\xff"
    file = io.BytesIO()
    response = client.download_to(file).files.download_bytes()
    assert (file.getvalue(), response.headers["content-disposition"]) == (
        b"\x00\xff",
        'attachment; filename="a.bin"',
    )
    assert client.files.stream_lines() == '{"number": 0}\n{"number": 1}\n{"number": 2}\n'


@scenario.step
def values_in_paths_cookies_and_headers(client: Any, app: App) -> None:
    assert client.wire.get_values(x_trace="t 1", session="aB+/9==", user_agent="scenario/1") == {
        "trace": "t 1"
    }
    assert app.seen("get_values") == {"trace": "t 1", "session": "aB+/9==", "agent": "scenario/1"}
    assert client.wire.get_day(day=date(2026, 1, 2), genre="science & technology", at=datetime(2026, 1, 2, 3))
    assert app.seen("get_day") == {
        "day": "2026-01-02", "genre": "science & technology", "at": "2026-01-02 03:00:00",
    }  # fmt: skip
    assert client.wire.get_deep(rest="a/b c") == "a/b c"


@scenario.step
def credentials_of_every_kind(client: Any, app: App) -> None:
    token = client.users.log_in({"username": "ann", "password": "pass & word"})
    assert app.seen("log_in") == {"username": "ann", "password": "pass & word"}
    assert client.with_options(bearer=token.access).users.who_am_i() == "ann"
    assert app.seen("who_am_i") == {"auth": "ann"}
    assert client.with_options(basic=("ann", "p:w")).users.basic() == "ann/p:w"
    for credential in ("key", "cookie_key", "query_key"):
        assert client.with_options(**{credential: "k 1"}).users.keys() == "k 1"
    with pytest.raises(app.package.AuthenticationError, match="wrong password"):
        client.users.log_in({"username": "ann", "password": "no"})
    with pytest.raises(app.package.AuthenticationError, match="Unauthorized"):
        client.with_options(bearer="no").users.who_am_i()


@scenario.step
def errors_say_why(client: Any, app: App) -> None:
    with pytest.raises(app.package.ConflictError, match="already lent"):
        client.wire.conflict()
    with pytest.raises(app.package.APIStatusError, match="the book is lost") as raised:
        client.wire.lost()
    assert raised.value.status_code == 410
    with pytest.raises(app.package.UnprocessableEntityError, match="valid date"):
        client.with_options(query={"at": "never"}).wire.get_day(day=date(2026, 1, 2), genre="novel")
    assert client.wire.invalid(number=4) == 4
