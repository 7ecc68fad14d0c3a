"""Files that are sent: what they are called, and how they are read."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

import httpx2
from pydantic_core import core_schema


@dataclass(frozen=True, slots=True)
class File:
    """A file to send: its path, its bytes or an open binary file, and how the server shall see it."""

    content: bytes | Path | IO[bytes]
    name: str | None = None
    content_type: str | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        """A model takes it as it is."""
        return core_schema.is_instance_schema(cls)


Upload: TypeAlias = bytes | Path | File
"""What a binary field takes."""

_CHUNK = 65_536


class FileStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A file that is read while it is sent, each time from its ``start``; ``length`` is None if unknown.

    It is itself as much of a file as the transport asks of a part of a multipart body. Raises OSError
    for a path that cannot be read, and TypeError for a file that gives text.
    """

    def __init__(self, source: Path | IO[bytes], start: int | None = None) -> None:
        if isinstance(source, io.TextIOBase):
            raise TypeError("a file to send has to be opened in binary mode")
        self._source = source
        self._chunks: Iterator[bytes] = iter(())
        self.length: int | None = None
        if isinstance(source, Path):
            self.is_replayable, self._start = True, 0
            with source.open("rb") as file:
                self.length = file.seek(0, os.SEEK_END)
            return
        self.is_replayable = hasattr(source, "seekable") and source.seekable()
        if self.is_replayable:
            self._start = source.tell() if start is None else start
            self.length = max(source.seek(0, os.SEEK_END) - self._start, 0)
            source.seek(self._start)

    def __iter__(self) -> Iterator[bytes]:
        if isinstance(self._source, Path):
            with self._source.open("rb") as file:
                yield from _chunks(file)
            return
        if self.is_replayable:
            self._source.seek(self._start)
        yield from _chunks(self._source)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def tell(self) -> int:
        """Always the beginning: what comes before ``start`` is no part of this file."""
        return 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go back to the beginning, or tell the length. Raises UnsupportedOperation where it is unknown."""
        if whence == os.SEEK_END:
            if self.length is None:
                raise io.UnsupportedOperation("nobody knows the length of this file")
            return self.length
        self._chunks = iter(self)
        return 0

    def read(self, size: int) -> bytes:
        """The next chunk, of a size of its own."""
        return next(self._chunks, b"")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def opened(file: Path | IO[bytes], start: int | None = None) -> bytes | FileStream:
    """A file to send; what is at a path but is no file cannot be read again, and is read now."""
    if isinstance(file, Path) and not file.is_file():
        return file.read_bytes()
    return FileStream(file, start)
