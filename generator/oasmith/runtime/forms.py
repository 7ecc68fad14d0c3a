# A module of generated clients, in which another line takes the place of this one.
"""Request bodies that are forms (OpenAPI 3.1 §4.8.15)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote_plus

from .bodies import Body
from .lazy import LazyModule
from .operation import to_text
from .parameters import RESERVED
from .styles import SEPARATORS, query_pairs

if TYPE_CHECKING:
    from . import json_values, models
else:
    json_values, models = (LazyModule(name, __package__) for name in (".json_values", ".models"))


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form is written (OpenAPI 3.1 §4.8.15); empty for the default."""

    content_type: str = ""
    style: str = ""
    explode: bool = True
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class FormBody(Body):
    """Fields in the encoding of HTML forms; ``encoding`` says how fields are written, by wire name."""

    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    may_be_encoded: ClassVar[bool] = True
    """Whether a body may be a form that is already encoded."""

    def contract_value(self, body: Any) -> Any:
        """The fields as JSON, in which a file is an empty string; an encoded form is a string."""
        if isinstance(body, (str, bytes)) and self.may_be_encoded:
            return body if isinstance(body, str) else ""
        return {name: self.field_value(value) for name, value in self.fields(body, {}).items()}

    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The fields as bytes; an encoded form as it is."""
        if isinstance(body, (str, bytes)):
            return {"content": body.encode() if isinstance(body, str) else body}
        pairs = [
            f"{quote_plus(key)}={_joined(parts, encoding)}"
            for name, item in self.fields(body, extra).items()
            for encoding in [self.encoding.get(name, Encoding())]
            for key, parts in _pairs(name, self.text_value(item), encoding)
        ]
        return {"content": "&".join(pairs).encode()}

    def fields(self, body: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a body and more, by wire name. Raises ValueError for a body without fields."""
        known = body if isinstance(body, (models.Model, Mapping)) else json_values.json_value(body)
        if not isinstance(known, (models.Model, Mapping)):
            kind = type(body).__name__
            raise ValueError(f"a {self.content_type} body must be a model or a mapping, not {kind}")
        return {name: self._listed(name, value) for name, value in {**fields(known), **extra}.items()}

    def _listed(self, name: str, value: Any) -> Any:
        """A set or another collection as a list. Raises ValueError for what can be read only once."""
        if isinstance(value, (str, list, tuple, Mapping)) or self.is_file(value):
            return value
        if isinstance(value, Iterator):
            raise ValueError(f"the field {name!r} is a {type(value).__name__}, not a list; pass a list")
        return list(value) if isinstance(value, Collection) else value

    def field_value(self, value: Any) -> Any:
        """A field as JSON, in which a file is an empty string."""
        if isinstance(value, (list, tuple)):
            return [self.field_value(item) for item in value]
        return "" if self.is_file(value) else json_values.json_value(value)

    def text_value(self, value: Any) -> Any:
        """A field as JSON, in which a file is its text. Raises ValueError for a file that is not UTF-8."""
        if isinstance(value, (list, tuple)):
            return [self.text_value(item) for item in value]
        return text_of(value) if self.is_file(value) else json_values.json_value(value)

    def is_file(self, value: Any) -> bool:
        """Whether a field is a file."""
        return self.is_content(value)

    @staticmethod
    def is_content(value: Any) -> bool:
        """Whether a value is the content of a file: bytes, a path, or an object that is read."""
        return isinstance(value, (bytes, bytearray, memoryview, Path)) or hasattr(value, "read")


def fields(body: models.Model | Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form by wire name: only those that were set, as they were given."""
    if isinstance(body, Mapping):
        return {name: value for name, value in body.items() if value is not None}
    known = type(body).model_fields
    # These are read from __dict__, where a deprecated field does not warn.
    values = {**vars(body), **(body.model_extra or {})}
    given = {
        (known[name].alias or name) if name in known else name: values[name]
        for name in (*known, *(body.model_extra or ()))
        if name in body.model_fields_set
    }
    return {name: value for name, value in given.items() if value is not None}


def text_of(file: Any) -> str:
    """The text of bytes, a path, or an open file. Raises ValueError if it is not UTF-8."""
    content = file.read_bytes() if isinstance(file, Path) else file.read() if hasattr(file, "read") else file
    return content if isinstance(content, str) else bytes(content).decode()


def _pairs(name: str, value: Any, encoding: Encoding) -> Iterator[tuple[str, list[str]]]:
    """A field as names and values: arrays as repeated pairs and objects as JSON, unless it has a style."""
    if encoding.style:
        yield from query_pairs(name, value, encoding.style, encoding.explode)
    else:
        yield from ((name, [to_text(item)]) for item in (value if isinstance(value, list) else [value]))


def _joined(parts: list[str], encoding: Encoding) -> str:
    """The parts of a value, encoded for a form; the separator between them is not encoded."""
    safe = RESERVED if encoding.allow_reserved else ""
    return SEPARATORS.get(encoding.style, ",").join(quote_plus(part, safe=safe) for part in parts)
