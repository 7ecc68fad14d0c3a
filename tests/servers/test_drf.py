"""The client of an app on Django REST framework, described by drf-spectacular."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from support.apps import KINDS, App, Scenario, python_app

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:.*has no offset from UTC")]

scenario = Scenario()
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with python_app("drf_app", "/schema/?format=json", tmp_path_factory.mktemp("drf")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[int]:
    """The ids of new products, the only ones that the app has."""
    app.clear()
    return [
        client.api.products_create({"title": f"product {number}", "price": Decimal(number)}).id
        for number in range(count)
    ]


@scenario.step
def a_product_from_a_model_and_from_a_mapping(client: Any, app: App) -> None:
    app.clear()
    author = client.api.authors_create({"name": "Ann", "email": "ann@shop.example"})
    product = client.api.products_create(
        app.package.models.ProductRequest(
            title="lamp", author=author.id, status="sold out", rating=2, price=Decimal("12.50"), weight=1.5,
            released=datetime(2026, 1, 2, 3, 4, tzinfo=UTC), day=date(2026, 2, 3), opens=time(8, 30),
            lasts="1 02:00:00", extra={"a": [1, None]}, tags=["x", "y"],
        )
    )  # fmt: skip
    held = app.held("Product")[str(product.id)]
    expected = {
        "title": "lamp", "author_id": author.id, "status": "sold out", "rating": 2, "price": "12.50",
        "weight": 1.5, "released": "2026-01-02 03:04:00+00:00", "day": "2026-02-03", "opens": "08:30:00",
        "lasts": "1 day, 2:00:00", "extra": {"a": [1, None]},
    }  # fmt: skip
    assert {key: held[key] for key in expected} == expected
    assert app.seen("create") == {"tags": ["x", "y"]}
    assert (product.author_name, product.price, product.opens) == ("Ann", Decimal("12.50"), time(8, 30))
    assert (product.label, product.created.tzinfo is not None) == ("lamp (sold out)", True)
    plain = client.api.products_create({"title": "desk", "price": "3", "rating": None, "author": author.id})
    assert (plain.status, plain.rating, plain.price) == ("draft", None, Decimal(3))


@scenario.step
def a_product_read_replaced_changed_and_deleted(client: Any, app: App) -> None:
    api = client.api
    author = api.authors_create(app.package.models.AuthorRequest(name="Bob"))
    product = api.products_create({"title": "old", "price": Decimal("1.5"), "author": author.id})
    assert api.products_retrieve(id=product.id).title == "old"
    assert api.products_by_offset_retrieve(id=product.id).price == Decimal("1.5")
    assert api.products_by_cursor_retrieve(id=product.id).author == author.id
    api.products_update({"title": "new", "price": Decimal(2), "day": date(2026, 1, 1)}, id=product.id)
    assert app.held("Product")[str(product.id)]["day"] == "2026-01-01"
    api.products_partial_update({"price": Decimal("6.5"), "day": None}, id=product.id)
    assert app.seen("update") == {"changes": ["day", "price"]}
    patch = app.package.models.PatchedProductRequest(status="live", rating=1)
    assert api.products_partial_update(patch, id=product.id).status == "live"
    assert app.held("Product")[str(product.id)]["price"] == "6.50"
    published = api.products_publish_create({"note": "now", "day": date(2026, 3, 4)}, id=product.id)
    assert (published.status, app.seen("publish")) == ("live", {"note": "now", "day": "2026-03-04"})
    assert api.products_destroy(id=product.id) is None
    assert str(product.id) not in app.held("Product")
    with pytest.raises(app.package.NotFoundError, match="No Product matches the given query"):
        api.products_retrieve(id=product.id)


@scenario.step
def bodies_of_every_media_type(client: Any, app: App) -> None:
    api = client.api
    for number, content_type in enumerate(("application/json", FORM, MULTIPART)):
        body = {"name": f"é & {number}", "email": "a@shop.example"}
        author = api.authors_create(body, content_type=content_type)
        assert app.held("Author")[str(author.id)]["name"] == f"é & {number}"
        changed = api.authors_partial_update(
            {"name": f"new {number}"}, id=author.id, content_type=content_type
        )
        assert (changed.name, changed.email) == (f"new {number}", "a@shop.example")
    api.authors_update({"name": "Zoe"}, id=author.id)
    assert api.authors_retrieve(id=author.id).name == "Zoe"
    assert [author.name for author in api.authors_list()][-1] == "Zoe"
    api.authors_destroy(id=author.id)
    assert str(author.id) not in app.held("Author")
    product = {
        "title": "form",
        "price": Decimal("2.25"),
        "rating": 1,
        "tags": ["a", "b"],
        "day": date(2026, 1, 2),
    }
    made = api.products_create(product, content_type=MULTIPART)
    assert (made.price, made.rating, made.day) == (Decimal("2.25"), 1, date(2026, 1, 2))
    assert app.seen("create") == {"tags": ["a", "b"]}


@scenario.step
def files(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    file = app.package.File(b"%PDF", name="manual 1.pdf", content_type="application/pdf")
    product = client.api.products_upload_update({"manual": file}, id=identity)
    assert product.manual.endswith(".pdf")
    assert app.held("Product")[str(identity)]["manual"].startswith("manuals/manual_1")
    made = client.api.products_create({"title": "with", "price": "1", "manual": file}, content_type=MULTIPART)
    assert app.held("Product")[str(made.id)]["manual"].startswith("manuals/manual_1")
    model = app.package.models.ProductRequest(title="model", price=Decimal(1), manual=file)
    made = client.api.products_create(model, content_type=MULTIPART)
    assert app.held("Product")[str(made.id)]["manual"].startswith("manuals/manual_1")
    assert client.api.products_download_retrieve(id=identity) == b"%PDF \xff"


@scenario.step
def products_with_filters_and_page_by_page(client: Any, app: App) -> None:
    filled(client, app)
    names = [f"product {number}" for number in range(5)]
    page = client.api.products_list(
        status=["draft", "sold out"], min_price=Decimal("1.5"), since=datetime(2026, 1, 1, tzinfo=UTC),
        ids=[1, 2], ordering="-price", search="product", page=2,
    )  # fmt: skip
    assert app.seen("list") == {
        "status": ["draft", "sold out"], "min_price": "1.5", "since": "2026-01-01T00:00:00Z", "ids": "1,2",
        "ordering": "-price", "search": "product", "page": "2",
    }  # fmt: skip
    assert ([product.title for product in page.results], page.count) == (["product 2", "product 1"], 5)
    assert [product.title for product in client.api.iter_products_list()] == names
    assert [product.title for product in client.api.iter_products_by_offset_list(limit=3)] == names
    assert client.api.products_by_offset_list(offset=4).next is None


@scenario.deviating
def products_by_cursor(client: Any, app: App) -> None:
    """drf-spectacular gives all kinds of pages one schema, in which the count is required."""
    filled(client, app)
    names = [f"product {number}" for number in range(5)]
    assert [product.title for product in client.api.iter_products_by_cursor_list()] == names
    assert client.api.products_by_cursor_list().next


@scenario.step
def a_polymorphic_body(client: Any, app: App) -> None:
    models, pay = app.package.models, client.api.payments_create
    cash = pay(models.CashRequest(amount=Decimal("9.95")))
    assert (type(cash), cash.amount) == (models.Cash, Decimal("9.95"))
    assert app.seen("pay") == {"kind": "cash", "amount": "9.95"}
    card = pay({"kind": "card", "number": "1234 5678"}, content_type=FORM)
    assert (type(card), card.number) == (models.Card, "1234 5678")


@scenario.step
def a_login(client: Any, app: App) -> None:
    found = client.api.login_create({"username": "ann", "password": "pass & word"}, content_type=FORM)
    assert app.seen("log_in") == {"username": "ann"}
    assert client.with_options(token_auth=found.token).api.me_retrieve().username == "ann"
    assert app.seen("who_am_i") == {"username": "ann"}
    with pytest.raises(app.package.BadRequestError, match="Unable to log in"):
        client.api.login_create({"username": "ann", "password": "no"})
    with pytest.raises(app.package.AuthenticationError, match="Invalid token"):
        client.with_options(token_auth="no").api.me_retrieve()


@scenario.step
def errors_say_why(client: Any, app: App) -> None:
    with pytest.raises(app.package.BadRequestError, match="title: This title is not allowed"):
        client.api.products_create({"title": "forbidden", "price": "1"})
    client.api.authors_create({"name": "same"})
    with pytest.raises(app.package.BadRequestError, match="name: author with this name already exists"):
        client.api.authors_create({"name": "same"})
    with pytest.raises(app.package.NotFoundError, match="Invalid page"):
        client.api.products_list(page=99)


@scenario.step
def the_description_itself(client: Any, app: App) -> None:
    assert client.schema.retrieve(format="json")["info"]["title"] == "DRF shop"
