"""Answers that come bit by bit: server-sent events (HTML living standard §9.2) and lines of JSON."""

from __future__ import annotations

import codecs
import math
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx2

from .answers import connection_error
from .errors import APIError
from .media import essence
from .operation import Operation

T = TypeVar("T")

Reader = Callable[[Any, str], Any]
"""Makes a value of a type from its JSON text."""
_END = "[DONE]"
"""What some servers send in place of data when they are through."""


@dataclass(frozen=True, slots=True)
class Event(Generic[T]):
    """A server-sent event. ``data`` is what the description says it holds, ``retry`` is in milliseconds."""

    data: T
    event: str = "message"
    id: str = ""
    retry: int | None = None


class TooLongError(ValueError):
    """A line or an event is longer than it may be."""


class Lines:
    """Text in lines, from bytes in pieces; lines end in LF, CR or both, and a BOM is left out.

    A line may have ``limit`` bytes; no more than that is kept.
    """

    def __init__(self, limit: float = math.inf) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._is_after_cr = False
        self._is_first = True

    def feed(self, data: bytes, is_last: bool = False) -> Iterator[str]:
        """The lines that end in this piece; with the last one also what no end follows.

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


class Events:
    """Server-sent events from lines; ``last_id`` is kept from event to event.

    The data of an event may have ``limit`` bytes; no more than that is kept.
    """

    def __init__(self, limit: float = math.inf) -> None:
        self._limit = limit
        self._size = 0
        self.last_id = ""
        self._data: list[str] = []
        self._event = ""
        self._retry: int | None = None

    def feed(self, line: str) -> Event[str] | None:
        """The event that a line ends, which an empty one does where there is data. Raises TooLongError."""
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
    """The typed items of a stream, from its bytes."""

    def __init__(
        self, response: httpx2.Response, operation: Operation[Any], read: Reader, limit: float
    ) -> None:
        told = essence(response.headers.get("content-type", ""))
        known = {essence(name): annotation for name, annotation in operation.streams.items()}
        self._annotation = known.get(told, next(iter(known.values())))()
        self._read = read
        self._lines = Lines(limit)
        self._events = Events(limit) if told == "text/event-stream" else None
        self.is_over = False

    def feed(self, data: bytes, is_last: bool = False) -> Iterator[Any]:
        for line in self._lines.feed(data, is_last):
            if self._events is None:
                text = line.strip(" \t\x1e")
                if text:
                    yield self._read(self._annotation, text)
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
                yield Event(self._read(self._annotation, event.data), event.event, event.id, event.retry)


class _Source:
    """What the streams of both kinds know of where their items come from."""

    def __init__(
        self,
        response: httpx2.Response,
        operation: Operation[Any],
        read: Reader,
        refuse: Callable[[str], APIError],
        limit: float,
        attempts: int,
    ) -> None:
        self.response = response
        self.attempts = attempts
        self._items = _Items(response, operation, read, limit)
        self._refuse = refuse
        self._limit = limit

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Where the transport breaks off or a limit is passed, the client's own exception says so."""
        try:
            yield
        except httpx2.RequestError as error:
            raise connection_error(self.response.request, error, self.attempts) from error
        except TooLongError as error:
            raise self._refuse(
                f"the stream has a longer {error} than max_stream_item_size={self._limit:,} bytes; "
                "raise that option"
            ) from None


# Derived from AsyncStream by generator/derive_sync.py of oasmith.
class Stream(_Source, Generic[T]):
    """Items as they come. Closing it, or leaving its ``with`` block, frees the connection at once.

    Iterating raises APIConnectionError where the answer breaks off, and APIResponseValidationError for an
    item that cannot be read or is larger than ``max_stream_item_size``.
    """

    def __iter__(self) -> Iterator[T]:
        try:
            with self._told():
                for chunk in self.response.iter_bytes():
                    for item in self._items.feed(chunk):
                        yield item
                    if self._items.is_over:
                        return
                for item in self._items.feed(b"", is_last=True):
                    yield item
        finally:
            self.close()

    def close(self) -> None:
        """Free the connection; what has not come yet is lost."""
        self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncStream(_Source, Generic[T]):
    """Items as they come. Closing it, or leaving its ``async with`` block, frees the connection at once.

    Iterating raises APIConnectionError where the answer breaks off, and APIResponseValidationError for an
    item that cannot be read or is larger than ``max_stream_item_size``.
    """

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            with self._told():
                async for chunk in self.response.aiter_bytes():
                    for item in self._items.feed(chunk):
                        yield item
                    if self._items.is_over:
                        return
                for item in self._items.feed(b"", is_last=True):
                    yield item
        finally:
            await self.close()

    async def close(self) -> None:
        """Free the connection; what has not come yet is lost."""
        await self.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
