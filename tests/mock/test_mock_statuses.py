"""All statuses of responses."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mock.serving import Serve, Served
from oasmith import read_api
from oasmith.mock.messages import Request
from oasmith.mock.service import Mock, Options

PETS = Path(__file__).with_name("pets.yaml")
MOCK = Mock(read_api(PETS), Options())


@pytest.fixture(scope="module")
def served(serve: Serve) -> Served:
    return serve(PETS)


@pytest.fixture(scope="module")
def http(served: Served) -> httpx2.Client:
    return served.http


def test_a_path_that_is_not_described(http: httpx2.Client) -> None:
    for path in ("/nothing", "/pets/1/2", "/pets/", "/pets//", "/"):
        response = http.get(path)
        assert response.status_code == 404
        assert response.json()["error_code"] == "not_found"
        assert response.json()["violations"] == []


def test_the_base_path_of_the_server_may_be_there_or_not(http: httpx2.Client) -> None:
    assert http.get("/pets/1").status_code == http.get("/api/v1/pets/1").status_code == 200
    assert http.get("/api/v2/pets/1").status_code == 404


def test_the_most_concrete_path_comes_first(served: Served) -> None:
    assert served.http.get("/pets/mine").status_code == 200
    assert served.server.exchanges[-1].operation == "mine"
    assert served.http.delete("/pets/mine").status_code == 400  # of the path with a variable: no integer


def test_a_segment_has_several_variables_and_encoded_characters(http: httpx2.Client) -> None:
    assert http.get("/files/a.tar.gz").status_code == 200
    assert http.get("/files/a").status_code == 404
    assert http.get("/odd%20path/%40me").status_code == http.get("/odd path/@me").status_code == 200


def test_a_method_that_the_path_does_not_allow(http: httpx2.Client) -> None:
    response = http.put("/pets/1")
    assert response.status_code == 405
    assert response.headers["Allow"] == "DELETE, GET, HEAD"
    assert http.options("/pets/1").status_code == http.request("BREW", "/pets/1").status_code == 405


def test_head_is_there_where_it_is_described(http: httpx2.Client) -> None:
    response = http.head("/pets/1")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0
    assert http.head("/pets/mine").status_code == 400
    assert http.head("/pets").status_code == 405


def test_a_violation_is_in_the_schema_of_its_status(http: httpx2.Client) -> None:
    response = http.get("/pets/x")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    error = response.json()
    assert error.keys() == {"code", "message"}, "the schema takes no violations"
    assert error["code"] in ("E1", "E2")
    assert error["message"].startswith('path /id: "x"')


def test_preferences_choose_the_response(http: httpx2.Client) -> None:
    def prefer(preference: str) -> httpx2.Response:
        return http.get("/pets/1", headers={"Prefer": preference})

    assert prefer("example=tom").json() == {"id": 1, "name": "Tom"}
    assert prefer(r'example="a \"quoted\", name"').json() == {"id": 2, "name": "Spike"}
    assert prefer("example=broken").json() == {"name": 5}
    assert prefer("respond-async, code=200; x=1, code=404").json() == {"id": 1, "name": "Tom"}
    missing = prefer("code=404")
    assert missing.status_code == 404
    assert missing.json()["error"]["status"] == 404
    assert missing.json()["error"]["code"] == "not_found"
    assert prefer("code=418").headers["Content-Type"] == "application/problem+json"
    broken = prefer("code=503")
    assert (broken.status_code, broken.headers["Content-Type"]) == (503, "text/html")
    assert len(broken.text) <= 20
    moved = prefer("code=301")
    assert (moved.status_code, moved.content) == (301, b"")
    assert moved.headers["Location"].startswith("https://")


@pytest.mark.parametrize("preference", ["code=nine", "code=99", "code=700", "example=nobody", "code="])
def test_a_preference_that_is_not_described_is_reported(http: httpx2.Client, preference: str) -> None:
    response = http.get("/pets/1", headers={"Prefer": preference})
    assert response.status_code == 400
    value = preference.partition("=")[2]
    assert response.json()["message"].startswith((f"{value!r} is not a", "the response has n"))
    assert http.get("/files/a.b", headers={"Prefer": "example=x"}).status_code == 400


@pytest.mark.parametrize("status", [400, 404, 418, 429, 500, 503, 599])
def test_a_preferred_error_that_is_not_described_is_sent(http: httpx2.Client, status: int) -> None:
    response = http.post("/pets", json={"name": "Tom"}, headers={"Prefer": f"code={status}"})
    assert response.status_code == status
    assert response.json()["violations"] == []


@pytest.mark.parametrize("status", [200, 202, 204, 304])
def test_a_preferred_status_that_is_not_described_has_no_body(http: httpx2.Client, status: int) -> None:
    response = http.post("/pets", json={"name": "Tom"}, headers={"Prefer": f"code={status}"})
    assert (response.status_code, response.content) == (status, b"")


def test_without_a_preference_it_is_the_first_valid_example(http: httpx2.Client) -> None:
    assert http.get("/pets/1").json() == {"id": 1, "name": "Tom"}


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("text/*", "text/plain"),
        ("text/plain;q=0.4, application/json;q=0.5", "application/json"),
        ("application/json;q=0, */*", "text/plain"),
        ("image/png", "image/png"),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
def test_the_accept_header_chooses_among_the_media_types(
    http: httpx2.Client, accept: str, content_type: str
) -> None:
    response = http.get("/pets/1", headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (200, content_type)


def test_nothing_acceptable(http: httpx2.Client) -> None:
    response = http.get("/pets/1", headers={"Accept": "application/xml, */*;q=nonsense"})
    assert response.status_code == 406
    assert response.json()["message"].startswith("the response is")


def test_headers_are_as_described_and_cannot_be_split(http: httpx2.Client) -> None:
    headers = http.get("/pets/1").headers
    assert 7 <= int(headers["X-Rate"]) <= 9
    assert not {"X-Injected", "Content-Encoding", "X-Split", "X-Request-Id"} & set(headers)


def test_no_content_has_none(http: httpx2.Client) -> None:
    response = http.delete("/pets/1")
    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Length" not in response.headers


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b'{"name": "Tom"}', 201),
        ("application/json; charset=utf-8", b'{"name": "Tom"}', 201),
        ("APPLICATION/JSON", b'{"name": "Tom"}', 201),
        ("application/json", b'{"name": 5}', 400),
        ("application/json", b'{"name": "Tom"', 400),
        ("application/json", b"", 400),
        ("application/json", b"null", 400),
        ("application/x-www-form-urlencoded", b"name=Tom&id=5", 201),
        ("application/x-www-form-urlencoded", b"name=Tom&id=0", 400),
        ("application/x-www-form-urlencoded", b"", 400),
        ("text/csv", b"longer than one character", 201),
        ("application/xml", b"<pet/>", 415),
        ("", b"{}", 415),
    ],
)
def test_bodies(http: httpx2.Client, content_type: str, body: bytes, status: int) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    assert http.post("/pets", content=body, headers=headers).status_code == status


def test_the_accepted_media_types_are_reported(http: httpx2.Client) -> None:
    response = http.post("/pets", content=b"x", headers={"Content-Type": "image/png"})
    assert response.headers["Accept"] == "application/json, application/x-www-form-urlencoded, text/*"
    assert "not image/png" in response.json()["error_msg"]


def test_a_body_that_may_be_missing(http: httpx2.Client) -> None:
    assert http.put("/optional").status_code == 200
    assert http.put("/optional", json={}).status_code == 400


BASIC = {"Authorization": "Basic dDp0"}
BEARER = {"Authorization": "bearer t"}


@pytest.mark.parametrize(
    ("name", "request_", "status"),
    [
        ("header", {}, 401),
        ("header", {"headers": {"x-key": "k"}}, 200),
        ("header", {"headers": {"X-Key": ""}}, 401),
        ("query", {"params": {"key": "k"}}, 200),
        ("query", {"params": {"other": "k"}}, 401),
        ("cookie", {"headers": {"Cookie": "a=b; session=k"}}, 200),
        ("cookie", {"headers": {"Cookie": "a=session"}}, 401),
        ("basic", {"headers": BASIC}, 200),
        ("basic", {"headers": BEARER}, 401),
        ("bearer", {"headers": BEARER}, 200),
        ("bearer", {"headers": {"Authorization": "Bearer"}}, 401),
        ("oauth", {"headers": BEARER}, 200),
        ("oauth", {"headers": BASIC}, 401),
        ("either", {"headers": BEARER}, 200),
        ("both", {"headers": {"X-Key": "k"}}, 401),
        ("both", {"headers": {"X-Key": "k"}, "params": {"key": "k"}}, 200),
        ("open", {}, 200),
    ],
)
def test_credentials(http: httpx2.Client, name: str, request_: Any, status: int) -> None:
    response = http.get(f"/secret/{name}", **request_)
    assert response.status_code == status
    scheme = {"basic": "basic", "bearer": "bearer", "oauth": "Bearer"}.get(name)
    if status == 401:
        assert response.headers.get("WWW-Authenticate") == scheme
        assert name in response.json()["error_msg"] or name == "both"


def test_a_body_that_is_too_long(serve: Serve) -> None:
    served = serve(PETS, max_body=20)
    json_type = {"Content-Type": "application/json"}
    assert served.http.post("/pets", content=b'{"name":      "Tom"}', headers=json_type).status_code == 201
    for content in (b" " * 21, b" " * 3_000_000, iter([b" " * 15, b" " * 15])):
        response = served.http.post("/pets", content=content, headers=json_type)
        assert response.status_code == 413
        assert response.json()["error_code"].endswith("_too_large")
        assert served.server.exchanges[-1].request_body == b""


def test_a_body_that_is_too_long_is_rejected_before_it_is_sent(serve: Serve) -> None:
    served = serve(PETS, max_body=20)
    address = ("127.0.0.1", int(served.server.url.rpartition(":")[2]))
    head = "POST /pets HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(f"{head}Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(serve: Serve) -> None:
    def bodies(seed: int) -> list[bytes]:
        served = serve(PETS, seed=seed)
        paths = ("/pets/mine", "/pets/mine", "/pets/x", "/nothing")
        return [served.http.get(path).content for path in paths]

    first = bodies(1)
    assert first == bodies(1)
    assert first != bodies(2)
    assert first[0] == first[1]


def test_every_response_has_a_request_id_if_one_is_described(serve: Serve) -> None:
    header = {"X-Request-ID": {"schema": {"type": "string", "pattern": "^[0-9a-f]{8}$"}}}
    paths = {
        path: {"get": {"responses": {"200": {"description": "Yes.", "headers": headers}}}}
        for path, headers in {"/a": header, "/b": {}}.items()
    }
    served = serve({"paths": paths})
    ids = [served.http.get(path).headers["X-Request-Id"] for path in ("/a", "/a", "/b", "/c")]
    assert len(set(ids)) == 4
    assert all(len(request_id) == 8 for request_id in ids)


def test_an_error_with_an_example_is_the_example_with_the_reason(serve: Serve) -> None:
    item = {"type": "object", "properties": {"title": {"type": "string"}, "hint": {"type": "string"}}}
    schema = {"type": "object", "properties": {"errors": {"type": "array", "items": item}}}
    example = {"errors": [{"title": "Something", "hint": "Look it up."}]}
    failed = {"description": "No.", "content": {"application/json": {"schema": schema, "example": example}}}
    parameter = {"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}
    served = serve({"paths": {"/a": {"get": {"parameters": [parameter], "responses": {"400": failed}}}}})
    error = served.http.get("/a").json()
    assert error["errors"][0]["title"].startswith('query /: "n" is a required')
    assert error["errors"][0]["hint"] == "Look it up."
    assert error["violations"][0]["location"] == "query"
    preferred = served.http.get("/a?n=1", headers={"Prefer": "code=400"})
    assert preferred.json() == example


def test_strings_of_the_description_are_not_interpreted(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    name = "evil\r\nX-Injected: 1\x1b[2J"
    content = {"text/x\r\nX-Injected: 1": {"schema": {"type": "string", "const": "\r\n\r\nHTTP/1.1 200"}}}
    operation = {"operationId": name, "responses": {"200": {"description": name, "content": content}}}
    served = serve({"paths": {"/a": {"get": operation}}})
    with caplog.at_level("INFO", "oasmith.mock"):
        response = served.http.get("/a")
        refused = served.http.get("/a", headers={"Prefer": "code=404"})
    assert "X-Injected" not in response.headers
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert refused.status_code == 404
    assert json.loads(refused.content)["error_msg"].startswith("evil\r\n")
    lines = [record.getMessage() for record in caplog.records if record.name == "oasmith.mock"]
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)


ODD = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "%",
        "%zz",
        "%ff",
        "%2F",
        "..",
        "1e999",
        "9" * 5000,
        "-0",
        "[",
        '{"a":',
        "a=b&a[b]=c&a[]=d",
        ";=,;",
        "Bearer",
    ]
)


@given(data=st.data())
def test_every_request_gets_a_response(data: st.DataObject) -> None:
    paths = ["/pets/{}", "/pets", "/optional", "/files/{}.{}", "/secret/cookie", "/{}"]
    path = data.draw(st.sampled_from(paths)).format(*(quote(data.draw(ODD), safe="%;,") for _ in "ab"))
    names = ["Content-Type", "Accept", "Prefer", "Cookie", "Authorization", "X-Mock-Latency", "X-Key"]
    headers = data.draw(st.dictionaries(st.sampled_from(names), ODD, max_size=3))
    types = ["application/json", "application/x-www-form-urlencoded", "text/csv"]
    if data.draw(st.booleans()):
        headers["Content-Type"] = data.draw(st.sampled_from(types))
    method = data.draw(st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "ODD"]))
    body = data.draw(ODD.map(str.encode) | st.binary(max_size=9) | st.just(b'{"name": 1e999, "id": 1e400}'))
    response, _ = MOCK.respond(
        Request(method, path, quote(data.draw(ODD), safe="%&=[]"), tuple(headers.items()), body), 1
    )
    assert 200 <= response.status < 500
