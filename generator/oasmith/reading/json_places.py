"""Where things are in a JSON text, found without giving every value of it a place."""

from __future__ import annotations

import json
from functools import lru_cache

from oasmith.structure import split_pointer

_decoder = json.JSONDecoder()


def line_in_json(text: str, pointer: str) -> int | None:
    """The line (from 1) of the node at a JSON pointer, or of its nearest ancestor; None for no JSON."""
    place = start = _after_space(text, 0)
    try:
        for part in split_pointer(pointer):
            members = _members(text, start)
            if part not in members:
                break
            place, start = members[part]
    except (ValueError, IndexError, RecursionError):
        return None
    return text.count("\n", 0, place) + 1


@lru_cache(maxsize=1024)
def _members(text: str, start: int) -> dict[str, tuple[int, int]]:
    """The members of the object or array at an offset: by key or index where they begin, and their values."""
    members: dict[str, tuple[int, int]] = {}
    if text[start] not in "{[":
        return members
    is_object = text[start] == "{"
    place = _after_space(text, start + 1)
    while text[place] not in "}]":
        key, value = str(len(members)), place
        if is_object:
            key, end = _decoder.raw_decode(text, place)
            value = _after_space(text, _after_space(text, end) + 1)
        members[key] = (place, value)
        place = _after_space(text, _decoder.raw_decode(text, value)[1])
        if text[place] == ",":
            place = _after_space(text, place + 1)
    return members


def _after_space(text: str, place: int) -> int:
    while text[place] in " \t\r\n":
        place += 1
    return place
