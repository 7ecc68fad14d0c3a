"""Scalars, lists and maps that are not in a model are read as strictly as those that are."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

SCHEMAS = {
    "whole": "{type: integer}",
    "optional": "{type: [integer, 'null']}",
    "number": "{type: number}",
    "flag": "{type: boolean}",
    "text": "{type: string}",
    "moment": "{type: string, format: date-time}",
    "day": "{type: string, format: date}",
}
PLACES = {
    "alone": "{schema}",
    "list": "{{type: array, items: {schema}}}",
    "map": "{{type: object, additionalProperties: {schema}}}",
    "model": "{{type: object, properties: {{x: {schema}}}}}",
}
PATHS = "\n".join(f"""
/{name}/{place}:
  get:
    operationId: {name}_{place}
    responses:
      "200": {{description: ok, content: {{application/json: {{schema: {shape.format(schema=schema)}}}}}}}
""" for name, schema in SCHEMAS.items() for place, shape in PLACES.items())
BUILD: dict[str, Any] = {
    "alone": lambda value: value,
    "list": lambda value: [value],
    "map": lambda value: {"x": value},
    "model": lambda value: {"x": value},
}
WRONG = [
    ("whole", "5"), ("whole", True), ("whole", 5.5), ("optional", "5"), ("number", "5"), ("number", True),
    ("flag", "true"), ("flag", 1), ("text", 5), ("moment", 1704164645), ("moment", "2024-01-02"),
    ("day", "2024-01-02T00:00:00"), ("day", 86400),
]  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("plain"), PATHS)


def read(package: ModuleType, kind: str, name: str, place: str, value: Any) -> tuple[Any, list[str]]:
    """The value in the result of a call, and the pointers of the deviations."""
    with serving(Answer.of_json(BUILD[place](value))) as server:
        response = using(
            package,
            kind,
            lambda client: getattr(client.with_raw_response, f"{name}_{place}")(),
            base_url=server.url,
        )
    result = response.parse()
    found = {"alone": lambda: result, "list": lambda: result[0], "map": lambda: result["x"]}
    value = found[place]() if place in found else result.x
    return value, [deviation.pointer for deviation in response.deviations]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_value_of_another_type_is_kept_and_a_deviation(package: ModuleType, kind: str, place: str) -> None:
    pointer = {"alone": "", "list": "/0"}.get(place, "/x")
    for name, value in WRONG:
        found, deviations = read(package, kind, name, place, value)
        assert (type(found), found, deviations) == (type(value), value, [pointer]), (name, value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_whole_number_with_a_fraction_of_zero_is_an_integer(
    package: ModuleType, kind: str, place: str
) -> None:
    for name, value, expected in (("whole", 5.0, 5), ("optional", -1e3, -1000), ("number", 5, 5)):
        found, deviations = read(package, kind, name, place, value)
        assert (type(found), found, deviations) == (int, expected, [])
