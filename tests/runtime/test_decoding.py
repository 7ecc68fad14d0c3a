"""Parameters are decoded as they are encoded, in every style of OpenAPI 3.1 §4.8.12."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, unquote_plus

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
from oasmith.runtime.styles import header_value, path_segment, querystring, written_pairs

STRING, ITEMS, OBJECT = "blü e,", ["blü", "bl/ack", "a b"], {"R": "1ü", "G s": "b/c"}
LISTS: dict[str, Any] = {"a": ["1", "2,3"], "b": ["4"], "c": "5"}
"""An object with lists, which only styles with repeated keys can express."""
NESTED = {"a": {"b": "1", "c": {"d": ["2", "3"]}}, "e": ["4", "5"], "f": "6"}


def as_type(decoded: Decoded | None, value: Any) -> Any:
    """A decoded parameter as the type of a value."""
    assert decoded is not None
    if isinstance(value, dict):
        assert decoded.properties is not None
        return {name: as_type(inner, value.get(name)) for name, inner in decoded.properties.items()}
    return decoded.items if isinstance(value, list) else decoded.string


@pytest.mark.parametrize("value", [STRING, ITEMS, OBJECT])
@pytest.mark.parametrize("explode", [False, True])
@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
def test_path(style: str, explode: bool, value: Any) -> None:
    decoded = decode_path(path_segment("p", value, style, explode), "p", style, explode)
    assert as_type(decoded, value) == value


@pytest.mark.parametrize("value", [STRING, ITEMS, OBJECT])
@pytest.mark.parametrize("explode", [False, True])
def test_header(explode: bool, value: Any) -> None:
    assert as_type(decode_header(header_value(value, explode), explode), value) == value


@pytest.mark.parametrize(
    ("style", "explode", "value"),
    [
        *(("form", explode, value) for explode in (False, True) for value in (STRING, ITEMS, OBJECT)),
        *(("form", False, value) for value in (["a,b"], ["a,b", "c"], {"a": "1,2"})),
        ("form", True, LISTS),
        ("spaceDelimited", False, ["a,", "b|"]),
        ("spaceDelimited", False, {"a": "1"}),
        ("pipeDelimited", False, ["a,", "b "]),
        ("pipeDelimited", False, {"a": "1"}),
        ("deepObject", True, OBJECT),
        ("deepObject", True, NESTED),
    ],
)
@pytest.mark.parametrize("location", ["query", "cookie"])
def test_query_and_cookie(location: str, style: str, explode: bool, value: Any) -> None:
    encoded = written_pairs("p", value, style, explode)
    is_query = location == "query"
    split = split_query("&".join(encoded)) if is_query else split_cookies("; ".join(encoded))
    decode = unquote_plus if is_query else unquote
    assert as_type(decode_pairs(split, split, "p", style, explode, decode), value) == value


def test_a_name_is_decoded_once() -> None:
    decoded = decode_pairs(split_query("p%5B%2541%5D=%2541"), [], "p", "deepObject", True, unquote_plus)
    assert as_type(decoded, {}) == {"%41": "%41"}


def test_the_depth_of_objects_is_limited() -> None:
    pairs = split_query("p[" + "a][" * 100_000 + "a]=1")
    decoded = decode_pairs(pairs, [], "p", "deepObject", True, unquote_plus)
    for _ in range(20):
        assert decoded is not None
        assert decoded.properties is not None
        decoded = decoded.properties["a"]
    assert decoded is not None
    assert decoded.properties is not None
    assert decoded.properties.keys() == {"a][" * 99_980 + "a"}


def test_an_absent_parameter_is_none() -> None:
    pairs = split_query("other=1&=2&")
    assert decode_pairs(pairs, [], "p", "form", True, unquote_plus) is None
    assert decode_pairs(pairs, pairs, "p", "deepObject", True, unquote_plus) is None
    assert decode_querystring("", []) is None


def test_querystring() -> None:
    value = {"a": ["1", "b c"], "d": "+"}
    query = querystring(value)
    assert as_type(decode_querystring(query, split_query(query)), value) == value
    assert as_type(decode_querystring(querystring("a=ü"), []), "") == "a=ü"
