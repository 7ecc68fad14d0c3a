"""Parameters are decoded as they are encoded, in every style of OpenAPI 3.1 §4.8.12."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote, unquote_plus

import pytest
from oasmith.runtime.decoding import (
    Decoded,
    decode_header,
    decode_pairs,
    decode_path,
    decode_querystring,
    split_cookies,
    split_query,
)
from oasmith.runtime.operation import header_value
from oasmith.runtime.styles import path_segment, query_pairs, querystring
from support.paths import GENERATED

STRING, ITEMS, PAIRS = "blü e,", ["blü", "bl/ack", "a b"], {"R": "1ü", "G s": "b/c"}

VALUES = [(STRING, "string", STRING), (ITEMS, "items", ITEMS), (PAIRS, "pairs", list(PAIRS.items()))]


@pytest.mark.parametrize(("value", "kind", "decoded"), VALUES)
@pytest.mark.parametrize("explode", [False, True])
@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
def test_path(style: str, explode: bool, value: Any, kind: str, decoded: Any) -> None:
    assert (
        getattr(decode_path(path_segment("p", value, style, explode), "p", style, explode), kind) == decoded
    )


@pytest.mark.parametrize(("value", "kind", "decoded"), VALUES)
@pytest.mark.parametrize("explode", [False, True])
def test_header(explode: bool, value: Any, kind: str, decoded: Any) -> None:
    assert getattr(decode_header(header_value(value, explode), explode), kind) == decoded


@pytest.mark.parametrize(
    ("style", "explode", "value", "kind", "decoded"),
    [
        *(("form", explode, *value) for explode in (False, True) for value in VALUES),
        ("spaceDelimited", False, ["a,", "b|"], "items", ["a,", "b|"]),
        ("spaceDelimited", False, {"a": "1"}, "pairs", [("a", "1")]),
        ("pipeDelimited", False, ["a,", "b "], "items", ["a,", "b "]),
        ("pipeDelimited", False, {"a": "1"}, "pairs", [("a", "1")]),
        ("deepObject", True, {"a": "1", "b": ["2", "3"]}, "pairs", [("a", "1"), ("b", "2"), ("b", "3")]),
    ],
)
@pytest.mark.parametrize("location", ["query", "cookie"])
def test_query_and_cookie(
    location: str, style: str, explode: bool, value: Any, kind: str, decoded: Any
) -> None:
    encoded = [
        f"{quote(name)}={quote(text, safe='')}" for name, text in query_pairs("p", value, style, explode)
    ]
    pairs = split_query("&".join(encoded)) if location == "query" else split_cookies("; ".join(encoded))
    decode = unquote_plus if location == "query" else unquote
    found = decode_pairs(pairs, pairs, "p", style, explode, decode)
    assert found is not None
    assert getattr(found, kind) == decoded


def test_a_name_is_decoded_once() -> None:
    pairs = split_query("p%5B%2541%5D=%2541")
    assert decode_pairs(pairs, [], "p", "deepObject", True, unquote_plus) == Decoded(
        pairs=[("%41", "%41")], repeats=True
    )


def test_an_absent_parameter_is_none() -> None:
    pairs = split_query("other=1&=2&")
    assert decode_pairs(pairs, [], "p", "form", True, unquote_plus) is None
    assert decode_pairs(pairs, pairs, "p", "deepObject", True, unquote_plus) is None
    assert decode_querystring("", []) is None


def test_querystring() -> None:
    query = querystring({"a": ["1", "b c"], "d": "+"})
    found = decode_querystring(query, split_query(query))
    assert found is not None
    assert found.pairs == [("a", "1"), ("a", "b c"), ("d", "+")]
    assert decode_querystring(querystring("a=ü"), []) == Decoded("a=ü", pairs=[], repeats=True)


def test_clients_do_not_carry_the_decoding() -> None:
    runtime = [path.name for path in (GENERATED / "elb_client" / "_runtime").glob("*.py")]
    assert "operation.py" in runtime
    assert "decoding.py" not in runtime
