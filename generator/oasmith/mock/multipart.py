"""Reads multipart bodies (RFC 7578) in linear time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from python_multipart.multipart import MultipartParser, parse_options_header

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks


def parts(body: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    """The name and the content of each part that has a name. Raises ValueError for an invalid body."""
    boundary = parse_options_header(content_type)[1].get(b"boundary")
    if not boundary:
        raise ValueError("its content type has no boundary")
    collected = _Parts()
    parser = MultipartParser(boundary, collected.callbacks())
    parser.write(body)
    parser.finalize()
    for disposition, content in collected.found:
        name = parse_options_header(disposition)[1].get(b"name")
        if name is not None:
            yield name.decode("utf-8", "replace"), content.decode("utf-8", "replace")


class _Parts:
    """Collects the Content-Disposition and the content of each part from the calls of a parser."""

    def __init__(self) -> None:
        self.found: list[tuple[bytes, bytes]] = []
        self._begin()

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_begin": self._begin_header,
            "on_header_field": self._add(lambda: self._name),
            "on_header_value": self._add(lambda: self._value),
            "on_header_end": self._end_header,
            "on_part_data": self._add(lambda: self._content),
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._disposition, self._content = b"", bytearray()

    def _begin_header(self) -> None:
        self._name, self._value = bytearray(), bytearray()

    def _end_header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = bytes(self._value)

    def _end(self) -> None:
        self.found.append((self._disposition, bytes(self._content)))

    @staticmethod
    def _add(target: Callable[[], bytearray]) -> Callable[[bytes, int, int], None]:
        def add(data: bytes, start: int, end: int) -> None:
            target().extend(memoryview(data)[start:end])

        return add
