"""The mock server reads the values that the runtime writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mock.serving import Serve
from oasmith.api.model import Api, Operation, Parameter
from oasmith.mock.checking import RequestReader
from oasmith.mock.messages import HttpError, Request
from oasmith.mock.preferences import preferences
from oasmith.mock.routing import Routes
from oasmith.names import Identifier
from oasmith.runtime.styles import header_value, path_segment, written_pairs
from oasmith.schemas import Schemas
from oasmith.values.cache import SchemaCache

SCHEMAS = SchemaCache(
    Schemas({"Level": {"type": "integer"}, "Names": {"type": "array", "items": {"type": "string"}}})
)
READER = RequestReader(SCHEMAS)

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
RESERVED = st.text(":/?#[]@!$&'()*+,;=%.-_~ |\"<>{}^`\\", max_size=8)
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)

PATH_STYLES = [
    ("path", style, explode) for style in ("simple", "label", "matrix") for explode in (False, True)
]
PAIR_STYLES = [
    *(("query", style, False) for style in ("form", "spaceDelimited", "pipeDelimited")),
    ("query", "form", True), ("cookie", "form", False), ("cookie", "form", True),
]  # fmt: skip
HEADER_STYLES = [("header", "simple", False), ("header", "simple", True)]
STYLES = [*PATH_STYLES, *PAIR_STYLES, *HEADER_STYLES]

Style = tuple[str, str, bool]


def _parameter(style: Style, schema: Any) -> Parameter:
    # The place comes out of a table of texts, which a type checker cannot tell from any text.
    location, name, explode = style
    return _named("p", location, schema, name, explode)


def _named(wire_name: str, location: str, schema: Any, style: str, explode: bool) -> Parameter:
    return Parameter(
        name=Identifier(wire_name),
        wire_name=wire_name,
        location=location,  # type: ignore[arg-type]  # any string, for mypy
        style=style,
        explode=explode,
        required=False,
        description="",
        deprecated=False,
        schema=schema,
        on_client=False,
        examples=(),
    )


def _operation(path: str, *parameters: Parameter) -> Operation:
    return Operation("o", Identifier("o"), "GET", path, "", "", False, (), parameters, None, (), ())


def _round_trip(style: Style, schema: Any, value: Any) -> Any:
    """The value after the runtime wrote it and the mock read it; ``None`` where it was left out."""
    parameter = _parameter(style, schema)
    operation = _operation("/a/{p}" if style[0] == "path" else "/a", parameter)
    api = Api("", "", "", (), (), (operation,), Schemas({}))
    path, query, headers = "/a", "", []
    if style[0] == "path":
        segment = path_segment("p", value, style[1], style[2])
        assume(segment not in ("", ".", ".."))
        path = f"/a/{segment}"
    elif style[0] == "header":
        headers = [("P", header_value(value, style[2]))]
    else:
        parts = written_pairs("p", value, style[1], style[2])
        query = "&".join(parts) if style[0] == "query" else ""
        headers = [("Cookie", "; ".join(parts))] if style[0] == "cookie" else []
    request = Request("GET", path, query, tuple(headers), b"")
    (match,) = Routes(api).matches(request)
    return READER.parameters(operation, match.variables, request)[style[0]].get("p")


def _same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: true is not 1."""
    return json.dumps(one) == json.dumps(other)


SCALARS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    ({"type": "string"}, TEXT | RESERVED),
    ({"type": ["integer", "null"]}, st.integers()),
    ({"$ref": "#/components/schemas/Level"}, st.integers()),
    ({"type": "number"}, NUMBERS),
    ({"type": "boolean"}, st.booleans()),
    ({"enum": ["a b", 7, True]}, st.sampled_from(["a b", 7, True])),
    ({"anyOf": [{"type": "integer", "maximum": 9}, {"const": "auto"}]}, st.sampled_from([3, "auto"])),
    (
        {"anyOf": [{"type": "boolean"}, {"type": "string", "minLength": 6}]},
        st.sampled_from([True, "falsehood"]),
    ),
]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=50)
@given(data=st.data())
def test_scalars(style: Style, data: st.DataObject) -> None:
    schema, values = data.draw(st.sampled_from(SCALARS))
    value = data.draw(values)
    if style[0] == "header":
        assume(str(value) == str(value).strip(" \t"))
    assert _same(_round_trip(style, schema, value), value)


def _delimiters(style: Style) -> str:
    """What may not stand inside an item, because the style has no way to tell it from its own."""
    location, name, explode = style
    if location == "path":
        return "." if name == "label" and explode else ""
    if location == "header":
        return ",= "
    return "" if explode else {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}[name]


def _items(style: Style) -> st.SearchStrategy[str]:
    return (TEXT | RESERVED).filter(lambda text: not set(text) & set(_delimiters(style)))


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=50)
@given(data=st.data())
def test_arrays(style: Style, data: st.DataObject) -> None:
    schema, items = data.draw(
        st.sampled_from(
            [
                ({"type": "array", "items": {"type": "string"}}, _items(style)),
                ({"$ref": "#/components/schemas/Names"}, _items(style)),
                ({"type": "array", "items": {"type": "integer"}}, st.integers()),
                ({"type": "array", "items": {"type": "boolean"}}, st.booleans()),
                ({"type": ["array", "null"], "items": {"$ref": "#/components/schemas/Level"}}, st.integers()),
            ]
        )
    )
    value = data.draw(st.lists(items, min_size=1, max_size=4))
    assume(value != [""])
    assert _same(_round_trip(style, schema, value), value)


@pytest.mark.parametrize("style", [*STYLES, ("query", "deepObject", True)])
@settings(max_examples=50)
@given(data=st.data())
def test_objects(style: Style, data: st.DataObject) -> None:
    texts = _items(style)
    names = texts.filter(lambda name: name not in ("", "n", "b", "d", "p") and "][" not in name)
    schema = {
        "type": "object",
        "properties": {
            "n": {"type": "number"}, "b": {"type": "boolean"},
            "d": {"type": "array", "items": {"type": "integer"}},
        },
        "additionalProperties": {"type": "string"},
    }  # fmt: skip
    value: dict[str, Any] = data.draw(st.dictionaries(names, texts, max_size=3))
    value |= data.draw(st.fixed_dictionaries({}, optional={"n": st.integers(-9, 9), "b": st.booleans()}))
    if style[1] == "deepObject" or style in (("query", "form", True), ("cookie", "form", True)):
        value |= data.draw(
            st.fixed_dictionaries({}, optional={"d": st.lists(st.integers(), min_size=1, max_size=3)})
        )
    elif "," not in _delimiters(style) and data.draw(st.booleans()):
        value["d"] = data.draw(st.lists(st.integers(), max_size=3))
    assume(value)
    assert _same(_round_trip(style, schema, value), value)


def test_a_tuple_is_read_by_the_place_of_each_item() -> None:
    schema = {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "string"}],
        "items": {"type": "boolean"},
    }
    value = [1, "1", True, False]
    assert _same(_round_trip(("query", "form", False), schema, value), value)


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("five", {"type": "integer"}, "five"),
        ("1.5", {"type": "integer"}, 1.5),
        ("0x10", {"type": "integer"}, "0x10"),
        ("1_000", {"type": "integer"}, "1_000"),
        ("٣", {"type": "integer"}, "٣"),
        ("TRUE", {"type": "boolean"}, "TRUE"),
        ("", {"type": ["integer", "null"]}, None),
        ("", {"type": ["string", "null"]}, ""),
        ("5", {}, "5"),
        ("5", {"type": "string"}, "5"),
        ('{"a":1}', {"type": ["object", "boolean"]}, {"a": 1}),
    ],
)  # fmt: skip
def test_text_is_read_as_the_type_that_the_schema_wants_or_left_as_it_is(
    text: str, schema: Any, value: Any
) -> None:
    parameter = _parameter(("header", "simple", False), schema)
    operation = _operation("/", parameter)
    request = Request("GET", "/", "", (("p", text),), b"")
    assert _same(READER.parameters(operation, {}, request)["header"]["p"], value)


def test_exploded_objects_share_a_query_with_other_parameters() -> None:
    first = _parameter(("query", "form", True), {"type": "object", "properties": {"x": {"type": "integer"}}})
    second = _named("y", "query", {"type": "integer"}, "form", True)
    operation = _operation("/", first, second)
    request = Request("GET", "/", "x=1&y=2&key=k&z=+a%2Bb", (), b"")
    assert READER.parameters(operation, {}, request, {"key"})["query"] == {
        "p": {"x": 1, "z": " a+b"}, "y": 2,
    }  # fmt: skip


def test_nested_objects_are_read_by_their_schemas() -> None:
    inner = {"type": "object", "properties": {"n": {"type": "integer"}, "t": {"type": "string"}}}
    schema = {"type": "object", "properties": {"inner": inner, "any": {}}}
    value = {"inner": {"n": 5, "t": "5"}, "any": {"x": {"y": "1"}}}
    assert _round_trip(("query", "deepObject", True), schema, value) == value


def test_a_repeated_scalar_is_an_array() -> None:
    parameter = _parameter(("query", "form", True), {"type": "integer"})
    operation = _operation("/", parameter)
    request = Request("GET", "/", "p=1&p=2", (), b"")
    assert READER.parameters(operation, {}, request)["query"] == {"p": ["1", "2"]}


def test_a_form_is_an_object_typed_by_its_schema() -> None:
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}},
                       "at": {"type": "object", "properties": {"x": {"type": "number"}}}},
    }  # fmt: skip
    body = b"n=5&tags=a+b&tags=%C3%A9&at=%7B%22x%22%3A1.5%7D&other=5"
    request = Request("POST", "/", "", (("Content-Type", "application/x-www-form-urlencoded"),), body)
    assert READER.body(request, schema) == {
        "n": 5, "tags": ["a b", "é"], "at": {"x": 1.5}, "other": "5",
    }  # fmt: skip


@pytest.mark.parametrize("body", [b"{", b"NaN", b'"\xff"', b"[" * 100_000, b'"\\ud800"', b"\xef\xbb\xbf{}"])
def test_a_body_that_is_no_json_is_not_read(body: bytes) -> None:
    request = Request("POST", "/", "", (("Content-Type", "application/json"),), body)
    with pytest.raises(ValueError, match=r"."):
        READER.body(request, True)


CONSTANTS: dict[str, Any] = {"string": "a/b ü;,=&+%", "array": ["x", "ü+y"], "object": {"k": "v+w", "l": "m"}}


def _multipart(
    *parts: bytes, end: bytes = b"--b--\r\n", content_type: str = "multipart/form-data; boundary=b"
) -> Any:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end
    request = Request("POST", "/a", "", (("Content-Type", content_type),), body)
    return READER.body(request, {"type": "object", "properties": {"n": {"type": "integer"}}})


def test_the_parts_of_a_multipart_body() -> None:
    """By their names, of which quotes are no part; files, too."""
    assert _multipart(
        b'Content-Disposition: form-data; name="n"\r\n\r\n7',
        b"content-disposition: form-data; NAME=plain\r\nX-Other: name=x\r\n\r\na\r\nb",
        b'Content-Disposition: form-data; filename="a;b.txt"; name="f\\"g"\r\n\r\n\xff',
        'Content-Disposition: form-data; name="ü"\r\n\r\nü'.encode(),
        b"Content-Type: text/plain\r\n\r\nit has no name",
    ) == {"n": 7, "plain": "a\r\nb", 'f"g': "\ufffd", "ü": "ü"}


@pytest.mark.parametrize(
    "broken",
    [
        {"content_type": "multipart/form-data"},
        {"content_type": "multipart/form-data; boundary="},
        {"content_type": f"multipart/form-data; boundary={'b' * 1000}"},
        {"end": b"--c--\r\n", "content_type": "multipart/form-data; boundary=c"},
    ],
)
def test_a_body_that_is_not_multipart_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"(?i)boundary"):
        _multipart(b"Content-Disposition: form-data; name=n\r\n\r\n7", **broken)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('a=1, B; c=2, d="x, \\"y\\"; z"', {"a": "1", "b": "", "d": 'x, "y"; z'}),
        ("a=1, a=2", {"a": "1"}),
        ('a="never, ends', {"a": '"never, ends'}),
    ],
)
def test_preferences(header: str, found: dict[str, str]) -> None:
    assert preferences(header) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("/{a}.{b}", "/x.tar.gz", {"a": "x.tar", "b": "gz"}),
        ("/{a}-{b}.json", "/x-y-z.json", {"a": "x-y", "b": "z"}),
        ("/{a}-{b}.json", "/x-y.json.json", {"a": "x", "b": "y.json"}),
        ("/{a}-{b}.json", "/x-y.yaml", None),
        ("/{a}-{b}.json/{c}", "/x-y.json/z", {"a": "x", "b": "y", "c": "z"}),
        ("/{a}-{b}.{c}", "/x-y.z", {"a": "x", "b": "y", "c": "z"}),
        ("/v{a}:{b}", "/v1:run", {"a": "1", "b": "run"}),
        ("/{a}{b}", "/xy", {"a": "x", "b": "y"}),
        ("/{a}...{b}", "/x%2E..y", {"a": "x", "b": "y"}),
        ("/{a}.{b}", "/.x", None),
    ],
)
def test_several_variables_in_one_segment(path: str, text: str, found: dict[str, str] | None) -> None:
    api = Api("", "", "", (), (), (_operation(path),), Schemas({}))
    request = Request("GET", text, "", (), b"")
    if found is None:
        with pytest.raises(HttpError):
            Routes(api).matches(request)
    else:
        (match,) = Routes(api).matches(request)
        assert match.variables == found


def test_a_multipart_body_over_a_socket(serve: Serve) -> None:
    schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
    operation = {
        "operationId": "send",
        "requestBody": {"content": {"multipart/form-data": {"schema": schema}}},
        "responses": {"204": {"description": "Done"}},
    }
    http = serve({"paths": {"/forms": {"post": operation}}}).http
    assert http.post("/forms", files={"n": (None, "7")}).status_code == 204
    assert "n" in http.post("/forms", files={"m": (None, "7")}).text
    broken = http.post("/forms", content=b"n=7", headers={"Content-Type": "multipart/form-data"})
    assert broken.status_code == 400
    assert "is not multipart/form-data: its content type has no boundary" in broken.text


def test_every_style_arrives_over_a_socket(serve: Serve) -> None:
    described = {
        "-".join(map(str, (*style, kind))): (style, kind)
        for style in PATH_STYLES + PAIR_STYLES
        for kind in CONSTANTS
    }
    paths = {
        f"/{key}/{{p}}" if style[0] == "path" else f"/{key}": _path_item(style, kind)
        for key, (style, kind) in described.items()
    }
    served = serve({"paths": paths})
    for key, (style, kind) in described.items():
        path, headers = f"/{key}", {}
        if style[0] == "path":
            path += "/" + path_segment("p", CONSTANTS[kind], style[1], style[2])
        else:
            parts = written_pairs("p", CONSTANTS[kind], style[1], style[2])
            headers = {"Cookie": "; ".join(parts)} if style[0] == "cookie" else {}
            path += "?" + "&".join(parts) if style[0] == "query" else ""
        response = served.http.get(path, headers=headers)
        assert response.status_code == 204, (key, response.text)


def _path_item(style: Style, kind: str) -> Any:
    """A path item whose one parameter has to be just the constant of its kind."""
    location, name, explode = style
    parameter = {
        "name": "p", "in": location, "required": True, "style": name, "explode": explode,
        "schema": {"type": kind, "const": CONSTANTS[kind]},
    }  # fmt: skip
    return {"get": {"parameters": [parameter], "responses": {"204": {"description": "It arrived."}}}}
