# A module of generated clients, in which another line takes the place of this one.
"""Responses that come in pages, as one sequence of items."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack

import httpx2

from .client import BaseClient
from .lazy import LazyModule
from .operation import Operation
from .pagination import Pagination
from .plan import CallOptions, Plan
from .transport import check_target, problem_of

if TYPE_CHECKING:
    from . import json_values
    from .async_client import AsyncClient
    from .errors import APIError
    from .sync_client import SyncClient
else:
    json_values = LazyModule(".json_values", __package__)

Page = TypeVar("Page")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Step:
    """How to request the next page: with other parameters, or at another URL."""

    parameters: Mapping[str, Any]
    url: httpx2.URL | str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, its response, and what makes an exception for that response from a reason."""

    page: Any
    response: httpx2.Response
    raw: bytes
    refuse: Callable[[str], APIError]


# Nothing in these can fail after it began to match, so each takes linear time for any header.
_PART = re.compile(r"""[^,<"]+|<[^>]*>?|"(?:[^"\\]|\\.)*"?|(,)""", re.DOTALL)
_PARAMETER = re.compile(r"""[^;"]+|"(?:[^"\\]|\\.)*"?|(;)""", re.DOTALL)


def items_of(pagination: Pagination, page: Any) -> list[Any]:
    """The items of a page; none if there is no array."""
    found = _at(page, pagination.items)
    return list(found) if isinstance(found, (list, tuple)) else []


def next_step(
    pagination: Pagination, step: Step, given: Mapping[str, Any], page: Any, headers: Mapping[str, str]
) -> Step | None:
    """How to request the page after this one; None if it is the last."""
    if _says_last(pagination, page):
        return None
    if pagination.style == "link":
        url = _at(page, pagination.next) if pagination.next else next_link(headers.get("link", ""))
        url = url if url is None or isinstance(url, str) else _at(url, "/href")
        return Step({}, url) if isinstance(url, str) and url else None
    if pagination.style == "cursor":
        cursor = _at(page, pagination.next)
        return Step({pagination.parameter: cursor}) if cursor not in (None, "", False) else None
    count = len(items_of(pagination, page))
    if not count:
        return None
    now = step.parameters.get(pagination.parameter, given.get(pagination.parameter))
    if pagination.style == "page":
        following = (pagination.start if now is None else now) + 1
        pages = _at(page, pagination.pages) if pagination.pages else None
        is_last = isinstance(pages, int) and 0 < pages <= following - pagination.start
        return None if is_last else Step({pagination.parameter: following})
    return Step({pagination.parameter: (now or 0) + count})


def _says_last(pagination: Pagination, page: Any) -> bool:
    """Whether a page says that it is the last one; some servers write a flag as 0, 1 or a string."""
    if pagination.more and _at(page, pagination.more) in (False, "false"):
        return True
    return bool(pagination.last) and _at(page, pagination.last) in (True, "true")


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
    """A string in parts, split at each match of the group in the pattern."""
    start = 0
    for match in pattern.finditer(text):
        if match[1]:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


class _Iteration:
    """The iteration over pages: ``step`` is how to request the next one, None at the end."""

    def __init__(self, pagination: Pagination, given: Mapping[str, Any]) -> None:
        self._pagination = pagination
        self._given = given
        self._seen: set[bytes] = set()
        self._count = 0
        self._last = b""
        self.step: Step | None = Step({})
        if pagination.style == "cursor":
            self._is_new(given.get(pagination.parameter))

    def check(self, found: Fetched) -> None:
        """Raises APIResponseValidationError if a server sends the same page for another number or offset.

        Pages are the same if every byte is; an empty page is the end.
        """
        if self._pagination.style not in ("page", "offset") or not items_of(self._pagination, found.page):
            return
        if not self._is_new(found.raw):
            assert self.step is not None, "a page was requested"
            name = self._pagination.parameter
            place = f"for {name}={self.step.parameters[name]!r}"
            raise found.refuse(f"the server sent a page {place} that it had sent before; iteration stopped")

    def advance(self, found: Fetched) -> None:
        """Go to the next page. Raises APIResponseValidationError if it was there before.

        A new page with the cursor that it was requested with is the last one.
        """
        assert self.step is not None, "iteration ends without a step"
        pagination, page, headers = self._pagination, found.page, found.response.headers
        self._count += len(items_of(pagination, page))
        total = _at(page, pagination.total) if pagination.total else None
        if isinstance(total, int) and 0 < total <= self._count:
            self.step = None
            return
        used = self.step.parameters.get(pagination.parameter, self._given.get(pagination.parameter))
        is_same, self._last = found.raw == self._last, found.raw
        self.step = next_step(pagination, self.step, self._given, page, headers)
        if self.step is None or pagination.style in ("page", "offset"):
            return
        if pagination.style == "link":
            self._is_new(str(found.response.request.url))
            self.step = Step({}, _absolute(found, self.step.url))
            target: Any = str(self.step.url)
            problem = "the link to the next page leads to a page that was there before"
        else:
            target = self.step.parameters[pagination.parameter]
            problem = f"the next {pagination.parameter} is one that was there before"
        if not self._is_new(target):
            self.step = None
            is_last = target == used and not is_same
            if items_of(pagination, page) and not is_last:
                raise found.refuse(f"{problem}; iteration stopped")

    def _is_new(self, value: Any) -> bool:
        """Whether a page, cursor or URL was not there before. Remembers it."""
        mark = hashlib.sha256(value if isinstance(value, bytes) else repr(value).encode()).digest()
        is_new = mark not in self._seen
        self._seen.add(mark)
        return is_new


def _absolute(found: Fetched, url: httpx2.URL | str | None) -> httpx2.URL:
    """A link as an absolute URL: it is relative to the URL of the page (RFC 8288 §3.1)."""
    try:
        address = found.response.request.url.join(url or "").copy_with(fragment=None)
        check_target(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise found.refuse(f"the link to the next page is not a URL: {problem_of(error)}") from None
    return address


def _plan(
    client: BaseClient[Any],
    operation: Operation[Any],
    parameters: Mapping[str, Any],
    step: Step,
    options: CallOptions,
) -> Plan[Any]:
    """The call that requests the page of a step."""
    pagination = operation.pagination
    if isinstance(pagination, Pagination) and pagination.is_in_body and step.parameters:
        changed = options.copy()
        changed["body"] = json_values.json_value(options.get("body") or {}) | step.parameters
        plan = client._plan(operation, parameters, **changed)
    else:
        plan = client._plan(operation, {**parameters, **step.parameters}, **options)
    if step.url is not None:
        _go_to(plan, step.url)
    return plan


def _is_after_last(operation: Operation[Any], step: Step, response: httpx2.Response) -> bool:
    """Whether there is no page with the number or offset after that of the last page."""
    pagination = operation.pagination
    is_counted = isinstance(pagination, Pagination) and pagination.style in ("page", "offset")
    return response.status_code == 404 and is_counted and bool(step.parameters)


def _go_to(plan: Plan[Any], url: httpx2.URL | str) -> None:
    """Change a call so that it requests another page."""
    url = httpx2.URL(url)
    plan.is_trusted = plan.may_have_credentials(url)
    if not plan.is_trusted:
        plan.schemes = ()
    elif not url.userinfo:
        url = url.copy_with(userinfo=httpx2.URL(plan.base_url).userinfo)
    plan.head.query = [url.query.decode()] if url.query else []
    plan.url = str(url.copy_with(query=None, fragment=None))
    if not plan.url.startswith(f"{plan.base_url}/"):
        plan.fallbacks = []


def _at(value: Any, pointer: str) -> Any:
    """What is at a JSON pointer of a page; None if there is nothing."""
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
    type(model).model_rebuild()  # before that, a field whose type follows its class has no alias
    for name, field in type(model).model_fields.items():
        if (field.alias or name) == wire_name:
            return getattr(model, name)
    return (model.model_extra or {}).get(wire_name)


Fetch = Callable[[Step], Fetched | None]
"""Requests the page of a step; None if there is no such page."""
AsyncFetch = Callable[[Step], Awaitable[Fetched | None]]


# Derived from AsyncPages by generator/derive_sync.py of oasmith.
class Pages(Generic[Page, Item]):
    """The items of all pages, which are requested one by one; ``pages()`` iterates over the pages.

    Iterating raises APIResponseValidationError if a server sends the same page or cursor again.
    """

    def __init__(self, pagination: Pagination, given: Mapping[str, Any], fetch: Fetch) -> None:
        self._pagination = pagination
        self._given = given
        self._fetch = fetch

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from items_of(self._pagination, page)

    def pages(self) -> Iterator[Page]:
        """The pages, one by one."""
        iteration = _Iteration(self._pagination, self._given)
        while iteration.step is not None:
            found = self._fetch(iteration.step)
            if found is None:
                return
            iteration.check(found)
            yield found.page
            iteration.advance(found)


class AsyncPages(Generic[Page, Item]):
    """The items of all pages, which are requested one by one; ``pages()`` iterates over the pages.

    Iterating raises APIResponseValidationError if a server sends the same page or cursor again.
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
        """The pages, one by one."""
        iteration = _Iteration(self._pagination, self._given)
        while iteration.step is not None:
            found = await self._fetch(iteration.step)
            if found is None:
                return
            iteration.check(found)
            yield found.page
            iteration.advance(found)


# Derived from paginate_async by generator/derive_sync.py of oasmith.
def paginate(
    client: SyncClient,
    operation: Operation[Any],
    parameters: Mapping[str, Any],
    **options: Unpack[CallOptions],
) -> Pages[Any, Any]:
    """The pages of an operation. Iterating raises what a call of the operation raises."""

    def fetch(step: Step) -> Fetched | None:
        plan = _plan(client, operation, parameters, step, options)
        response, raw = client._exchange(plan)
        if _is_after_last(operation, step, response):
            return None
        page, _ = client._read(plan, response, raw)
        return Fetched(page, response, raw, partial(client._refusal, response, raw))

    assert isinstance(operation.pagination, Pagination), "only called for operations with pages"
    return Pages(operation.pagination, parameters, fetch)


def paginate_async(
    client: AsyncClient,
    operation: Operation[Any],
    parameters: Mapping[str, Any],
    **options: Unpack[CallOptions],
) -> AsyncPages[Any, Any]:
    """The pages of an operation. Iterating raises what a call of the operation raises."""

    async def fetch(step: Step) -> Fetched | None:
        plan = _plan(client, operation, parameters, step, options)
        response, raw = await client._exchange(plan)
        if _is_after_last(operation, step, response):
            return None
        page, _ = client._read(plan, response, raw)
        return Fetched(page, response, raw, partial(client._refusal, response, raw))

    assert isinstance(operation.pagination, Pagination), "only called for operations with pages"
    return AsyncPages(operation.pagination, parameters, fetch)
