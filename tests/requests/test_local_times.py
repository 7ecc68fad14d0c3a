"""Times without an offset are sent as they are given, with one advice for each operation."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, sent, using

PATHS = """
/when:
  post:
    operationId: send
    parameters:
      - {name: since, in: query, schema: {type: string, format: date-time}}
      - {name: at, in: query, schema: {type: string, format: time}}
      - {name: within, in: query, schema: {type: string, format: duration}}
      - {name: X-Until, in: header, schema: {type: string, format: date-time}}
      - {name: days, in: query, schema: {type: array, items: {type: string, format: date-time}}}
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/When"}}}}
    responses: &echo
      "200": {description: x, content: {application/json: {schema: {$ref: "#/components/schemas/When"}}}}
/form:
  post:
    operationId: form
    requestBody:
      content: {application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/When"}}}
    responses: *echo
/ips:
  post:
    operationId: ips
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Formats"}}}}
    responses: *echo
"""
MORE = """
components:
  schemas:
    When:
      type: object
      properties:
        moment: {type: string, format: date-time}
        clock: {type: string, format: time}
        datetime: {type: string, format: date-time}
        time: {type: string, format: time}
        date: {type: string, format: date}
        begin: {type: string, format: date-time, default: "2024-01-31T10:00:00"}
        noon: {type: string, format: time, default: "12:00:00"}
        nested:
          type: object
          properties: {moment: {anyOf: [{type: string, format: date-time}, {type: "null"}]}}
        list: {type: array, items: {type: string, format: time}}
    Formats:
      type: object
      properties:
        ip: {type: string, format: ipv4}
        id: {type: string, format: uuid}
        link: {type: string, format: uri}
        day: {type: string, format: date}
        moment: {type: string, format: date-time}
"""
NAIVE = datetime(2024, 1, 1, 12, 0, 0, 123000)
AWARE = datetime(2024, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("times"), PATHS, MORE)


@pytest.mark.filterwarnings("ignore:.*no offset")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_model", [True, False])
def test_they_are_sent_as_given(package: ModuleType, kind: str, is_model: bool) -> None:
    values: dict[str, Any] = {
        "moment": NAIVE,
        "clock": time(10, 30),
        "datetime": AWARE,
        "time": time(10, 30, tzinfo=UTC),
        "list": [time(1, 2, 3)],
        "nested": {"moment": NAIVE},
    }
    models = package.models
    model = models.When(**{**values, "nested": models.WhenNested(moment=NAIVE)}) if is_model else values
    received = sent(package, kind, lambda client: client.send(model))
    assert received.json() == {
        "moment": "2024-01-01T12:00:00.123000",
        "clock": "10:30:00",
        "datetime": "2024-01-01T12:00:00+02:00",
        "time": "10:30:00Z",
        "list": ["01:02:03"],
        "nested": {"moment": "2024-01-01T12:00:00.123000"},
    }


@pytest.mark.filterwarnings("ignore:.*no offset")
@pytest.mark.parametrize("kind", KINDS)
def test_parameters_and_forms(package: ModuleType, kind: str) -> None:
    received = sent(
        package,
        kind,
        lambda client: client.send(
            None, since=NAIVE, at=time(9), x_until="2024-01-01T00:00", days=[NAIVE, "2024-01-02T00:00:00"]
        ),
    )
    assert received.target == (
        "/when?since=2024-01-01T12%3A00%3A00.123000&at=09%3A00%3A00"
        "&days=2024-01-01T12%3A00%3A00.123000&days=2024-01-02T00%3A00%3A00"
    )
    assert received.headers["x-until"] == "2024-01-01T00:00"
    received = sent(
        package, kind, lambda client: client.form({"clock": time(9), "moment": "2024-01-01T00:00:00"})
    )
    assert received.body == b"clock=09%3A00%3A00&moment=2024-01-01T00%3A00%3A00"


@pytest.mark.parametrize("kind", KINDS)
def test_the_advice_comes_once(tmp_path: Path, kind: str) -> None:
    package = client_of(tmp_path, PATHS, MORE)

    def use(client: Any) -> Any:
        bodies: list[dict[str, Any]] = [
            {"moment": AWARE},
            {"nested": {"moment": NAIVE}},
            {"nested": {"moment": NAIVE}},
        ]
        if kind == "sync":
            return [client.send(body) for body in bodies]

        async def run() -> None:
            for body in bodies:
                await client.send(body)

        return run()

    with serving(Answer.of_json({})) as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        using(package, kind, use, base_url=server.url)
    (advice,) = caught
    assert advice.category is package.AdviceWarning
    assert "send: body /nested/moment: the time has no offset" in str(advice.message)
    if kind == "sync":
        assert advice.filename == __file__


@pytest.mark.parametrize(
    "body",
    [
        {"moment": "2024-13-01T00:00:00"},
        {"moment": "yesterday"},
        {"moment": "2024-01-01"},
        {"clock": "25:00"},
        {"clock": "2024-01-01T10:00:00"},
        {"date": "2024-01-01T10:00:00"},
    ],
)
def test_what_is_no_time_is_refused(package: ModuleType, body: dict[str, Any]) -> None:
    (violation,) = package.check("send", body)
    assert violation.pointer == f"/{next(iter(body))}"


@pytest.mark.parametrize("body", [{"ip": "1.2.3"}, {"id": "7"}, {"link": "a b"}, {"day": "2024-02-30"}])
def test_other_formats_are_validated(package: ModuleType, body: dict[str, Any]) -> None:
    assert len(package.check("ips", body)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_times_in_responses(package: ModuleType, kind: str) -> None:
    body = {"moment": "2024-01-01T12:00:00.123", "clock": "10:30:00", "datetime": "2024-01-01T12:00:00Z"}
    with serving(Answer.of_json(body)) as server:
        result = using(
            package, kind, lambda client: client.form({}), base_url=server.url, strict_responses=True
        )
    assert (result.moment, result.clock) == (NAIVE, time(10, 30))
    assert result.datetime == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert result.deviations == ()


def test_defaults_without_an_offset(package: ModuleType) -> None:
    when = package.models.When()
    assert (when.begin, when.noon) == (datetime(2024, 1, 31, 10), time(12))


DURATIONS = {
    "PT1H30S": timedelta(hours=1, seconds=30),
    "PT1.5S": timedelta(seconds=1.5),
    "-P1D": timedelta(days=-1),
    "P1Y35D": timedelta(days=400),
    "PT0S": timedelta(0),
    "P1W": "P1W",
    "P1Y2M10DT2H30M": "P1Y2M10DT2H30M",
    "P0,5D": "P0,5D",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", DURATIONS)
def test_durations(package: ModuleType, kind: str, text: str) -> None:
    received = sent(package, kind, lambda client: client.send(within=DURATIONS[text]))
    assert received.target == f"/when?within={text.replace(',', '%2C')}"


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "1:30:00", "P12H", "P1D2H", "P-1D", "PT1H\n", "5", "P\u0661D"]
)
def test_what_is_no_duration_is_refused(package: ModuleType, text: str) -> None:
    (violation,) = package.check("send", within=text)
    assert 'is not a "duration"' in violation.message


def test_a_setting_refuses_them(tmp_path: Path) -> None:
    package = client_of(tmp_path, PATHS, f"{MORE}\nx-oasmith-local-times: false")
    (violation,) = package.check("send", {"moment": NAIVE})
    assert "date-time" in violation.message
    assert package.check("send", {"moment": AWARE}) == ()
