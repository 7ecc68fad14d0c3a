"""Redirects: only when they are wanted, and never with credentials to another host."""

from __future__ import annotations

from typing import Any

import pytest
from runtime.conftest import Caller
from support.server import Answer, Received, serving

PARCEL = {"name": "p"}


def to(url: str, status: int = 307) -> Answer:
    return Answer(status, b"", {"Location": url, "Content-Length": "0"})


def get(client: Any) -> Any:
    return client.get_parcel(id="1")


def test_a_redirect_is_not_followed_unless_asked(caller: Caller) -> None:
    with serving(to("/elsewhere")) as server, pytest.raises(caller.package.APIStatusError) as raised:
        caller(server.url, get)
    assert (raised.value.status_code, len(server.received)) == (307, 1)
    assert raised.value.headers["location"] == "/elsewhere"
    assert f"redirect to {server.url}/elsewhere, which" in str(raised.value)
    assert "follow_redirects=True" in str(raised.value)


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("/next?token=secret", "/next, which"),
        ("https://user:secret@elsewhere.example/", " to https://elsewhere.example/, which"),
        ("http://[::1", "a redirect, which"),
    ],
)
def test_the_message_names_the_target_without_secrets(caller: Caller, location: str, shown: str) -> None:
    with serving(to(location)) as server, pytest.raises(caller.package.APIStatusError) as raised:
        caller(server.url, get)
    assert shown in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [
        (301, "GET", b""),
        (302, "GET", b""),
        (303, "GET", b""),
        (307, "POST", b'{"name":"p"}'),
        (308, "POST", b'{"name":"p"}'),
    ],
)
def test_a_redirect_is_followed_as_its_status_says(
    caller: Caller, status: int, method: str, body: bytes
) -> None:
    def answer(received: Received) -> Answer:
        return Answer.of_json(PARCEL, 201) if received.target == "/there?x=1" else to("/there?x=1", status)

    with serving(answer) as server:
        found = caller(
            server.url, lambda client: client.send_parcel(PARCEL), follow_redirects=True, token="t"
        )
    assert found.name == "p"
    last = server.received[-1]
    assert (last.method, last.body, last.headers["authorization"]) == (method, body, "Bearer t")
    assert ("content-type" in last.headers) == bool(body)


def test_it_may_be_wanted_for_one_call(caller: Caller) -> None:
    with serving(
        lambda received: Answer.of_json(PARCEL) if "there" in received.target else to("/there")
    ) as server:
        assert caller(server.url, lambda client: get(client.with_options(follow_redirects=True))).name == "p"
    assert len(server.received) == 2


def test_credentials_stay_at_home(caller: Caller) -> None:
    """Nor do headers and cookies of the caller's own go along: they may be credentials as well."""
    with serving(Answer.of_json(PARCEL)) as other, serving(to(f"{other.url}/there")) as server:
        use = lambda client: get(client.with_options(headers={"X-Key": "k", "Cookie": "c=1"}))  # noqa: E731
        assert caller(server.url, use, follow_redirects=True, token="t").name == "p"
    assert server.received[0].headers["authorization"] == "Bearer t"
    kept = set(other.received[0].headers)
    assert kept.isdisjoint({"authorization", "x-key", "cookie"})


def test_a_circle_ends(caller: Caller) -> None:
    with (
        serving(to("/parcels/1")) as server,
        pytest.raises(caller.package.APIConnectionError, match="redirects"),
    ):
        caller(server.url, get, follow_redirects=True, max_retries=0)
    assert len(server.received) == 10


def test_the_next_page_at_another_host_is_asked_for_without_credentials(caller: Caller) -> None:
    with serving(Answer.of_json([{"id": "2"}])) as other:
        first = Answer.of_json([{"id": "1"}], Link=f'<{other.url}/depots?page=2>; rel="next"')
        with serving(first) as server:
            found = caller.all(
                server.url,
                lambda client: client.with_options(headers={"X-Key": "k"}).iter_depots(),
                token="t",
            )
    assert [depot.id for depot in found] == ["1", "2"]
    assert server.received[0].headers["authorization"] == "Bearer t"
    assert server.received[0].headers["x-key"] == "k"
    assert set(other.received[0].headers).isdisjoint({"authorization", "x-key"})


def test_a_redirect_that_is_all_an_operation_promises_is_its_answer(caller: Caller) -> None:
    def find(client: Any) -> Any:
        return client.labels.find_template(id="1")

    with serving(to("/there", 302)) as server:
        assert caller(server.url, find) is None
        answer = caller(server.url, lambda client: find(client.with_raw_response))
    assert (answer.headers["location"], answer.parse()) == ("/there", None)
    with serving(Answer.of_json(["/a", "/b"], 300)) as server:
        assert caller(server.url, find) == ["/a", "/b"]
    for status in (301, 404):
        with serving(to("/there", status)) as server, pytest.raises(caller.package.APIStatusError):
            caller(server.url, find)


def test_what_has_not_been_modified_has_an_exception_of_its_own(caller: Caller) -> None:
    """What a call returns is what it asked for; only who sent a condition has to think of another end."""

    def get_label(client: Any) -> Any:
        return client.with_options(headers={"If-None-Match": '"v1"'}).labels.get(id="1")

    with serving(Answer(304, b"", {"ETag": '"v1"'})) as server:
        with pytest.raises(caller.package.NotModifiedError, match="returned 304") as raised:
            caller(server.url, get_label)
        answer = caller(server.url, lambda client: get_label(client.with_raw_response))
    assert raised.value.headers["etag"] == '"v1"'
    assert (answer.status_code, len(server.received)) == (304, 2)
    assert server.received[0].headers["if-none-match"] == '"v1"'
