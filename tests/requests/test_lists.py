"""Lists in objects, and commas between items and inside them (RFC 6570)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.wire import KINDS, client_of, sent

PATHS = """
/query:
  get:
    operationId: query
    parameters:
      - {name: p, in: query, schema: {$ref: "#/components/schemas/Pageable"}}
      - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}
      - {name: box, in: query, explode: false, schema: {type: object}}
      - name: raw
        in: query
        explode: false
        allowReserved: true
        schema: {type: array, items: {type: string}}
      - {name: jar, in: cookie, explode: false, schema: {type: array, items: {type: string}}}
      - {name: tin, in: cookie, explode: true, schema: {type: object}}
    responses: {"200": {description: x, content: {application/json: {schema: {}}}}}
/form:
  post:
    operationId: form
    requestBody:
      content:
        application/x-www-form-urlencoded:
          schema:
            type: object
            properties:
              csv: {type: array, items: {type: string}}
              pipes: {type: array, items: {type: string}}
              obj: {type: object}
              plain: {type: array, items: {type: string}}
          encoding:
            csv: {style: form, explode: false}
            pipes: {style: pipeDelimited}
            obj: {style: form, explode: true}
    responses: {"200": {description: x, content: {application/json: {schema: {}}}}}
"""
MORE = """
components:
  schemas:
    Pageable:
      type: object
      properties: {page: {type: integer}, sort: {type: array, items: {type: string}}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("lists"), PATHS, MORE)


def query(value: Any, client: Any) -> Any:
    return client.query(p=value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_in_an_exploded_object_repeats_its_key(package: ModuleType, kind: str) -> None:
    page = {"page": 0, "sort": ["name,asc", "id,desc"]}
    for value in (page, package.models.Pageable(**page)):
        received = sent(package, kind, partial(query, value))
        assert received.target == "/query?page=0&sort=name%2Casc&sort=id%2Cdesc"


@pytest.mark.parametrize("kind", KINDS)
def test_commas_in_queries_and_cookies(package: ModuleType, kind: str) -> None:
    received = sent(
        package,
        kind,
        lambda client: client.query(
            ids=["a,b", "c d"], box={"x": "1,2"}, raw=["a/b", "c"], jar=["a,b", "c"], tin={"a": ["1", "2,"]}
        ),
    )
    assert received.target == "/query?ids=a%2Cb,c%20d&box=x,1%2C2&raw=a/b,c"
    assert received.headers["cookie"] == "jar=a%2Cb,c; a=1; a=2%2C"


@pytest.mark.parametrize("kind", KINDS)
def test_commas_and_lists_in_forms(package: ModuleType, kind: str) -> None:
    body = {"csv": ["a,b", "c d"], "pipes": ["a", "b"], "obj": {"k": [1, 2], "m": True}, "plain": ["a,", "b"]}
    received = sent(package, kind, lambda client: client.form(body))
    assert received.body == b"csv=a%2Cb,c+d&pipes=a%7Cb&k=1&k=2&m=true&plain=a%2C&plain=b"


PARAMETERS = {
    "a list in an exploded object": ("explode: true", "{type: object, properties: {a: LIST}}", False),
    "a list in an object": ("explode: false", "{type: object, properties: {a: LIST}}", True),
    "a list of lists in an exploded object": (
        "explode: true", "{type: object, properties: {a: {type: array, items: LIST}}}", True,
    ),
    "an object in an exploded object": (
        "explode: true", "{type: object, properties: {a: {type: object, properties: {}}}}", True,
    ),
    "a list of lists": ("explode: true", "{type: array, items: LIST}", True),
}  # fmt: skip


@pytest.mark.parametrize("case", PARAMETERS)
def test_values_without_a_form_are_reported(tmp_path: Path, case: str) -> None:
    explode, schema, is_reported = PARAMETERS[case]
    path = tmp_path / "api.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n"
        f"      parameters: [{{name: p, in: query, {explode}, schema: "
        + schema.replace("LIST", "{type: array, items: {type: integer}}")
        + "}]\n      responses: {'204': {description: x}}\n"
    )
    problems = build_files(Target(path, tmp_path, products=("client",)), lambda stage, done: None).problems
    assert ["no form for nested values" in problem.message for problem in problems] == [True] * is_reported
