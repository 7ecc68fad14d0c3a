"""A key that nearly matches a property is sent, with one advice."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

PATHS = """
/pets:
  post:
    operationId: send
    parameters:
      - name: filter
        in: query
        style: deepObject
        explode: true
        schema: {$ref: "#/components/schemas/Pet"}
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
    responses: &ok {"204": {description: x}}
/form:
  post:
    operationId: form
    requestBody:
      content: {application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Pet"}}}
    responses: *ok
/either:
  post:
    operationId: either
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Either"}}}}
    responses: *ok
"""
MORE = """
components:
  schemas:
    Pet:
      type: object
      additionalProperties: true
      properties:
        name: {type: string}
        tags: {type: array, items: {type: string}}
        userId: {type: string}
        inner: {$ref: "#/components/schemas/Pet"}
        inners: {type: array, items: {$ref: "#/components/schemas/Pet"}}
        free: {type: object, additionalProperties: {type: string}}
      patternProperties: {"^tag-": {type: string}}
    Dog: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {bark: {type: integer}}}]}
    Cat: {type: object, properties: {lives: {type: integer}, barks: {type: integer}}}
    Either: {anyOf: [{$ref: "#/components/schemas/Dog"}, {$ref: "#/components/schemas/Cat"}]}
"""


@pytest.fixture
def package(tmp_path: Path) -> ModuleType:
    return client_of(tmp_path, PATHS, MORE)


def advice_of(package: ModuleType, kind: str, *calls: Any, **options: Any) -> list[str]:
    """The warnings of some calls, one after the other."""

    def use(client: Any) -> Any:
        if kind == "sync":
            return [call(client) for call in calls]

        async def run() -> None:
            for call in calls:
                await call(client)

        return run()

    with serving(Answer(204, b"", {})) as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        using(package, kind, use, base_url=server.url, **options)
    assert len(server.received) == len(calls)
    assert all(issubclass(it.category, package.AdviceWarning) for it in caught)
    if kind == "sync":
        assert all(it.filename == __file__ for it in caught)
    return [str(it.message) for it in caught]


@pytest.mark.parametrize("kind", KINDS)
def test_the_advice_comes_once_for_each_key(package: ModuleType, kind: str) -> None:
    models = package.models
    found = advice_of(
        package,
        kind,
        lambda client: client.send({"name": "n", "tag": ["a"], "nmae": "m"}),
        lambda client: client.send({"tag": ["a"]}),
        lambda client: client.send(models.Pet(tag=["a"])),
        lambda client: client.form({"tag": ["a"]}),
        lambda client: client.send({"inner": {"inners": [{}, {"user_id": "u"}]}}),
        lambda client: client.send(models.Pet(inner=models.Pet(inners=[models.Pet(naem="n")]))),
        lambda client: client.send({}, filter={"Name": "n"}),
        lambda client: client.either({"barkk": 1}),
    )
    assert found == [
        "send: body: 'tag' is not described; did you mean 'tags'?",
        "form: body: 'tag' is not described; did you mean 'tags'?",
        "send: body /inner/inners/1: 'user_id' is not described; did you mean 'userId'?",
        "send: body /inner/inners/0: 'naem' is not described; did you mean 'name'?",
        "send: query /filter: 'Name' is not described; did you mean 'name'?",
        "either: body: 'barkk' is not described; did you mean 'bark'?",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_other_keys_have_no_advice(package: ModuleType, kind: str) -> None:
    assert (
        advice_of(
            package,
            kind,
            lambda client: client.send({"name": "n", "tags": [], "colour": "red", "tag-s": "x"}),
            lambda client: client.send({"tags": [], "tag": "beside it"}),
            lambda client: client.send({"free": {"name": "x", "tag": "y", "nam": "z"}}),
            lambda client: client.send({f"nam{index}": 1 for index in range(100)}),
            lambda client: client.either({"barks": 1, "bark": 1, "name": "n", "lives": 1}),
            lambda client: client.either({"barks": 1}),
            lambda client: client.send({"name": "n"}, filter={"name": "x"}),
        )
        == []
    )


def test_requests_that_are_not_validated_have_no_advice(package: ModuleType) -> None:
    def call(client: Any) -> Any:
        return client.send({"tag": ["a"]})

    assert advice_of(package, "sync", call, validate_requests=False) == []
    assert len(advice_of(package, "sync", call, validate_requests="warn")) == 1


UNICODE = """
/words:
  post:
    operationId: send
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Words"}}}}
    responses: {"204": {description: x}}
"""
WORDS = r"""
components:
  schemas:
    Words:
      type: object
      properties: {tags: {type: string}}
      patternProperties: {'^\p{Ll}+s?$': {type: string}}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_are_those_of_the_contract(tmp_path: Path, kind: str) -> None:
    """Python's regular expressions have no such classes."""
    words = client_of(tmp_path, UNICODE, WORDS)
    assert advice_of(words, kind, lambda client: client.send({"tag": "x", "größe": "y"})) == []
    assert advice_of(words, kind, lambda client: client.send({"Tags": "x"})) == [
        "send: body: 'Tags' is not described; did you mean 'tags'?"
    ]
