"""A Decimal keeps its digits, in a model as in a mapping."""

from __future__ import annotations

import json
from decimal import Decimal
from operator import methodcaller
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

EXACT = Decimal("12345678901234567.89")
NUMBER, TEXT = {"type": "number"}, {"type": "string", "pattern": r"^\d+(\.\d+)?$"}
SCHEMAS: dict[str, Any] = {
    "a number or text": {"anyOf": [NUMBER, TEXT]},
    "text, a number or null": {"oneOf": [TEXT, NUMBER, {"type": "null"}]},
    "the format decimal": {"type": "number", "format": "decimal"},
}
PATHS = """
/prices:
  post:
    operationId: send
    requestBody:
      required: true
      content: &price {application/json: {schema: {$ref: "#/components/schemas/Price"}}}
    responses: {"200": {description: ok, content: *price}}
"""


def priced(folder: Path, schema: Any) -> ModuleType:
    price = {"type": "object", "properties": {"price": schema, "more": {"type": "array", "items": schema}}}
    return client_of(folder, PATHS, json.dumps({"components": {"schemas": {"Price": price}}}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_a_decimal_keeps_its_digits(tmp_path: Path, schema: Any, kind: str) -> None:
    package = priced(tmp_path, schema)
    exact = {"price": EXACT, "more": [EXACT]}
    with serving(Answer.of_json({"price": 2.5, "more": [3]})) as server:
        for body in (package.models.Price(**exact), exact):
            result = using(package, kind, methodcaller("send", body), base_url=server.url)
            assert (float(result.price), float(result.more[0])) == (2.5, 3)
    bodies = [json.loads(received.body, parse_float=Decimal) for received in server.received]
    assert bodies == [exact, exact]


def test_other_values_of_the_union_stay_as_they_are(tmp_path: Path) -> None:
    package = priced(tmp_path, SCHEMAS["a number or text"])
    for value in (1, 1.5, "1.50"):
        price = package.models.Price(price=value)
        assert price.price == value
        assert type(price.price) is type(value)
        assert price.to_json() == {"price": value}
