"""Tokens for a user's name and password (RFC 6749 §4.3), refreshed where the server allows it (§6)."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs

import anyio
import httpx2
import pytest
from support.server import Answer, Received, Server, serving
from support.wire import KINDS, client_of, using

ANSWER = "responses: {'204': {description: x}}"
PATHS = f"""
/me: {{get: {{operationId: me, security: [{{user: []}}], {ANSWER}}}}}
/both: {{get: {{operationId: both, security: [{{both: []}}], {ANSWER}}}}}
/other: {{get: {{operationId: other, security: [{{other: []}}], {ANSWER}}}}}
"""
SCHEMES = """
components:
  securitySchemes:
    user: {type: oauth2, flows: {password: {tokenUrl: token, scopes: {}}}}
    both:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: /token/client, scopes: {}}
        password: {tokenUrl: /token/user, refreshUrl: /token/refresh, scopes: {}}
    other: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {}}}}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return client_of(tmp_path_factory.mktemp("password"), PATHS, SCHEMES)


class Issuer:
    """A server with a token endpoint that issues ``t1``, ``t2``… and rejects tokens that are ``revoked``."""

    def __init__(self, expires_in: Any = 3600, refresh: bool = True, rotates: bool = False) -> None:
        self.expires_in, self.refresh, self.rotates = expires_in, refresh, rotates
        self.issued = 0
        self.revoked: set[str] = set()
        self.lock = threading.Lock()

    def __call__(self, received: Received) -> Answer:
        if not received.target.startswith("/token"):
            token = received.headers.get("authorization", "").removeprefix("Bearer ")
            is_valid = token.startswith("t") and token not in self.revoked
            return Answer(204, b"", {}) if is_valid else Answer.of_json({}, 401)
        form = {name: values[0] for name, values in parse_qs(received.body.decode()).items()}
        if form.get("grant_type") == "refresh_token":
            if form["refresh_token"] in self.revoked:
                return Answer.of_json({"error": "invalid_grant"}, 400)
        elif form.get("password") == "wrong":
            return Answer.of_json({"error": "invalid_grant"}, 400)
        with self.lock:
            self.issued += 1
            issued: dict[str, Any] = {"access_token": f"t{self.issued}", "token_type": "bearer"}
            issued["expires_in"] = self.expires_in
            if self.refresh and (self.rotates or form["grant_type"] == "password"):
                issued["refresh_token"] = f"r{self.issued}"
        return Answer.of_json(issued)


def forms(server: Server) -> list[dict[str, str]]:
    """The requests for tokens."""
    return [
        {name: values[0] for name, values in parse_qs(received.body.decode()).items()}
        for received in server.received
        if received.target.startswith("/token")
    ]


def tokens(server: Server) -> list[str]:
    """The tokens of all other requests."""
    requests = (it for it in server.received if not it.target.startswith("/token"))
    return [received.headers["authorization"].removeprefix("Bearer ") for received in requests]


def calls(name: str, count: int, between: Callable[[int], None] = lambda index: None) -> Callable[[Any], Any]:
    """Makes some calls, one after the other, with a client of either kind."""

    def use(client: Any) -> Any:
        if not type(client).__name__.startswith("Async"):
            for index in range(count):
                between(index)
                getattr(client, name)()
            return None

        async def run() -> None:
            for index in range(count):
                between(index)
                await getattr(client, name)()

        return run()

    return use


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_is_fetched_kept_and_sent(package: ModuleType, kind: str) -> None:
    grant = package.PasswordGrant("ü ser", "p&w=d", scopes=("read", "write"))
    with serving(Issuer()) as server:
        using(package, kind, calls("me", 2), base_url=server.url, user=grant)
    fetched = server.received[0]
    assert (fetched.method, fetched.target) == ("POST", "/token")
    assert fetched.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in fetched.headers
    assert forms(server) == [
        {"grant_type": "password", "username": "ü ser", "password": "p&w=d", "scope": "read write"}
    ]
    assert tokens(server) == ["t1", "t1"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_client_authenticates_if_it_has_a_secret(package: ModuleType, kind: str) -> None:
    grant = package.PasswordGrant("u", "p", client_id="an id", client_secret="a:secret")
    with serving(Issuer(expires_in=0)) as server:
        using(package, kind, calls("me", 2), base_url=server.url, user=grant)
    pair = base64.b64encode(b"an+id:a%3Asecret").decode()
    for received in server.received:
        if received.target == "/token":
            assert received.headers["authorization"] == f"Basic {pair}"
    assert forms(server) == [
        {"grant_type": "password", "username": "u", "password": "p"},
        {"grant_type": "refresh_token", "refresh_token": "r1"},
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_without_a_secret_sends_its_id(package: ModuleType, kind: str) -> None:
    grant = package.PasswordGrant("u", "p", client_id="public")
    with serving(Issuer(expires_in=0)) as server:
        using(package, kind, calls("me", 2), base_url=server.url, user=grant)
    assert [form["client_id"] for form in forms(server)] == ["public", "public"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("rotates", "used"), [(False, ["r1", "r1"]), (True, ["r1", "r2"])])
def test_a_token_that_ends_is_refreshed(
    package: ModuleType, kind: str, rotates: bool, used: list[str]
) -> None:
    with serving(Issuer(expires_in=0, rotates=rotates)) as server:
        using(package, kind, calls("me", 3), base_url=server.url, user=package.PasswordGrant("u", "p"))
    first, *others = forms(server)
    assert first["grant_type"] == "password"
    assert others == [{"grant_type": "refresh_token", "refresh_token": token} for token in used]
    assert tokens(server) == ["t1", "t2", "t3"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_that_is_rejected_is_refreshed(package: ModuleType, kind: str) -> None:
    issuer = Issuer()
    issuer.revoked.add("t1")
    with serving(issuer) as server:
        using(package, kind, calls("me", 1), base_url=server.url, user=package.PasswordGrant("u", "p"))
    assert [form["grant_type"] for form in forms(server)] == ["password", "refresh_token"]
    assert tokens(server) == ["t1", "t2"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_password_is_used_again_if_a_token_cannot_be_refreshed(package: ModuleType, kind: str) -> None:
    issuer = Issuer(expires_in=0)
    issuer.revoked.add("r1")
    with serving(issuer) as server:
        using(package, kind, calls("me", 3), base_url=server.url, user=package.PasswordGrant("u", "p"))
    grants = [form["grant_type"] for form in forms(server)]
    assert grants == ["password", "refresh_token", "password", "refresh_token"]
    assert tokens(server) == ["t1", "t2", "t3"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_refresh_token_the_password_is_used_again(package: ModuleType, kind: str) -> None:
    with serving(Issuer(expires_in=0, refresh=False)) as server:
        using(package, kind, calls("me", 2), base_url=server.url, user=package.PasswordGrant("u", "p"))
    assert [form["grant_type"] for form in forms(server)] == ["password", "password"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_flow_has_its_own_urls(package: ModuleType, kind: str) -> None:
    for grant, targets in (
        (package.PasswordGrant("u", "p"), ["/token/user", "/token/refresh"]),
        (package.ClientCredentials("i", "s"), ["/token/client", "/token/client"]),
    ):
        with serving(Issuer(expires_in=0, rotates=True)) as server:
            using(package, kind, calls("both", 2), base_url=server.url, both=grant)
        assert [it.target for it in server.received if it.target.startswith("/token")] == targets


@pytest.mark.parametrize("kind", KINDS)
def test_a_grant_that_the_description_does_not_have_is_an_error(package: ModuleType, kind: str) -> None:
    with pytest.raises(package.CredentialsError, match=r"no token URL for PasswordGrant; .* client_cred"):
        using(
            package,
            kind,
            calls("other", 1),
            base_url="http://127.0.0.1:1",
            other=package.PasswordGrant("u", "p"),
        )


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_is_an_error_without_it(
    package: ModuleType, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    grant = package.PasswordGrant("u", "wrong", client_id="i", client_secret="s3cret")
    with (
        caplog.at_level(logging.DEBUG),
        serving(Issuer()) as server,
        pytest.raises(package.CredentialsError, match="status 400, invalid_grant; check the user") as raised,
    ):
        using(package, kind, calls("me", 1), base_url=server.url, user=grant)
    shown = repr(raised.value) + repr(grant) + caplog.text
    assert "wrong" not in shown
    assert "s3cret" not in shown
    assert "'u'" in repr(grant)


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_endpoint_of_another_origin_gets_no_other_credentials(tmp_path: Path, kind: str) -> None:
    with serving(Issuer(expires_in=0)) as issuer, serving(Answer(204, b"", {})) as server:
        urls = f"tokenUrl: '{issuer.url}/token', refreshUrl: '{issuer.url}/token/again'"
        schemes = f"""
components:
  securitySchemes:
    user: {{type: oauth2, flows: {{password: {{{urls}, scopes: {{}}}}}}}}
"""
        package = client_of(tmp_path, "\n".join(PATHS.splitlines()[:2]), schemes)
        is_async = kind == "async"
        http = (httpx2.AsyncClient if is_async else httpx2.Client)(
            headers={"X-Key": "k"}, cookies={"session": "c"}, params={"key": "q"}, auth=("a", "b")
        )
        using(
            package,
            kind,
            calls("me", 2),
            base_url=server.url,
            user=package.PasswordGrant("u", "p"),
            http_client=http,
        )
    assert [received.target for received in issuer.received] == ["/token", "/token/again"]
    for received in issuer.received:
        assert received.headers.keys().isdisjoint({"x-key", "cookie", "authorization"})


def test_many_threads_refresh_one_token(package: ModuleType) -> None:
    issuer = Issuer()
    with (
        serving(issuer) as server,
        ThreadPoolExecutor(8) as pool,
    ):
        (name,) = (it for it in package.__all__ if it.endswith("Client") and not it.startswith("Async"))
        grant = package.PasswordGrant("u", "p")
        with getattr(package, name)(base_url=server.url, user=grant) as client:
            client.me()
            issuer.revoked.add("t1")
            list(pool.map(lambda _: client.me(), range(32)))
    assert [form["grant_type"] for form in forms(server)] == ["password", "refresh_token"]


def test_tasks_on_trio(package: ModuleType) -> None:
    (name,) = (it for it in package.__all__ if it.startswith("Async") and it.endswith("Client"))

    async def use(url: str) -> None:
        grant = package.PasswordGrant("u", "p")
        async with (
            getattr(package, name)(base_url=url, user=grant) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(16):
                tasks.start_soon(client.me)

    with serving(Issuer()) as server:
        anyio.run(use, server.url, backend="trio")
    assert len(forms(server)) == 1


ENVIRONMENT = """
components:
  securitySchemes:
    user:
      type: oauth2
      flows: {password: {tokenUrl: token, scopes: {}}}
      x-environment:
        variables:
          user: [SHOP_USER, OLD_USER]
          password: [SHOP_PASSWORD, OLD_PASSWORD]
          client_id: SHOP_CLIENT
          client_secret: SHOP_SECRET
          scopes: SHOP_SCOPES
"""


@pytest.mark.parametrize("kind", KINDS)
def test_they_come_from_the_environment(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = client_of(tmp_path, "\n".join(PATHS.splitlines()[:2]), ENVIRONMENT)
    monkeypatch.setenv("OLD_USER", "u")
    monkeypatch.setenv("OLD_PASSWORD", "p")
    monkeypatch.setenv("SHOP_SCOPES", "read write")
    with serving(Issuer()) as server:
        using(package, kind, calls("me", 1), base_url=server.url)
    assert forms(server) == [
        {"grant_type": "password", "username": "u", "password": "p", "scope": "read write"}
    ]
    monkeypatch.delenv("OLD_PASSWORD")
    with pytest.raises(package.CredentialsError, match="OLD_USER without OLD_PASSWORD"):
        using(package, kind, calls("me", 1), base_url="http://127.0.0.1:1")


def test_a_client_with_this_flow_takes_a_token_as_well(package: ModuleType) -> None:
    with serving(Issuer()) as server:
        using(package, "sync", calls("me", 1), base_url=server.url, user="t9")
    assert (forms(server), tokens(server)) == ([], ["t9"])
