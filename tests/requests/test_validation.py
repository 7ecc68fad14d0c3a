"""``validate_requests``: requests that violate their description are refused, logged and sent, or sent."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pydantic
import pytest
from oasmith import generate
from oasmith.errors import OasmithError
from oasmith.settings import read_targets
from support.server import Received
from support.wire import KINDS, client_of, sent, using

PATHS = """
/pets/{id}:
  post:
    operationId: send
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
      - {name: limit, in: query, required: true, schema: {type: integer}}
      - {name: X-Flag, in: header, schema: {type: boolean}}
      - {name: sid, in: cookie, schema: {type: integer}}
    requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
    responses: &ok {"204": {description: x}}
/form:
  post:
    operationId: form
    requestBody:
      content: {application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Pet"}}}
    responses: *ok
/import:
  post:
    operationId: load
    requestBody:
      content: {multipart/form-data: {schema: {type: array, items: {type: object}}}}
    responses: *ok
/up:
  post:
    operationId: up
    requestBody:
      content:
        multipart/form-data:
          schema:
            type: object
            required: [url]
            properties:
              url: {type: string, format: uri}
              size: {type: integer}
              kind: {type: string, enum: [a, b]}
    responses: *ok
/raw:
  post:
    operationId: raw
    requestBody: {content: {text/plain: {schema: {type: string, maxLength: 1}}}}
    responses: *ok
/prices:
  post:
    operationId: price
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Price"}}}}
    responses: *ok
"""
MORE = """
components:
  schemas:
    Pet:
      type: object
      required: [name]
      additionalProperties: false
      properties:
        name: {type: string, maxLength: 3}
        age: {type: integer}
        secret: {type: string, format: password, maxLength: 3}
    Price: {type: object, properties: {price: {type: string, format: decimal}, n: {type: integer}}}
    Other: {type: object, properties: {whatever: {type: array, items: {type: integer}}}}
    Both: {oneOf: [{$ref: "#/components/schemas/Pet"}, {$ref: "#/components/schemas/Other"}]}
"""
SENDING: tuple[Any, ...] = (False, "warn")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("validation"), PATHS, MORE)


def send(client: Any) -> Any:
    return client.send({"name": "Rexi", "tag": 1}, id=0, limit="all", x_flag="maybe", sid="abc")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("validate", SENDING)
@pytest.mark.parametrize("is_option", [True, False])
def test_a_request_that_violates_its_description_is_sent(
    package: ModuleType, kind: str, validate: Any, is_option: bool
) -> None:
    if is_option:
        received = sent(package, kind, send, validate_requests=validate)
    else:
        received = sent(package, kind, lambda client: send(client.with_options(validate_requests=validate)))
    assert received.target == "/pets/0?limit=all"
    assert received.json() == {"name": "Rexi", "tag": 1}
    assert (received.headers["x-flag"], received.headers["cookie"]) == ("maybe", "sid=abc")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_by_default_and_again_with_an_option(package: ModuleType, kind: str) -> None:
    with pytest.raises(package.RequestValidationError):
        using(package, kind, send, base_url="http://127.0.0.1:1")
    with pytest.raises(package.RequestValidationError):
        using(
            package,
            kind,
            lambda client: send(client.with_options(validate_requests=True)),
            base_url="http://127.0.0.1:1",
            validate_requests=False,
        )


@pytest.mark.parametrize("kind", KINDS)
def test_the_log_has_what_check_reports(
    package: ModuleType, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"name": "Rexi", "secret": "hunter2"}
    parameters = {"id": 0, "limit": "all"}
    checked: list[Any] = []

    def use(client: Any) -> Any:
        checked.extend(client.check("send", body, **parameters))
        return client.send(body, **parameters)

    with caplog.at_level(logging.WARNING, package.__name__):
        sent(package, kind, use, validate_requests="warn")
    (record,) = caplog.records
    assert record.name == package.__name__
    assert len(checked) == 4
    for violation in checked:
        assert str(violation) in record.getMessage()
    assert "send is sent although it violates its description" in record.getMessage()
    assert "hunter2" not in record.getMessage()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("validate", [True, *SENDING])
def test_a_valid_request_logs_nothing(
    package: ModuleType, kind: str, validate: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, package.__name__):
        sent(package, kind, lambda client: client.form({"name": "Rex"}), validate_requests=validate)
    assert caplog.records == []


@pytest.mark.parametrize("validate", [True, *SENDING])
def test_check_always_reports(package: ModuleType, validate: Any) -> None:
    def use(client: Any) -> Any:
        return client.check("send", {"name": "Rexi"}, id=1, limit=1)

    (violation,) = using(package, "sync", use, base_url="http://127.0.0.1:1", validate_requests=validate)
    assert violation.pointer == "/name"


@dataclass
class Plain:
    name: str
    age: str


class Foreign(pydantic.BaseModel):
    name: str
    age: str


Make = Callable[[ModuleType], Any]
JSON_BODIES: dict[str, tuple[Make, Any]] = {
    "bytes for a string": (lambda package: {"name": b"bytes"}, {"name": "bytes"}),
    "a string for an integer": (lambda package: {"name": "n", "age": "old"}, {"name": "n", "age": "old"}),
    "another model": (lambda package: package.models.Other(whatever=[1]), {"whatever": [1]}),
    "a model that was not validated": (
        lambda package: package.models.Pet.model_construct(name=5, age=[{"a": Decimal("1.50")}]),
        {"name": 5, "age": [{"a": "1.50"}]},
    ),
    "a model inside": (
        lambda package: {"name": package.models.Other(whatever=[1])},
        {"name": {"whatever": [1]}},
    ),
    "a dataclass": (lambda package: Plain("long", "x"), {"name": "long", "age": "x"}),
    "a model of another library": (
        lambda package: Foreign(name="long", age="x"),
        {"name": "long", "age": "x"},
    ),
    "a list": (lambda package: [{"name": "long"}], [{"name": "long"}]),
    "a scalar": (lambda package: 5, 5),
    "a path": (lambda package: {"name": Path("a/b")}, {"name": "a/b"}),
    "a set": (lambda package: {"name": {1}}, {"name": [1]}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", JSON_BODIES)
def test_json_bodies(package: ModuleType, kind: str, name: str) -> None:
    make, expected = JSON_BODIES[name]
    received = sent(
        package, kind, lambda client: client.send(make(package), id=1, limit=1), validate_requests=False
    )
    sent_body = received.json()
    if name == "a model that was not validated":
        sent_body["age"][0]["a"] = str(sent_body["age"][0]["a"]).ljust(4, "0")
    assert sent_body == expected


FORMS: dict[str, tuple[Make, bytes]] = {
    "bytes": (lambda package: {"name": "a b€".encode()}, b"name=a+b%E2%82%AC"),
    "an open file": (lambda package: {"name": io.BytesIO(b"a&b")}, b"name=a%26b"),
    "a list of bytes": (lambda package: {"name": [b"a", b"b"]}, b"name=a&name=b"),
    "a string for an integer": (lambda package: {"age": "old"}, b"age=old"),
    "an object": (lambda package: {"name": {"a": 1}}, b"name=%7B%22a%22%3A1%7D"),
    "another model": (lambda package: package.models.Other(whatever=[1, 2]), b"whatever=1&whatever=2"),
    "a dataclass": (lambda package: Plain("long", "x"), b"name=long&age=x"),
    "a model of another library": (lambda package: Foreign(name="long", age="x"), b"name=long&age=x"),
    "the encoded form": (lambda package: "name=a&age=b", b"name=a&age=b"),
    "the encoded form as bytes": (lambda package: b"name=a&age=b", b"name=a&age=b"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FORMS)
def test_forms(package: ModuleType, kind: str, name: str) -> None:
    make, expected = FORMS[name]
    received = sent(package, kind, lambda client: client.form(make(package)), validate_requests=False)
    assert received.body == expected
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"


def test_bytes_in_a_form_are_sent_when_requests_are_validated(package: ModuleType) -> None:
    received = sent(package, "sync", lambda client: client.form({"name": b"a b"}))
    assert received.body == b"name=a+b"


def part(name: str, content: str, file_name: str = "", content_type: str = "") -> str:
    file = f'; filename="{file_name}"' if file_name else ""
    media = f"\r\nContent-Type: {content_type}" if content_type else ""
    return f'Content-Disposition: form-data; name="{name}"{file}{media}\r\n\r\n{content}\r\n'


PARTS: dict[str, tuple[Make, list[str]]] = {
    "a file for a URI": (
        lambda package: {"url": package.File(b"x", "a.txt", "text/plain")},
        [part("url", "x", "a.txt", "text/plain")],
    ),
    "a string for an integer": (lambda package: {"url": "/a", "size": "big"}, [part("size", "big")]),
    "an object for a string": (
        lambda package: {"kind": {"a": [1]}},
        [part("kind", '{"a":[1]}', content_type="application/json")],
    ),
    "files for a string": (
        lambda package: {"kind": [package.File(b"x", "1.txt"), package.File(b"y", "2.txt")]},
        [part("kind", "x", "1.txt", "text/plain"), part("kind", "y", "2.txt", "text/plain")],
    ),
    "a model of another library": (lambda package: Foreign(name="n", age="x"), [part("age", "x")]),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PARTS)
def test_parts(package: ModuleType, kind: str, name: str) -> None:
    make, expected = PARTS[name]
    received = sent(package, kind, lambda client: client.up(make(package)), validate_requests=False)
    for text in expected:
        assert text in received.body.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("validate", SENDING)
def test_an_upload_that_is_described_as_an_array(package: ModuleType, kind: str, validate: Any) -> None:
    with pytest.raises(package.RequestValidationError):
        sent(package, kind, lambda client: client.load({"file": io.BytesIO(b"[1]")}))
    received = sent(
        package,
        kind,
        lambda client: client.load({"file": package.File(io.BytesIO(b"[1]"), "tasks.json")}),
        validate_requests=validate,
    )
    assert part("file", "[1]", "tasks.json", "application/json") in received.body.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text(package: ModuleType, kind: str) -> None:
    received = sent(package, kind, lambda client: client.raw("long"), validate_requests=False)
    assert received.body == b"long"


@pytest.mark.parametrize("validate", [True, *SENDING])
def test_a_decimal_is_a_string_where_the_description_says_so(package: ModuleType, validate: Any) -> None:
    body = {"price": Decimal("0.10"), "n": "many" if validate is not True else 1}
    received = sent(package, "sync", lambda client: client.price(body), validate_requests=validate)
    assert received.json()["price"] == "0.10"


UNSENDABLE: dict[str, Callable[[Any], Any]] = {
    "not a number": lambda client: client.price({"n": float("nan")}),
    "a lone surrogate": lambda client: client.price({"n": "\ud800"}),
    "bytes that are not text": lambda client: client.price({"n": b"\xff"}),
    "no path parameter": lambda client: client.send({}, id=None, limit=1),
    "an empty path parameter": lambda client: client.send({}, id="", limit=1),
    "dots in the path": lambda client: client.send({}, id="..", limit=1),
    "a header of two lines": lambda client: client.send({}, id=1, limit=1, x_flag="a\r\nB: c"),
    "a form with bytes that are not text": lambda client: client.form({"name": b"\xff"}),
    "a form of a number": lambda client: client.form(5),
    "parts of a list": lambda client: client.up([1]),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("validate", [True, *SENDING])
@pytest.mark.parametrize("name", UNSENDABLE)
def test_what_cannot_be_sent_is_refused(package: ModuleType, kind: str, validate: Any, name: str) -> None:
    with pytest.raises(package.RequestValidationError):
        using(package, kind, UNSENDABLE[name], base_url="http://127.0.0.1:1", validate_requests=validate)


def test_another_value_of_the_option_is_an_error(package: ModuleType) -> None:
    with pytest.raises(ValueError, match=r'validate_requests is True, False or "warn", not \'warning\''):
        using(package, "sync", send, base_url="http://127.0.0.1:1", validate_requests="warning")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("validate", ["warn", "false"])
def test_the_description_has_the_default(tmp_path: Path, kind: str, validate: str) -> None:
    package = client_of(tmp_path, PATHS, f"{MORE}\nx-oasmith-validate-requests: {validate}")

    def use(client: Any) -> Received:
        return sent(package, kind, client)

    assert use(send).target == "/pets/0?limit=all"
    with pytest.raises(package.RequestValidationError):
        sent(package, kind, send, validate_requests=True)


@pytest.mark.parametrize(("written", "expected"), [("true", True), ("false", False), ('"warn"', "warn")])
def test_a_setting_has_the_default(tmp_path: Path, written: str, expected: Any) -> None:
    (tmp_path / "openapi.yaml").write_text(
        "{openapi: 3.1.0, info: {title: T, version: '1'}, paths: {/a: {get: {responses: {'204': "
        "{description: x}}}}}}"
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.oasmith]\ndescription = "openapi.yaml"\noutput = "out"\nproducts = ["client"]\n'
        f"validate-requests = {written}\n"
    )
    (target,) = read_targets(tmp_path / "pyproject.toml")
    generate(target)
    for module in ("client", "async_client"):
        text = (tmp_path / "out" / "t_client" / f"{module}.py").read_text("utf-8")
        assert f'validate_requests: bool | Literal["warn"] = {expected!r},'.replace("'", '"') in text


@pytest.mark.parametrize("written", ['"no"', "1", "[]"])
def test_another_value_of_the_setting_is_an_error(tmp_path: Path, written: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        f'[tool.oasmith]\ndescription = "a.yaml"\noutput = "out"\nvalidate-requests = {written}\n'
    )
    with pytest.raises(OasmithError, match=r'Write true, false or "warn"'):
        read_targets(path)
