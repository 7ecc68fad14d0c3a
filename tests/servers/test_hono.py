"""The client of an app on Hono, described by @hono/zod-openapi."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.apps import KINDS, App, Scenario, node_app

pytestmark = [
    pytest.mark.servers,
    pytest.mark.javascript,
    pytest.mark.filterwarnings("ignore:.*has no offset from UTC"),
]

scenario = Scenario()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with node_app("hono", "/openapi.json", tmp_path_factory.mktemp("hono")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[str]:
    """The ids of new tasks, the only ones that the app has."""
    app.clear()
    return [client.tasks.create({"title": f"task {number}"}).id for number in range(count)]


@scenario.step
def a_task_from_a_model_and_from_a_mapping(client: Any, app: App) -> None:
    models = app.package.models
    task = client.tasks.create(
        models.NewTask(
            title="paint", status="in progress", priority=3, tags=["a", "b"], due=datetime(2026, 1, 2, 3, 4),
            day=date(2026, 2, 3), place=models.Place(lat=1.5, lon=-2), extra={"n": 1, "s": "x", "b": True},
            pair=[1, "one"],
        )
    )  # fmt: skip
    expected = {
        "title": "paint", "status": "in progress", "priority": 3, "tags": ["a", "b"],
        "due": "2026-01-02T03:04:00", "day": "2026-02-03", "place": {"lat": 1.5, "lon": -2},
        "extra": {"n": 1, "s": "x", "b": True}, "pair": [1, "one"],
    }  # fmt: skip
    held = app.held("tasks")[task.id]
    assert {key: held[key] for key in expected} == expected
    assert (task.due, task.day, task.place.lat) == (datetime(2026, 1, 2, 3, 4), date(2026, 2, 3), 1.5)
    assert task.created.tzinfo is not None
    plain = client.tasks.create({"title": "sand", "due": None, "place": None})
    assert (plain.status, plain.tags, app.held("tasks")[plain.id]["due"]) == ("open", [], None)


@scenario.step
def a_task_changed_and_deleted(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    assert client.tasks.get(id=UUID(identity)).title == "task 0"
    client.tasks.change({"status": "done", "due": None}, id=identity)
    assert app.seen("changeTask") == {"changes": {"status": "done", "due": None}}
    client.tasks.change(app.package.models.TaskPatch(title="new"), id=identity)
    assert app.seen("changeTask") == {"changes": {"title": "new"}}
    assert app.held("tasks")[identity]["status"] == "done"
    assert client.tasks.delete(id=identity) is None
    assert app.held("tasks") == {}
    with pytest.raises(app.package.NotFoundError, match="no such task") as raised:
        client.tasks.get(id=str(uuid4()))
    assert raised.value.error.error == "no such task"


@scenario.step
def tasks_with_filters_and_page_by_page(client: Any, app: App) -> None:
    filled(client, app)
    names = [f"task {number}" for number in range(5)]
    page = client.tasks.list(
        page=2, limit=2, status=["open", "in progress"], search="a & b", urgent="true",
        since=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert app.seen("listTasks") == {
        "page": 2, "limit": 2, "status": ["open", "in progress"], "search": "a & b", "urgent": "true",
        "since": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    assert ([task.title for task in page.items], page.total) == (names[2:4], 5)
    client.tasks.list(status=["done"])
    assert app.seen("listTasks")["status"] == ["done"]
    assert [task.title for task in client.tasks.iter()] == names
    assert [task.title for task in client.tasks.iter_tasks_by_cursor()] == names
    assert client.tasks.list_tasks_by_cursor().next_cursor == "2"


@scenario.step
def a_union(client: Any, app: App) -> None:
    models = app.package.models
    circle = client.draw_shape(models.Circle(radius=2.5))
    assert (type(circle), app.seen("drawShape")) == (
        models.Circle,
        {"shape": {"kind": "circle", "radius": 2.5}},
    )
    assert type(client.draw_shape({"kind": "square", "side": 1})) is models.Square


@scenario.step
def files_and_forms(client: Any, app: App) -> None:
    package = app.package
    file = package.File(b"one", name="ä 1.txt", content_type="text/plain")
    assert client.upload({"title": "é & b", "file": file}).name == "ä 1.txt"
    assert app.seen("upload") == {"title": "é & b", "type": "text/plain", "text": "one", "more": []}
    more = [package.File(b"2", name="2.bin"), package.File(b"3", name="3.bin")]
    assert client.upload(package.models.UploadModelRequest(title="t", file=file, more=more)).size == 3
    assert app.seen("upload")["more"] == ["2.bin", "3.bin"]
    assert client.send_form({"name": "A & B", "age": 4}).name == "A & B"
    assert app.seen("sendForm") == {"name": "A & B", "age": 4}
    assert client.get_text() == "plain"
    assert client.get_file() == b"%PDF\xff"


@scenario.step
def values_in_paths_cookies_and_headers(client: Any, app: App) -> None:
    assert client.get_values(name="a/b c", x_trace="t", x_count=3, session="aB+/9==").ok
    assert app.seen("getValues") == {"name": "a/b c", "trace": "t", "session": "aB+/9=="}


@scenario.step
def streams(client: Any, app: App) -> None:
    with client.get_events() as stream:
        assert [(event.event, event.id, event.data.number) for event in stream] == [
            ("tick", "0", 0), ("tick", "1", 1), ("tick", "2", 2),
        ]  # fmt: skip
    with client.get_lines() as stream:
        assert [tick.number for tick in stream] == [0, 1, 2]


@scenario.step
def credentials(client: Any, app: App) -> None:
    token = client.log_in({"user": "ann", "password": "secret"}).token
    assert client.with_options(bearer=token).who_am_i().name == "ann"
    assert client.with_options(key="k").who_am_i().name == "k"
    assert app.seen("whoAmI") == {"name": "k"}
    with pytest.raises(app.package.PermissionDeniedError, match="wrong password"):
        client.log_in({"user": "ann", "password": "no"})
    with pytest.raises(app.package.AuthenticationError, match="log in first"):
        client.with_options(bearer="no").who_am_i()


@scenario.step
def errors_say_why(client: Any, app: App) -> None:
    with pytest.raises(app.package.UnprocessableEntityError, match="Invalid request"):
        client.with_options(query={"limit": "many"}).tasks.list()
