"""Fields that the description does not allow, fields that it types without naming them, and defaults."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, serving


@pytest.fixture(scope="module")
def deviant(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("deviant.yaml"), tmp_path_factory.mktemp("extras"))


@pytest.fixture(params=["sync", "asyncio", "trio"])
def caller(deviant: ModuleType, request: pytest.FixtureRequest) -> Caller:
    return Caller(deviant, str(request.param))


def method(name: str, is_raw: bool = False) -> Callable[[Any], Any]:
    """What calls an operation of a client."""

    def call(client: Any) -> Any:
        return getattr(client.with_raw_response if is_raw else client, name)()

    return call


NOTHING = "nothing (the description has no such field)"
EXTRA: list[tuple[str, Any, dict[str, str]]] = [
    ("closed", {"name": "a", "zone": {"n": 1}}, {"/zone": NOTHING}),
    ("closed", {"zone": 1, "a/b": 2}, {"/name": "a value", "/zone": NOTHING, "/a~1b": NOTHING}),
    ("sealed", {"id": 1, "inner": {"name": "a", "zone": 1}}, {"/inner/zone": NOTHING}),
    ("sealed", {"id": 1, "zone": None}, {"/zone": NOTHING}),
    ("either", {"age": 1, "zone": 1}, {"/zone": NOTHING}),
    ("days", {"name": "a", "x": "2024-02-30"}, {"/x": "a valid date"}),
    ("more_days", {"more": "m", "x": 1}, {"/x": "a valid date"}),
    ("boxes", {"x": [{"name": "a", "zone": 1}], "y": 5}, {"/x/0/zone": NOTHING, "/y": "a valid array"}),
    ("tree", {"a": {"b": {"name": 1}}}, {"/a/b/name": "a valid string"}),
    ("prices", {"a": "1.10", "b": "much"}, {"/b": "a valid decimal"}),
]


@pytest.mark.parametrize(("operation", "body", "expected"), EXTRA)
def test_a_field_that_does_not_fit_is_a_deviation_and_an_error_in_strict_mode(
    caller: Caller, operation: str, body: Any, expected: dict[str, str]
) -> None:
    def use(client: Any) -> Any:
        return getattr(client, operation)()

    with serving(Answer.of_json(body)) as server:
        found = caller(server.url, use)
        with pytest.raises(caller.package.APIResponseValidationError) as raised:
            caller(server.url, use, strict_responses=True)
    assert [it.pointer for it in found.deviations] == list(expected)
    assert all(it.expected.startswith(expected[it.pointer]) for it in found.deviations)
    assert raised.value.deviations == found.deviations
    assert json.loads(json.dumps(found.to_json(), default=str)) == body


ALLOWED: list[tuple[str, Any]] = [
    ("closed", {"name": "a", "born": "2020-01-01"}),
    ("sealed", {"id": 1, "inner": {"name": "a"}}),
    ("either", {"age": 1}),
    ("patterned", {"name": "a", "x-1": 1}),
    ("days", {"x": "2024-01-31"}),
    ("more_days", {"more": "m", "x": "2024-01-31"}),
    ("boxes", {"x": [{"name": "a"}]}),
    ("get_pet", {"name": "a", "zone": 1}),
]


@pytest.mark.parametrize(("operation", "body"), ALLOWED)
def test_a_field_that_is_allowed_is_not_a_deviation(caller: Caller, operation: str, body: Any) -> None:
    with serving(Answer.of_json(body)) as server:
        found = caller(server.url, lambda client: getattr(client, operation)(), strict_responses=True)
    assert found.to_json() == body


def test_fields_without_a_name_stay_typed_where_others_deviate(caller: Caller) -> None:
    bodies: dict[str, Any] = {
        "/typed GET": {"name": 1, "x": "2024-01-31"},
        "/typed PATCH": {"name": 1, "x": "2024-01-31", "more": "m"},
        "/typed POST": {"name": 1, "x": [{"name": "a", "born": "2020-01-01"}]},
        "/typed PUT": {"name": 1, "x": {"y": {"name": "b"}}},
        "/typed DELETE": {"name": 1, "x": "1.10"},
    }
    models = caller.package.models
    with serving(lambda it: Answer.of_json(bodies[f"{it.target} {it.method}"])) as server:
        days, more, boxes, tree, prices = (
            caller(server.url, method(name)) for name in ("days", "more_days", "boxes", "tree", "prices")
        )
    assert days.x == more.x == date(2024, 1, 31)
    assert boxes.x == [models.Closed(name="a", born=date(2020, 1, 1))]
    assert isinstance(tree.x.y, models.Tree)
    assert tree.x.y.name == "b"
    assert prices.x == Decimal("1.10")
    for found in (days, more, boxes, tree, prices):
        assert [it.pointer for it in found.deviations] == ["/name"]


def test_decimals_keep_their_digits_in_fields_of_every_kind(caller: Caller) -> None:
    body = b'{"_inner": {"value": 1.234567890123456789012}, "x": 9.876543210987654321098}'
    with serving(Answer(200, body)) as server:
        found = caller(server.url, method("exact"), strict_responses=True)
    assert found.inner.value == Decimal("1.234567890123456789012")
    assert found.x == Decimal("9.876543210987654321098")


def test_defaults_stay_typed_where_other_fields_deviate(caller: Caller) -> None:
    models = caller.package.models
    owner = models.Owner(name="nobody", since=date(2020, 1, 31))
    with serving(Answer.of_json({"name": 1})) as server:
        found = caller(server.url, lambda client: client.defaults())
    assert (found.owner, found.owners) == (owner, [models.Owner(name="all")])
    assert (found.name, found.to_json()) == (1, {"name": 1})


def test_items_of_a_list_have_their_deviations_in_the_raw_response(caller: Caller) -> None:
    with serving(Answer.of_json([{"name": "a"}, {"name": "b", "zone": 1}])) as server:
        raw = caller(server.url, lambda client: client.with_raw_response.closed_list())
    assert [it.pointer for it in raw.deviations] == ["/1/zone"]
    assert [item.to_json() for item in raw.parse()] == json.loads(raw.content)


def test_an_object_cannot_be_built_with_a_field_that_is_not_allowed(deviant: ModuleType) -> None:
    with pytest.raises(ValidationError, match="no such field"):
        deviant.models.Closed(name="a", zone=1)
    assert deviant.models.Patterned(**{"x-1": 1}).to_json() == {"x-1": 1}
    schema = deviant.models.Closed.model_json_schema()
    assert schema["additionalProperties"] in (False, {"not": {}})


WRONG: list[Any] = [None, [], [1], "text", 1]
FIELDS = ("one", "many", "map", "either", "tagged", "maybe", "scalar")


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_an_object_is_never_a_model(caller: Caller, wrong: Any) -> None:
    """A field, item or value keeps what came; every attribute of every model can be read."""
    bodies: dict[str, Any] = {
        "GET": {"one": wrong, "many": [wrong], "map": {"k": wrong}, "either": wrong, "tagged": wrong,
                "maybe": wrong, "scalar": wrong},
        "POST": [{"name": "a"}, wrong, {"name": "b", "pet": wrong}],
        "PUT": {"k": wrong, "l": {"name": "c", "pet": wrong}},
    }  # fmt: skip
    with serving(lambda it: Answer.of_json(bodies[it.method])) as server:
        places, owners, owner_map = (
            caller(server.url, method(name)) for name in ("places", "owners", "owner_map")
        )
    assert (places.one, places.many, places.map) == (wrong, [wrong], {"k": wrong})
    assert (places.either, places.tagged, places.maybe, places.scalar) == (wrong,) * 4
    pointers = {it.pointer for it in places.deviations}
    assert pointers >= {"/one", "/many/0", "/map/k", "/either", "/tagged"}
    assert (owners[1], owners[2].pet, owner_map["k"], owner_map["l"].pet) == (wrong,) * 4
    for model in (places, owners[0], owners[2], owner_map["l"]):
        assert all(hasattr(model, name) for name in type(model).model_fields)


INCOMPLETE: list[dict[str, Any]] = [
    {}, {"one": {}}, {"many": None}, {"one": {"pet": {}}}, {"tagged": {"kind": "Cat"}}, {"tagged": {}},
    {"either": {}},
]  # fmt: skip


@pytest.mark.parametrize("wrong", INCOMPLETE)
def test_every_attribute_of_an_incomplete_object_can_be_read(caller: Caller, wrong: Any) -> None:
    def check(value: Any) -> None:
        if hasattr(type(value), "model_fields"):
            for name in type(value).model_fields:
                check(getattr(value, name))

    with serving(Answer.of_json(wrong)) as server:
        found = caller(server.url, lambda client: client.places())
    check(found)
    assert found.to_json() == wrong


@pytest.mark.parametrize("wrong", WRONG)
def test_a_body_in_place_of_a_union_or_a_list_is_kept(caller: Caller, wrong: Any) -> None:
    with serving(Answer.of_json(wrong)) as server:
        for name in ("either", "animal", "owner_map"):
            raw = caller(server.url, method(name, is_raw=True))
            assert raw.deviations
            assert raw.parse() == wrong
