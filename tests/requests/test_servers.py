"""The base URL replaces the server URL of the description, and server URLs are read as people mean them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

import httpx2
import pydantic
import pytest
from oasmith.reading import read
from support.server import Answer, serving
from support.wire import KINDS, client_of, using

PATHS = """
/ping:
  get: {operationId: ping, responses: {"200": {description: x, content: {application/json: {schema: {}}}}}}
/own:
  servers: [{url: /other}]
  get: {operationId: own, responses: {"200": {description: x, content: {application/json: {schema: {}}}}}}
"""


def server(url: str, more: str = "") -> str:
    return f"servers: [{{url: '{url}'{more}}}]"


def with_base_url(base_url: str, call: Callable[[Any], Any], client: Any) -> Any:
    return call(client.with_options(base_url=base_url))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("url", ["/api/v1", "https://api.example.com/api/v1", "/", "api/v1"])
def test_the_base_url_replaces_host_and_path(tmp_path: Path, kind: str, url: str) -> None:
    package = client_of(tmp_path, PATHS, server(url))
    with serving(Answer.of_json({})) as there:
        for path in ("", "/", "/api/v1", "/other/"):
            base_url = there.url + path
            for call in (methodcaller("ping"), methodcaller("own")):
                using(package, kind, call, base_url=base_url)
                elsewhere = partial(with_base_url, base_url, call)
                using(package, kind, elsewhere, base_url="https://nowhere.invalid/x")
    paths = [
        path.rstrip("/") + name for path in ("", "/", "/api/v1", "/other/") for name in ("/ping", "/own")
    ]
    assert [received.target for received in there.received] == [path for path in paths for _ in range(2)]


@pytest.mark.parametrize("url", ["/api/v1", "https://api.example.com/api/v1"])
def test_the_environment_replaces_host_and_path(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = client_of(tmp_path, PATHS, server(url, ", x-environment: WIRE_URL"))
    with serving(Answer.of_json({})) as there:
        monkeypatch.setenv("WIRE_URL", there.url.removeprefix("http://") + "/v2")
        for kind in KINDS:
            using(package, kind, lambda client: client.ping())
            using(package, kind, lambda client: client.own())
    assert [received.target for received in there.received] == ["/v2/ping", "/v2/own"] * 2


def test_arguments_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = ", variables: {" + ", ".join(f"{it}: {{default: v1}}" for it in ("_given", "values")) + "}"
    package = client_of(
        tmp_path,
        PATHS,
        server("https://a.example/{_given}/{values}", f"{variables}, x-environment: WIRE_URL"),
    )
    monkeypatch.delenv("WIRE_URL", raising=False)
    shown = using(package, "sync", repr, given="v2", values="v3")
    assert "https://a.example/v2/v3" in shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("url", ["ftp://a.example", "http:/a.example", "http://a.example?k=v"])
def test_the_environment_has_the_same_kind_of_url(
    tmp_path: Path, kind: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = client_of(tmp_path, PATHS, server("https://api.example.com", ", x-environment: WIRE_URL"))
    monkeypatch.setenv("WIRE_URL", url)
    with pytest.raises(ValueError, match="the base URL "):
        using(package, kind, lambda client: client.ping())


def test_a_relative_server_without_a_base_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = client_of(tmp_path, PATHS, server("/v1", ", x-environment: WIRE_URL"))
    monkeypatch.delenv("WIRE_URL", raising=False)
    with pytest.raises(ValueError, match="give base_url"):
        using(package, "sync", lambda client: client.ping())


READ = {
    "//api.example.com/v1": "https://api.example.com/v1",
    "//{tenant}.example.com": "https://{tenant}.example.com",
    "127.0.0.1:8055": "http://127.0.0.1:8055",
    "localhost:8080/v1": "http://localhost:8080/v1",
    "localhost": "http://localhost",
    "[::1]:80/v1": "http://[::1]:80/v1",
    "10.0.0.1/v1": "https://10.0.0.1/v1",
    "api.example.com:8443": "https://api.example.com:8443",
    "api.example.com/v1": "https://api.example.com/v1",
    "localhost.example.com:80": "https://localhost.example.com:80",
    "{tenant}:{port}/v1": "https://{tenant}:{port}/v1",
}


@pytest.mark.parametrize("url", READ)
def test_urls_without_a_scheme_are_read_and_reported(tmp_path: Path, url: str) -> None:
    (problem,) = reading(tmp_path, url).repairs
    assert problem.pointer == "/servers/0/url"
    assert f"assuming {READ[url]!r}" in problem.message


@pytest.mark.parametrize("url", ["https://a.example/v1?key=x", "https://a.example/v1#top", "/v1?"])
def test_a_query_in_a_server_url_is_removed_and_reported(tmp_path: Path, url: str) -> None:
    found = reading(tmp_path, url)
    assert found.document["servers"][0]["url"] == re.split("[?#]", url)[0]
    assert any("has a query or a fragment" in problem.message for problem in found.repairs)


@pytest.mark.parametrize(
    ("url", "is_reported"), [("/", False), ("https://a.example", False), ("/api/v1", True), ("v1", False)]
)
def test_relative_urls_are_reported(tmp_path: Path, url: str, is_reported: bool) -> None:
    found = reading(tmp_path, url)
    assert found.document["servers"][0]["url"] == url
    assert [problem.pointer for problem in found.repairs] == ["/servers/0/url"] * is_reported


def test_servers_of_paths_and_operations(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths:\n  /a:\n    servers: [{url: //a.example}]\n"
        "    get:\n      operationId: a\n      servers: [{url: https://x.example}, {url: localhost:1}]\n"
        "      responses: {}\n"
    )
    found = read(path)
    assert found.document["paths"]["/a"]["servers"][0]["url"] == "https://a.example"
    assert found.document["paths"]["/a"]["get"]["servers"][1]["url"] == "http://localhost:1"
    assert {problem.pointer for problem in found.repairs} == {
        "/paths/~1a/get/servers/1/url",
        "/paths/~1a/servers/0/url",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_on_loopback_without_a_scheme(tmp_path: Path, kind: str) -> None:
    with serving(Answer.of_json({})) as there:
        package = client_of(tmp_path, PATHS, server(there.url.removeprefix("http://") + "/v1"))
        using(package, kind, lambda client: client.ping())
    assert there.received[0].target == "/v1/ping"


@pytest.mark.parametrize("kind", KINDS)
def test_a_base_url_without_a_scheme(tmp_path: Path, kind: str) -> None:
    package = client_of(tmp_path, PATHS)
    with serving(Answer.of_json({})) as there:
        bare = there.url.removeprefix("http://")
        using(package, kind, lambda client: client.ping(), base_url=bare)
        using(
            package, kind, lambda client: client.with_options(base_url=f"//{bare}/x").ping(), base_url="a.b"
        )
    assert [received.target for received in there.received] == ["/ping", "/x/ping"]


def test_credentials_before_a_host_do_not_change_the_scheme(tmp_path: Path) -> None:
    package = client_of(tmp_path, PATHS)
    with serving(Answer.of_json({})) as there:
        bare = there.url.removeprefix("http://")
        for base_url in (f"user:key@{bare}/v1", f"//user@{bare}/v1"):
            using(package, "sync", lambda client: client.ping(), base_url=base_url)
    assert [received.target for received in there.received] == ["/v1/ping"] * 2
    for user in ("localhost", "127.0.0.1:80"):
        shown = using(package, "sync", repr, base_url=f"{user}@api.example.com/v1")
        assert "'https://" in shown
        assert "api.example.com/v1" in shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("enum", ["", ", enum: ['1', '%s']"])
@pytest.mark.parametrize("more", ["", ", x-environment: 'WIRE_{port}_URL'"])
def test_a_server_variable_may_be_a_number(tmp_path: Path, kind: str, enum: str, more: str) -> None:
    with serving(Answer.of_json({})) as there:
        port = there.url.rpartition(":")[2]
        variable = "{default: '1'" + enum.replace("%s", port) + "}"
        servers = server("http://127.0.0.1:{port}/v1", f", variables: {{port: {variable}}}{more}")
        package = client_of(tmp_path, PATHS, servers)
        using(package, kind, lambda client: client.ping(), port=int(port))
    assert there.received[0].target == "/v1/ping"


@pytest.mark.parametrize("of", [httpx2.URL, pydantic.AnyHttpUrl])
def test_a_base_url_of_a_type_for_urls(tmp_path: Path, of: Callable[[str], Any]) -> None:
    package = client_of(tmp_path, PATHS)
    with serving(Answer.of_json({})) as there:
        using(package, "sync", lambda client: client.ping(), base_url=of(there.url))
        using(package, "sync", lambda client: client.with_options(base_url=of(f"{there.url}/x")).ping(),
              base_url="http://a.invalid")  # fmt: skip
    assert [received.target for received in there.received] == ["/ping", "/x/ping"]


def test_an_empty_base_url_is_none(tmp_path: Path) -> None:
    with serving(Answer.of_json({})) as there:
        package = client_of(tmp_path, PATHS.replace("/other", there.url), server("http://a.invalid"))
        using(package, "sync", lambda client: client.own(), base_url="")
    assert [received.target for received in there.received] == ["/own"]


NO_BASE_URLS = [
    "/v1",
    "http://",
    "https:///v1",
    "http://a.example?k=v",
    "http://a.example/#top",
    "http://a:99999",
    "http:/localhost:8124",
    "https:/a.example/v1",
    "http:localhost:8124",
    "http:8124",
    "htp:/x",
    "htp:x",
    "localhost:/v1",
    "a.example:",
    "//http:/a.example",
    "//http://a.example",
    "http:\\\\a.example",
    "ftp://a.example",
    "htp://a.example/v1",
    "wss://a.example",
    " http://a.example",
    "a.example/v1?to=http://b.example",
]


@pytest.mark.parametrize("url", NO_BASE_URLS)
def test_what_is_no_base_url_is_an_error_without_it(tmp_path: Path, url: str) -> None:
    package = client_of(tmp_path, PATHS)
    for base_url, change in ((url, {}), ("http://a.example", {"base_url": url})):
        with pytest.raises(ValueError, match="the base URL ") as raised:
            using(package, "sync", lambda client, to=change: client.with_options(**to), base_url=base_url)  # type: ignore[misc]  # mypy has no types for defaults of lambdas
        assert "k=v" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http:/localhost:1", "the base URL has 'http:' without '//' or a port after it"),
        ("htp:/x", "the base URL has 'htp:' without '//' or a port after it"),
        ("ftp://x", "the base URL has the scheme 'ftp', not http or https; pass an http_client for it"),
    ],
)
def test_the_reason_says_what_is_wrong(tmp_path: Path, url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        using(client_of(tmp_path, PATHS), "sync", lambda client: client.ping(), base_url=url)


class Local(httpx2.HTTPTransport):
    """A transport for a scheme of its own."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(scheme="http")
        return super().handle_request(request)


def test_a_custom_http_client_may_have_other_schemes(tmp_path: Path) -> None:
    package = client_of(tmp_path, PATHS, server("wss://a.invalid"))
    with serving(Answer.of_json({})) as there, httpx2.Client(mounts={"local://": Local()}) as http_client:
        local = there.url.replace("http:", "local:")
        using(package, "sync", lambda client: client.ping(), base_url=local, http_client=http_client)
        using(
            package,
            "sync",
            lambda client: client.with_options(base_url=local).ping(),
            http_client=http_client,
        )
    assert len(there.received) == 2


def test_a_user_in_a_base_url_without_a_scheme(tmp_path: Path) -> None:
    with serving(Answer.of_json({})) as there:
        url = there.url.replace("http://", "user:word@")
        using(client_of(tmp_path, PATHS), "sync", lambda client: repr(client), base_url=url)


def test_a_server_whose_variable_has_the_scheme(tmp_path: Path) -> None:
    more = ", variables: {origin: {default: 'https://a.example'}}"
    package = client_of(tmp_path, PATHS, server("{origin}/v1", more))
    with serving(Answer.of_json({})) as there:
        using(package, "sync", lambda client: client.ping(), origin=there.url)
    assert there.received[0].target == "/v1/ping"


def reading(folder: Path, url: str) -> Any:
    path = folder / "api.yaml"
    names = [name for name in ("tenant", "port") if f"{{{name}}}" in url]
    variables = ", variables: {" + ", ".join(f"{name}: {{default: '1'}}" for name in names) + "}"
    start = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n"
    path.write_text(start + server(url, variables if names else ""))
    return read(path)
