"""The client of an app on huma, a framework for Go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.apps import KINDS, App, Scenario, go_app

pytestmark = [pytest.mark.servers, pytest.mark.go]

scenario = Scenario()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with go_app("huma", "/openapi.json", tmp_path_factory.mktemp("huma")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[str]:
    """The ids of new notes, the only ones that the app has."""
    app.clear()
    return [client.notes.create({"title": f"note {number}"}).id for number in range(count)]


@scenario.step
def a_note_from_a_model_and_from_a_mapping(client: Any, app: App) -> None:
    models = app.package.models
    note = client.notes.create(
        models.NewNote(
            title="buy", kind="to do", priority=3, tags=["a", "b"], due=datetime(2026, 1, 2, tzinfo=UTC),
            place=models.Place(lat=1.5, lon=-2), labels={"x y": "z"}, data="AP8=",
        )
    )  # fmt: skip
    expected = {
        "title": "buy", "kind": "to do", "priority": 3, "tags": ["a", "b"], "due": "2026-01-02T00:00:00Z",
        "place": {"lat": 1.5, "lon": -2}, "labels": {"x y": "z"}, "data": "AP8=",
    }  # fmt: skip
    held = app.held("notes")[note.id]
    assert {key: held[key] for key in expected} == expected
    assert (note.place.lat, note.due) == (1.5, datetime(2026, 1, 2, tzinfo=UTC))
    raw = client.with_raw_response.notes.create({"title": "sell"})
    assert (raw.status_code, raw.headers["location"]) == (201, f"/notes/{raw.parse().id}")
    assert app.held("notes")[raw.parse().id]["kind"] == "plain"


@scenario.step
def a_note_replaced_and_deleted(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    assert client.notes.get(id=identity).title == "note 0"
    assert client.notes.put({"title": "new", "priority": 0}, id=identity).priority == 0
    assert app.held("notes")[identity]["title"] == "new"
    assert client.notes.delete(id=identity) is None
    assert app.held("notes") == {}
    with pytest.raises(app.package.NotFoundError, match=f"no note {identity}") as raised:
        client.notes.get(id=identity)
    assert (raised.value.error.title, raised.value.error.status) == ("Not Found", 404)


@scenario.step
def notes_with_filters_and_page_by_page(client: Any, app: App) -> None:
    filled(client, app)
    names = [f"note {number}" for number in range(5)]
    page = client.notes.list(
        offset=1, limit=3, kind=["plain", "to do"], tags=["a,b", "c"], since=datetime(2026, 1, 1, tzinfo=UTC),
        urgent=True,
    )  # fmt: skip
    assert app.seen("list-notes") == {
        "offset": 1, "limit": 3, "kind": ["plain", "to do"], "tags": ["a,b", "c"],
        "since": "2026-01-01T00:00:00Z", "urgent": True,
    }  # fmt: skip
    assert ([note.title for note in page.items], page.total) == (names[1:4], 5)
    assert [note.title for note in client.notes.iter()] == names
    assert [note.title for note in client.notes.iter_notes_by_link()] == names
    assert len(client.notes.list_notes_by_link(cursor=4)) == 1


@scenario.step
def bodies_of_every_kind(client: Any, app: App) -> None:
    file = app.package.File(b"one", name="ä 1.txt")
    more = [app.package.File(b"2", name="2.bin"), app.package.File(b"3", name="3.bin")]
    assert client.upload({"file": file, "more": more, "title": "é & b", "count": 2}).number == 3
    assert app.seen("upload") == {
        "name": "ä 1.txt", "text": "one", "title": "é & b", "count": 2, "more": ["2.bin", "3.bin"],
    }  # fmt: skip
    model = app.package.models.UploadModelRequest(count=1, file=b"f", more=more, title="t")
    assert client.upload(model).number == 1
    assert client.form({"name": "A & B"}).number == 1
    assert app.seen("form") == {"fields": {"name": ["A & B"]}}
    assert client.raw(b"raw").number == 3
    assert app.seen("raw") == {"text": "raw"}


@scenario.step
def values_in_paths_cookies_and_headers(client: Any, app: App) -> None:
    raw = client.with_raw_response.values(name="a/b c", x_trace="t", session="aB+/9==")
    assert (raw.headers["etag"], raw.parse().number) == ('"1"', 1)
    assert app.seen("values") == {"name": "a/b c", "trace": "t", "session": "aB+/9=="}


@scenario.deviating
def a_file_that_is_described_as_json(client: Any, app: App) -> None:
    """huma describes bytes as a string of JSON in Base64."""
    assert client.download() == b"%PDF\xff"


@scenario.step
def events(client: Any, app: App) -> None:
    models = app.package.models
    with client.ticks() as stream:
        found = list(stream)
    assert [type(event.data) for event in found] == [models.Tick, models.Tick, models.Tick, models.Done]
    assert [event.data.number for event in found[:3]] == [0, 1, 2]
    assert (found[2].id, found[3].event, found[3].data.reason) == ("2", "done", "over")


@scenario.step
def credentials_and_errors(client: Any, app: App) -> None:
    assert client.with_options(bearer="ann").me().name == "ann"
    assert app.seen("me") == {"authorization": "Bearer ann"}
    with pytest.raises(app.package.AuthenticationError, match="log in first"):
        client.with_options(bearer="no").me()
    with pytest.raises(app.package.CredentialsError):
        client.me()
    with pytest.raises(app.package.ConflictError, match="already there") as conflict:
        client.conflict()
    assert conflict.value.error.errors[0].location == "body.title"
    with pytest.raises(app.package.UnprocessableEntityError, match="validation failed"):
        client.with_options(body={"priority": 10}).notes.create({"title": "x"})
