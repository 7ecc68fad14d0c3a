# A module of generated clients, in which another line takes the place of this one.
"""Request bodies in parts, which may be files (RFC 7578)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote

from .errors import Violation, shortened
from .files import File, FileStream, media_type, name_of, opened
from .forms import Encoding, FormBody, fields
from .lazy import LazyModule
from .media import kind_of
from .operation import header_text, to_text
from .styles import SEPARATORS, query_pairs

if TYPE_CHECKING:
    from . import json_text, models
else:
    json_text, models = (LazyModule(name, __package__) for name in (".json_text", ".models"))

Part = tuple[str, tuple[str | None, bytes | FileStream, str | None]]
"""The name of a field; the name of a file, the content and the media type of a part."""
_BOUNDARY = "no-parts"
"""The boundary of a body without parts."""
_WHAT_TO_PASS = (
    "is a string, not a file; pass bytes, a pathlib.Path, a file opened in binary mode, or "
    "File(content, name, content_type)"
)


@dataclass(frozen=True, slots=True)
class MultipartBody(FormBody):
    """Fields and files as the parts of one body; ``files`` are the fields that must be files."""

    files: frozenset[str] = frozenset()
    may_be_encoded: ClassVar[bool] = False

    def violations(self, body: Any) -> tuple[Violation, ...]:
        """The strings that were passed for files."""
        if not self.files or not isinstance(body, (models.Model, Mapping)):
            return ()
        return tuple(
            Violation("body", f"/{name}", shortened(item), _WHAT_TO_PASS)
            for name, value in fields(body).items()
            if name in self.files
            for item in ([value] if _file_of(value) or not isinstance(value, (list, tuple)) else value)
            if isinstance(item, str)
        )

    def has_files(self, body: Any) -> bool:
        """Whether a field of a body is a file or a list with files."""
        if not isinstance(body, (models.Model, Mapping)):
            return False
        values = fields(body).values()
        return any(_file_of(it) for value in values for it in (value if type(value) is list else [value]))

    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The parts, or the end of a body without any, for which httpx2 would send nothing."""
        parts = self.parts(body, extra)
        return {"files": parts} if parts else {"content": f"--{_BOUNDARY}--\r\n".encode()}

    def header(self, body: Any, content: Mapping[str, Any]) -> str:
        """Empty if there are parts: httpx2 sets it, with the boundary."""
        return "" if "files" in content else f"{self.content_type}; boundary={_BOUNDARY}"

    def field_value(self, value: Any) -> Any:
        """A field as JSON, in which a file is an empty string."""
        return "" if _file_of(value) else super(MultipartBody, self).field_value(value)

    def is_file(self, value: Any) -> bool:
        """Whether a field is a file."""
        return _file_of(value) is not None

    def parts(self, body: Any, extra: Mapping[str, Any]) -> list[Part]:
        """The parts of the fields of a body and of more fields."""
        return [
            part
            for name, item in self.fields(body, extra).items()
            for encoding in [self.encoding.get(name, Encoding())]
            for part in (
                self._styled_parts(name, item, encoding)
                if encoding.style and isinstance(item, (list, tuple, Mapping, models.Model))
                else self.parts_of(name, item, encoding.content_type)
            )
        ]

    def _styled_parts(self, name: str, value: Any, encoding: Encoding) -> Iterator[Part]:
        """The parts of a list or an object in a style, which come as text; files come as they are."""
        if isinstance(value, (list, tuple)) and (_file_of(value) or any(map(_file_of, value))):
            yield from self.parts_of(name, value, encoding.content_type)
            return
        separator = unquote(SEPARATORS.get(encoding.style, ","))
        for key, texts in query_pairs(name, self.field_value(value), encoding.style, encoding.explode):
            yield key, (None, separator.join(texts).encode(), None)

    def parts_of(self, name: str, value: Any, described: str) -> Iterator[Part]:
        """The parts of a field: files under their name and type, objects as JSON, all else as text.

        ``described`` are the media types of the field in the description, if any.
        """
        is_list = isinstance(value, (list, tuple)) and _file_of(value) is None
        for item in value if is_list else [value]:
            file = _file_of(item)
            if file is not None:
                file_name = file.name or name_of(file.content) or name or "file"
                file_type = file.content_type or media_type(described, file_name)
                file_name.encode()  # raises UnicodeEncodeError for a name that cannot be sent
                header_text(file_type or "")
                yield name, (file_name, _part_content(file.content), file_type)
            else:
                plain = self.field_value(item)
                content_type = _type_of_value(described, plain)
                is_json = isinstance(plain, (dict, list)) or kind_of(content_type or "") == "json"
                text = json_text.json_text(plain) if is_json else to_text(plain).encode()
                yield name, (None, text, content_type)


def _type_of_value(described: str, value: Any) -> str | None:
    """The media type of a part that is not a file: the first described one that can have the value."""
    types = [part for part in map(str.strip, described.split(",")) if part and "*" not in part]
    if isinstance(value, (dict, list)):
        types = [part for part in types if kind_of(part) == "json"] or types or ["application/json"]
        return types[0]
    return types[0] if types else None


def _file_of(value: Any) -> File | None:
    """A file that was passed as such, or as ``(name, content)`` or ``(name, content, media type)``."""
    if isinstance(value, File):
        return value
    if FormBody.is_content(value):
        return File(value)
    is_named = isinstance(value, tuple) and len(value) in (2, 3) and isinstance(value[0], str)
    return File(value[1], value[0], *value[2:]) if is_named and FormBody.is_content(value[1]) else None


def _part_content(content: bytes | Path | IO[bytes]) -> bytes | FileStream:
    """A part has all of a file, whatever its position."""
    if isinstance(content, (bytes, bytearray, memoryview)):
        return bytes(content)
    return opened(content, start=0)
