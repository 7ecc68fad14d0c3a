"""Answers that come in pages, as one sequence of items."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import httpx2

from .origins import check_target, problem_of

if TYPE_CHECKING:
    from .errors import APIError

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
    url: httpx2.URL | str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, the answer that it came in, and what makes an exception for that answer from a reason."""

    page: Any
    response: httpx2.Response
    raw: bytes
    refuse: Callable[[str], APIError]


# Nothing in these can fail after it began to match, so that each runs once over a header of any length.
_PART = re.compile(r"""[^,<"]+|<[^>]*>?|"(?:[^"\\]|\\.)*"?|(,)""", re.DOTALL)
_PARAMETER = re.compile(r"""[^;"]+|"(?:[^"\\]|\\.)*"?|(;)""", re.DOTALL)


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
        return Step({}, url) if isinstance(url, str) and url else None
    if pagination.style == "cursor":
        cursor = _at(page, pagination.next)
        return Step({pagination.parameter: cursor}) if cursor not in (None, "", False) else None
    count = len(items_of(pagination, page))
    if not count:
        return None
    now = step.parameters.get(pagination.parameter, given.get(pagination.parameter))
    if pagination.style == "page":
        return Step({pagination.parameter: (pagination.start if now is None else now) + 1})
    return Step({pagination.parameter: (now or 0) + count})


def next_link(header: str) -> str | None:
    """The target of the link to the next page (RFC 8288 §3)."""
    for link in _split(_PART, header):
        target, closed, parameters = link.strip().removeprefix("<").partition(">")
        if not closed or not link.strip().startswith("<"):
            continue
        for parameter in _split(_PARAMETER, parameters):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "rel":
                if "next" in value.strip().strip('"').lower().split():
                    return target
                break  # only the first rel of a link counts
    return None


def _split(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """A text in parts, at each match of the pattern's group."""
    start = 0
    for match in pattern.finditer(text):
        if match[1]:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


class _Walk:
    """The way from page to page: ``step`` is how to ask for the next one, None at the end."""

    def __init__(self, pagination: Pagination, given: Mapping[str, Any]) -> None:
        self._pagination = pagination
        self._given = given
        self._seen: set[bytes] = set()
        self.step: Step | None = Step({})
        if pagination.style == "cursor":
            self._is_new(given.get(pagination.parameter))

    def check(self, found: Fetched) -> None:
        """Raises APIResponseValidationError where a server gives a page again that was to be another one.

        Pages are told apart by their number or offset only where the server counts. They are the same
        where every byte is; empty ones are ends.
        """
        if self._pagination.style not in ("page", "offset") or not items_of(self._pagination, found.page):
            return
        if not self._is_new(found.raw):
            assert self.step is not None, "a page was asked for"
            name = self._pagination.parameter
            place = f"for {name}={self.step.parameters[name]!r}"
            raise found.refuse(f"the server sent a page {place} that it had sent before; iteration stopped")

    def advance(self, found: Fetched) -> None:
        """Go to the page after this one. Raises APIResponseValidationError where that was there before."""
        assert self.step is not None, "the way ends where there is no step"
        pagination, page, headers = self._pagination, found.page, found.response.headers
        self.step = next_step(pagination, self.step, self._given, page, headers)
        if self.step is None or pagination.style in ("page", "offset"):
            return
        if pagination.style == "link":
            self._is_new(str(found.response.request.url))
            self.step = Step({}, _absolute(found, self.step.url))
            target: Any = str(self.step.url)
            told = "the link to the next page leads to a page that was there before"
        else:
            target = self.step.parameters[pagination.parameter]
            told = f"the next {pagination.parameter} is one that was there before"
        if not self._is_new(target):
            self.step = None
            if items_of(pagination, page):
                raise found.refuse(f"{told}; iteration stopped")

    def _is_new(self, value: Any) -> bool:
        """Whether a page, cursor or address was not there before; it is, from now on."""
        mark = hashlib.sha256(value if isinstance(value, bytes) else repr(value).encode()).digest()
        is_new = mark not in self._seen
        self._seen.add(mark)
        return is_new


def _absolute(found: Fetched, url: httpx2.URL | str | None) -> httpx2.URL:
    """A link as an address: it is relative to where the page came from (RFC 8288 §3.1)."""
    try:
        address = found.response.request.url.join(url or "").copy_with(fragment=None)
        check_target(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise found.refuse(f"the link to the next page is not a URL: {problem_of(error)}") from None
    return address


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


Fetch = Callable[[Step], Fetched]
"""Gets the page that a step leads to."""
AsyncFetch = Callable[[Step], Awaitable[Fetched]]


# Derived from AsyncPages by generator/derive_sync.py of oasmith.
class Pages(Generic[Page, Item]):
    """The items of all pages, fetched as they are come to; ``pages()`` gives the pages themselves.

    Iterating raises APIResponseValidationError where a server sends the same page or cursor again.
    """

    def __init__(self, pagination: Pagination, given: Mapping[str, Any], fetch: Fetch) -> None:
        self._pagination = pagination
        self._given = given
        self._fetch = fetch

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from items_of(self._pagination, page)

    def pages(self) -> Iterator[Page]:
        """Page by page."""
        walk = _Walk(self._pagination, self._given)
        while walk.step is not None:
            found = self._fetch(walk.step)
            walk.check(found)
            yield found.page
            walk.advance(found)


class AsyncPages(Generic[Page, Item]):
    """The items of all pages, fetched as they are come to; ``pages()`` gives the pages themselves.

    Iterating raises APIResponseValidationError where a server sends the same page or cursor again.
    """

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
        walk = _Walk(self._pagination, self._given)
        while walk.step is not None:
            found = await self._fetch(walk.step)
            walk.check(found)
            yield found.page
            walk.advance(found)
