"""Cookies are sent as they are where a cookie can have their characters: most servers do not decode them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from support.wire import KINDS, client_of, sent

PATHS = """
/things:
  get:
    operationId: getThings
    parameters:
      - {name: session, in: cookie, schema: {type: string}}
      - {name: ids, in: cookie, explode: false, schema: {type: array, items: {type: string}}}
    responses: {"200": {description: Ok.}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("cookies"), PATHS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("arguments", "cookie"),
    [
        ({"session": "aB+/9=="}, "session=aB+/9=="),
        ({"session": "s:1.x!y~{z}"}, "session=s:1.x!y~{z}"),
        ({"session": "a b;c,d\"e\\f%20é"}, "session=a%20b%3Bc%2Cd%22e%5Cf%2520%C3%A9"),
        ({"ids": ["a,b", "c/d"]}, "ids=a%2Cb,c/d"),
        ({"session": "x=1", "ids": ["2"]}, "session=x=1; ids=2"),
    ],
)  # fmt: skip
def test_a_cookie_as_it_is_sent(
    package: ModuleType, kind: str, arguments: dict[str, Any], cookie: str
) -> None:
    received = sent(package, kind, lambda client: client.get_things(**arguments))
    assert received.headers["cookie"] == cookie
