"""A default list or object that was changed in a model is sent; one that was not is not."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs

import pytest
from support.wire import KINDS, client_of, sent

PATHS = """
/json:
  post:
    operationId: send
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
    responses: &ok {"204": {description: x}}
/form:
  post:
    operationId: form
    requestBody:
      content: {application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Thing"}}}
    responses: *ok
/parts:
  post:
    operationId: parts
    requestBody: {content: {multipart/form-data: {schema: {$ref: "#/components/schemas/Thing"}}}}
    responses: *ok
"""
MORE = """
components:
  schemas:
    Thing:
      type: object
      properties:
        name: {type: string}
        tags: {type: array, items: {type: string}, default: []}
        more-tags: {type: array, items: {type: string}, default: [a, b]}
        options: {type: object, properties: {q: {type: string}, n: {type: integer}}, default: {q: z}}
        map: {type: object, additionalProperties: {type: integer}, default: {}}
        days: {type: array, items: {type: string, format: date}, default: ["2024-01-31"]}
        inner: {$ref: "#/components/schemas/Thing"}
        inners: {type: array, items: {$ref: "#/components/schemas/Thing"}}
      additionalProperties: true
    Child: {allOf: [{$ref: "#/components/schemas/Thing"}, {type: object, properties: {age: {type: integer}}}]}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("defaults"), PATHS, MORE)


def nested(package: ModuleType, thing: Any) -> None:
    thing.inner = package.models.Thing(name="i")
    thing.inner.tags.append("x")


def listed(package: ModuleType, thing: Any) -> None:
    thing.inners = [package.models.Thing(), package.models.Thing()]
    thing.inners[1].map["a"] = 1


def child(package: ModuleType, thing: Any) -> None:
    thing.inner = package.models.Child(age=1)
    thing.inner.tags.append("x")


def extra(package: ModuleType, thing: Any) -> None:
    thing.other = {"deep": [package.models.Thing()]}
    thing.other["deep"][0].tags.append("x")


def taken_back(package: ModuleType, thing: Any) -> None:
    thing.tags.append("x")
    thing.tags.pop()


CHANGES: dict[str, tuple[Callable[[ModuleType, Any], None], dict[str, Any]]] = {
    "nothing": (lambda package, thing: None, {}),
    "an item": (lambda package, thing: thing.tags.append("x"), {"tags": ["x"]}),
    "an item of another name": (
        lambda package, thing: thing.more_tags.remove("a"),
        {"more-tags": ["b"]},
    ),
    "all items": (lambda package, thing: thing.more_tags.clear(), {"more-tags": []}),
    "a change that was taken back": (taken_back, {}),
    "a field of an object": (
        lambda package, thing: setattr(thing.options, "n", 1),
        {"options": {"q": "z", "n": 1}},
    ),
    "a key of a map": (lambda package, thing: thing.map.update(a=1), {"map": {"a": 1}}),
    "a date": (lambda package, thing: thing.days.pop(), {"days": []}),
    "a nested model": (nested, {"inner": {"name": "i", "tags": ["x"]}}),
    "a model in a list": (listed, {"inners": [{}, {"map": {"a": 1}}]}),
    "a model that extends another": (child, {"inner": {"age": 1, "tags": ["x"]}}),
    "a model in an extra field": (extra, {"other": {"deep": [{"tags": ["x"]}]}}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_is_sent(package: ModuleType, kind: str, name: str) -> None:
    change, expected = CHANGES[name]
    thing = package.models.Thing()
    change(package, thing)
    assert sent(package, kind, lambda client: client.send(thing)).json() == expected
    assert sent(package, kind, lambda client: client.send({"inner": thing})).json() == {"inner": expected}


@pytest.mark.parametrize("kind", KINDS)
def test_forms_and_parts(package: ModuleType, kind: str) -> None:
    thing = package.models.Thing(name="n")
    thing.tags += ["x", "y"]
    form = sent(package, kind, lambda client: client.form(thing)).body.decode()
    assert parse_qs(form) == {"name": ["n"], "tags": ["x", "y"]}
    parts = sent(package, kind, lambda client: client.parts(thing)).body
    assert parts.count(b'name="tags"') == 2
    thing = package.models.Thing(name="n")
    thing.tags.append("x")
    assert parse_qs(sent(package, kind, lambda client: client.form(thing)).body.decode())["tags"] == ["x"]


def test_the_default_of_the_class_stays(package: ModuleType) -> None:
    package.models.Thing().tags.append("x")
    assert package.models.Thing().tags == []
    assert package.models.Thing().model_fields_set == set()


def test_a_model_that_contains_itself_is_refused(package: ModuleType) -> None:
    thing = package.models.Thing()
    thing.inner = thing
    (violation,) = package.check("send", thing)
    assert violation.location == "body"
