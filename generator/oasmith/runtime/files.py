# A module of generated clients, in which another line takes the place of this one.
"""Files to send, and request bodies that are files, bytes or text."""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Annotated, Any, TypeAlias

import httpx2
from pydantic import PlainValidator
from pydantic_core import core_schema

from .bodies import Body
from .media import essence, kind_of, media_ranges
from .operation import to_text


@dataclass(frozen=True, slots=True)
class File:
    """A file to send: its path, its bytes or an open binary file; its name and media type if they differ."""

    content: bytes | Path | IO[bytes]
    name: str | None = None
    content_type: str | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        """A model accepts instances as they are."""
        return core_schema.is_instance_schema(cls)


def _opened_in_binary(value: Any) -> Any:
    if not hasattr(value, "read") or isinstance(value, io.TextIOBase):
        raise ValueError("must be a file opened in binary mode")
    return value


OpenFile: TypeAlias = Annotated[IO[bytes], PlainValidator(_opened_in_binary)]
"""An open file in a model, which keeps it as it is."""
Upload: TypeAlias = bytes | Path | File | OpenFile
"""What a binary field of a model accepts."""


def name_of(content: bytes | Path | IO[bytes]) -> str | None:
    """The name of a file, without its folder, if it has one."""
    name = getattr(content, "name", None)
    if not isinstance(name, str) or (name.startswith("<") and name.endswith(">")):
        return None  # an open file that has no path, such as a pipe
    return Path(name).name or None


def media_type(described: str, name: str | None) -> str | None:
    """The one of some described media types or ranges that the name of a file suggests; else the first.

    None if there are only ranges that do not include it.
    """
    types = [part for part in map(str.strip, described.split(",")) if part]
    own = mimetypes.guess_type(name)[0] if name else None
    if own is not None:
        for media_range in media_ranges(own):
            found = next((part for part in types if essence(part) == media_range), None)
            if found is not None:
                return own if "*" in found else found
    return next((part for part in types if "*" not in part), None)


_CHUNK = 65_536
_SCALARS = (bool, int, float, Decimal)


@dataclass(frozen=True, slots=True)
class RawBody(Body):
    """A body that is bytes, text or a file, and is sent as it is."""

    def contract_value(self, body: Any) -> Any:
        """A string as it is; an empty one for a file. Raises ValueError for a body that is neither."""
        content = body.content if isinstance(body, File) else body
        if isinstance(content, _SCALARS) and kind_of(self.content_type) == "text":
            return to_text(content)
        if not isinstance(content, (str, bytes, bytearray, memoryview, Path)) and not hasattr(
            content, "read"
        ):
            raise ValueError(
                f"is a {type(content).__name__}, which cannot be written as {self.content_type}; pass the "
                "encoded body as a string, bytes, a pathlib.Path, or a file opened in binary mode"
            )
        return content if isinstance(content, str) else ""

    def has_files(self, body: Any) -> bool:
        """Whether a body is bytes or a file."""
        return isinstance(body, (File, bytes, bytearray, memoryview, Path)) or hasattr(body, "read")

    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The bytes, or the file that is read while it is sent."""
        content = value if isinstance(body, _SCALARS) else self._unwrapped(body)
        if isinstance(content, Path) or hasattr(content, "read"):
            return {"content": opened(content)}
        return {"content": content.encode() if isinstance(content, str) else bytes(content)}

    def _unwrapped(self, body: Any) -> Any:
        """The content of a ``File``, and for a body of text the text of a file in text mode."""
        content = body.content if isinstance(body, File) else body
        if isinstance(content, io.TextIOBase) and kind_of(self.content_type) == "text":
            return content.read()
        return content

    def header(self, body: Any, content: Mapping[str, Any]) -> str:
        """The media type of a ``File``, else the described one; in a range that of the file's name."""
        file = body if isinstance(body, File) else File(body)
        if file.content_type or "*" not in self.content_type:
            return file.content_type or self.content_type
        name = file.name or name_of(file.content)
        usual = "text/plain" if kind_of(self.content_type) == "text" else "application/octet-stream"
        return media_type(self.content_type, name) or usual


class FileStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A file that is read while it is sent, each time from its ``start``; ``length`` is None if unknown.

    It has the methods of a file that the transport calls for a part of a multipart body. Raises OSError
    for a path that cannot be read, and TypeError for a file in text mode.
    """

    def __init__(self, source: Path | IO[bytes], start: int | None = None) -> None:
        if isinstance(source, io.TextIOBase):
            raise TypeError("a file to send must be opened in binary mode")
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
        """Always 0: what comes before ``start`` is not part of this file."""
        return 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to the beginning, or return the length. Raises UnsupportedOperation where it is unknown."""
        if whence == os.SEEK_END:
            if self.length is None:
                raise io.UnsupportedOperation("the length of this file is unknown")
            return self.length
        self._chunks = iter(self)
        return 0

    def read(self, size: int) -> bytes:
        """The next chunk, whatever the requested size."""
        return next(self._chunks, b"")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def opened(file: Path | IO[bytes], start: int | None = None) -> bytes | FileStream:
    """A file to send; a path that is not a regular file, such as a pipe, is read now."""
    if isinstance(file, Path) and not file.is_file():
        return file.read_bytes()
    return FileStream(file, start)
