"""The client of an app on FastAPI."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.apps import KINDS, App, Scenario, python_app

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:.*has no offset from UTC")]

scenario = Scenario(not_called={"PUT /files/raw/{name}": "its body is not described"})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with python_app("fastapi_app", "/openapi.json", tmp_path_factory.mktemp("fastapi")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[str]:
    """The ids of new items, the only ones that the app has."""
    app.clear()
    colors = ["red", "green", "dark blue"]
    return [
        client.items.create_item({"name": f"item {number}", "price": number, "color": colors[number % 3]}).id
        for number in range(count)
    ]


@scenario.step
def an_item_from_a_model(client: Any, app: App) -> None:
    models = app.package.models
    item = client.items.create_item(
        models.ItemIn(
            name="lamp", price="12.50", color="dark blue", rank=2, tags=["a", "b"], codes=[1, 2],
            size=models.Size(width=1.5, height=2), released=datetime(2026, 1, 2, 3, 4),
            sold_on=date(2026, 2, 3), opens=time(8, 30), lasts="PT1H30M", homepage="https://shop.example/lamp",
            position=[1.5, -2], extra={"big": True, "year": 2026, "weight": 1.5, "none": None},
            per_color={"red": 3},
        )
    )  # fmt: skip
    held = app.held("items")[item.id]
    expected = {
        "name": "lamp", "price": "12.50", "color": "dark blue", "rank": 2, "tags": ["a", "b"],
        "codes": [1, 2], "size": {"width": 1.5, "height": 2.0, "unit": "cm"},
        "released": "2026-01-02T03:04:00", "sold_on": "2026-02-03", "opens": "08:30:00", "lasts": "PT1H30M",
        "homepage": "https://shop.example/lamp", "position": [1.5, -2.0],
        "extra": {"big": True, "year": 2026, "weight": 1.5, "none": None}, "per_color": {"red": 3},
    }  # fmt: skip
    assert {key: held[key] for key in expected} == expected
    assert (item.label, item.released) == ("lamp (dark blue)", datetime(2026, 1, 2, 3, 4))
    assert item.created.tzinfo is not None
    assert item.size.unit == "cm"
    assert item.extra == expected["extra"]
    assert item.deviations == ()


@scenario.step
def an_item_from_a_mapping_of_python_values(client: Any, app: App) -> None:
    item = client.items.create_item(
        {
            "name": "desk", "price": Decimal("99.95"), "released": datetime(2026, 1, 2, tzinfo=UTC),
            "sold_on": date(2026, 2, 3), "opens": time(8, 30), "lasts": "P1D", "extra": {},
        }
    )  # fmt: skip
    held = app.held("items")[item.id]
    assert (held["price"], held["sold_on"], held["opens"]) == ("99.95", "2026-02-03", "08:30:00")
    assert held["lasts"] == "P1D"
    assert app.seen("create_item")["sent"] == [
        "extra", "lasts", "name", "opens", "price", "released", "sold_on",
    ]  # fmt: skip


@scenario.step
def an_item_from_keyword_arguments(client: Any, app: App) -> None:
    item = client.items.create_item(name="chair", price="5", tags=["x"], size={"width": 1, "height": 2})
    assert app.held("items")[item.id]["size"] == {"width": 1.0, "height": 2.0, "unit": "cm"}
    client.items.update_item(item.id, price="6")
    assert app.seen("update_item") == {"changes": {"price": "6"}}
    assert client.items.read_item(item.id).name == "chair"
    assert client.items.set_stock(item.id, "north", amount=3) == {"north": 3}
    client.forms.send_address(street="A", number=3)
    assert app.seen("send_address")["street"] == "A"
    assert client.files.upload_one(file=app.package.File(b"k", name="k.txt")).name == "k.txt"


@scenario.step
def a_body_that_breaks_the_description(client: Any, app: App) -> None:
    before = app.store()["requests"]
    with pytest.raises(app.package.RequestValidationError):
        client.items.create_item({"name": "", "price": 1, "color": "pink"})
    assert app.store()["requests"] == before


@scenario.step
def one_item_by_its_id(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    assert client.items.read_item(item_id=identity).name == "item 0"
    assert client.items.read_item(item_id=UUID(identity)).name == "item 0"


@scenario.step
def an_item_replaced_changed_and_deleted(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    client.items.replace_item({"name": "new", "price": "5", "sold_on": "2026-01-01"}, item_id=identity)
    assert app.held("items")[identity]["name"] == "new"
    client.items.update_item({"price": "6.5", "sold_on": None}, item_id=identity)
    assert app.seen("update_item") == {"changes": {"price": "6.5", "sold_on": None}}
    client.items.update_item(app.package.models.ItemPatch(tags=["x"]), item_id=identity)
    assert app.seen("update_item") == {"changes": {"tags": ["x"]}}
    client.items.update_item(app.package.models.ItemPatch(sold_on=None, name="last"), item_id=identity)
    assert app.seen("update_item") == {"changes": {"sold_on": None, "name": "last"}}
    response = client.with_raw_response.items.check_item(item_id=identity)
    assert (response.status_code, response.headers["etag"]) == (200, '"1"')
    assert client.items.check_item(item_id=identity) is None
    assert client.items.set_stock({"amount": 3}, place="no 1&2?", item_id=identity) == {"no 1&2?": 3}
    assert app.held("stock")[identity] == {"no 1&2?": 3}
    assert client.items.delete_item(item_id=identity) is None
    assert app.held("items") == {}


@scenario.step
def an_item_that_is_missing(client: Any, app: App) -> None:
    with pytest.raises(app.package.NotFoundError, match="no such item") as raised:
        client.items.read_item(item_id=str(uuid4()))
    assert raised.value.error_msg == "no such item"


@scenario.step
def items_with_filters(client: Any, app: App) -> None:
    filled(client, app)
    found = client.items.list(
        skip=1, limit=3, color=["red", "dark blue"], search_term="a&b=c d", max_price=Decimal("9.50"),
        released_after=datetime(2026, 1, 1, 12, tzinfo=UTC), on_sale=False, rank=[1, 2],
    )  # fmt: skip
    assert app.seen("list_items") == {
        "skip": 1, "limit": 3, "color": ["red", "dark blue"], "q": "a&b=c d", "max_price": "9.50",
        "released_after": "2026-01-01 12:00:00+00:00", "on_sale": False, "ranks": [1, 2],
    }  # fmt: skip
    assert [item.name for item in found] == ["item 2", "item 3"]
    client.items.list(max_price=7, released_after=datetime(2026, 1, 1, 12))
    assert app.seen("list_items")["released_after"] == "2026-01-01 12:00:00"
    raw = client.with_raw_response.items.list()
    assert (raw.headers["x-total-count"], len(raw.parse())) == ("5", 5)


@scenario.step
def items_by_a_query_model(client: Any, app: App) -> None:
    filled(client, app)
    found = client.items.search(
        order_by="-created", tags=["a", "b"], since=date(2026, 1, 1), limit=2, offset=3
    )
    assert app.seen("search_items") == {
        "order_by": "-created", "tags": ["a", "b"], "since": "2026-01-01", "limit": 2, "offset": 3,
    }  # fmt: skip
    assert [item.name for item in found] == ["item 3", "item 4"]


@scenario.step
def items_page_by_page(client: Any, app: App) -> None:
    names = [f"item {number}" for number in range(5)]
    filled(client, app)
    assert [item.name for item in client.items.iter(limit=2)] == names
    assert [item.name for item in client.items.iter_items_paged()] == names
    assert [page.page for page in client.items.iter_items_paged(size=3).pages()] == [1, 2]
    assert [item.name for item in client.items.iter_items_by_cursor(limit=3)] == names
    assert [item.name for item in client.items.iter_search(limit=2)] == names
    assert client.items.list_items_paged(page=2).total == 5
    assert client.items.list_items_by_cursor().next_cursor == "2"


@scenario.step
def pets_of_a_union(client: Any, app: App) -> None:
    models = app.package.models
    cat = client.pets.add_pet(models.Cat(name="Tom", lives=7))
    assert (type(cat), cat.lives) == (models.Cat, 7)
    dog = client.pets.add_pet({"kind": "dog", "name": "Rex", "barks": True})
    assert (type(dog), dog.barks) == (models.Dog, True)
    shark = client.pets.add_pet(models.Fish(kind="shark", name="Jaws"))
    assert (type(shark), shark.kind) == (models.Fish, "shark")
    assert app.held("pets")["Jaws"] == {"kind": "shark", "name": "Jaws", "depth": None}
    assert [pet.name for pet in client.pets.list()] == ["Tom", "Rex", "Jaws"]
    owner = client.pets.set_owner(
        models.Owner(name="Ann", pets=[models.Dog(name="Rex", barks=False), models.Cat(name="Tom")],
                     favorite=models.Fish(kind="fish", name="Nemo", depth=3.5)),
        name="Ann & Bob",
    )  # fmt: skip
    assert [type(pet) for pet in owner.pets] == [models.Dog, models.Cat]
    assert app.held("owners")["Ann & Bob"]["favorite"]["depth"] == 3.5
    client.pets.feed_pet({"pet": models.Cat(name="Tom"), "amount": 0.5})
    assert app.seen("feed_pet") == {
        "pet": {"kind": "cat", "name": "Tom", "lives": 9}, "amount": 0.5, "note": None,
    }  # fmt: skip


@scenario.step
def bodies_of_every_shape(client: Any, app: App) -> None:
    models, shapes = app.package.models, client.shapes
    tree = shapes.send_tree({"value": 1, "children": [{"value": 2, "children": [{"value": 3}]}]})
    assert tree.children[0].children[0].value == 3
    assert app.seen("send_tree")["tree"]["children"][0]["children"][0] == {"value": 3, "children": []}
    camel = shapes.send_camel(models.Camel(first_name="Ann", from_="there"))
    assert (camel.first_name, camel.from_) == ("Ann", "there")
    assert app.seen("send_camel") == {"first_name": "Ann", "home_address": None, "from_": "there"}
    shapes.send_camel({"firstName": "Bob", "homeAddress": "x", "from": "y"})
    assert app.seen("send_camel")["home_address"] == "x"
    assert shapes.send_list([models.Size(width=1, height=2), {"width": 3, "height": 4}])[1].width == 3
    assert [size["unit"] for size in app.seen("send_list")["body"]] == ["cm", "cm"]
    assert shapes.send_map({"a b": {"width": 1, "height": 2, "unit": "mm"}})["a b"].unit == "mm"
    for value in ({"a": [1, None]}, [1], "text", 0, None, True):
        assert shapes.send_any(value) == value
        assert app.seen("send_any")["body"] == value
    assert shapes.send_scalar(17) == 17
    assert app.seen("send_scalar") == {"count": 17}


@scenario.step
def null_and_what_is_not_sent(client: Any, app: App) -> None:
    client.shapes.send_nulls(app.package.models.Nulls(must=None))
    assert app.seen("send_nulls") == {"sent": ["must"], "must": None, "may": None, "both": None}
    client.shapes.send_nulls({"must": "x", "may": None, "both": "auto"})
    assert app.seen("send_nulls") == {
        "sent": ["both", "may", "must"],
        "must": "x",
        "may": None,
        "both": "auto",
    }
    assert client.shapes.send_nulls({"must": "x", "both": 5}).both == 5


@scenario.step
def values_in_paths(client: Any, app: App) -> None:
    assert client.shapes.read_path(path="a/b c/ü.txt") == "a/b c/ü.txt"
    client.shapes.read_day(day=date(2026, 1, 2), color="dark blue", rank=2, at=time(9, 15), span="PT5M")
    assert app.seen("read_day") == {
        "day": "2026-01-02", "color": "dark blue", "rank": 2, "at": "09:15:00", "span": "0:05:00",
    }  # fmt: skip
    client.shapes.read_day(day=date(2026, 1, 2), color="red", rank=1, span=timedelta(hours=30))
    assert app.seen("read_day")["span"] == "1 day, 6:00:00"


@scenario.step
def files_of_every_kind(client: Any, app: App) -> None:
    files, package = client.files, app.package
    stored = files.upload_one({"file": package.File(b"one", name="one.txt", content_type="text/plain")})
    assert (stored.name, stored.type, stored.size) == ("one.txt", "text/plain", 3)
    stored = files.upload_one(app.package.models.UploadOneBody(file=io.BytesIO(b"two")))
    assert stored.sha256 == hashlib.sha256(b"two").hexdigest()
    here = Path(__file__)
    assert files.upload_one({"file": here}).size == here.stat().st_size
    assert app.held("files")[here.name]["sha256"] == hashlib.sha256(here.read_bytes()).hexdigest()
    files.upload_many(
        {
            "files": [package.File(b"a", name="ä.bin"), b"b"], "title": "both & more",
            "colors": ["red", "dark blue"], "taken": datetime(2026, 1, 2, 3, 4),
            "cover": package.File(b"c", name="cover.png"),
        }
    )  # fmt: skip
    assert app.seen("upload_many") == {
        "title": "both & more", "colors": ["red", "dark blue"], "taken": "2026-01-02 03:04:00",
        "cover": "cover.png",
    }  # fmt: skip
    assert app.held("files")["ä.bin"]["size"] == 1
    with here.open("rb") as file:
        (stored,) = files.upload_many(app.package.models.UploadManyBody(files=[file], title="t"))
    assert (stored.name, stored.size) == (here.name, here.stat().st_size)
    assert app.seen("upload_many")["cover"] is None
    assert files.upload_bytes({"data": b"\x00\xff", "public": True}) == 2
    assert app.seen("upload_bytes") == {"data": "\x00\xff", "public": True}
    assert files.upload_described(b"raw", name="r") == 3
    assert app.seen("upload_described") == {"name": "r", "type": "application/octet-stream", "size": 3}
    files.upload_described(here, name="p")
    assert app.seen("upload_described")["size"] == here.stat().st_size


@scenario.step
def downloads(client: Any, app: App) -> None:
    assert client.files.download(name="a.pdf") == b"%PDF-1.7 a.pdf"
    file = io.BytesIO()
    response = client.download_to(file).files.download(name="b.pdf")
    assert file.getvalue() == b"%PDF-1.7 b.pdf"
    assert response.headers["content-disposition"] == 'attachment; filename="b.pdf"'
    with pytest.raises(app.package.NotFoundError, match="the file was deleted"):
        client.files.download(name="gone")
    assert client.files.read_page() == "<h1>Shop</h1>"
    assert client.files.read_text() == "plain"


@scenario.deviating
def a_download_that_is_described_as_json(client: Any, app: App) -> None:
    """FastAPI describes a ``Response`` without a class as JSON."""
    assert client.files.download_undescribed() == b"\x00\x01\x02"
    assert client.files.download_chunks() == b"".join(bytes([number]) * 1000 for number in range(100))


@scenario.step
def url_encoded_forms(client: Any, app: App) -> None:
    client.forms.send_address({"street": "A & B", "number": 3, "notes": ["x", "y=z"], "express": True})
    assert app.seen("send_address") == {
        "street": "A & B", "number": 3, "notes": ["x", "y=z"], "express": True, "until": None,
    }  # fmt: skip
    client.forms.send_address(app.package.models.Address(street="C", number=4, until=date(2026, 1, 2)))
    assert app.seen("send_address")["until"] == "2026-01-02"
    client.forms.send_fields({"name": "é", "age": 4, "tags": ["one"]})
    assert app.seen("send_fields") == {"name": "é", "age": 4, "tags": ["one"]}


@scenario.step
def cookies_and_headers(client: Any, app: App) -> None:
    assert client.wire.read_cookies(session_id="aB+/9==", tracker=4).session_id == "aB+/9=="
    assert app.seen("read_cookies") == {"session_id": "aB+/9==", "tracker": 4}
    client.wire.read_headers(if_match='"1"', save_data=True, x_tag=["a", "b"], user_agent="scenario/1")
    seen = app.seen("read_headers")
    assert (seen["if_match"], seen["save_data"], seen["user_agent"]) == ('"1"', True, "scenario/1")
    assert ",".join(seen["x_tag"]) == "a,b"


@scenario.step
def redirects(client: Any, app: App) -> None:
    assert client.with_raw_response.wire.redirect().headers["location"] == "/files/text"
    assert client.with_options(follow_redirects=True).wire.redirect() == "plain"


TIMES = [datetime(2026, 1, 1, 12, number) for number in range(3)]


@scenario.step
def streams_of_events_and_lines(client: Any, app: App) -> None:
    with client.streams.stream_events() as stream:
        assert [event.data.at for event in stream] == TIMES
    with client.streams.stream_lines() as stream:
        assert [tick.at for tick in stream] == TIMES
    with client.streams.stream_named(last_event_id=7) as stream:
        events = list(stream)
    assert [(event.event, event.id) for event in events[:3]] == [("tick", "0"), ("tick", "1"), ("tick", "2")]
    assert events[3].data == "[DONE]"
    assert app.seen("stream_named") == {"last_event_id": 7}


@scenario.step
def a_stream_that_is_not_described(client: Any, app: App) -> None:
    assert client.streams.stream_by_hand().count("data: ") == 3


@scenario.step
def a_response_that_is_a_stream_on_demand(client: Any, app: App) -> None:
    assert client.streams.chat({"prompt": "one two"}) == {"reply": "ONE TWO"}
    with client.streams.stream_chat({"prompt": "one two", "stream": True}) as stream:
        assert [event.data for event in stream] == ['{"word": "one"}', '{"word": "two"}', "[DONE]"]


@scenario.step
def a_login_with_a_password(client: Any, app: App) -> None:
    token = client.users.login({"username": "ann", "password": "pass & word", "scope": "me admin"})
    assert app.seen("login") == {"username": "ann", "password": "pass & word", "scopes": ["me", "admin"]}
    known = client.with_options(oauth2_password_bearer=token.access_token)
    assert known.users.read_me().username == "ann"
    assert app.seen("read_me") == {"username": "ann"}
    assert known.users.register({"username": "bob", "password": "secret"}).username == "bob"
    assert app.held("users") == {"bob": "secret"}
    with pytest.raises(app.package.BadRequestError, match="Incorrect username or password"):
        client.users.login({"username": "ann", "password": "wrong"})
    with pytest.raises(app.package.PermissionDeniedError, match="Not enough permissions: me"):
        client.with_options(oauth2_password_bearer="token-ann-admin").users.read_me()
    with pytest.raises(app.package.AuthenticationError, match="Could not validate credentials"):
        client.with_options(oauth2_password_bearer="no").users.read_me()


@scenario.step
def a_password_that_the_client_exchanges_for_a_token(client: Any, app: App) -> None:
    grant = app.package.PasswordGrant("eve", "pass & word", scopes=("me",))
    known = client.with_options(oauth2_password_bearer=grant)
    assert known.users.read_me().username == "eve"
    assert known.users.read_me().username == "eve"
    seen = [each["handler"] for each in app.store()["seen"]]
    assert seen[-3:] == ["login", "read_me", "read_me"]
    assert app.seen("login") == {"username": "eve", "password": "pass & word", "scopes": ["me"]}


@scenario.step
def keys_of_every_kind(client: Any, app: App) -> None:
    users = client.with_options(
        http_basic=("ann", "p:w"), api_key_header="h", api_key_cookie="c", api_key_query="q & q"
    ).users
    users.basic()
    assert app.seen("basic") == {"username": "ann", "password": "p:w"}
    assert (users.key_in_header(), users.key_in_cookie(), users.key_in_query()) == ("h", "c", "q & q")
    with pytest.raises(app.package.CredentialsError):
        client.users.key_in_header()


@scenario.step
def errors_say_why(client: Any, app: App) -> None:
    with pytest.raises(app.package.ConflictError, match="sold out") as conflict:
        client.errors.conflict()
    assert (conflict.value.error.code, conflict.value.error_code) == (17, "17")
    with pytest.raises(app.package.APIStatusError, match="short and stout"):
        client.errors.teapot()
    with pytest.raises(app.package.InternalServerError, match="Internal Server Error"):
        client.with_options(max_retries=0).errors.boom()
    with pytest.raises(app.package.UnprocessableEntityError, match="must be even") as invalid:
        client.errors.invalid(even=3)
    assert invalid.value.error.detail[0].loc == ["query", "even"]


@scenario.step
def a_call_that_is_retried(client: Any, app: App) -> None:
    assert client.errors.busy() == "done"
    assert app.held("busy") == {"times": 2}
