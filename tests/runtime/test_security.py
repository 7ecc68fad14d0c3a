"""Credentials of every kind: where they go, which are chosen, and how tokens are come by."""

from __future__ import annotations

import base64
import gzip
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
from support.packages import generated_package
from support.server import Answer, Received, Server, serving

DONE = Answer(204, b"", {})


@pytest.fixture(scope="module")
def strongbox(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("strongbox.yaml"), tmp_path_factory.mktemp("strongbox"))


@pytest.fixture(params=["sync", "asyncio", "trio"])
def call(strongbox: ModuleType, request: pytest.FixtureRequest) -> Callable[..., None]:
    """Makes calls with a new client of either kind."""

    def run(url: str, *names: str, **options: Any) -> None:
        if request.param == "sync":
            with strongbox.StrongboxClient(base_url=url, **options) as client:
                for name in names:
                    getattr(client, name)()
            return

        async def use() -> None:
            async with strongbox.AsyncStrongboxClient(base_url=url, **options) as client:
                for name in names:
                    await getattr(client, name)()

        anyio.run(use, backend=request.param)

    return run


def shown(received: Received) -> dict[str, str]:
    """What a request shows of who is calling."""
    names = ("authorization", "x-key", "cookie")
    found = {name: received.headers[name] for name in names if name in received.headers}
    query = received.target.partition("?")[2]
    return {**found, **({"query": query} if query else {})}


BASIC = "Basic " + base64.b64encode("ü:p:w".encode()).decode()


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("by_header", {"header_key": "k"}, {"x-key": "k"}),
        ("by_query", {"query_key": "k&="}, {"query": "the%20key=k%26%3D"}),
        ("by_cookie", {"cookie": "c"}, {"cookie": "session=c"}),
        ("by_bearer", {"token": "t"}, {"authorization": "Bearer t"}),
        ("by_basic", {"login": ("ü", "p:w")}, {"authorization": BASIC}),
        ("by_oauth", {"oauth": "t"}, {"authorization": "Bearer t"}),
        ("by_both", {"token": "t", "query_key": "k"}, {"authorization": "Bearer t", "query": "the%20key=k"}),
        ("by_either", {"token": "t", "header_key": "k", "cookie": "c"}, {"authorization": "Bearer t"}),
        ("by_either", {"header_key": "k", "cookie": "c"}, {"x-key": "k", "cookie": "session=c"}),
        ("by_choice", {"token": "t"}, {"authorization": "Bearer t"}),
        ("by_choice", {"header_key": "k"}, {}),
        ("by_nothing", {"token": "t", "header_key": "k"}, {}),
        ("by_nothing", {}, {}),
    ],
)
def test_each_operation_shows_what_it_asks_for_and_no_more(
    call: Callable[..., None], name: str, options: dict[str, Any], expected: dict[str, str]
) -> None:
    with serving(DONE) as server:
        call(server.url, name, **options)
    assert shown(server.received[0]) == expected


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("by_header", {}, "give the client header_key="),
        ("by_both", {"token": "t"}, "give the client token= and query_key="),
        ("by_either", {"cookie": "c"}, "give the client token= or header_key= and cookie="),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_sent(
    strongbox: ModuleType, call: Callable[..., None], name: str, options: dict[str, Any], told: str
) -> None:
    with serving(DONE) as server:
        with pytest.raises(strongbox.CredentialsError, match=told):
            call(server.url, name, **options)
        assert server.received == []


def test_a_key_is_found_where_the_description_says(
    call: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRONGBOX_KEY", "from-there")
    with serving(DONE) as server:
        call(server.url, "by_header")
    assert shown(server.received[0]) == {"x-key": "from-there"}


def test_a_user_and_a_password_are_found_where_the_description_says(
    call: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRONGBOX_LOGIN_USER", "ü")
    monkeypatch.setenv("STRONGBOX_LOGIN_PASSWORD", "p:w")
    with serving(DONE) as server:
        call(server.url, "by_basic")
    assert shown(server.received[0]) == {"authorization": BASIC}


@pytest.mark.parametrize("scopes", [None, "read write"])
def test_a_client_s_id_and_secret_are_found_where_the_description_says(
    call: Callable[..., None], monkeypatch: pytest.MonkeyPatch, scopes: str | None
) -> None:
    monkeypatch.setenv("STRONGBOX_OAUTH_CLIENT_ID", "i")
    monkeypatch.setenv("STRONGBOX_OAUTH_CLIENT_SECRET", "s")
    if scopes:
        monkeypatch.setenv("STRONGBOX_OAUTH_SCOPES", scopes)
    with serving(Issuer()) as server:
        call(server.url, "by_oauth")
    fetched, called = server.received
    assert fetched.headers["authorization"] == "Basic " + base64.b64encode(b"i:s").decode()
    assert parse_qs(fetched.body.decode()).get("scope") == ([scopes] if scopes else None)
    assert shown(called) == {"authorization": "Bearer t1"}


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ("STRONGBOX_LOGIN_USER", "STRONGBOX_LOGIN_PASSWORD"),
        ("STRONGBOX_LOGIN_PASSWORD", "STRONGBOX_LOGIN_USER"),
        ("STRONGBOX_OAUTH_CLIENT_ID", "STRONGBOX_OAUTH_CLIENT_SECRET"),
        ("STRONGBOX_OAUTH_CLIENT_SECRET", "STRONGBOX_OAUTH_CLIENT_ID"),
    ],
)
def test_half_a_pair_in_the_environment_is_told(
    strongbox: ModuleType, monkeypatch: pytest.MonkeyPatch, there: str, missing: str
) -> None:
    monkeypatch.setenv(there, "s3cret")
    with pytest.raises(strongbox.CredentialsError, match=f"{there} without {missing}") as raised:
        strongbox.StrongboxClient(base_url="http://127.0.0.1:1")
    assert "s3cret" not in str(raised.value)


def refuses_the_first(answer: Answer = DONE) -> Callable[[Received], Answer]:
    first = threading.Event()

    def answered(received: Received) -> Answer:
        if first.is_set():
            return answer
        first.set()
        return Answer.of_json({}, 401)

    return answered


def test_after_a_401_a_function_is_asked_for_another_token_once(
    strongbox: ModuleType, call: Callable[..., None]
) -> None:
    tokens = iter(["old", "new", "never"])
    with serving(refuses_the_first()) as server:
        call(server.url, "by_bearer", token=lambda: next(tokens), max_retries=0)
    assert [shown(received)["authorization"] for received in server.received] == ["Bearer old", "Bearer new"]
    tokens = iter(["old", "new", "never"])
    with serving(Answer.of_json({}, 401)) as server, pytest.raises(strongbox.AuthenticationError):
        call(server.url, "by_bearer", token=lambda: next(tokens))
    assert len(server.received) == 2


def test_after_a_401_a_token_that_cannot_change_is_not_sent_again(
    strongbox: ModuleType, call: Callable[..., None]
) -> None:
    with serving(refuses_the_first()) as server, pytest.raises(strongbox.AuthenticationError):
        call(server.url, "by_bearer", token="t")
    assert len(server.received) == 1


def test_a_function_that_has_to_be_awaited_is_for_the_async_client(strongbox: ModuleType) -> None:
    async def token() -> str:
        return "t"

    with (
        strongbox.StrongboxClient(base_url="http://127.0.0.1:1", token=token) as client,
        pytest.raises(strongbox.CredentialsError, match="async client"),
    ):
        client.by_bearer()


def test_credentials_for_a_call_come_before_those_of_the_client(strongbox: ModuleType) -> None:
    with serving(DONE) as server, strongbox.StrongboxClient(base_url=server.url, token="t") as client:
        client.with_options(header_key="k", cookie="c").by_either()
    assert shown(server.received[0]) == {"x-key": "k", "cookie": "session=c"}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_token_may_be_awaited(strongbox: ModuleType, backend: str) -> None:
    async def token() -> str:
        await anyio.sleep(0)
        return "awaited"

    async def use(url: str) -> None:
        async with strongbox.AsyncStrongboxClient(base_url=url, token=token) as client:
            await client.by_bearer()

    with serving(DONE) as server:
        anyio.run(use, server.url, backend=backend)
    assert shown(server.received[0]) == {"authorization": "Bearer awaited"}


def test_an_auth_of_one_s_own(call: Callable[..., None]) -> None:
    with serving(DONE) as server:
        call(server.url, "by_header", auth=httpx2.BasicAuth("u", "p"))
    assert shown(server.received[0])["authorization"].startswith("Basic ")


class Issuer:
    """Gives tokens, and takes them until they are revoked."""

    def __init__(self, lasts: Any = 3600) -> None:
        self.lasts = lasts
        self.issued = 0
        self.revoked: set[str] = set()
        self.lock = threading.Lock()

    def __call__(self, received: Received) -> Answer:
        if received.target != "/token":
            is_good = received.headers["authorization"].removeprefix("Bearer ") not in self.revoked
            return DONE if is_good else Answer.of_json({}, 401)
        with self.lock:
            self.issued += 1
            token = {"access_token": f"t{self.issued}", "token_type": "bearer", "expires_in": self.lasts}
        return Answer.of_json({name: value for name, value in token.items() if value is not None})


def calls_of(server: Server) -> list[str]:
    return [r.headers["authorization"] for r in server.received if r.target != "/token"]


def test_a_token_is_fetched_kept_and_sent(strongbox: ModuleType, call: Callable[..., None]) -> None:
    credentials = strongbox.ClientCredentials("an id", "a:secret", ("read", "write"))
    with serving(Issuer()) as server:
        call(server.url, "by_oauth", "by_oauth", oauth=credentials)
    fetched, *_ = server.received
    assert (fetched.method, fetched.target) == ("POST", "/token")
    assert parse_qs(fetched.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["read write"],
    }
    pair = base64.b64encode(b"an+id:a%3Asecret").decode()  # RFC 6749 §2.3.1
    assert fetched.headers["authorization"] == f"Basic {pair}"
    assert calls_of(server) == ["Bearer t1", "Bearer t1"]


@pytest.mark.parametrize(
    ("lasts", "tokens"), [(0, ["t1", "t2"]), (5, ["t1", "t1"]), (None, ["t1", "t1"]), ("3600", ["t1", "t1"])]
)
def test_a_token_is_fetched_anew_before_it_ends(
    strongbox: ModuleType, call: Callable[..., None], lasts: Any, tokens: list[str]
) -> None:
    with serving(Issuer(lasts)) as server:
        call(server.url, "by_oauth", "by_oauth", oauth=strongbox.ClientCredentials("i", "s"))
    assert calls_of(server) == [f"Bearer {token}" for token in tokens]


def test_a_token_that_is_refused_is_fetched_anew_once(
    strongbox: ModuleType, call: Callable[..., None]
) -> None:
    issuer = Issuer()
    issuer.revoked.add("t1")
    with serving(issuer) as server:
        call(server.url, "by_oauth", oauth=strongbox.ClientCredentials("i", "s"))
    assert calls_of(server) == ["Bearer t1", "Bearer t2"]
    issuer.revoked |= {"t3", "t4"}
    with serving(issuer) as server, pytest.raises(strongbox.AuthenticationError):
        call(server.url, "by_oauth", oauth=strongbox.ClientCredentials("i", "s"))
    assert calls_of(server) == ["Bearer t3", "Bearer t4"]


def test_many_threads_fetch_one_token(strongbox: ModuleType) -> None:
    issuer = Issuer()
    with (
        serving(issuer) as server,
        strongbox.StrongboxClient(base_url=server.url, oauth=strongbox.ClientCredentials("i", "s")) as client,
        ThreadPoolExecutor(16) as pool,
    ):
        list(pool.map(lambda _: client.by_oauth(), range(64)))
    assert issuer.issued == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_many_tasks_fetch_one_token(strongbox: ModuleType, backend: str) -> None:
    async def use(url: str) -> None:
        credentials = strongbox.ClientCredentials("i", "s")
        async with (
            strongbox.AsyncStrongboxClient(base_url=url, oauth=credentials) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(50):
                tasks.start_soon(client.by_oauth)

    issuer = Issuer()
    with serving(issuer) as server:
        anyio.run(use, server.url, backend=backend)
    assert issuer.issued == 1


class SlowIssuer(Issuer):
    """Gives a token when it is ``free`` to, and tells when it is first ``asked``."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.free = threading.Event(), threading.Event()

    def __call__(self, received: Received) -> Answer:
        if received.target == "/token":
            self.asked.set()
            assert self.free.wait()
        return super().__call__(received)


PATIENCE: list[dict[str, Any]] = [{"timeout": 0.2}, {"total_timeout": 0.2}]


@pytest.mark.parametrize("patience", PATIENCE)
def test_a_thread_waits_for_the_token_of_another_no_longer_than_it_may(
    strongbox: ModuleType, patience: dict[str, Any]
) -> None:
    issuer = SlowIssuer()
    with (
        serving(issuer) as server,
        strongbox.StrongboxClient(base_url=server.url, oauth=strongbox.ClientCredentials("i", "s")) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        try:
            first = pool.submit(client.by_oauth)
            assert issuer.asked.wait()
            with pytest.raises(strongbox.APITimeoutError, match="/token: another call has not received"):
                client.with_options(**patience).by_oauth()
        finally:
            issuer.free.set()
        first.result(30)
        client.by_oauth()
    assert (issuer.issued, calls_of(server)) == (1, ["Bearer t1", "Bearer t1"])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("patience", PATIENCE)
def test_a_task_waits_for_the_token_of_another_no_longer_than_it_may(
    strongbox: ModuleType, backend: str, patience: dict[str, Any]
) -> None:
    issuer = SlowIssuer()

    async def use(url: str) -> None:
        credentials = strongbox.ClientCredentials("i", "s")
        async with (
            strongbox.AsyncStrongboxClient(base_url=url, oauth=credentials) as client,
            anyio.create_task_group() as tasks,
        ):
            try:
                tasks.start_soon(client.by_oauth)
                await anyio.to_thread.run_sync(issuer.asked.wait)
                with pytest.raises(strongbox.APITimeoutError, match="another call has not received"):
                    await client.with_options(**patience).by_oauth()
            finally:
                issuer.free.set()

    with serving(issuer) as server:
        anyio.run(use, server.url, backend=backend)
    assert (issuer.issued, calls_of(server)) == (1, ["Bearer t1"])


def test_a_token_is_fetched_with_the_patience_of_the_call(
    strongbox: ModuleType, call: Callable[..., None]
) -> None:
    with (
        serving(Answer(delay=30)) as server,
        pytest.raises(strongbox.CredentialsError, match="the request for a token to"),
    ):
        call(server.url, "by_oauth", oauth=strongbox.ClientCredentials("i", "s"), timeout=0.2)


def test_a_token_that_comes_after_the_time_of_the_whole_call_is_too_late(
    strongbox: ModuleType, call: Callable[..., None]
) -> None:
    with (
        serving(Answer(delay=30)) as server,
        pytest.raises(strongbox.APITimeoutError, match=r"/token: .* total_timeout of 0\.2 s"),
    ):
        call(server.url, "by_oauth", oauth=strongbox.ClientCredentials("i", "s"), total_timeout=0.2)


def test_a_token_may_be_of_a_size(strongbox: ModuleType, call: Callable[..., None]) -> None:
    """A server that gives tokens cannot fill the memory of its client."""
    body = b'{"access_token": "' + b"t" * 2**20 + b'"}'
    answers = [Answer(200, body), Answer(200, gzip.compress(body), {"Content-Encoding": "gzip"})]
    for answer in answers:
        with (
            serving(answer) as server,
            pytest.raises(strongbox.CredentialsError, match="over 1,048,576 bytes"),
        ):
            call(server.url, "by_oauth", oauth=strongbox.ClientCredentials("i", "s"))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer.of_json({"error": "invalid_client"}, 401), "status 401, invalid_client"),
        (
            Answer.of_json({"error": "invalid_client", "error_description": "It is over."}, 400),
            "status 400, invalid_client: It is over.",
        ),
        (Answer.of_json({"detail": "No such client"}, 401), "status 401, No such client"),
        (Answer.of_json({"detail": [{"loc": ["body", "scope"], "msg": "bad"}]}, 422), "422, body.scope: bad"),
        (Answer.of_json({"detail": "s3cret is wrong"}, 401), "status 401, no access_token"),
        (
            Answer.of_json({"error": "invalid_client", "error_description": "not s3cret"}, 401),
            "status 401, invalid_client;",
        ),
        (Answer.of_json({"error": "no client s3cret"}, 401), "status 401, no access_token"),
        (Answer.of_json({"access_token": 7}), "no access_token"),
        (Answer.of_json([]), "no access_token"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), "no access_token"),
        (Answer(close_without_answer=True), "the request for a token to"),
    ],
)
def test_no_token_is_told_without_the_secret(
    strongbox: ModuleType, call: Callable[..., None], answer: Answer, told: str
) -> None:
    credentials = strongbox.ClientCredentials("an-id", "s3cret")
    with serving(answer) as server, pytest.raises(strongbox.CredentialsError, match=told) as raised:
        call(server.url, "by_oauth", oauth=credentials)
    assert "s3cret" not in repr(raised.value) + repr(credentials)


def test_credentials_for_a_call_are_asked_for_their_own_token(strongbox: ModuleType) -> None:
    issuer = Issuer()
    with (
        serving(issuer) as server,
        strongbox.StrongboxClient(base_url=server.url, oauth=strongbox.ClientCredentials("i", "s")) as client,
    ):
        client.by_oauth()
        client.with_options(oauth=strongbox.ClientCredentials("j", "s")).by_oauth()
        client.with_options(timeout=5).by_oauth()
    assert calls_of(server) == ["Bearer t1", "Bearer t2", "Bearer t1"]
    assert repr(client) == f"StrongboxClient(base_url={server.url!r})"


ARGUMENTS = {
    "header_key": "by_header",
    "query_key": "by_query",
    "cookie": "by_cookie",
    "token": "by_bearer",
    "login": "by_basic",
    "access_key": "by_signature",
    "oauth": "by_oauth",
}
"""The arguments of a client for credentials, and an operation that needs each."""


@pytest.mark.parametrize("is_changed", [False, True])
@pytest.mark.parametrize("name", ARGUMENTS)
def test_credentials_of_another_type_are_refused(strongbox: ModuleType, name: str, is_changed: bool) -> None:
    for credential in (5, True, b"t", 1.5, object(), {"t": "t"}, ["t"], ("a", 5)):
        with pytest.raises(TypeError, match=f"^{name} must be .*, not {type(credential).__name__}$"):
            use_with(strongbox, {name: credential}, is_changed)


@pytest.mark.parametrize("is_changed", [False, True])
@pytest.mark.parametrize("name", [*{*ARGUMENTS} - {"access_key"}])
def test_empty_credentials_are_refused(strongbox: ModuleType, name: str, is_changed: bool) -> None:
    for credential in [("", "")] if name == "login" else ["", " ", "\n"]:
        with pytest.raises(strongbox.CredentialsError, match=f"^{name} is empty$"):
            use_with(strongbox, {name: credential}, is_changed)


def use_with(strongbox: ModuleType, credentials: dict[str, Any], is_changed: bool) -> None:
    with strongbox.StrongboxClient(
        base_url="http://a.invalid", **({} if is_changed else credentials)
    ) as client:
        client.with_options(**credentials)


@pytest.mark.parametrize("name", ["header_key", "token", "oauth", "login"])
def test_what_a_function_returns_is_checked(
    strongbox: ModuleType, call: Callable[..., None], name: str
) -> None:
    empty = ("", "") if name == "login" else ""
    with serving(DONE) as server:
        with pytest.raises(strongbox.CredentialsError, match=r"the function for .* returned is empty"):
            call(server.url, ARGUMENTS[name], **{name: lambda: empty})
        with pytest.raises(TypeError, match=r"the function for .* returned must be .*, not int"):
            call(server.url, ARGUMENTS[name], **{name: lambda: 5})
        assert server.received == []


def test_none_changes_no_credentials(strongbox: ModuleType) -> None:
    with (
        serving(DONE) as server,
        strongbox.StrongboxClient(base_url=server.url, token="t", login=("user", "")) as client,
    ):
        client.with_options(token=None).by_bearer()
        client.by_basic()
    assert [shown(it)["authorization"] for it in server.received] == ["Bearer t", "Basic dXNlcjo="]
