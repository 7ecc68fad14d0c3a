"""Header parameters for Accept, Content-Type and Authorization are ignored (OpenAPI 3.1 §4.8.12.1)."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import pytest
from oasmith.reading import read
from support.packages import generated_package
from support.paths import CASES
from support.wire import KINDS, client_of, sent

PATHS = """
/own:
  post:
    operationId: own
    security: [{token: []}]
    parameters:
      - {name: Accept, in: header, required: true, schema: {type: string, default: text/x}}
      - {name: content-type, in: header, required: true, schema: {type: string, enum: [a/b]}}
      - {name: AUTHORIZATION, in: header, required: true, schema: {type: string}}
      - {name: Accept-Language, in: header, schema: {type: string}}
      - {name: accept, in: query, schema: {type: string}}
    requestBody: {content: {application/json: {schema: {type: object}}}}
    responses: {"200": {description: x, content: {application/json: {schema: {}}}}}
/shared:
  parameters:
    - {$ref: "#/components/parameters/Auth"}
    - {$ref: "#/components/parameters/Auth2"}
  get: {operationId: shared, responses: {"200": {description: x, content: {application/json: {schema: {}}}}}}
"""
MORE = """
components:
  parameters:
    Auth: {name: Authorization, in: header, required: true, schema: {type: string, enum: [a, b], title: Hat}}
    Auth2: {$ref: "#/components/parameters/Type"}
    Type: {name: Content-Type, in: header, required: true, schema: {type: string}}
  securitySchemes: {token: {type: http, scheme: bearer}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("headers"), PATHS, MORE)


@pytest.mark.parametrize("kind", KINDS)
def test_they_are_no_arguments(package: ModuleType, kind: str) -> None:
    received = sent(package, kind, lambda client: client.own({}, accept_language="de", accept="x"), token="s")
    assert received.target == "/own?accept=x"
    assert received.headers["accept"] == "application/json"
    assert received.headers["content-type"] == "application/json"
    assert received.headers["authorization"] == "Bearer s"
    assert received.headers["accept-language"] == "de"


@pytest.mark.parametrize("kind", KINDS)
def test_those_of_a_path_item_and_of_a_component_are_ignored(package: ModuleType, kind: str) -> None:
    received = sent(package, kind, lambda client: client.shared())
    assert not {"authorization", "content-type"} & received.headers.keys()


def test_no_model_is_left_of_them(package: ModuleType) -> None:
    assert not hasattr(package.models, "Hat")


def test_missing_credentials_are_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(f"openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths:{_indented(PATHS)}{MORE}")
    (problem,) = read(path).repairs
    assert problem.pointer == "/paths/~1shared/get"
    assert "'Authorization'" in problem.message
    assert "securitySchemes" in problem.remedy


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/cases is not beside the checkout")
def test_the_shared_case(tmp_path: Path) -> None:
    package = generated_package(CASES / "schemas" / "accept_parameter.yaml", tmp_path)
    arguments = inspect.signature(package.AcceptClient.make_a).parameters
    assert not {"accept", "content_type_in_header", "authorization"} & arguments.keys()


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ").rstrip()
