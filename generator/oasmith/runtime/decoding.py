# A module of generated clients, in which another line takes the place of this one.
"""Decodes every ``style`` and ``explode`` of OpenAPI 3.1 §4.8.12, which ``styles.py`` encodes.

A style does not show whether a value is a string, an array or an object. It is decoded as each of
them, and the schema decides. Servers need this; a client does not carry it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

Pairs = list[tuple[str, str]]

_SEPARATORS = {"spaceDelimited": re.compile(r"\+|%20"), "pipeDelimited": re.compile(r"\||%7C", re.IGNORECASE)}
_COMMA = re.compile(r",")
_MAX_DEPTH = 20
"""The maximum depth of nested objects in the style deepObject."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A value as a string, as the items of an array, as the properties of an object; None if it cannot be."""

    string: str | None = None
    items: list[str] | None = None
    properties: dict[str, Decoded] | None = None


def split_query(query: str) -> Pairs:
    """The names, decoded, and the values, still encoded, of a query or form."""
    return _split(query.split("&"), unquote_plus)


def split_cookies(header: str) -> Pairs:
    """The names, decoded, and the values, still encoded, of a Cookie header (RFC 6265 §4.2)."""
    return _split((part.strip(" \t") for part in header.split(";")), unquote)


def _split(parts: Iterable[str], decode: Callable[[str], str]) -> Pairs:
    split = (part.partition("=") for part in parts)
    return [(decode(name), value) for name, _, value in split if name]


def decode_path(segment: str, name: str, style: str, explode: bool) -> Decoded:
    """Decode a path parameter (styles simple, label, matrix)."""
    separator = ","
    if style == "label":
        segment = segment.removeprefix(".")
        separator = "." if explode else ","
    elif style == "matrix":
        segment = segment.removeprefix(";")
        if explode:
            return _decode_matrix(segment, name)
        segment = segment.partition("=")[2]
    return _decode_parts(segment, segment.split(separator) if segment else [], explode, unquote)


def _decode_matrix(segment: str, name: str) -> Decoded:
    pairs = _exploded(segment.split(";"), unquote)
    items = [value for key, value in pairs if key == name]
    return Decoded(items[0] if len(items) == len(pairs) == 1 else None, items, _properties(pairs))


def decode_header(value: str, explode: bool) -> Decoded:
    """Decode a header parameter (style simple), which is not percent-encoded."""
    parts = [part.strip(" \t") for part in value.split(",")] if value else []
    return _decode_parts(value, parts, explode, str)


def decode_pairs(
    pairs: Pairs, rest: Pairs, name: str, style: str, explode: bool, decode: Callable[[str], str]
) -> Decoded | None:
    """Decode a query or cookie parameter (styles form, spaceDelimited, pipeDelimited, deepObject).

    ``rest`` are the pairs that may be properties of an exploded object, ``decode`` decodes a value.
    None if the parameter is absent.
    """
    if style == "deepObject":
        inner = [(key[len(name) + 1 : -1], value) for key, value in pairs if _is_property(key, name)]
        return Decoded(properties=_nested(_decode_values(inner, decode), _MAX_DEPTH)) if inner else None
    own = [value for key, value in pairs if key == name]
    if len(own) == 1 and not explode:
        return _decode_parts(own[0], _parts(own[0], style), False, decode)
    if own:
        return Decoded(decode(own[0]) if len(own) == 1 else None, list(map(decode, own)))
    return Decoded(properties=form_properties(_decode_values(rest, decode))) if explode and rest else None


def _is_property(key: str, name: str) -> bool:
    return key.startswith(f"{name}[") and key.endswith("]")


def _parts(value: str, style: str) -> list[str]:
    """The parts of a value, still encoded. An encoded comma belongs to a part (RFC 6570 §3.2.8)."""
    if not value:
        return []
    return _SEPARATORS.get(style, _COMMA).split(value)


def decode_querystring(query: str, pairs: Pairs) -> Decoded | None:
    """Decode a parameter that is the whole query: a form or a string. None if the query is empty."""
    if not query:
        return None
    return Decoded(unquote(query), properties=form_properties(_decode_values(pairs, unquote_plus)))


def form_properties(pairs: Pairs) -> dict[str, Decoded]:
    """The properties of a form, in which an array has one pair for each item."""
    return _properties(pairs, repeats=True)


def _decode_parts(value: str, parts: list[str], explode: bool, decode: Callable[[str], str]) -> Decoded:
    items = list(map(decode, parts))
    if explode:
        return Decoded(decode(value), items, _properties(_exploded(parts, decode)))
    pairs = None if len(items) % 2 else zip(items[::2], items[1::2], strict=True)
    return Decoded(decode(value), items, None if pairs is None else _properties(pairs))


def _exploded(parts: list[str], decode: Callable[[str], str]) -> Pairs:
    """``a=1`` and ``b=2`` as pairs."""
    split = (part.partition("=") for part in parts)
    return [(decode(name), decode(value)) for name, _, value in split]


def _properties(pairs: Iterable[tuple[str, str]], repeats: bool = False) -> dict[str, Decoded]:
    """Pairs by name. ``repeats`` says that an array has one pair for each item, also if it has one item."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(value)
    return {
        name: Decoded(found[0], found if repeats else None) if len(found) == 1 else Decoded(items=found)
        for name, found in values.items()
    }


def _nested(pairs: Pairs, depth: int) -> dict[str, Decoded]:
    """Pairs by name, in which ``a][b`` is the property b of the property a."""
    flat: Pairs = []
    below: dict[str, Pairs] = defaultdict(list)
    for name, value in pairs:
        first, brackets, rest = name.partition("][")
        if brackets and depth:
            below[first].append((rest, value))
        else:
            flat.append((name, value))
    nested = {name: Decoded(properties=_nested(inner, depth - 1)) for name, inner in below.items()}
    return form_properties(flat) | nested


def _decode_values(pairs: Pairs, decode: Callable[[str], str]) -> Pairs:
    return [(name, decode(value)) for name, value in pairs]
