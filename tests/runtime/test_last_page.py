"""Iteration over pages ends at the last one, by every convention."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest
from runtime.conftest import Caller
from support.packages import generated_package
from support.server import Answer, Received, serving


@pytest.fixture(scope="module")
def paging(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("paging.yaml"), tmp_path_factory.mktemp("paging"))


@pytest.fixture(params=["sync", "asyncio", "trio"])
def caller(paging: ModuleType, request: pytest.FixtureRequest) -> Caller:
    return Caller(paging, str(request.param))


IDS = ["1", "2", "3", "4", "5"]


def query(received: Received) -> dict[str, str]:
    return dict(parse_qsl(received.target.partition("?")[2]))


def things(start: int, size: int = 2) -> list[dict[str, str]]:
    return [{"id": id} for id in IDS[start : start + size]]


def numbered(received: Received) -> Answer:
    start = (int(query(received).get("page", "1")) - 1) * 2
    if start >= len(IDS):
        return Answer.of_json({"detail": "Invalid page."}, 404)
    return Answer.of_json({"tasks": things(start), "total": 0})


def numbered_with_a_total(received: Received) -> Answer:
    start = (int(query(received).get("page", "1")) - 1) * 2
    return Answer.of_json({"tasks": things(start), "total": len(IDS)})


def by_current_page(received: Received) -> Answer:
    start = (int(query(received).get("current_page", "1")) - 1) * 2
    return Answer.of_json({"items": things(start), "total_pages": 3})


def by_same_name(received: Received) -> Answer:
    start = int(query(received).get("cursor", "0"))
    return Answer.of_json(
        {"items": things(start), "cursor": str(start + 2) if start + 2 < len(IDS) else None}
    )


def optional(received: Received) -> Answer:
    return Answer.of_json(things(int(query(received).get("offset", "0"))))


def by_last_id(received: Received) -> Answer:
    start = int(query(received).get("after", "0"))
    data = things(start)
    return Answer.of_json({"data": data, "last_id": data[-1]["id"], "has_more": start + 2 < len(IDS)})


def by_last_id_with_a_number(received: Received) -> Answer:
    start = int(query(received).get("after", "0"))
    data = things(start)
    return Answer.of_json({"data": data, "last_id": data[-1]["id"], "has_more": int(start + 2 < len(IDS))})


def by_last_id_with_a_string(received: Received) -> Answer:
    start = int(query(received).get("after", "0"))
    data, has_more = things(start), "true" if start + 2 < len(IDS) else "false"
    return Answer.of_json({"data": data, "last_id": data[-1]["id"], "has_more": has_more})


def by_last_item(received: Received) -> Answer:
    start = int(query(received).get("starting_after", "0"))
    return Answer.of_json({"data": things(start), "has_more": start + 2 < len(IDS)})


def by_object(received: Received) -> Answer:
    start = int(query(received).get("offset", "x0").removeprefix("x"))
    following = {"offset": f"x{start + 2}", "path": "/no"} if start + 2 < len(IDS) else None
    return Answer.of_json({"data": things(start), "next_page": following})


def by_uri(received: Received) -> Answer:
    start = int(query(received).get("PageToken", "0"))
    following = f"/uri?Page=9&PageToken={start + 2}" if start + 2 < len(IDS) else None
    return Answer.of_json({"things": things(start), "next_page_uri": following, "page": 0})


def by_both(received: Received) -> Answer:
    assert "page" not in query(received)
    start = int(query(received).get("offset", "0"))
    return Answer.of_json(
        {"items": things(start), "next_offset": start + 2 if start + 2 < len(IDS) else None}
    )


def by_body(received: Received) -> Answer:
    body = received.json()
    assert body["filter"] == "f"
    start = int(body.get("start_cursor", "0"))
    following = str(start + 2) if start + 2 < len(IDS) else None
    return Answer.of_json({"results": things(start), "next_cursor": following, "has_more": bool(following)})


def by_repeated_cursor(received: Received) -> Answer:
    """The last page has the cursor that it was requested with."""
    body = received.json()
    start = int(body.get("start_cursor", "0"))
    return Answer.of_json({"results": things(start), "next_cursor": str(min(start + 2, 4)), "has_more": True})


def by_link(received: Received) -> Answer:
    """The link names the parameter that counts."""
    assert "page" not in query(received)
    start = int(query(received).get("offset", "0"))
    following = f"{received.target.partition('?')[0]}?offset={start + 2}" if start + 2 < len(IDS) else None
    return Answer.of_json({"items": things(start), "next": following})


def by_href(received: Received) -> Answer:
    start = int(query(received).get("token", "0"))
    links = {"next": {"href": f"/by-href?token={start + 2}"}} if start + 2 < len(IDS) else {}
    return Answer.of_json({"items": things(start), "_links": links})


def nested(received: Received) -> Answer:
    given = query(received) if received.method == "GET" else received.json()
    start = int(given.get("after", "0"))
    paging = {"paging": {"next": {"after": str(start + 2)}}} if start + 2 < len(IDS) else {}
    return Answer.of_json({"results": things(start), **paging})


def empty_in_between(received: Received) -> Answer:
    """A page without items that has a cursor is not the last one."""
    start = int(query(received).get("after", "0"))
    paging = {"paging": {"next": {"after": str(start + 1)}}} if start < 9 else {}
    return Answer.of_json({"results": things(start // 2, 1) if start % 2 == 0 else [], **paging})


def clamped(received: Received) -> Answer:
    """A page after the last one is the last one again, as from Django's ``get_page``."""
    number = min(int(query(received).get("page[number]", "1")), 3)
    return Answer.of_json({"data": things(number * 2 - 2), "meta": {"total_pages": 3}})


def content(received: Received) -> Answer:
    """Spring: the first page is page 0, and the last one says so."""
    number = min(int(query(received).get("page", "0")), 2)
    last = {"last": number == 2} if "size" not in query(received) else {"totalPages": 3}
    return Answer.of_json({"content": things(number * 2), "sort": [], **last})


def hal(received: Received) -> Answer:
    start = int(query(received).get("from", "0"))
    links = {"next": {"href": f"/hal?from={start + 2}"}} if start + 2 < len(IDS) else {}
    return Answer.of_json({"_embedded": {"things": things(start)}, "_links": links})


def json_api(received: Received) -> Answer:
    """A link is a string or an object."""
    start = int(query(received).get("from", "0"))
    address = f"/json-api?from={start + 2}"
    following = (None if start + 2 >= len(IDS) else {"href": address}) if start else address
    return Answer.of_json({"data": things(start), "links": {"next": following}})


def wrapped(received: Received) -> Answer:
    start = int(query(received)["pageNum"]) * 2 - 2
    return Answer.of_json({"code": 0, "data": {"list": things(start), "total": len(IDS)}})


def by_start(received: Received) -> Answer:
    start = int(query(received).get("start", "0"))
    following = start + 2 if start + 2 < len(IDS) else None
    return Answer.of_json(
        {"values": things(start), "isLastPage": following is None, "nextPageStart": following}
    )


WAYS: dict[str, tuple[Callable[[Any], Any], Callable[[Received], Answer], int]] = {
    "a page that is not found": (lambda client: client.iter_numbered(), numbered, 4),
    "a total": (lambda client: client.iter_numbered(), numbered_with_a_total, 3),
    "the current page": (lambda client: client.iter_by_current_page(), by_current_page, 3),
    "a cursor named like its parameter": (lambda client: client.iter_by_same_name(), by_same_name, 3),
    "an offset that may be null": (lambda client: client.iter_optional(), optional, 4),
    "the id of the last item, named": (lambda client: client.iter_by_last_id(), by_last_id, 3),
    "a flag that is a number": (lambda client: client.iter_by_last_id(), by_last_id_with_a_number, 3),
    "a flag that is a string": (lambda client: client.iter_by_last_id(), by_last_id_with_a_string, 3),
    "the id of the last item": (lambda client: client.iter_by_last_item(), by_last_item, 3),
    "an object for the next page": (lambda client: client.iter_by_object(), by_object, 3),
    "a URI": (lambda client: client.iter_by_uri(), by_uri, 3),
    "the parameter that the page names": (lambda client: client.iter_by_both(), by_both, 3),
    "a cursor in the body": (lambda client: client.iter_query_all({"filter": "f"}), by_body, 3),
    "a cursor in a model": (lambda client: client.iter_query_all(model(client)), by_body, 3),
    "the parameter that the next link names": (lambda client: client.iter_by_link(), by_link, 3),
    "a link in an object": (lambda client: client.iter_by_href(), by_href, 3),
    "a nested cursor": (lambda client: client.iter_nested(), nested, 3),
    "a nested cursor in the body": (lambda client: client.iter_query_nested({}), nested, 3),
    "pages without items": (lambda client: client.iter_nested(), empty_in_between, 10),
    "a cursor that is repeated": (lambda client: client.iter_query_all({}), by_repeated_cursor, 3),
    "the number of pages": (lambda client: client.iter_clamped(), clamped, 3),
    "a page that says that it is the last": (lambda client: client.iter_content(), content, 3),
    "the number of pages from 0": (
        lambda client: client.with_options(query={"size": 2}).iter_content(),
        content,
        3,
    ),
    "a link among others": (lambda client: client.iter_hal(), hal, 3),
    "a link or an object with it": (lambda client: client.iter_json_api(), json_api, 3),
    "an envelope and a page that is required": (lambda client: client.iter_wrapped(page_num=1), wrapped, 3),
    "the start of the next page": (lambda client: client.iter_start(), by_start, 3),
}


def model(client: Any) -> Any:
    package = sys.modules[type(client).__module__.partition(".")[0]]
    return package.models.QueryAllRequest(filter="f")


@pytest.mark.parametrize("way", WAYS)
def test_iteration_ends_at_the_last_page(caller: Caller, way: str) -> None:
    use, answer, requests = WAYS[way]
    with serving(answer) as server:
        found = caller.all(server.url, use)
        assert [item["id"] if isinstance(item, dict) else item.id for item in found] == IDS
        assert len(server.received) == requests


def test_a_first_page_that_is_not_found_is_an_error(caller: Caller) -> None:
    with serving(Answer.of_json({}, 404)) as server, pytest.raises(caller.package.NotFoundError):
        caller.all(server.url, lambda client: client.iter_numbered())


@pytest.mark.parametrize("way", ["the id of the last item", "a cursor in the body"])
def test_a_cursor_that_is_not_found_is_an_error(caller: Caller, way: str) -> None:
    use, answer, _ = WAYS[way]

    def gone(received: Received) -> Answer:
        return answer(received) if len(server.received) == 1 else Answer.of_json({}, 404)

    with serving(gone) as server, pytest.raises(caller.package.NotFoundError):
        caller.all(server.url, use)


def test_a_body_without_a_cursor_has_no_pages(paging: ModuleType) -> None:
    assert not hasattr(paging.PagingClient, "iter_create_all")
