# A module of generated clients, in which another line takes the place of this one.
"""Parameters in every style of OpenAPI 3.1 §4.8.12 (after RFC 6570)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from .operation import Head, is_list, quoted, to_text
from .parameters import RESERVED, Parameter, encoded_pairs, pairs, simple_parts, texts

SEPARATORS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
"""What is put between the items of a list in each style, percent-encoded; else a comma."""
COOKIE_OCTETS = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""The characters that a cookie may have besides letters and digits (RFC 6265 §4.1.1), but ``%``.

Most servers do not decode cookies, so that a token in Base64 must be sent as it is.
"""


@dataclass(frozen=True, slots=True)
class StyledParameter(Parameter):
    """A parameter in any style, also in a cookie or as the whole query.

    Besides the styles of OpenAPI, ``json`` and ``text`` are those of a parameter with a media type.
    """

    def write(self, value: Any, head: Head) -> None:
        """Add a JSON value to a request. Raises ValueError for a path that would go to another URL."""
        if self.style == "json":
            from .json_text import json_text

            value = json_text(value).decode()
        if self.location == "querystring":
            head.query += filter(None, [querystring(value)])
        elif self.location == "path":
            self.replace(path_segment(self.wire_name, value, self.style, self.explode), head)
        elif self.location == "header":
            head.headers[self.wire_name] = header_value(value, self.explode)
        else:
            safe = COOKIE_OCTETS if self.location == "cookie" else RESERVED if self.allow_reserved else ""
            found = written_pairs(self.wire_name, value, self.style, self.explode, safe)
            (head.query if self.location == "query" else head.cookies).extend(found)


def header_value(value: Any, explode: bool) -> str:
    """A header parameter (style simple), not encoded."""
    if explode and isinstance(value, Mapping):
        return ",".join(f"{key}={to_text(item)}" for key, item in value.items())
    return ",".join(texts(value))


def path_segment(name: str, value: Any, style: str, explode: bool) -> str:
    """A path parameter, percent-encoded (styles simple, label, matrix)."""
    if style == "matrix":
        return "".join(
            f";{quoted(key)}={text}" if text else f";{quoted(key)}"
            for key, text in _matrix_pairs(name, value, explode)
        )
    separator = "." if style == "label" and explode else ","
    return ("." if style == "label" else "") + separator.join(simple_parts(value, explode))


def _matrix_pairs(name: str, value: Any, explode: bool) -> Iterator[tuple[str, str]]:
    if explode and isinstance(value, Mapping):
        yield from ((key, quoted(to_text(item))) for key, item in value.items())
    elif explode and is_list(value):
        yield from ((name, quoted(to_text(item))) for item in value)
    else:
        yield name, ",".join(simple_parts(value, False))


def written_pairs(name: str, value: Any, style: str, explode: bool, safe: str = "") -> list[str]:
    """A query or cookie parameter as names and values, percent-encoded but for the safe characters."""
    return encoded_pairs(query_pairs(name, value, style, explode), safe, SEPARATORS.get(style, ","))


def query_pairs(name: str, value: Any, style: str, explode: bool) -> Iterator[tuple[str, list[str]]]:
    """A query or cookie parameter as names and values, not encoded."""
    if style == "deepObject" and isinstance(value, Mapping):
        yield from _deep_pairs(name, value)
    else:
        yield from pairs(name, value, explode)


def _deep_pairs(name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    """Nested objects in further brackets, arrays as repeated pairs: not in the standard, but common."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _deep_pairs(f"{name}[{key}]", item)
    else:
        yield from ((name, [to_text(item)]) for item in (value if is_list(value) else (value,)))


def querystring(value: Any) -> str:
    """A parameter that is the whole query: an object as a form (arrays as repeated pairs), else a string."""
    if not isinstance(value, Mapping):
        return quoted(to_text(value))
    return "&".join(
        f"{quote_plus(name)}={quote_plus(to_text(part))}"
        for name, item in value.items()
        for part in (item if is_list(item) else (item,))
    )
