"""Credentials stay with the origin of a call's first request."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
import trio
from support.packages import generated_package
from support.server import Answer, Received, Server, serving

DESCRIPTION = """
openapi: 3.1.0
info: {{title: Origins, version: '1'}}
servers: [{{url: 'http://127.0.0.1:1', x-environment: {{variable: ORIGINS_URL}}}}]
paths:
  /things:
    get:
      operationId: listThings
      security: &any
        [{{header: []}}, {{query: []}}, {{cookie: []}}, {{bearer: []}}, {{basic: []}},
        {{signature: []}}, {{}}]
      parameters: [{{name: X-Tenant, in: header, schema: {{type: string}}}}]
      responses: &things
        '200':
          description: A page.
          headers: {{Link: {{schema: {{type: string}}}}}}
          content:
            application/json:
              schema: {{type: array, items: {{type: object, properties: {{id: {{type: string}}}}}}}}
    put:
      operationId: putThings
      security: *any
      requestBody: {{required: true, content: {{application/octet-stream: {{}}}}}}
      responses: *things
  /stops:
    get:
      operationId: listStops
      security: [{{bearer: []}}, {{}}]
      responses:
        '200':
          description: A page that has the address of the next one.
          content:
            application/json:
              schema:
                type: object
                properties:
                  stops: {{type: array, items: {{type: object, properties: {{id: {{type: string}}}}}}}}
                  next_page_url: {{type: [string, 'null'], format: uri}}
  /granted: {{get: {{operationId: granted, security: [{{abroad: []}}], responses: *things}}}}
  /granted-here: {{get: {{operationId: grantedHere, security: [{{athome: []}}], responses: *things}}}}
components:
  securitySchemes:
    header: {{type: apiKey, in: header, name: X-Key, x-oasmith-name: header_key}}
    query: {{type: apiKey, in: query, name: key, x-oasmith-name: query_key}}
    cookie: {{type: apiKey, in: cookie, name: session, x-oasmith-name: cookie}}
    bearer: {{type: http, scheme: bearer, x-oasmith-name: token}}
    basic: {{type: http, scheme: basic, x-oasmith-name: login}}
    signature: {{type: http, scheme: SDK-HMAC-SHA256, x-oasmith-name: access_key}}
    abroad: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: '{issuer}/token', scopes: {{}}}}}}}}
    athome: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: /token, scopes: {{}}}}}}}}
"""
HARMLESS = {
    "accept", "accept-encoding", "accept-language", "connection", "content-length", "content-type", "host",
    "transfer-encoding", "user-agent",
}  # fmt: skip


@pytest.fixture(scope="module")
def issuer() -> Iterator[Server]:
    """Where tokens are given."""
    with serving(Answer.of_json({"access_token": "SECRET-token"})) as server:
        yield server


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, issuer: Server) -> ModuleType:
    folder = tmp_path_factory.mktemp("origins")
    description = folder / "origins.yaml"
    description.write_text(DESCRIPTION.format(issuer=issuer.url), "utf-8")
    return generated_package(Path(description), folder)


@dataclass(frozen=True)
class Kind:
    """Clients of one kind."""

    package: ModuleType
    name: str

    @property
    def http(self) -> Any:
        return httpx2.Client if self.name == "sync" else httpx2.AsyncClient

    def __call__(self, use: Callable[[Any], Any], **options: Any) -> Any:
        """What comes of using a new client; pages are gone through to the end."""
        if self.name == "sync":
            with self.package.OriginsClient(**options) as client:
                found = use(client)
                return list(found) if hasattr(found, "pages") else found

        async def run() -> Any:
            async with self.package.AsyncOriginsClient(**options) as client:
                found = use(client)
                if hasattr(found, "pages"):
                    return [item async for item in found]
                return await found if inspect.isawaitable(found) else found

        return asyncio.run(run()) if self.name == "asyncio" else trio.run(run)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def kind(package: ModuleType, request: pytest.FixtureRequest) -> Kind:
    return Kind(package, str(request.param))


def same(client: Any) -> Any:
    return client


CREDENTIALS: dict[str, tuple[Callable[[Kind], dict[str, Any]], Callable[[Any], Any]]] = {
    "header key": (lambda kind: {"header_key": "SECRET"}, same),
    "query key": (lambda kind: {"query_key": "SECRET"}, same),
    "cookie": (lambda kind: {"cookie": "SECRET"}, same),
    "token": (lambda kind: {"token": "SECRET"}, same),
    "login": (lambda kind: {"login": ("user", "SECRET")}, same),
    "signature": (
        lambda kind: {"access_key": kind.package.AccessKey("SECRET", "SECRET", security_token="SECRET")},
        same,
    ),
    "auth": (lambda kind: {"auth": httpx2.BasicAuth("user", "SECRET")}, same),
    "digest": (lambda kind: {"auth": httpx2.FunctionAuth(_with_header)}, same),
    "headers of http_client": (lambda kind: {"http_client": kind.http(headers={"X-Key": "SECRET"})}, same),
    "cookies of http_client": (lambda kind: {"http_client": kind.http(cookies={"s": "SECRET"})}, same),
    "auth of http_client": (lambda kind: {"http_client": kind.http(auth=("user", "SECRET"))}, same),
    "params of http_client": (lambda kind: {"http_client": kind.http(params={"key": "SECRET"})}, same),
    "options": (
        lambda kind: {},
        lambda client: client.with_options(headers={"X-Key": "SECRET", "Cookie": "s=SECRET"}),
    ),
    "options with a token": (lambda kind: {}, lambda client: client.with_options(token="SECRET")),
}
CHOSEN_BY_THE_SERVER = {"query key"}
"""What is in the address, which a redirect or a link replaces."""


def _with_header(request: httpx2.Request) -> httpx2.Request:
    request.headers["X-Made"] = "SECRET"
    return request


def is_bare(received: Received) -> bool:
    return received.headers.keys() <= HARMLESS and "SECRET" not in received.target


def get(client: Any) -> Any:
    return client.list_things()


def put(client: Any) -> Any:
    return client.put_things(b"content")


def pages(client: Any) -> Any:
    return client.iter_things()


def along(way: list[int], servers: list[str]) -> Callable[[Received], Answer]:
    """Redirects from server to server; the last one answers. The path of a request says how far it is."""

    def answer(received: Received) -> Answer:
        path = urlsplit(received.target).path
        step = int(path[1:]) if path[1:].isdigit() else 0
        if step + 1 == len(way):
            return Answer.of_json([{"id": "1"}])
        headers = {"Location": f"{servers[way[step + 1]]}/{step + 1}", "Set-Cookie": f"c{step}=SECRET"}
        return Answer(307, b"", headers)

    return answer


@pytest.mark.parametrize("way", [[0, 1, 1, 0], [0, 1, 2], [0, 0, 1, 0, 1]], ids=str)
@pytest.mark.parametrize("name", CREDENTIALS)
def test_along_redirects(kind: Kind, name: str, way: list[int]) -> None:
    options, use = CREDENTIALS[name]
    urls: list[str] = []
    answer = along(way, urls)
    with serving(answer) as home, serving(answer) as other, serving(answer) as third:
        servers = [home, other, third]
        urls += [server.url for server in servers]
        kind(lambda client: put(use(client)), base_url=home.url, follow_redirects=True, **options(kind))
    assert [len(server.received) for server in servers] == [way.count(number) for number in range(3)]
    for received in (*other.received, *third.received):
        assert is_bare(received)
    if name not in CHOSEN_BY_THE_SERVER:
        assert not any(is_bare(received) for received in home.received)
    assert {received.body for server in servers for received in server.received} == {b"content"}


@pytest.mark.parametrize("name", CREDENTIALS)
def test_along_pages(kind: Kind, name: str) -> None:
    options, use = CREDENTIALS[name]

    def answer(received: Received) -> Answer:
        page = int(urlsplit(received.target).path.removeprefix("/things") or 0)
        links = {0: f"{home.url}/things1", 1: f"{other.url}/things2", 2: "/things3", 3: f"{home.url}/things4"}
        more = {"Link": f"<{links[page]}>; rel=next"} if page in links else {}
        return Answer.of_json([{"id": str(page)}], 200, **more)

    with serving(answer) as home, serving(answer) as other:
        found = kind(lambda client: pages(use(client)), base_url=home.url, **options(kind))
    assert [item.id for item in found] == ["0", "1", "2", "3", "4"]
    assert [len(server.received) for server in (home, other)] == [3, 2]
    assert not any(is_bare(received) for received in home.received)
    assert all(is_bare(received) for received in other.received)


@pytest.mark.parametrize("name", CREDENTIALS)
def test_a_page_that_is_redirected(kind: Kind, name: str) -> None:
    """From home to another origin and on: neither the page nor what it leads to has any credentials."""
    options, use = CREDENTIALS[name]

    def answer(received: Received) -> Answer:
        if received.target.startswith("/things"):
            return Answer.of_json([{"id": "1"}], Link=f"<{home.url}/moved>; rel=next")
        if received.target.startswith("/moved"):
            return Answer(302, b"", {"Location": f"{other.url}/last"})
        return Answer.of_json([{"id": "2"}])

    with serving(answer) as home, serving(answer) as other:
        found = kind(
            lambda client: pages(use(client)), base_url=home.url, follow_redirects=True, **options(kind)
        )
    assert len(found) == 2
    assert all(is_bare(received) for received in other.received)
    assert len(other.received) == 1


def test_an_address_in_the_body_of_a_page(kind: Kind) -> None:
    with serving(Answer.of_json({"stops": [{"id": "2"}]})) as other:
        first = Answer.of_json({"stops": [{"id": "1"}], "next_page_url": f"{other.url}/stops?at=2"})
        with serving(first) as home:
            http = kind.http(headers={"X-Key": "SECRET"}, cookies={"s": "SECRET"}, auth=("u", "SECRET"))
            found = kind(
                lambda client: client.iter_stops(), base_url=home.url, token="SECRET", http_client=http
            )
    assert [item.id for item in found] == ["1", "2"]
    assert is_bare(other.received[0])
    assert not is_bare(home.received[0])


def test_a_user_in_the_address_stays_there(kind: Kind) -> None:
    """Also where the link to the next page at the same origin does not name the user."""

    def answer(received: Received) -> Answer:
        links = {"/things": f"{home.url}/2", "/2": f"{other.url}/3"}
        more = {"Link": f"<{links[received.target]}>; rel=next"} if received.target in links else {}
        return Answer.of_json([{"id": received.target}], 200, **more)

    with serving(answer) as home, serving(answer) as other:
        kind(pages, base_url=home.url.replace("://", "://user:SECRET@"))
    assert all(received.headers["authorization"].startswith("Basic ") for received in home.received)
    assert [len(server.received) for server in (home, other)] == [2, 1]
    assert is_bare(other.received[0])


def test_a_get_after_see_other_stays_without_the_body(kind: Kind) -> None:
    def answer(received: Received) -> Answer:
        to = {"/things": (303, "/2"), "/2": (307, "/3")}.get(received.target)
        return Answer(to[0], b"", {"Location": to[1]}) if to else Answer.of_json([])

    with serving(answer) as server:
        kind(put, base_url=server.url, follow_redirects=True)
    assert [(received.method, received.body) for received in server.received] == [
        ("PUT", b"content"), ("GET", b""), ("GET", b"")
    ]  # fmt: skip


ORIGINS = [
    ("https://api.example", "https://api.example:443/x", True),
    ("https://API.example/v1", "https://api.EXAMPLE/x", True),
    ("https://bücher.example", "https://xn--bcher-kva.example/x", True),
    ("http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]:8080/x", True),
    ("http://api.example", "https://api.example/x", True),  # an upgrade, at both default ports
    ("http://api.example:80", "https://api.example:443/x", True),
    ("http://api.example:8080", "https://api.example/x", False),
    ("http://api.example:443", "https://api.example/x", False),
    ("http://api.example", "https://api.example:8443/x", False),
    ("http://api.example", "https://other.example/x", False),
    ("https://api.example", "http://api.example/x", False),
    ("https://api.example", "https://api.example:8443/x", False),
    ("https://api.example", "https://sub.api.example/x", False),
    ("https://api.example", "https://api.example.evil.example/x", False),
    ("https://api.example", "https://api.example./x", False),
    ("https://api.example", "https://api.example@evil.example/x", False),
    ("https://api.example", "//evil.example/x", False),
    ("https://api.example", "https://evil.example#@api.example/x", False),
    ("https://api.example", "/x", True),
    ("https://api.example", "?x", True),
]


@pytest.mark.parametrize(("base_url", "target", "may_have"), ORIGINS)
@pytest.mark.parametrize("way", ["redirect", "page"])
def test_which_origins_are_the_same(kind: Kind, way: str, base_url: str, target: str, may_have: bool) -> None:
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        if len(seen) > 1:
            return httpx2.Response(200, json=[])
        link = {"Link": f"<{target}>; rel=next"}
        return (
            httpx2.Response(307, headers={"Location": target})
            if way == "redirect"
            else httpx2.Response(200, json=[{"id": "1"}], headers=link)
        )

    http = kind.http(transport=httpx2.MockTransport(handler), cookies={"s": "SECRET"})
    use = get if way == "redirect" else pages
    kind(use, base_url=base_url, follow_redirects=True, token="SECRET", http_client=http)
    first, second = seen
    assert first.headers["authorization"] == "Bearer SECRET"
    has_token = second.headers.get("authorization") == "Bearer SECRET"
    assert (has_token, "cookie" in second.headers) == (may_have, may_have)


def test_where_to_get_a_token_knows_nothing_else(kind: Kind, issuer: Server) -> None:
    issuer.received.clear()
    http = kind.http(headers={"X-Key": "SECRET"}, cookies={"s": "SECRET"}, params={"k": "SECRET"})
    with serving(Answer.of_json([])) as server:
        kind(
            lambda client: client.granted(),
            base_url=server.url,
            abroad=kind.package.ClientCredentials("id", "of the issuer"),
            http_client=http,
        )
    (received,) = issuer.received
    assert received.headers.keys() <= HARMLESS | {"authorization"}
    assert received.target == "/token"
    assert received.headers["authorization"] == httpx2.BasicAuth("id", "of+the+issuer")._auth_header
    assert server.received[0].headers["authorization"] == "Bearer SECRET-token"
    assert server.received[0].headers["x-key"] == "SECRET"


def test_where_to_get_a_token_at_the_same_origin_knows_what_the_api_knows(kind: Kind) -> None:
    with serving(Answer.of_json({"access_token": "t"})) as server:
        credentials = kind.package.ClientCredentials("id", "secret")
        kind(
            lambda client: client.with_raw_response.granted_here(),
            base_url=server.url,
            athome=credentials,
            http_client=kind.http(headers={"X-Gateway": "SECRET"}),
        )
    assert [received.headers["x-gateway"] for received in server.received] == ["SECRET", "SECRET"]


def test_other_addresses_of_the_api_are_its_own(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user named them; a link to one of them has credentials, one to anywhere else has none."""

    def answer(received: Received) -> Answer:
        links = {"/things": f"{home.url}/2", "/2": f"{other.url}/3"}
        more = {"Link": f"<{links[received.target]}>; rel=next"} if received.target in links else {}
        return Answer.of_json([{"id": received.target}], 200, **more)

    with serving(answer) as home, serving(answer) as other:
        monkeypatch.setenv("ORIGINS_URL", f"http://127.0.0.1:1,{home.url}")
        found = kind(pages, token="SECRET")
    assert [item.id for item in found] == ["/things", "/2", "/3"]
    assert [received.headers.get("authorization") for received in home.received] == ["Bearer SECRET"] * 2
    assert is_bare(other.received[0])


def test_a_page_elsewhere_is_not_looked_for_at_other_addresses(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Answer.of_json([{"id": "1"}], Link="<http://127.0.0.1:1/2>; rel=next")
    with serving(first) as home, serving(Answer.of_json([])) as other:
        monkeypatch.setenv("ORIGINS_URL", f"{home.url},{other.url}")
        with pytest.raises(kind.package.APIConnectionError, match=r"127\.0\.0\.1:1/2"):
            kind(pages, token="SECRET", max_retries=0)
    assert other.received == []


@pytest.mark.parametrize("link", ["http://[", "http://a b", "http://x:99999999/", "\x00"])
def test_a_link_that_is_no_address(kind: Kind, link: str) -> None:
    page = Answer.of_json({"stops": [{"id": "1"}], "next_page_url": link})
    with serving(page) as server, pytest.raises(kind.package.APIError):
        kind(lambda client: client.iter_stops(), base_url=server.url)
