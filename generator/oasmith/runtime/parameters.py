# A module of generated clients, in which another line takes the place of this one.
"""Parameters in the default styles of paths and queries (OpenAPI 3.1 §4.8.12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .lazy import LazyModule
from .operation import Head, form_pairs, is_list, quoted, to_text
from .request_inputs import BaseParameter

if TYPE_CHECKING:
    from . import json_values
else:
    json_values = LazyModule(".json_values", __package__)


RESERVED = ":/?@!$'()*,;"
"""The reserved characters (RFC 3986 §2.2) that may be part of a value in a query or form."""


@dataclass(frozen=True, slots=True)
class Parameter(BaseParameter):
    """A parameter in the default style of its location."""

    style: str
    explode: bool
    allow_reserved: bool = False

    def json(self, value: Any) -> Any:
        """A value as plain JSON. Raises ValueError for a value that JSON cannot represent."""
        return json_values.json_value(value)

    def write(self, value: Any, head: Head) -> None:
        """Add a JSON value to the path or the query. Raises ValueError for another URL."""
        if self.location == "path":
            self.replace(",".join(simple_parts(value, self.explode)), head)
        else:
            if is_list(value) and all(type(item) is int for item in value):
                head.integer_lists |= {self.wire_name}
            found = pairs(self.wire_name, value, self.explode)
            head.query += encoded_pairs(found, RESERVED if self.allow_reserved else "")

    def replace(self, segment: str, head: Head) -> None:
        """Put an encoded segment into the path. Raises ValueError for one that would go to another URL."""
        if segment in ("", ".", ".."):
            raise ValueError("would change the path of the request")
        head.path = head.path.replace(f"{{{self.wire_name}}}", segment)


def simple_parts(value: Any, explode: bool) -> list[str]:
    """The percent-encoded parts of a path parameter (style simple)."""
    if isinstance(value, str):
        return [quoted(value)]
    if explode and isinstance(value, Mapping):
        return [f"{quoted(key)}={quoted(to_text(item))}" for key, item in value.items()]
    return [quoted(text) for text in texts(value)]


def texts(value: Any) -> list[str]:
    """The names and values of an object, the items of an array, or a scalar alone."""
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in (key, to_text(item))]
    return [to_text(item) for item in (value if is_list(value) else (value,))]


def pairs(name: str, value: Any, explode: bool) -> Iterator[tuple[str, list[str]]]:
    """A query parameter (style form), not encoded: a name, and the parts of its value."""
    if explode:
        yield from ((key, [text]) for key, text in form_pairs(name, value))
    else:
        yield name, texts(value)


def encoded_pairs(found: Iterable[tuple[str, list[str]]], safe: str = "", separator: str = ",") -> list[str]:
    """Names and values, percent-encoded; the safe characters and the separator are not (RFC 6570 §3.2.8)."""
    return [f"{quoted(name)}={separator.join(quote(it, safe) for it in parts)}" for name, parts in found]
