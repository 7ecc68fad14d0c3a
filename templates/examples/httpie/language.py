"""HTTPie: one command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oasmith.products.calls import Call
from oasmith.products.examples.language import Language
from oasmith.products.examples.sample import Sample
from oasmith.products.examples.shell import shell_values
from oasmith.quoting import InexpressibleError, json_text
from oasmith.quoting.shell import shell_required, shell_word
from oasmith.runtime.media import essence

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""A key that means nothing else in HTTPie's paths into JSON, where brackets and numbers do."""
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def httpie_text(text: str) -> str:
    """A text in an item of HTTPie, in which a backslash before a separator would be an escape.

    Raises InexpressibleError for a text that has one there, which nothing escapes, or a null character.
    """
    if re.search(r"\0|(?<!\\)(?:\\\\)*\\[:;=@]", text):
        raise InexpressibleError(f"{text!r} cannot be written in an item of HTTPie")
    return text


def httpie_name(text: str) -> str:
    """A name before a separator of HTTPie's, with those in it escaped.

    Raises InexpressibleError for a name that nothing escapes, or that would be an option.
    """
    httpie_text(f"{text}=")
    if not text or text.startswith("-"):
        raise InexpressibleError(f"{text!r} cannot be the name of an item of HTTPie")
    return re.sub(r"([:;=@])", r"\\\1", text)


def httpie_method(text: str) -> str:
    """A method, which HTTPie sends in capitals.

    Raises InexpressibleError for one that it would take for a URL.
    """
    if not re.fullmatch("[A-Z]+", text):
        raise InexpressibleError(f"{text!r} cannot be a method for HTTPie")
    return text


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
                raise InexpressibleError(f"{key!r} is not a plain key")
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


def _values(sample: Sample) -> dict[str, Any]:
    return shell_values(sample) | {"httpie": httpie_body(sample.call)}


LANGUAGE = Language(
    shell_word,
    {
        "required": shell_required,
        "item": httpie_text,
        "item_name": httpie_name,
        "item_method": httpie_method,
    },
    _values,
)
