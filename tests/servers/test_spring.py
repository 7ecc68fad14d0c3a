"""The client of an app on Spring, described by springdoc."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from support.apps import KINDS, App, Scenario, java_app

pytestmark = [
    pytest.mark.servers,
    pytest.mark.java,
    pytest.mark.filterwarnings("ignore:.*has no offset from UTC"),
]

scenario = Scenario()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with java_app("spring", "/v3/api-docs", tmp_path_factory.mktemp("spring")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[int]:
    """The ids of new orders, the only ones that the app has."""
    app.clear()
    return [client.orders.create({"title": f"order {number}", "price": number}).id for number in range(count)]


@scenario.step
def an_order_from_a_model_and_from_a_mapping(client: Any, app: App) -> None:
    app.clear()
    models = app.package.models
    order = client.orders.create(
        models.NewOrder(
            title="lamp", status="IN_WORK", price=12.5, tags=["a", "b"], due=datetime(2026, 1, 2, 3, 4, 5),
            day=date(2026, 2, 3), place=models.Place(lat=1.5, lon=-2), counts={"x": 1},
        )
    )  # fmt: skip
    expected = {
        "title": "lamp", "status": "IN_WORK", "price": 12.5, "tags": ["a", "b"], "due": "2026-01-02T03:04:05",
        "day": "2026-02-03", "place": {"lat": 1.5, "lon": -2.0}, "counts": {"x": 1},
    }  # fmt: skip
    held = app.held("orders")[str(order.id)]
    assert {key: held[key] for key in expected} == expected
    assert (order.due, order.day) == (datetime(2026, 1, 2, 3, 4, 5), date(2026, 2, 3))
    plain = client.orders.create({"title": "desk", "price": 3, "due": datetime(2026, 1, 2)})
    assert (plain.status, app.held("orders")[str(plain.id)]["due"]) == ("NEW", "2026-01-02T00:00:00")


@scenario.step
def an_order_replaced_changed_and_deleted(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    assert client.orders.get(id=identity).title == "order 0"
    client.orders.put({"title": "new", "price": 5}, id=identity)
    assert app.held("orders")[str(identity)]["title"] == "new"
    assert client.orders.status(id=identity, status="DONE").status == "DONE"
    assert app.held("orders")[str(identity)]["status"] == "DONE"
    assert client.orders.delete(id=identity) is None
    assert app.held("orders") == {}
    with pytest.raises(app.package.NotFoundError, match="Not Found"):
        client.orders.get(id=identity)


@scenario.step
def orders_with_filters_and_page_by_page(client: Any, app: App) -> None:
    filled(client, app)
    names = [f"order {number}" for number in range(5)]
    found = client.orders.list(
        status=["NEW", "DONE"], search="a & b", since=datetime(2026, 1, 2, 3), limit=2, x_tenant="t"
    )
    assert [order.title for order in found] == names[:2]
    assert app.seen("list") == {
        "status": ["NEW", "DONE"], "search": "a & b", "since": "2026-01-02T03:00:00", "limit": 2,
        "tenant": "t",
    }  # fmt: skip
    page = client.orders.page(page=1, size=2, sort=["title,asc", "id,desc"])
    assert app.seen("page") == {"page": 1, "size": 2, "sort": "title: ASC,id: DESC"}
    assert ([order.title for order in page.content], page.total_elements) == (names[2:4], 5)
    assert [order.title for order in client.orders.iter_page(size=2)] == names


@scenario.step
def a_union(client: Any, app: App) -> None:
    models = app.package.models
    card = client.others.pay(models.Card(number="1234"))
    assert (type(card), card.number) == (models.Card, "1234")
    assert app.seen("pay")["payment"]["number"] == "1234"
    cash = client.others.pay({"kind": "Cash", "amount": 2.5})
    assert (type(cash), cash.amount) == (models.Cash, 2.5)


@scenario.step
def files(client: Any, app: App) -> None:
    file = app.package.File(b"one", name="ä 1.txt", content_type="text/plain")
    more = [app.package.File(b"2", name="2.bin"), app.package.File(b"3", name="3.bin")]
    stored = client.others.upload(
        {"file": file, "more": more, "details": {"title": "é & b", "page_count": 3}}, note="n & m"
    )
    assert [(it.name, it.size) for it in stored] == [("ä 1.txt", 3), ("2.bin", 1), ("3.bin", 1)]
    assert app.seen("upload") == {"details": {"title": "é & b", "page_count": 3}, "note": "n & m"}
    models = app.package.models
    body = models.UploadModelRequest(file=file, details=models.Details(title="t", page_count=1))
    assert len(client.others.upload(body, note="n")) == 1
    assert client.others.csv() == b"a,b\n"
    assert client.others.png() == b"\x89P"
    with pytest.raises(app.package.BadRequestError, match="Bad Request"):
        client.others.png(broken=True)
    assert client.others.text() == "plain"


@scenario.step
def cookies_and_credentials(client: Any, app: App) -> None:
    assert client.others.cookie(session="aB+/9==") == {"session": "aB+/9=="}
    assert app.seen("cookie") == {"session": "aB+/9=="}
    assert client.with_options(bearer="ann").others.me() == {"name": "ann", "roles": ["user"]}
    assert app.seen("me") == {"authorization": "Bearer ann"}
    with pytest.raises(app.package.AuthenticationError, match="Unauthorized"):
        client.with_options(bearer="no").others.me()


@scenario.deviating
def events_that_are_described_as_an_object(client: Any, app: App) -> None:
    """springdoc describes the class ``SseEmitter``."""
    assert 'data:{"lat":1.0,"lon":2.0}' in client.others.events()


@scenario.step
def errors_say_why(client: Any, app: App) -> None:
    with pytest.raises(app.package.ConflictError, match="Conflict"):
        client.others.conflict()
    with pytest.raises(app.package.APIStatusError, match="the disk is full") as raised:
        client.others.problem()
    assert raised.value.status_code == 507
