"""Answers that come bit by bit: server-sent events (HTML living standard §9.2) and lines of JSON."""

from __future__ import annotations

import codecs
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx2

from .answers import connection_error
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


class Lines:
    """Text in lines, from bytes in pieces; lines end in LF, CR or both, and a BOM is left out."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest = ""

    def feed(self, data: bytes, is_last: bool = False) -> Iterator[str]:
        """The lines that end in this piece; with the last one also what no end follows."""
        text = self._rest + self._decoder.decode(data, is_last)
        # A CR at the end may be half of a CRLF.
        held = "\r" if text.endswith("\r") and not is_last else ""
        *lines, last = text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._rest = last + held
        yield from lines
        if is_last and last:
            yield last


class Events:
    """Server-sent events from lines; ``last_id`` is kept from event to event."""

    def __init__(self) -> None:
        self.last_id = ""
        self._data: list[str] = []
        self._event = ""
        self._retry: int | None = None

    def feed(self, line: str) -> Event[str] | None:
        """The event that a line ends, which an empty one does where there is data."""
        if not line:
            return self._ended()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
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
        self._data, self._event, self._retry = [], "", None
        return Event("\n".join(data), event or "message", self.last_id, retry) if data else None


class _Items:
    """The typed items of a stream, from its bytes."""

    def __init__(self, response: httpx2.Response, operation: Operation[Any], read: Reader) -> None:
        told = essence(response.headers.get("content-type", ""))
        known = {essence(name): annotation for name, annotation in operation.streams.items()}
        self._annotation = known.get(told, next(iter(known.values())))()
        self._read = read
        self._lines = Lines()
        self._events = Events() if told == "text/event-stream" else None
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


@contextmanager
def _told(response: httpx2.Response, attempts: int) -> Iterator[None]:
    """Where the transport breaks off, the client's own exception says so."""
    try:
        yield
    except httpx2.RequestError as error:
        raise connection_error(response.request, error, attempts) from error


class Stream(Generic[T]):
    """Items as they come. Closing it, or leaving its ``with`` block, frees the connection at once.

    Iterating raises APIConnectionError where the answer breaks off.
    """

    def __init__(
        self, response: httpx2.Response, operation: Operation[Any], read: Reader, attempts: int
    ) -> None:
        self.response = response
        self.attempts = attempts
        self._items = _Items(response, operation, read)

    def __iter__(self) -> Iterator[T]:
        try:
            with _told(self.response, self.attempts):
                for chunk in self.response.iter_bytes():
                    yield from self._items.feed(chunk)
                    if self._items.is_over:
                        return
            yield from self._items.feed(b"", is_last=True)
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


class AsyncStream(Generic[T]):
    """Items as they come. Closing it, or leaving its ``async with`` block, frees the connection at once.

    Iterating raises APIConnectionError where the answer breaks off.
    """

    def __init__(
        self, response: httpx2.Response, operation: Operation[Any], read: Reader, attempts: int
    ) -> None:
        self.response = response
        self.attempts = attempts
        self._items = _Items(response, operation, read)

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            with _told(self.response, self.attempts):
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
