# A module of generated clients, in which another line takes the place of this one.
"""Responses that are read item by item: server-sent events (HTML living standard §9.2) and lines of JSON."""

from __future__ import annotations

import codecs
import math
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

import httpx2
from pydantic_core import from_json, to_json

from .client import BaseClient
from .errors import Deviation, within_stack
from .lazy import LazyModule
from .media import essence, kind_of
from .operation import Annotation, Operation
from .plan import CallOptions, Plan, as_timeout

if TYPE_CHECKING:
    from . import responses
    from .async_client import AsyncClient
    from .sync_client import SyncClient
else:
    responses = LazyModule(".responses", __package__)

T = TypeVar("T")

Reader = Callable[[Any, str, bool], Any]
"""Reads a value of a type from JSON, or from the data of an event, which may be other text."""
_SEPARATOR = b"\x1e"
_END = "[DONE]"
"""Some servers send this in place of data at the end."""


@dataclass(frozen=True, slots=True)
class Event(Generic[T]):
    """A server-sent event. ``data`` has the described type, ``retry`` is in milliseconds."""

    data: T
    event: str = "message"
    id: str = ""
    retry: int | None = None


class TooLongError(ValueError):
    """A line or an event is too long."""


class Lines:
    """Lines of text from chunks of bytes; lines end in LF, CR or both, and a BOM is removed.

    A line may have ``limit`` bytes; no more than that is stored.
    """

    def __init__(self, limit: float = math.inf) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._is_after_cr = False
        self._is_first = True

    def feed(self, data: bytes, is_last: bool = False) -> Iterator[str]:
        """The lines that end in this chunk; with the last chunk also a line without an end.

        Raises TooLongError.
        """
        if data and self._is_after_cr:
            data = data.removeprefix(b"\n")  # the second half of a CRLF
        self._is_after_cr = data.endswith(b"\r") if data else self._is_after_cr
        *lines, last = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for line in lines:
            self._add(line)
            yield self._taken()
        self._add(last)
        if is_last and self._rest:
            yield self._taken()

    def _add(self, part: bytes) -> None:
        if len(self._rest) + len(part) > self._limit:
            raise TooLongError("line")
        self._rest += part

    def _taken(self) -> str:
        line = self._rest.removeprefix(codecs.BOM_UTF8) if self._is_first else self._rest
        self._rest, self._is_first = bytearray(), False
        return line.decode("utf-8", "replace")


class Records(Lines):
    """The items of a JSON text sequence (RFC 7464): each begins with RS and may have several lines."""

    def feed(self, data: bytes, is_last: bool = False) -> Iterator[str]:
        """The items that end in this chunk. Raises TooLongError."""
        *items, last = data.split(_SEPARATOR)
        for item in items:
            self._add(item)
            yield self._taken()
        self._add(last)
        if is_last:
            yield self._taken()


class Events:
    """Server-sent events from lines; ``last_id`` is the id for events without one.

    The data of an event may have ``limit`` bytes; no more than that is stored.
    """

    def __init__(self, limit: float = math.inf) -> None:
        self._limit = limit
        self._size = 0
        self.last_id = ""
        self._data: list[str] = []
        self._event = ""
        self._retry: int | None = None

    def feed(self, line: str) -> Event[str] | None:
        """The event that an empty line ends, if it has data. Raises TooLongError."""
        if not line:
            return self._ended()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._size += len(value.encode()) + 1
            if self._size > self._limit:
                raise TooLongError("event")
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self.last_id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self._retry = int(value)
        return None

    def _ended(self) -> Event[str] | None:
        data, event, retry = self._data, self._event, self._retry
        self._data, self._size, self._event, self._retry = [], 0, "", None
        return Event("\n".join(data), event or "message", self.last_id, retry) if data else None


class _Items:
    """The typed items of a stream, from its bytes.

    A body of no media type, or of ``text/plain``, is read as the first described stream. JSON that is not a
    stream is its items, or one; of any other media type that is not described, the items are lines or bytes.
    """

    def __init__(
        self, response: httpx2.Response, operation: Operation[Any], read: Reader, limit: float
    ) -> None:
        known = {essence(name): annotation for name, annotation in operation.streams.items()}
        media_type = found = essence(response.headers.get("content-type", ""))
        if found not in known and found in ("", "text/plain"):
            media_type = next(iter(known), found)
        self.deviations: tuple[Deviation, ...] = ()
        if found not in known and known:
            found = found or "a body without a content type"
            self.deviations = (Deviation("", " or ".join(operation.streams), found),)
        is_events = media_type == "text/event-stream"
        others: Annotation = (lambda: str) if is_events else (lambda: Any)
        self._annotation = known.get(media_type, next(iter(known.values()), others))()
        is_text = media_type in known or (not known and not media_type)
        self._kind = "text" if is_text else kind_of(media_type)
        self._is_plain = not known and not is_events and "json" not in media_type
        self._read = read
        self._limit = limit
        self._is_sequence = media_type.endswith("json-seq")
        self._lines: Lines | None = None
        self._document: list[str] = []
        self._document_size = 0
        self._events = Events(limit) if is_events else None
        self.is_over = False

    def feed(self, data: bytes, is_last: bool = False) -> Iterator[Any]:
        if self._kind == "binary":
            yield from [data] if data else []
        elif self._kind == "json":
            yield from self._of_json(data, is_last)
        else:
            yield from self._of_lines(data, is_last)

    def _of_json(self, data: bytes, is_last: bool) -> Iterator[Any]:
        """The items of JSON values that each have a line, or of one that has several lines."""
        if self._lines is None:
            self._lines = (Records if data.startswith(_SEPARATOR) else Lines)(self._limit)
        for text in self._lines.feed(data, is_last):
            if self._document or not _is_json(text):
                self._add_to_document(text)
            else:
                yield from self._items_of(text)
        if is_last and self._document:
            yield from self._items_of("\n".join(self._document))

    def _add_to_document(self, line: str) -> None:
        self._document_size += len(line.encode()) + 1
        if self._document_size > self._limit:
            raise TooLongError("item")
        if self._document or line.strip():
            self._document.append(line)

    def _items_of(self, text: str) -> Iterator[Any]:
        """The items of an array, or one item; the text itself if it is not JSON."""
        if not _is_json(text):
            yield text
            return
        value = from_json(text)
        for item in value if isinstance(value, list) else [value]:
            yield self._read(self._annotation, to_json(item).decode(), False)

    def _of_lines(self, data: bytes, is_last: bool) -> Iterator[Any]:
        if self._lines is None:
            is_sequence = self._is_sequence and data.lstrip().startswith(_SEPARATOR)
            self._lines = (Records if is_sequence else Lines)(self._limit)
        for line in self._lines.feed(data, is_last):
            if self._events is None:
                text = line.strip(" \t\r\n\x1e")
                if self._is_plain:
                    yield line
                elif text:
                    yield self._read(self._annotation, text, False)
                continue
            event = self._events.feed(line)
            if event is None:
                continue
            if self._annotation is str:
                yield event
            elif event.data.strip() == _END:
                self.is_over = True
                return
            else:
                content = self._read(self._annotation, event.data, True)
                yield Event(content, event.event, event.id, event.retry)


def _is_json(text: str) -> bool:
    try:
        from_json(text)
    except ValueError:
        return False
    return True


class Source:
    """What sync and async streams share: a call, and its ``response`` once the stream has begun."""

    response: httpx2.Response

    def __init__(self, client: BaseClient[Any], plan: Plan[Any]) -> None:
        self._client: Any = client
        self._plan = plan
        self._items: _Items | None = None

    def _begin(self, response: httpx2.Response, raw: bytes) -> None:
        """Begin to read a response. Raises what a call raises for an error."""
        plan = self._plan
        if not response.is_success:
            self._client._read(plan, response, raw)
        # Each wait for more of the stream has its own timeout, however long the whole stream takes.
        response.request.extensions["timeout"] |= {"read": as_timeout(plan.options.timeout).read}
        self.response = response
        read = reader(self._client, plan, response)
        self._items = _Items(response, plan.operation, read, plan.options.max_stream_item_size)

    def _fed(self, data: bytes, is_last: bool = False) -> Iterator[Any]:
        """The items that end in this chunk."""
        assert self._items is not None, "the stream has begun"
        return self._items.feed(data, is_last)

    @property
    def _is_over(self) -> bool:
        return self._items is not None and self._items.is_over

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raises the exceptions of the client for those of the transport and for exceeded limits.

        Reports a media type that is not described.
        """
        assert self._items is not None, "the stream has begun"
        client, plan, response = self._client, self._plan, self.response
        if self._items.deviations:
            client._report(plan, response, b"", None, self._items.deviations)
        try:
            yield
        except httpx2.RequestError as error:
            raise responses.connection_error(response.request, error, plan.attempts.number) from error
        except TooLongError as error:
            limit = f"max_stream_item_size={plan.options.max_stream_item_size:,} bytes"
            raise client._refusal(
                response, b"", f"the stream has a longer {error} than {limit}; raise that option"
            ) from None


class AsyncSource(Source, ABC):
    """The same for an async stream, which begins when it is iterated over, entered or awaited."""

    @abstractmethod
    async def _begun(self) -> Self:
        """The stream itself, after its request was sent."""

    def __await__(self) -> Generator[Any, None, Self]:
        """The stream, once it has begun. Iterating over it or entering it does this, too."""
        return self._begun().__await__()


# Derived from AsyncStream by generator/derive_sync.py of oasmith.
class Stream(Source, Generic[T]):
    """Items as they arrive. Closing it, or leaving its ``with`` block, frees the connection at once.

    Raises what a call raises when it begins. Iterating raises APIConnectionError if the connection is lost,
    and APIResponseValidationError for an item that cannot be read or is larger than
    ``max_stream_item_size``.
    """

    def _begun(self) -> Self:
        if self._items is None:
            self._begin(*self._client._exchange(self._plan, is_stream=True))
        return self

    def __iter__(self) -> Iterator[T]:
        self._begun()
        try:
            with self._errors():
                for chunk in self.response.iter_bytes():
                    for item in self._fed(chunk):
                        yield item
                    if self._is_over:
                        return
                for item in self._fed(b"", is_last=True):
                    yield item
        finally:
            self.close()

    def close(self) -> None:
        """Free the connection; the rest of the stream is lost."""
        if self._items is not None:
            self.response.close()

    def __enter__(self) -> Self:
        return self._begun()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncStream(AsyncSource, Generic[T]):
    """Items as they arrive. Closing it, or leaving its ``async with`` block, frees the connection at once.

    Raises what a call raises when it begins. Iterating raises APIConnectionError if the connection is lost,
    and APIResponseValidationError for an item that cannot be read or is larger than
    ``max_stream_item_size``.
    """

    async def _begun(self) -> Self:
        if self._items is None:
            self._begin(*await self._client._exchange(self._plan, is_stream=True))
        return self

    async def __aiter__(self) -> AsyncIterator[T]:
        await self._begun()
        try:
            with self._errors():
                async for chunk in self.response.aiter_bytes():
                    for item in self._fed(chunk):
                        yield item
                    if self._is_over:
                        return
                for item in self._fed(b"", is_last=True):
                    yield item
        finally:
            await self.close()

    async def close(self) -> None:
        """Free the connection; the rest of the stream is lost."""
        if self._items is not None:
            await self.response.aclose()

    async def __aenter__(self) -> Self:
        return await self._begun()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def reader(client: BaseClient[Any], plan: Plan[Any], response: httpx2.Response) -> Reader:
    """Reads the items of a stream as any response: as far as possible.

    The data of an event that is not the JSON that is described is a string. What is not JSON otherwise stays
    text if its media type is not described.
    """
    media_type = essence(response.headers.get("content-type", ""))
    is_described = media_type in map(essence, plan.operation.streams)

    @within_stack
    def read(annotation: Any, text: str, is_event: bool) -> Any:
        contract = client._package.contract()
        raw = text.encode("utf-8", "replace")
        try:
            value, deviations = responses.read(annotation, raw, contract)
        except responses.UnreadableError as error:
            if not is_described:
                return text
            if not is_event:
                raise client._refusal(response, raw, f"an item is not JSON ({error})") from None
            value, deviations = text, (Deviation("", "JSON", "other text"),)
        if deviations and is_event:
            as_string, differs = responses.read(annotation, to_json(raw.decode()), contract)
            if not differs or (value is text and isinstance(as_string, str)):
                value, deviations = as_string, differs
        if deviations:
            client._report(plan, response, raw, value, deviations)
        return value

    return read


def _plan(
    client: BaseClient[Any],
    operation: Operation[Any],
    parameters: Mapping[str, Any],
    options: CallOptions,
) -> Plan[Any]:
    plan = client._plan(operation, parameters, **options)
    if operation.streams:
        plan.head.headers["Accept"] = ", ".join(operation.streams)
    return plan


def stream(
    client: SyncClient,
    operation: Operation[Any],
    parameters: Mapping[str, Any],
    **options: Unpack[CallOptions],
) -> Stream[Any]:
    """The stream of an operation, once it has begun. Raises what a call of the operation raises."""
    return Stream[Any](client, _plan(client, operation, parameters, options))._begun()


def stream_async(
    client: AsyncClient,
    operation: Operation[Any],
    parameters: Mapping[str, Any],
    **options: Unpack[CallOptions],
) -> AsyncStream[Any]:
    """The stream of an operation. Raises RequestValidationError; all else is raised when it begins."""
    return AsyncStream(client, _plan(client, operation, parameters, options))
