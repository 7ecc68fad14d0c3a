"""Request bodies in parts, which may be files (RFC 7578)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

from .files import File, FileStream, opened
from .forms import Encoding, FormBody
from .lazy import LazyModule
from .media import kind_of
from .operation import header_text, to_text

if TYPE_CHECKING:
    from . import json_text
else:
    json_text = LazyModule(".json_text", __package__)

_Part = tuple[str, tuple[str | None, Any, str | None]]


@dataclass(frozen=True, slots=True)
class MultipartBody(FormBody):
    """Fields and files as the parts of one body."""

    may_be_encoded: ClassVar[bool] = False

    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The parts."""
        parts = [
            part
            for name, item in self.fields(body, extra).items()
            for part in self._parts(name, item, self.encoding.get(name, Encoding()).content_type)
        ]
        return {"files": parts}

    def header(self, body: Any) -> str:
        """Empty: httpx2 sets it, with the boundary."""
        return ""

    def is_file(self, value: Any) -> bool:
        """Whether a field is a file."""
        return isinstance(value, File) or FormBody.is_file(self, value)

    def _parts(self, name: str, value: Any, content_types: str) -> Iterator[_Part]:
        """The parts of a field: files under their name and type, objects as JSON, all else as text."""
        content_type = content_types.partition(",")[0] or None
        if content_type and "*" in content_type:
            content_type = None
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(item, Path):
                item = File(item)
            if isinstance(item, File):
                content = item.content
                own = content.name if isinstance(content, Path) else name
                file_name, file_type = item.name or own, item.content_type or content_type
                file_name.encode()  # raises UnicodeEncodeError for a name that cannot be sent
                header_text(file_type or "")
                yield name, (file_name, _part_content(content), file_type)
            elif self.is_file(item):
                yield name, (name, _part_content(item), content_type)
            else:
                plain = self.field_value(item)
                is_json = isinstance(plain, (dict, list)) or (
                    content_type and kind_of(content_type) == "json"
                )
                text = json_text.json_text(plain) if is_json else to_text(plain).encode()
                yield name, (None, text, content_type or ("application/json" if is_json else None))


def _part_content(content: bytes | Path | IO[bytes]) -> bytes | FileStream:
    """A part has all of a file, whatever its position."""
    return content if isinstance(content, (bytes, bytearray)) else opened(content, start=0)
