"""Answers that come in pages, as one sequence of items."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

Page = TypeVar("Page")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Pagination:
    """How an operation's pages follow each other.

    ``link`` goes where the Link header says (RFC 8288), or the page itself at ``next``; ``cursor``
    sends what the page gives at ``next`` as ``parameter``, ``page`` counts pages and ``offset`` items.
    ``items`` and ``next`` are JSON pointers into the page; ``start`` is the number of the first page.
    """

    style: Literal["link", "cursor", "page", "offset"]
    items: str
    parameter: str = ""
    next: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """How the next page is asked for: other parameters, or another address."""

    parameters: Mapping[str, Any]
    url: str | None = None


_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[^,;=]+(?:=(?:\"[^\"]*\"|[^,;\"]*))?)*)")
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^;,\s]*))", re.IGNORECASE)


def items_of(pagination: Pagination, page: Any) -> list[Any]:
    """The items of a page; none where there is no list."""
    found = _at(page, pagination.items)
    return list(found) if isinstance(found, (list, tuple)) else []


def next_step(
    pagination: Pagination, step: Step, given: Mapping[str, Any], page: Any, headers: Mapping[str, str]
) -> Step | None:
    """How to ask for the page after this one; None where it was the last."""
    if pagination.style == "link":
        url = _at(page, pagination.next) if pagination.next else next_link(headers.get("link", ""))
        return Step({}, url) if isinstance(url, str) and url and url != step.url else None
    if pagination.style == "cursor":
        cursor = _at(page, pagination.next)
        last = step.parameters.get(pagination.parameter)
        return Step({pagination.parameter: cursor}) if cursor not in (None, "", False, last) else None
    count = len(items_of(pagination, page))
    if not count:
        return None
    now = step.parameters.get(pagination.parameter, given.get(pagination.parameter))
    if pagination.style == "page":
        return Step({pagination.parameter: (pagination.start if now is None else now) + 1})
    return Step({pagination.parameter: (now or 0) + count})


def next_link(header: str) -> str | None:
    """The target of the link to the next page."""
    for target, parameters in _LINK.findall(header):
        relations = _NEXT.search(parameters)
        if relations and "next" in (relations[1] or relations[2] or "").lower().split():
            return str(target)
    return None


def _at(value: Any, pointer: str) -> Any:
    """What is at a JSON pointer of a page; None where nothing is."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if hasattr(type(value), "model_fields"):
            value = _member(value, part)
        elif isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.lstrip("-").isdigit() and value:
            value = value[int(part)] if -len(value) <= int(part) < len(value) else None
        else:
            return None
    return value


def _member(model: Any, wire_name: str) -> Any:
    for name, field in type(model).model_fields.items():
        if (field.alias or name) == wire_name:
            return getattr(model, name)
    return (model.model_extra or {}).get(wire_name)


Fetch = Callable[[Mapping[str, Any], str | None], tuple[Any, Mapping[str, str]]]
"""Gets a page with other parameters or from another address, and the headers of its answer."""
AsyncFetch = Callable[[Mapping[str, Any], str | None], Awaitable[tuple[Any, Mapping[str, str]]]]


class Pages(Generic[Page, Item]):
    """The items of all pages, fetched as they are come to; ``pages()`` gives the pages themselves."""

    def __init__(self, pagination: Pagination, given: Mapping[str, Any], fetch: Fetch) -> None:
        self._pagination = pagination
        self._given = given
        self._fetch = fetch

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from items_of(self._pagination, page)

    def pages(self) -> Iterator[Page]:
        """Page by page."""
        step: Step | None = Step({})
        while step is not None:
            page, headers = self._fetch(step.parameters, step.url)
            yield page
            step = next_step(self._pagination, step, self._given, page, headers)


class AsyncPages(Generic[Page, Item]):
    """The items of all pages, fetched as they are come to; ``pages()`` gives the pages themselves."""

    def __init__(self, pagination: Pagination, given: Mapping[str, Any], fetch: AsyncFetch) -> None:
        self._pagination = pagination
        self._given = given
        self._fetch = fetch

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            for item in items_of(self._pagination, page):
                yield item

    async def pages(self) -> AsyncIterator[Page]:
        """Page by page."""
        step: Step | None = Step({})
        while step is not None:
            page, headers = await self._fetch(step.parameters, step.url)
            yield page
            step = next_step(self._pagination, step, self._given, page, headers)
