"""Decodes what ``parameters.py`` encodes: every ``style`` and ``explode`` of OpenAPI 3.1 §4.8.12.

A style does not show whether a value is a string, an array or an object. It is decoded as each of
them, and the schema decides. Servers need this; a client does not carry it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

Pairs = list[tuple[str, str]]

_SEPARATORS = {"spaceDelimited": re.compile(r"\+|%20"), "pipeDelimited": re.compile(r"\||%7C", re.IGNORECASE)}
_COMMA = re.compile(r",")
_ENCODED_COMMA = re.compile(r"%2C", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A value as a string, as items of an array and as properties of an object; None where it cannot be.

    ``repeats`` says that a property which is an array has one pair for each item, and is not JSON.
    """

    string: str | None = None
    items: list[str] | None = None
    pairs: Pairs | None = None
    repeats: bool = False


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
    pairs = _decode_all(_pairs(segment.split(";"), explode=True), unquote) or []
    items = [value for key, value in pairs if key == name]
    return Decoded(items[0] if len(items) == len(pairs) == 1 else None, items, pairs)


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
        properties = [(key[len(name) + 1 : -1], value) for key, value in pairs if _is_property(key, name)]
        return Decoded(pairs=_decode_values(properties, decode), repeats=True) if properties else None
    own = [value for key, value in pairs if key == name]
    if len(own) == 1 and not explode:
        return _decode_parts(own[0], _parts(own[0], style), False, decode)
    if own:
        return Decoded(decode(own[0]) if len(own) == 1 else None, list(map(decode, own)))
    return Decoded(pairs=_decode_values(rest, decode)) if explode and rest else None


def _is_property(key: str, name: str) -> bool:
    return key.startswith(f"{name}[") and key.endswith("]")


def _parts(value: str, style: str) -> list[str]:
    """The parts of a value, still encoded. Commas may be encoded if all of them are."""
    if not value:
        return []
    separator = _SEPARATORS.get(style) or (_COMMA if "," in value else _ENCODED_COMMA)
    return separator.split(value)


def decode_querystring(query: str, pairs: Pairs) -> Decoded | None:
    """Decode a parameter that is the whole query: a form or a string. None if the query is empty."""
    if not query:
        return None
    return Decoded(unquote(query), pairs=_decode_values(pairs, unquote_plus), repeats=True)


def _decode_parts(value: str, parts: list[str], explode: bool, decode: Callable[[str], str]) -> Decoded:
    pairs = _pairs(parts, explode)
    return Decoded(decode(value), list(map(decode, parts)), _decode_all(pairs, decode))


def _pairs(parts: list[str], explode: bool) -> Pairs | None:
    """``a=1`` and ``b=2``, or ``a``, ``1``, ``b`` and ``2``, as pairs."""
    if explode:
        split = [part.partition("=") for part in parts]
        return [(name, value) for name, _, value in split]
    return None if len(parts) % 2 else list(zip(parts[::2], parts[1::2], strict=True))


def _decode_all(pairs: Pairs | None, decode: Callable[[str], str]) -> Pairs | None:
    return None if pairs is None else [(decode(name), decode(value)) for name, value in pairs]


def _decode_values(pairs: Pairs, decode: Callable[[str], str]) -> Pairs:
    return [(name, decode(value)) for name, value in pairs]
