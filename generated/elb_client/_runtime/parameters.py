"""Parameters onto the wire: every ``style`` and ``explode`` of OpenAPI 3.1 §4.8.12 (after RFC 6570)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, quote_plus

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


RESERVED = ":/?@!$'()*,;"
"""Of the reserved characters (RFC 3986 §2.2) those that end no value of a query or form."""


def encoded(text: str, allow_reserved: bool) -> str:
    """A value of a query, percent-encoded; with ``allow_reserved`` but for what may stand there."""
    return quote(text, safe=RESERVED if allow_reserved else "")


def to_text(value: Any) -> str:
    """One scalar as the wire has it: booleans lower case, null empty, whole floats as JSON writes them."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return json.dumps(value, separators=(",", ":"), default=to_text)


def path_segment(name: str, value: Any, style: str, explode: bool) -> str:
    """A path parameter, percent-encoded (styles simple, label, matrix)."""
    if style == "matrix":
        return "".join(
            f";{_quoted(key)}={text}" if text else f";{_quoted(key)}"
            for key, text in _matrix_pairs(name, value, explode)
        )
    joint = "." if style == "label" and explode else ","
    return ("." if style == "label" else "") + joint.join(_simple_parts(value, explode))


def _matrix_pairs(name: str, value: Any, explode: bool) -> Iterator[tuple[str, str]]:
    if explode and isinstance(value, Mapping):
        yield from ((key, _quoted(to_text(item))) for key, item in value.items())
    elif explode and _is_list(value):
        yield from ((name, _quoted(to_text(item))) for item in value)
    else:
        yield name, ",".join(_simple_parts(value, False))


def _simple_parts(value: Any, explode: bool) -> list[str]:
    if isinstance(value, Mapping):
        if explode:
            return [f"{_quoted(key)}={_quoted(to_text(item))}" for key, item in value.items()]
        return [_quoted(text) for key, item in value.items() for text in (key, to_text(item))]
    if _is_list(value):
        return [_quoted(to_text(item)) for item in value]
    return [_quoted(to_text(value))]


def query_pairs(name: str, value: Any, style: str, explode: bool) -> Iterator[tuple[str, str]]:
    """A query or cookie parameter as name and value, not yet encoded."""
    if isinstance(value, Mapping):
        if style == "deepObject":
            for key, item in value.items():
                yield from _deep_pairs(f"{name}[{key}]", item)
        elif explode:
            for key, item in value.items():
                yield key, to_text(item)
        else:
            joint = _SEPARATORS.get(style, ",")
            yield name, joint.join(text for key, item in value.items() for text in (key, to_text(item)))
    elif _is_list(value):
        if explode:
            for item in value:
                yield name, to_text(item)
        else:
            yield name, _SEPARATORS.get(style, ",").join(map(to_text, value))
    else:
        yield name, to_text(value)


def querystring(value: Any) -> str:
    """A parameter that is the whole query: a form (lists once for each item, objects as JSON), else text."""
    if not isinstance(value, Mapping):
        return _quoted(to_text(value))
    return "&".join(
        f"{quote_plus(name)}={quote_plus(to_text(part))}"
        for name, item in value.items()
        for part in (item if _is_list(item) else (item,))
    )


def _deep_pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Objects in objects in further brackets, lists once for each item: beyond the standard, as is usual."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _deep_pairs(f"{name}[{key}]", item)
    else:
        for part in value if _is_list(value) else (value,):
            yield name, to_text(part)


def header_value(value: Any, explode: bool) -> str:
    """A header parameter (style simple), as it is."""
    if isinstance(value, Mapping):
        if explode:
            return ",".join(f"{key}={to_text(item)}" for key, item in value.items())
        return ",".join(text for key, item in value.items() for text in (key, to_text(item)))
    return ",".join(map(to_text, value)) if _is_list(value) else to_text(value)


def header_text(value: str) -> bytes:
    """The value of a header field. Raises ValueError for one that no field can hold."""
    if _CONTROL.search(value):
        raise ValueError("holds a line end or another control character, which no header can")
    return value.strip(" \t").encode()


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _quoted(text: str) -> str:
    return quote(text, safe="")
