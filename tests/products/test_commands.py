"""The arguments of curl and HTTPie, read by curl and HTTPie themselves, are the body that is to be sent."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from examples.curl.language import curl_form
from examples.httpie.language import httpie_body, httpie_method, httpie_name, httpie_text
from httpie.cli.argtypes import KeyValueArgType
from httpie.cli.constants import SEPARATOR_GROUP_ALL_ITEMS, RequestType
from httpie.cli.requestitems import RequestItems
from httpie.client import json_dict_to_request_body
from hypothesis import given, settings
from hypothesis import strategies as st
from oasmith import read_api
from oasmith.api.contract import compiled_contract
from oasmith.products.calls import Call, Part, calls
from oasmith.quoting import InexpressibleError
from support.server import Answer, serving

KIOSK = Path(__file__).parent.parent / "e2e" / "kiosk.yaml"
API = read_api(KIOSK)
BY_KIND = {call.kind: call for call in calls(API, compiled_contract(API)[0])[0]}

TEXTS = st.text(st.characters(codec="utf-8")) | st.text("\\:=@;[]-&ab1 \n")
KEYS = st.from_regex(r"[a-z_][a-z0-9.-]{0,3}", fullmatch=True) | TEXTS
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
PAIRS = st.lists(st.tuples(KEYS, TEXTS), max_size=4)


def read(items: tuple[str, ...], kind: RequestType) -> RequestItems:
    """What HTTPie makes of the items."""
    parse = KeyValueArgType(*SEPARATOR_GROUP_ALL_ITEMS)
    return RequestItems.from_args([parse(item) for item in items], kind)


@given(JSON)
def test_a_json_body_is_its_value(value: Any) -> None:
    body = httpie_body(replace(BY_KIND["json"], body=value))
    sent = body.raw or json_dict_to_request_body(read(body.items, RequestType.JSON).data)
    assert (body.raw is None) == bool(body.items)
    assert json.dumps(json.loads(sent)) == json.dumps(value)


@given(PAIRS)
def test_a_form_is_its_pairs(pairs: list[tuple[str, str]]) -> None:
    text = urlencode(pairs)
    body = httpie_body(replace(BY_KIND["form"], text=text))
    sent = body.raw
    if body.options:
        sent = urlencode(read(body.items, RequestType.FORM).data, doseq=True)
    assert sent == text


@given(PAIRS)
def test_a_multipart_body_is_its_parts(pairs: list[tuple[str, str]]) -> None:
    parts = tuple(Part(name, "", "", text) for name, text in pairs)
    body = httpie_body(replace(BY_KIND["multipart"], parts=parts))
    if body.options:
        assert list(read(body.items, RequestType.MULTIPART).multipart_data.items()) == pairs
    else:
        assert body.raw == BY_KIND["multipart"].text


def test_bodies_are_items_wherever_they_can_be() -> None:
    nested = {"pool": {"members": [{"port": 80, "name": "=a"}], "tags": []}}
    items = ("pool[members][0][port]:=80", "pool[members][0][name]=\\=a", "pool[tags]:=[]")
    assert httpie_body(with_body(nested)).items == items
    assert httpie_body(BY_KIND["form"]).options == ("--form",)
    assert httpie_body(BY_KIND["multipart"]).raw  # it has a file
    plain = replace(BY_KIND["multipart"], parts=(Part("a:b", "", "", "c"),))
    assert httpie_body(plain).items == ("a\\:b=c",)


@pytest.mark.parametrize("value", [{"a[0]": 1}, {"a": "\\:"}, {}, 5])
def test_other_json_is_sent_as_text(value: Any) -> None:
    assert json.loads(httpie_body(with_body(value)).raw or "") == value


def with_body(value: Any) -> Call:
    return replace(BY_KIND["json"], body=value)


@given(TEXTS.filter(bool), TEXTS)
def test_an_item_is_its_name_and_its_text_or_is_refused(name: str, text: str) -> None:
    try:
        item = f"{httpie_name(name)}: {httpie_text(text)}"
    except InexpressibleError:
        return
    (found,) = [KeyValueArgType(*SEPARATOR_GROUP_ALL_ITEMS)(item)]
    assert (found.key, found.sep, found.value) == (name, ":", f" {text}")


def test_httpie_knows_methods_of_capitals_only() -> None:
    assert httpie_method("QUERY") == "QUERY"
    with pytest.raises(InexpressibleError):
        httpie_method("M-SEARCH")


SENDABLE = TEXTS.filter(lambda text: "\0" not in text)
NAMES = st.from_regex(r"[^=\\\x00-\x1f\x7f]{1,4}", fullmatch=True, alphabet=st.characters(codec="utf-8"))
TYPES = st.sampled_from(["text/plain", "application/vnd.a+json", "text/plain; charset=utf-8"])
PARTS = st.builds(Part, NAMES, st.just(""), TYPES | st.just(""), SENDABLE) | st.builds(
    Part, NAMES, NAMES, TYPES, SENDABLE
)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@settings(max_examples=60)
@given(st.lists(PARTS, min_size=1, max_size=8))
def test_curl_sends_the_parts_byte_for_byte(parts: list[Part]) -> None:
    fields = curl_form(replace(BY_KIND["multipart"], parts=tuple(parts)))
    arguments = [argument for field in fields for argument in (field.option, field.text)]
    assert len(fields) == len(parts)
    with serving(Answer()) as server:
        command = ["curl", "--silent", "--show-error", "--noproxy", "*", *arguments, server.url]
        subprocess.run(command, capture_output=True, check=True)
    (received,) = server.received
    boundary = received.headers["content-type"].partition("boundary=")[2]
    request = httpx2.Request(
        "POST",
        server.url,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
        files=[
            (part.name, (part.filename or None, part.text.encode(), part.content_type or None))
            for part in parts
        ],
    )
    assert received.body == request.read()


def test_curl_writes_what_it_can_by_itself() -> None:
    assert [(field.option, field.text) for field in curl_form(BY_KIND["multipart"])] == [
        ("--form", 'scan="lotus";filename=scan;type=application/octet-stream'),
        ("--form-string", "note=fjord"),
    ]
    for part in (Part("a=b", "", "", ""), Part("a", "\\", "x/y", ""), Part("a", "", "x/y; filename=z", "")):
        assert curl_form(replace(BY_KIND["multipart"], parts=(part,))) == ()
    mixed = replace(BY_KIND["multipart"], content_type="multipart/mixed; boundary=x")
    assert curl_form(mixed) == ()
