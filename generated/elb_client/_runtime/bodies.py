"""Request bodies: JSON, forms (OpenAPI 3.1 §4.8.15, RFC 7578), text and bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote_plus

from .files import File, FileStream, opened
from .media import kind_of
from .models import Model, json_text, json_value
from .operation import Body, Encoding
from .parameters import RESERVED, header_text, query_pairs, to_text

_Part = tuple[str, tuple[str | None, Any, str | None]]


def contract_body(body: Any, described: Body) -> Any:
    """A body as the contract sees it: JSON, in which a file is an empty text."""
    kind = kind_of(described.content_type)
    if kind == "json":
        return json_value(body)
    if kind in ("form", "multipart") and isinstance(body, (Model, Mapping)):
        return {name: _fields_value(value) for name, value in fields(body).items()}
    return body if isinstance(body, str) else ""


def written(body: Any, described: Body, extra: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments with which httpx2 builds a request of this body: ``content``, or ``files`` for parts.

    A JSON body is as the contract sees it. ``extra`` are more fields of a JSON object or form, which
    win over those of the body.
    """
    kind = kind_of(described.content_type)
    if kind in ("binary", "text"):
        content: Any = body.content if isinstance(body, File) else body
        if kind == "text" and isinstance(content, io.TextIOBase):
            content = content.read()
        if isinstance(content, Path) or hasattr(content, "read"):
            return {"content": opened(content)}
        return {"content": content.encode() if isinstance(content, str) else bytes(content)}
    if kind == "json":
        return {"content": json_text({**body, **extra} if extra and isinstance(body, dict) else body)}
    if kind == "form" and isinstance(body, (Model, Mapping)):
        return {"content": "&".join(_form({**fields(body), **extra}, described)).encode()}
    if kind == "multipart" and isinstance(body, (Model, Mapping)):
        parts = [
            part
            for name, value in {**fields(body), **extra}.items()
            for part in _parts(name, value, described)
        ]
        return {"files": parts}
    raise TypeError(f"a {described.content_type} body is a model or a mapping, not {type(body).__name__}")


def content_type_of(body: Any, described: Body) -> str:
    """What a body says that it is: a file its own type, and no range of types that a description allows."""
    own = body.content_type if isinstance(body, File) else None
    return own or ("application/octet-stream" if "*" in described.content_type else described.content_type)


def is_replayable(content: Mapping[str, Any]) -> bool:
    """Whether a body can be sent again: every file in it can go back to its beginning."""
    files = (content.get("content"), *(part[1] for _, part in content.get("files", ())))
    return all(file.is_replayable for file in files if isinstance(file, FileStream))


def _form(values: Mapping[str, Any], described: Body) -> Iterator[str]:
    for name, value in values.items():
        safe = RESERVED if described.encoding.get(name, Encoding()).allow_reserved else ""
        for key, text in _pairs(name, value, described):
            yield f"{quote_plus(key)}={quote_plus(text, safe=safe)}"


def fields(body: Model | Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form by wire name: only those that were set, each as it was given."""
    if isinstance(body, Mapping):
        return {name: value for name, value in body.items() if value is not None}
    known = type(body).model_fields
    given = {(known[name].alias or name) if name in known else name: value for name, value in _set(body)}
    return {name: value for name, value in given.items() if value is not None}


def _set(model: Model) -> Iterator[tuple[str, Any]]:
    """The fields that were set. They are read where deprecated ones do not warn."""
    values = {**model.__dict__, **(model.model_extra or {})}
    for name in (*type(model).model_fields, *(model.model_extra or ())):
        if name in model.model_fields_set:
            yield name, values[name]


def _pairs(name: str, value: Any, described: Body) -> Iterator[tuple[str, str]]:
    """A field of a form: lists once for each item and objects as JSON, unless the description says how."""
    encoding = described.encoding.get(name, Encoding())
    value = _fields_value(value)
    if encoding.style:
        yield from query_pairs(name, value, encoding.style, encoding.explode)
    else:
        for item in value if isinstance(value, list) else [value]:
            yield name, to_text(item)


def _parts(name: str, value: Any, described: Body) -> Iterator[_Part]:
    """A field of a multipart body: files under their name and type, objects as JSON, all else as text."""
    content_type = described.encoding.get(name, Encoding()).content_type.partition(",")[0] or None
    if content_type and "*" in content_type:
        content_type = None
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, Path):
            item = File(item)
        if isinstance(item, File):
            content = item.content
            own = content.name if isinstance(content, Path) else name
            file_name, file_type = item.name or own, item.content_type or content_type
            file_name.encode()  # raises where it cannot be sent
            header_text(file_type or "")
            yield name, (file_name, _part_content(content), file_type)
        elif _is_file(item):
            yield name, (name, _part_content(item), content_type)
        else:
            plain = _fields_value(item)
            is_json = isinstance(plain, (dict, list)) or (content_type and kind_of(content_type) == "json")
            text = json_text(plain) if is_json else to_text(plain).encode()
            yield name, (None, text, content_type or ("application/json" if is_json else None))


def _part_content(content: bytes | Path | IO[bytes]) -> bytes | FileStream:
    """A part is the whole of a file, wherever it stands."""
    return content if isinstance(content, (bytes, bytearray)) else opened(content, start=0)


def _is_file(value: Any) -> bool:
    return isinstance(value, (bytes, bytearray, Path, File)) or hasattr(value, "read")


def _fields_value(value: Any) -> Any:
    """A field as JSON, in which a file is an empty text."""
    if isinstance(value, (list, tuple)):
        return [_fields_value(item) for item in value]
    return "" if _is_file(value) else json_value(value)
