# A module of generated clients, in which another line takes the place of this one.
"""Request bodies in parts, but no forms: ``multipart/mixed`` (RFC 2046 §5.1), ``related`` (RFC 2387)."""

from __future__ import annotations

import io
import mimetypes
import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2

from .files import FileStream
from .media import essence
from .multipart import MultipartBody, Part


@dataclass(frozen=True, slots=True)
class MixedBody(MultipartBody):
    """Fields and files, or the items of a list, as the parts of one body, in the given order.

    A part has the name of its field in its Content-Disposition, as in a form.
    """

    def contract_value(self, body: Any) -> Any:
        """The fields or items as JSON, in which a file is an empty string."""
        if isinstance(body, list):
            return self.field_value(body)
        return super(MixedBody, self).contract_value(body)

    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The parts, which are read while they are sent."""
        return {"content": PartStream(self.parts(body, extra), self.content_type)}

    def header(self, body: Any, content: Mapping[str, Any]) -> str:
        """The media type with its boundary."""
        return str(content["content"].content_type)

    def parts(self, body: Any, extra: Mapping[str, Any]) -> list[Part]:
        """The parts of the fields, or of the items of a list, which have no names."""
        if isinstance(body, list):
            return [part for item in body for part in self.parts_of("", item, "")]
        return super(MixedBody, self).parts(body, extra)


class PartStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Parts that are read while they are sent; ``content_type`` is their media type with the boundary.

    It has the methods of a file that the transport calls to learn the length of a body.
    """

    def __init__(self, parts: Sequence[Part], content_type: str, boundary: str = "") -> None:
        self._parts = [(_head(name, *part), part[1]) for name, part in parts]
        self._boundary = boundary or uuid4().hex
        self.is_replayable = all(getattr(content, "is_replayable", True) for _, content in self._parts)
        first = next((_type(file_name, own) for _, (file_name, _, own) in parts), "text/plain")
        self.content_type = _with_parameters(content_type, self._boundary, first)

    def __iter__(self) -> Iterator[bytes]:
        for head, content in self._parts:
            yield f"--{self._boundary}\r\n".encode() + head
            yield from [content] if isinstance(content, bytes) else content
            yield b"\r\n"
        yield f"--{self._boundary}--\r\n".encode()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def tell(self) -> int:
        """Always 0."""
        return 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The length, for the end. Raises UnsupportedOperation where it is unknown."""
        if whence != os.SEEK_END:
            return 0
        sizes = [len(it) if isinstance(it, bytes) else it.length for _, it in self._parts]
        if None in sizes:
            raise io.UnsupportedOperation("the length of a file is unknown")
        heads = sum(len(head) + len(self._boundary) + 6 for head, _ in self._parts)
        return heads + sum(size or 0 for size in sizes) + len(self._boundary) + 6


def _head(name: str, file_name: str | None, content: bytes | FileStream, content_type: str | None) -> bytes:
    """The header of a part and the empty line after it."""
    disposition = f'form-data; name="{_escaped(name)}"' if name else "attachment"
    if file_name:
        disposition += f'; filename="{_escaped(file_name)}"'
    lines = [f"Content-Disposition: {disposition}"] if name or file_name else []
    return "\r\n".join((*lines, f"Content-Type: {_type(file_name, content_type)}", "", "")).encode()


def _type(file_name: str | None, content_type: str | None) -> str:
    if content_type or file_name is None:
        return content_type or "text/plain; charset=utf-8"
    return mimetypes.guess_type(file_name)[0] or "application/octet-stream"


def _escaped(text: str) -> str:
    """A name as browsers write it (HTML §4.10.21.8)."""
    return re.sub(r'["\x00-\x1f]', lambda found: f"%{ord(found[0]):02X}", text)


def _with_parameters(content_type: str, boundary: str, first: str) -> str:
    """A media type with its boundary, and for ``related`` with the type of the ``first`` part."""
    described = [part.strip() for part in content_type.split(";")]
    parameters = [part for part in described[1:] if part and not part.lower().startswith("boundary=")]
    if essence(content_type) == "multipart/related" and not any(
        part.lower().startswith("type=") for part in parameters
    ):
        parameters.append(f'type="{essence(first)}"')
    return "; ".join((described[0], f'boundary="{boundary}"', *parameters))
