"""The client of an app on Litestar."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.apps import KINDS, App, Scenario, python_app

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:.*has no offset from UTC")]

scenario = Scenario(not_called={"PUT /files/raw/{name}": "its body is not described"})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with python_app("litestar_app", "/schema/openapi.json", tmp_path_factory.mktemp("litestar")) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_scenario(app: App, kind: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture) -> None:
    scenario.run(app, kind, subtests, caplog)


def filled(client: Any, app: App, count: int = 5) -> list[str]:
    """The ids of new jobs, the only ones that the app has."""
    app.clear()
    return [
        client.jobs.create_job({"name": f"job {number}", "budget": str(number)}).id for number in range(count)
    ]


@scenario.step
def a_job_from_a_model(client: Any, app: App) -> None:
    models = app.package.models
    job = client.jobs.create_job(
        models.NewJob(
            name="copy", budget="12.50", level=5, tags=["a", "b"], limits=models.Limits(memory=512),
            starts=datetime(2026, 1, 2, 3, 4), due=date(2026, 2, 3), lasts="PT1H30M",
            labels={"team": "x", "size": 3, "none": None}, unique=[3],
        )
    )  # fmt: skip
    expected = {
        "name": "copy", "budget": "12.50", "level": 5, "tags": ["a", "b"], "due": "2026-02-03",
        "limits": {"memory": 512, "seconds": 1.5}, "labels": {"team": "x", "size": 3, "none": None},
    }  # fmt: skip
    held = app.held("jobs")[job.id]
    assert {key: held[key] for key in expected} == expected
    assert (job.state, job.limits.seconds, job.labels["size"]) == ("queued", 1.5, 3)
    assert (job.starts, job.due, job.lasts) == (datetime(2026, 1, 2, 3, 4), date(2026, 2, 3), "PT5400S")
    assert job.created.tzinfo is not None


@scenario.step
def a_job_from_a_mapping_of_python_values(client: Any, app: App) -> None:
    job = client.jobs.create_job(
        {
            "name": "move", "budget": "99.95", "starts": datetime(2026, 1, 2, tzinfo=UTC),
            "limits": {"memory": 1, "seconds": 0.5}, "due": None,
        }
    )  # fmt: skip
    held = app.held("jobs")[job.id]
    assert (held["budget"], held["limits"]) == ("99.95", {"memory": 1, "seconds": 0.5})
    assert job.starts == datetime(2026, 1, 2, tzinfo=UTC)


@scenario.step
def a_job_replaced_changed_and_deleted(client: Any, app: App) -> None:
    (identity,) = filled(client, app, 1)
    assert client.jobs.get_job(job_id=UUID(identity)).name == "job 0"
    client.jobs.replace_job({"name": "new", "budget": "5", "due": date(2026, 1, 1)}, job_id=identity)
    assert app.held("jobs")[identity]["due"] == "2026-01-01"
    assert client.jobs.get_public(job_id=identity).due_date == date(2026, 1, 1)
    client.jobs.change_job({"budget": "6.5", "due": None}, job_id=identity)
    assert app.seen("change_job") == {"changes": {"budget": "6.5", "due": None}}
    patch = app.package.models.ChangeJobJobRequestBody(tags=["x"], limits={"memory": 7})
    assert client.jobs.change_job(patch, job_id=identity).tags == ["x"]
    assert app.seen("change_job")["changes"].keys() == {"tags", "limits"}
    assert client.jobs.set_state(job_id=identity, new_state="running").state == "running"
    assert app.held("jobs")[identity]["state"] == "running"
    assert client.jobs.head_job(job_id=identity) is None
    assert client.jobs.delete_job(job_id=identity) is None
    assert app.held("jobs") == {}


@scenario.step
def a_job_that_is_missing(client: Any, app: App) -> None:
    identity = str(uuid4())
    with pytest.raises(app.package.NotFoundError, match=f"no job {identity}") as raised:
        client.jobs.get_job(job_id=identity)
    assert raised.value.error.extra == {"id": identity}


@scenario.step
def a_body_that_the_server_refuses(client: Any, app: App) -> None:
    with pytest.raises(app.package.BadRequestError, match="decimal") as raised:
        client.jobs.create_job({"name": "x", "budget": "many"})
    assert raised.value.error.status_code == 400


@scenario.step
def jobs_with_filters(client: Any, app: App) -> None:
    filled(client, app)
    page = client.jobs.list(
        limit=3, offset=1, state=["queued", "done"], since=datetime(2026, 1, 1, tzinfo=UTC),
        max_budget="9.5", urgent=True, levels=[1, 5],
    )  # fmt: skip
    assert app.seen("list_jobs") == {
        "limit": 3, "offset": 1, "states": ["queued", "done"],
        "since": "2026-01-01 00:00:00+00:00", "most": "9.5", "urgent": True, "levels": [1, 5],
    }  # fmt: skip
    assert ([job.name for job in page.items], page.total) == (["job 1", "job 2", "job 3"], 5)
    client.jobs.list(state=["done"])
    assert app.seen("list_jobs")["states"] == ["done"]


@scenario.step
def jobs_page_by_page(client: Any, app: App) -> None:
    names = [f"job {number}" for number in range(5)]
    filled(client, app)
    assert [job.name for job in client.jobs.iter()] == names
    assert [job.name for job in client.jobs.iter(limit=3)] == names
    assert [job.name for job in client.jobs.iter_classic()] == names
    assert [job.name for job in client.jobs.iter_cursor(results_per_page=3)] == names
    assert client.jobs.list_classic(current_page=2).total_pages == 3
    assert client.jobs.list_cursor().cursor == "2"


@scenario.step
def structs_with_tags(client: Any, app: App) -> None:
    models, drawings = app.package.models, client.drawings
    circle = drawings.draw_shape(models.Circle(radius=2))
    assert (type(circle), circle.radius) == (models.Circle, 2)
    assert app.seen("draw_shape") == {"shape": {"type": "circle", "radius": 2.0}}
    text = drawings.draw_shape({"type": "text", "theText": "hi"})
    assert (type(text), text.the_text) == (models.Text, "hi")
    drawing = drawings.put_drawing(
        models.Drawing(
            shapes=[models.Square(side=1), models.Text(the_text="t", font_size=9)], title=None,
            main=models.Circle(radius=1), parent=models.Drawing(shapes=[], title="p"), note="n",
        ),
        name="one two",
    )  # fmt: skip
    assert [type(shape) for shape in drawing.shapes] == [models.Square, models.Text]
    held = app.held("drawings")["one two"]
    assert (held["main"], held["note"]) == ({"type": "circle", "radius": 1.0}, "n")
    assert "note" not in held["parent"]
    assert drawings.draw_many([{"type": "square", "side": 2, "color": "blue"}])["drawn"][0].side == 2
    assert app.seen("draw_many") == {"shapes": [{"type": "square", "side": 2.0, "color": "blue"}]}
    assert drawings.draw_any({"a": [1, None, {"b": "c"}]}) == {"a": [1, None, {"b": "c"}]}


@scenario.step
def files_and_forms(client: Any, app: App) -> None:
    package, models, files = app.package, app.package.models, client.files
    stored = files.upload_one({"file": package.File(b"one", name="ä 1.txt", content_type="text/plain")})
    assert (stored.name, stored.type, stored.size) == ("ä 1.txt", "text/plain", 3)
    assert files.upload_one({"file": Path(__file__)}).size == Path(__file__).stat().st_size
    many = [package.File(b"a", name="a.bin"), package.File(b"bb", name="b.bin")]
    assert [stored.size for stored in files.upload_many({"files": many})] == [1, 2]
    assert app.held("files").keys() == {"ä 1.txt", Path(__file__).name, "a.bin", "b.bin"}
    files.upload_report(
        models.Report(
            title="Q1 & Q2", report=package.File(b"r", name="r.pdf"),
            extras=[package.File(b"e", name="e.png")], pages=3, final=True, levels=[1, 5],
        )
    )  # fmt: skip
    assert app.seen("upload_report") == {"title": "Q1 & Q2", "pages": 3, "final": True, "levels": [1, 5]}
    assert files.upload_report({"title": "t", "report": io.BytesIO(b"rr")})[0].size == 2
    address = files.send_address(
        {"street": "A & B", "number": 3, "notes": ["x", "y=z"], "until": date(2026, 1, 2), "express": True}
    )
    assert address.notes == ["x", "y=z"]
    assert app.seen("send_address") == {
        "street": "A & B", "number": 3, "notes": ["x", "y=z"], "until": "2026-01-02", "express": True,
    }  # fmt: skip


@scenario.step
def downloads(client: Any, app: App) -> None:
    source = Path(__file__).parent / "apps" / "serving.py"
    assert client.files.get_bytes() == b"\x00\x01\xff"
    assert client.files.get_text() == "plain"
    assert client.files.get_page() == "<h1>Jobs</h1>"
    file = io.BytesIO()
    response = client.download_to(file).files.download()
    assert file.getvalue() == source.read_bytes()
    assert "serving.py" in response.headers["content-disposition"]
    assert client.files.download() == source.read_bytes()


@scenario.step
def values_in_paths_cookies_and_headers(client: Any, app: App) -> None:
    assert client.files.days_level_get_day(day=date(2026, 1, 2), level=5, lasts="PT90S") == {
        "day": date(2026, 1, 2)
    }
    assert app.seen("get_day") == {"day": "2026-01-02", "level": 5, "at": None, "lasts": "0:01:30"}
    assert client.wire.get_values(x_version=2, session_id="aB+/9==", x_trace="t") == {"version": 2}
    assert app.seen("get_values") == {"version": 2, "session": "aB+/9==", "trace": "t"}
    response = client.with_raw_response.wire.get_response()
    assert (response.headers["etag"], response.parse().size) == ('"7"', 1)
    assert client.with_raw_response.files.moved().headers["location"] == "/files/text"


@scenario.step
def a_path_that_is_described_as_a_uri(client: Any, app: App) -> None:
    with pytest.raises(app.package.RequestValidationError, match='is not a "uri"'):
        client.files.paths_get_path(path="a/b c.txt")
    client.with_options(validate_requests=False).files.paths_get_path(path="a/b c.txt")
    assert app.seen("get_path") == {"path": "/a/b c.txt"}


@scenario.step
def times_that_are_described_as_durations(client: Any, app: App) -> None:
    lenient = client.with_options(validate_requests=False)
    lenient.files.days_level_get_day(day=date(2026, 1, 2), level=1, at="08:30:00")
    assert app.seen("get_day")["at"] == "08:30:00"


@scenario.deviating
def streams_that_are_described_as_json(client: Any, app: App) -> None:
    """Litestar describes a ``Stream`` and a ``ServerSentEvent`` as JSON."""
    assert client.files.get_lines() == '{"number":0}\n{"number":1}\n{"number":2}\n'
    assert client.files.get_events().count("event: tick") == 3


@scenario.step
def a_login_with_a_password(client: Any, app: App) -> None:
    token = client.users.log_in({"username": "ann", "password": "pass & word"})
    assert app.seen("log_in") == {
        "username": "ann", "password": "pass & word", "grant_type": "password", "scope": "",
    }  # fmt: skip
    assert client.with_options(password=token.access_token).users.who_am_i().name == "ann"
    assert app.seen("who_am_i") == {"name": "ann"}
    grant = app.package.PasswordGrant("eve", "pass & word")
    assert client.with_options(password=grant).users.who_am_i().name == "eve"
    with pytest.raises(app.package.PermissionDeniedError, match="wrong password"):
        client.users.log_in({"username": "ann", "password": "no"})
    with pytest.raises(app.package.AuthenticationError, match="log in first"):
        client.with_options(password="no").users.who_am_i()
    with pytest.raises(app.package.CredentialsError):
        client.users.who_am_i()


@scenario.step
def errors_say_why(client: Any, app: App) -> None:
    with pytest.raises(app.package.RateLimitError, match="slow down"):
        client.with_options(max_retries=1).wire.limited()
    with pytest.raises(app.package.APIStatusError, match="the disk is full") as raised:
        client.wire.problem()
    assert raised.value.status_code == 507
    with pytest.raises(app.package.InternalServerError, match="Internal Server Error"):
        client.wire.broken()
