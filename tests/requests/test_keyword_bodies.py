"""A body as keyword arguments is sent as the same mapping is, and path parameters can be positional."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from elb_client import AsyncElbClient, ElbClient, RequestValidationError
from support.packages import generated_package
from support.page import request_example
from support.server import Answer, Received, serving
from support.wire import KINDS, sent, using

PET: dict[str, Any] = {
    "name": "Tom",
    "kind": "cat",
    "born": date(2024, 1, 31),
    "seen": datetime(2024, 1, 31, 10, tzinfo=UTC),
    "price": Decimal("12.50"),
    "nickname": None,
    "tags": ["a", "b"],
    "owner": {"name": "Ann"},
    "friends": ({"name": "Rex", "kind": "dog"},),
    "marks": {"jump": 3},
    "home": {"kind": "circle", "radius": 2},
    "where": (1, 2.5),
}
VISIT, SCAN = "application/x-www-form-urlencoded", "multipart/form-data"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("zoo.yaml"), tmp_path_factory.mktemp("zoo"))


def essence(received: Received) -> tuple[str, str, str, bytes]:
    """What a request asks for; the boundary between the parts of a body is another one each time."""
    kind, _, boundary = received.headers.get("content-type", "").partition("; boundary=")
    body = received.body.replace(boundary.encode(), b"boundary") if boundary else received.body
    return received.method, received.target, kind, body


SAME: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "JSON": (lambda c: c.pets.create(**PET), lambda c: c.pets.create(PET)),
    "an optional body": (lambda c: c.pets.find_pets(limit=3), lambda c: c.pets.find_pets(body={"limit": 3})),
    "no body": (lambda c: c.pets.find_pets(), lambda c: c.pets.find_pets(body=None)),
    "parameters by name": (
        lambda c: c.pets.update(farm="a b", pet=7, dry=True, name="Tom", kind="cat"),
        lambda c: c.pets.update({"name": "Tom", "kind": "cat"}, farm="a b", pet=7, dry=True),
    ),
    "path parameters by position": (
        lambda c: c.pets.update("a b", 7, dry=True, name="Tom", kind="cat"),
        lambda c: c.pets.update(body={"name": "Tom", "kind": "cat"}, farm="a b", pet=7, dry=True),
    ),
    "some path parameters by position": (
        lambda c: c.pets.update(7, farm="a", name="Tom", kind="cat"),
        lambda c: c.pets.update("a", {"name": "Tom", "kind": "cat"}, pet=7),
    ),
    "all by position": (
        lambda c: c.pets.update("a", 7, {"name": "Tom", "kind": "cat"}),
        lambda c: c.pets.update("a", 7, body={"name": "Tom", "kind": "cat"}),
    ),
    "keys that are no identifiers": (
        lambda c: c.pets.label("rex", text="t", **{"from": "me", "x-colour": "red"}),
        lambda c: c.pets.label("rex", {"text": "t", "from": "me", "x-colour": "red"}),
    ),
    "an operation without a body": (lambda c: c.pets.get("a", 7), lambda c: c.pets.get(farm="a", pet=7)),
    "a file": (lambda c: c.pets.store_photo("a", b"x"), lambda c: c.pets.store_photo(b"x", id="a")),
    "a file by name": (
        lambda c: c.pets.store_photo("a", body=b"x"),
        lambda c: c.pets.store_photo(b"x", id="a"),
    ),
    "a form": (
        lambda c: c.book_visit(content_type=VISIT, day=date(2024, 1, 31), note="a & b"),
        lambda c: c.book_visit({"day": date(2024, 1, 31), "note": "a & b"}, content_type=VISIT),
    ),
    "parts": (
        lambda c: c.book_visit(content_type=SCAN, image=io.BytesIO(b"x"), pages=[b"1", b"2"]),
        lambda c: c.book_visit({"image": io.BytesIO(b"x"), "pages": [b"1", b"2"]}, content_type=SCAN),
    ),
    "a member of a union": (
        lambda c: c.draw_shape(kind="square", side=2.5),
        lambda c: c.draw_shape({"kind": "square", "side": 2.5}),
    ),
    "other keys": (
        lambda c: c.configure(theme="dark", font="serif"),
        lambda c: c.configure({"theme": "dark", "font": "serif"}),
    ),
}


@pytest.mark.filterwarnings("ignore:This operation is deprecated")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SAME)
def test_both_ways_send_the_same(package: ModuleType, name: str, kind: str) -> None:
    one, other = (essence(sent(package, kind, use)) for use in SAME[name])
    assert one == other


def test_keywords_are_sent_under_their_names(package: ModuleType) -> None:
    received = sent(package, "sync", lambda client: client.pets.update("a b", 7, name="Tom", kind="cat"))
    assert (received.method, received.target) == ("PUT", "/farms/a%20b/pets/7")
    assert received.body == b'{"name":"Tom","kind":"cat"}'


def test_models_can_be_properties(package: ModuleType) -> None:
    models = package.models
    received = sent(
        package,
        "sync",
        lambda client: client.pets.create(
            name="Tom", kind="cat", owner=models.Owner(name="Ann"), home=models.Circle(radius=1)
        ),
    )
    assert received.json() == {
        "name": "Tom",
        "kind": "cat",
        "owner": {"name": "Ann"},
        "home": {"kind": "circle", "radius": 1},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_raw_responses_take_keywords_as_well(package: ModuleType, kind: str) -> None:
    received = sent(
        package, kind, lambda client: client.with_raw_response.pets.update("a", 7, name="Tom", kind="cat")
    )
    assert received.json() == {"name": "Tom", "kind": "cat"}


def test_a_property_named_like_a_parameter_or_an_option_is_passed_in_the_body(package: ModuleType) -> None:
    label = {"text": "t", "name": "n", "timeout": 3}
    received = sent(package, "sync", lambda client: client.pets.label("rex", body=label, timeout=5))
    assert (received.target, received.json()) == ("/pets/rex/label", label)
    received = sent(package, "sync", lambda client: client.pets.label(name="rex", timeout=5, text="t"))
    assert (received.target, received.json()) == ("/pets/rex/label", {"text": "t"})


MISUSES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "two bodies": (lambda c: c.pets.create({"name": "n"}, kind="cat"), "not both: kind"),
    "two bodies, one positional": (
        lambda c: c.pets.update("a", 7, {"name": "n"}, kind="cat", name="n"),
        "not both: kind, name",
    ),
    "an empty body and keywords": (lambda c: c.pets.create({}, name="n", kind="cat"), "not both: name, kind"),
    "too many": (lambda c: c.pets.update("a", 7, {}, 8), "too many positional arguments: 4"),
    "a value that also has a name": (
        lambda c: c.pets.store_photo(b"", "a", id="a"),
        "without a value are body",
    ),
    "no path parameter": (lambda c: c.pets.update(farm="a", name="n"), "missing path parameter: pet"),
    "an unknown argument": (
        lambda c: c.pets.store_photo("a", b"x", size=3),
        "unexpected keyword argument: size",
    ),
    "an unknown argument without a body": (
        lambda c: c.pets.get("a", 7, size=3),
        "unexpected keyword argument",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MISUSES)
def test_misuse_is_a_clear_error_and_nothing_is_sent(package: ModuleType, name: str, kind: str) -> None:
    use, expected = MISUSES[name]
    with serving(Answer.of_json({})) as server:
        with pytest.raises(TypeError) as caught:
            using(package, kind, use, base_url=server.url)
        assert server.received == []
    assert expected in str(caught.value)


def test_keywords_are_validated(package: ModuleType) -> None:
    with serving(Answer.of_json({})) as server:
        with pytest.raises(package.RequestValidationError) as caught:
            using(package, "sync", lambda c: c.pets.create(name="", kind="cow"), base_url=server.url)
        assert server.received == []
    assert [(it.location, it.pointer) for it in caught.value.violations] == [
        ("body", "/name"),
        ("body", "/kind"),
    ]


def test_the_types_of_mappings_can_be_read_at_run_time(package: ModuleType) -> None:
    hints = get_type_hints(package.inputs.Pet)
    assert hints["owner"] == package.models.Owner | package.inputs.Owner
    assert set(package.inputs.Label.__annotations__) == {"text", "name", "timeout", "from", "x-colour"}


@pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")
def test_a_pool_by_keywords_is_the_same_request() -> None:
    example = request_example()
    with serving(Answer.of_json({}, 201)) as server:
        with ElbClient(base_url=server.url, token="t", project_id="p") as client:
            client.create_master_slave_pool(body=example)
            client.create_master_slave_pool(pool=example["pool"])
            client.create_master_slave_pool(project_id="p", **example)

        async def create() -> None:
            async with AsyncElbClient(base_url=server.url, token="t", project_id="p") as client:
                await client.create_master_slave_pool(pool=example["pool"])

        asyncio.run(create())
    assert len(server.received) == 4
    assert len({(it.method, it.target, it.body) for it in server.received}) == 1


def test_rules_are_validated_for_keywords() -> None:
    pool: Any = {**request_example()["pool"], "protocol": "UDP"}
    with (
        serving(Answer()) as server,
        ElbClient(base_url=server.url, token="t", project_id="p") as client,
        pytest.raises(RequestValidationError) as by_body,
    ):
        client.create_master_slave_pool({"pool": pool})
    with (
        serving(Answer()) as other,
        ElbClient(base_url=other.url, token="t", project_id="p") as client,
        pytest.raises(RequestValidationError) as by_keywords,
    ):
        client.create_master_slave_pool(pool=pool)
    assert server.received == other.received == []
    assert by_keywords.value.violations == by_body.value.violations
    assert "health-type-udp" in {violation.rule for violation in by_keywords.value.violations}
