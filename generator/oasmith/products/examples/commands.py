"""Bodies as the arguments of curl and HTTPie, where their own ways of writing them send just the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oasmith.products.calls import Call, Part
from oasmith.products.templating import InexpressibleError, httpie_name, httpie_text, json_text
from oasmith.runtime.media import essence

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""A key that means nothing else in HTTPie's paths into JSON, where brackets and numbers do."""
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


_PART_NAME = re.compile(r"[^=\\\x00-\x1f\x7f]+")
"""A name that curl writes into a multipart body as it is, but for quotes, which are ``%22`` to all."""
_PART_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?charset=[\w-]+)?")
_CURL_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class CurlField:
    """A part of a multipart body: ``option`` is ``--form``, or ``--form-string`` for nothing but a text."""

    option: str
    text: str


def curl_form(call: Call) -> tuple[CurlField, ...]:
    """The parts of a multipart body as curl writes them itself; none if it has to be sent as it is."""
    is_form = essence(call.content_type) == "multipart/form-data" and all(map(_is_for_curl, call.parts))
    return tuple(map(_curl_field, call.parts)) if is_form else ()


def _is_for_curl(part: Part) -> bool:
    return bool(
        _PART_NAME.fullmatch(part.name)
        and (not part.filename or _PART_NAME.fullmatch(part.filename))
        and (not part.content_type or _PART_TYPE.fullmatch(part.content_type))
    )


def _curl_field(part: Part) -> CurlField:
    if part.is_plain:
        return CurlField("--form-string", f"{part.name}={part.text}")
    filename = f";filename={_curl_word(part.filename)}" if part.filename else ""
    content_type = f";type={part.content_type}" if part.content_type else ""
    return CurlField("--form", f"{part.name}={_curl_quoted(part.text)}{filename}{content_type}")


def _curl_word(text: str) -> str:
    return text if _CURL_WORD.fullmatch(text) else _curl_quoted(text)


def _curl_quoted(text: str) -> str:
    """A text in the double quotes of curl's forms, so that no ``@``, ``<`` or ``;`` means anything."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class HttpieBody:
    """``options`` and ``items``, or else the ``raw`` text, which is None where there are items or no body.

    ``sets_type`` says that HTTPie gives the request the Content-Type that it is to have.
    """

    options: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    raw: str | None = None
    sets_type: bool = False


def httpie_body(call: Call) -> HttpieBody:
    """The body of a call: in items that send just the same if there are such, else as one text."""
    if call.content is None:
        return HttpieBody()
    try:
        found = _httpie_items(call)
    except InexpressibleError:
        found = None
    if found:
        return found
    text = str(json_text(call.body)) if call.kind == "json" else call.text
    return HttpieBody(raw=text, sets_type=bool(text) and call.content_type == _JSON)


def _httpie_items(call: Call) -> HttpieBody | None:
    if call.kind == "json" and isinstance(call.body, (Mapping, list)) and call.body:
        items = tuple(_json_items("", call.body))
        return HttpieBody(items=items, sets_type=call.content_type == _JSON)
    if call.kind == "form":
        pairs = _grouped(parse_qsl(call.text, keep_blank_values=True))
        if pairs and urlencode(pairs) == call.text:
            items = tuple(_field(*pair) for pair in pairs)
            return HttpieBody(("--form",), items, sets_type=call.content_type == _FORM)
    if call.parts and essence(call.content_type) == "multipart/form-data":
        pairs = [(part.name, part.text) for part in call.parts if part.is_plain]
        if len(pairs) == len(call.parts) and pairs == _grouped(pairs):
            items = tuple(_field(*pair) for pair in pairs)
            return HttpieBody(("--multipart",), items, sets_type=True)
    return None


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs in the order in which HTTPie sends them: those of one name together."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    for name, text in pairs:
        by_name.setdefault(name, []).append((name, text))
    return [pair for group in by_name.values() for pair in group]


def _field(name: str, text: str) -> str:
    return f"{httpie_name(name)}={_value(text)}"


def _json_items(path: str, value: Any) -> Iterator[str]:
    """An item for each scalar below a path into a JSON body."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            if not _KEY.fullmatch(key):
                raise InexpressibleError(f"{key!r} is no plain key")
            yield from _json_items(f"{path}[{key}]" if path else key, inner)
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _json_items(f"{path}[{index}]", inner)
    elif isinstance(value, str):
        yield f"{path}={_value(value)}"
    else:
        yield f"{path}:={json_text(value, indent=None)}"


def _value(text: str) -> str:
    """A text after a separator, which another mark would make a longer one."""
    return ("\\" if text.startswith(("=", "@")) else "") + httpie_text(text)
