"""Answers in pages, by every convention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from oasmith.runtime.pages import next_link
from runtime.conftest import Caller
from support.server import Answer, Received, serving

IDS = ["1", "2", "3", "4", "5"]


def query(received: Received) -> dict[str, str]:
    return dict(parse_qsl(received.target.partition("?")[2]))


def depots(ids: list[str]) -> list[dict[str, str]]:
    return [{"id": id} for id in ids]


def by_cursor(received: Received) -> Answer:
    start = int(query(received).get("cursor", "0"))
    following = str(start + 2) if start + 2 < len(IDS) else None
    items = [{"name": name} for name in IDS[start : start + 2]]
    return Answer.of_json({"items": items, "next_cursor": following})


def by_link(received: Received) -> Answer:
    page = int(query(received).get("page", "0"))
    links = [f'</depots?page={page + 1}>; title="a, b"; rel="prefetch next"'] if page < 2 else []
    links.append('</depots>; rel="first"')
    return Answer.of_json(depots(IDS[2 * page : 2 * page + 2]), Link=", ".join(links))


def by_address(received: Received) -> Answer:
    start = int(query(received).get("at", "0"))
    following = f"stops?at={start + 2}" if start + 2 < len(IDS) else None
    return Answer.of_json({"stops": depots(IDS[start : start + 2]), "meta": {"next_page_url": following}})


def by_page(received: Received) -> Answer:
    page = int(query(received).get("page", "1")) - 1
    return Answer.of_json(depots(IDS[2 * page : 2 * page + 2]))


def by_offset(received: Received) -> Answer:
    offset = int(query(received).get("offset", "0"))
    return Answer.of_json({"routes": depots(IDS[offset : offset + 2])})


def by_marker(received: Received) -> Answer:
    marker = query(received).get("marker")
    start = IDS.index(marker) + 1 if marker else 0
    return Answer.of_json({"vans": depots(IDS[start : start + 2])})


def by_extension(received: Received) -> Answer:
    start = int(query(received).get("from", "0"))
    following = str(start + 2) if start + 2 < len(IDS) else None
    return Answer.of_json({"found": {"tours": depots(IDS[start : start + 2])}, "more": {"at": following}})


WAYS: dict[str, tuple[Callable[[Any], Any], Callable[[Received], Answer], int]] = {
    "cursor": (lambda client: client.iter_parcels(weight=3), by_cursor, 3),
    "link": (lambda client: client.iter_depots(), by_link, 3),
    "address": (lambda client: client.iter_stops(), by_address, 3),
    "page": (lambda client: client.iter_drivers(), by_page, 4),
    "offset": (lambda client: client.iter_routes(limit=2), by_offset, 4),
    "marker": (lambda client: client.iter_vans(), by_marker, 4),
    "extension": (lambda client: client.iter_tours(), by_extension, 3),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_item_of_every_page_once(caller: Caller, way: str) -> None:
    use, answer, requests = WAYS[way]
    with serving(answer) as server:
        found = caller.all(server.url, use)
        assert [getattr(item, "id", None) or item.name for item in found] == IDS
        assert len(server.received) == requests
        pages = caller.all(server.url, lambda client: use(client).pages())
    assert len(pages) == requests
    kind = caller.package.models.Parcel if way == "cursor" else caller.package.models.Depot
    assert {type(item) for item in found} == {kind}


def test_what_was_asked_for_is_asked_for_on_every_page(caller: Caller) -> None:
    with serving(by_cursor) as server:
        caller.all(server.url, WAYS["cursor"][0])
    assert [query(received) for received in server.received] == [
        {"weight": "3"}, {"weight": "3", "cursor": "2"}, {"weight": "3", "cursor": "4"}
    ]  # fmt: skip


def test_a_page_may_be_begun_with(caller: Caller) -> None:
    with serving(by_page) as server:
        found = caller.all(server.url, lambda client: client.iter_drivers(page=2))
    assert [item.id for item in found] == ["3", "4", "5"]


def test_no_page_is_fetched_before_it_is_needed(caller: Caller) -> None:
    def first_two(client: Any) -> Any:
        if caller.kind == "sync":
            return [item for _, item in zip(range(2), client.iter_drivers(), strict=False)]

        async def take() -> list[Any]:
            found: list[Any] = []
            pages = client.iter_drivers()
            async for item in pages:
                found.append(item)
                if len(found) == 2:
                    break
            return found

        return take()

    with serving(by_page) as server:
        assert len(caller(server.url, first_two)) == 2
    assert len(server.received) == 1


AGAIN: dict[str, Any] = {
    "cursor": {"items": [{"name": "1"}], "next_cursor": "c"},
    "address": {"stops": depots(["1"]), "meta": {"next_page_url": "/stops?at=1"}},
    "page": depots(["1"]),
    "offset": {"routes": depots(["1"])},
    "marker": {"vans": depots(["1"])},
    "extension": {"found": {"tours": depots(["1"])}, "more": {"at": "c"}},
    "link": depots(["1"]),
}
"""A page that a server sends again and again."""


def collected(caller: Caller, url: str, way: str) -> tuple[list[Any], Exception | None]:
    """The items that came, and what ended them."""
    found: list[Any] = []

    def use(client: Any) -> Any:
        pages = WAYS[way][0](client)
        return collect(pages) if caller.kind == "sync" else collect_async(pages)

    def collect(pages: Any) -> None:
        for item in pages:
            found.append(item)

    async def collect_async(pages: Any) -> None:
        async for item in pages:
            found.append(item)

    try:
        caller(url, use)
    except caller.package.APIError as error:
        return found, error
    return found, None


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_sends_a_page_again_is_left_with_an_error(caller: Caller, way: str) -> None:
    """What came is not lost, and the page that comes again is not given again for ever."""
    answer = Answer.of_json(AGAIN[way], Link="</depots?page=1>; rel=next")
    with serving(answer) as server:
        found, error = collected(caller, server.url, way)
    assert isinstance(error, caller.package.APIResponseValidationError)
    assert "before; iteration stopped" in str(error)
    assert 1 <= len(found) <= 2 == len(server.received)


@pytest.mark.parametrize("way", ["cursor", "link", "address", "page", "offset", "marker"])
def test_a_server_that_goes_in_circles_is_left_with_an_error(caller: Caller, way: str) -> None:
    """Of three pages, each leads to the next one and the last to the first."""

    def answer(received: Received) -> Answer:
        number = (len(server.received) - 1) % 3
        following = str((number + 1) % 3)
        found = depots([str(number)])
        page = {
            "cursor": {"items": [{"name": "1"}], "next_cursor": following},
            "address": {"stops": found, "meta": {"next_page_url": f"/stops?at={following}"}},
            "offset": {"routes": found},
            "marker": {"vans": found},
        }.get(way, found)
        return Answer.of_json(page, Link=f"<?page={following}>; rel=next")

    with serving(answer) as server:
        found, error = collected(caller, server.url, way)
    assert isinstance(error, caller.package.APIResponseValidationError)
    assert 3 <= len(found) <= 4
    assert len(server.received) == 4


EMPTY: dict[str, Any] = {
    "cursor": {"items": [], "next_cursor": "c"},
    "address": {"stops": [], "meta": {"next_page_url": "/stops?at=1"}},
    "page": [],
    "offset": {"routes": []},
    "marker": {"vans": []},
    "extension": {"found": {"tours": []}, "more": {"at": "c"}},
    "link": [],
}


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_page_that_comes_again_is_the_end(caller: Caller, way: str) -> None:
    with serving(Answer.of_json(EMPTY[way], Link="</depots?page=1>; rel=next")) as server:
        assert collected(caller, server.url, way) == ([], None)
    assert len(server.received) <= 2


@pytest.mark.parametrize("end", ["", None, False])
def test_a_cursor_that_is_nothing_is_the_end(caller: Caller, end: Any) -> None:
    with serving(Answer.of_json({"items": [{"name": "1"}], "next_cursor": end})) as server:
        found, error = collected(caller, server.url, "cursor")
    assert (len(found), error, len(server.received)) == (1, None, 1)


@pytest.mark.parametrize("way", ["cursor", "link", "address"])
def test_pages_that_look_alike_are_no_circle(caller: Caller, way: str) -> None:
    """Where the server says what comes next, pages may have the same items."""

    def answer(received: Received) -> Answer:
        number = len(server.received)
        following = str(number) if number < 4 else None
        address = f"/stops?at={number}" if following else None
        page = {
            "cursor": {"items": [{"name": "1"}], "next_cursor": following},
            "address": {"stops": depots(["1"]), "meta": {"next_page_url": address}},
            "link": depots(["1"]),
        }[way]
        more = {"Link": f"</depots?page={number}>; rel=next"} if following else {}
        return Answer.of_json(page, 200, **more)

    with serving(answer) as server:
        found, error = collected(caller, server.url, way)
    assert (len(found), error) == (4, None)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('<a>; rel="next"', "a"),
        ("<a>;rel=next", "a"),
        ("<a> ; REL = NEXT", "a"),
        ('<a>; rel="prev next"', "a"),
        ('<a>; title="x, <b>; rel=next"; rel=prev, <c>; rel=next', "c"),
        ('<a>; title="x; rel=next"', None),
        ('<a,b;c>; rel="next"', "a,b;c"),
        ('<a>; title="a \\" <b>; rel=next", <c>; rel=next', "c"),
        ("<a>; rel=prev; rel=next", None),
        ("<a>; rel=nextish, <b>; rel*=next", None),
        ("a; rel=next", None),
        ("<a; rel=next", None),
        ('<a>; rel="next', "a"),
        ("", None),
        (" , ,<a>;rel=next", "a"),
    ],
)
def test_the_link_to_the_next_page(header: str, target: str | None) -> None:
    assert next_link(header) == target


def test_an_error_on_a_later_page_is_raised_there(caller: Caller) -> None:
    def answer(received: Received) -> Answer:
        return Answer.of_json({}, 500) if "page=2" in received.target else by_page(received)

    with serving(answer) as server, pytest.raises(caller.package.InternalServerError):
        caller.all(server.url, lambda client: client.iter_drivers())
    assert len(server.received) == 2


def test_the_whole_answer_can_be_had_without_pages(caller: Caller) -> None:
    with serving(by_cursor) as server:
        page = caller(server.url, lambda client: client.list_parcels())
    assert (page.next_cursor, len(page.items)) == ("2", 2)


def test_a_page_that_breaks_the_description_is_no_end_of_the_world(caller: Caller) -> None:
    with serving(Answer.of_json({"items": "none", "next_cursor": None})) as server:
        assert caller.all(server.url, WAYS["cursor"][0]) == []
