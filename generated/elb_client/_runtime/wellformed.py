"""Whether a value can be written as JSON in UTF-8 (RFC 8259), before anything walks through all of it."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from .reasons import Reason

MAX_DEPTH = 200
"""How deep arrays and objects may be nested, in requests and in responses."""
TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep, or contains itself"
_MOST_BITS = 14_000
"""Longer integers have more digits than Python writes by default (4,300)."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def unsendable(value: Any) -> Reason | None:
    """The first place in a JSON value that cannot be sent, and why; None where all of it can be."""
    # Each entry is a value, its place as a chain of (part, chain above), and its depth.
    stack: list[tuple[Any, Any, int]] = [(value, None, 0)]
    while stack:
        node, place, depth = stack.pop()
        kind = type(node)
        if kind is str:
            problem = None if node.isascii() else _text_problem(node)
        elif kind is dict or kind is list:
            if depth > MAX_DEPTH:
                return _reason(_path(place)[:2], TOO_DEEP)
            problem = None
            if kind is list:
                stack += [(item, (index, place), depth + 1) for index, item in enumerate(node)][::-1]
            else:
                for key in node:
                    if not isinstance(key, str):
                        problem = f"has the key {key!r}, which is not a string"
                    elif not key.isascii():
                        problem = problem or _text_problem(key, "has a key that ")
                stack += [(item, (key, place), depth + 1) for key, item in node.items()][::-1]
        elif kind is float:
            problem = None if math.isfinite(node) else "is infinite or not a number, which JSON cannot hold"
        elif kind is Decimal:
            problem = None if node.is_finite() else "is infinite or not a number, which JSON cannot hold"
        elif kind is int and node.bit_length() > _MOST_BITS:
            problem = "is an integer of more than 4,300 digits"
        else:
            problem = None
        if problem is not None:
            return _reason(_path(place), problem)
    return None


def read_json(text: bytes, allow_inf_nan: bool = True) -> Any:
    """JSON as a value. Raises ValueError, which names the limit, also for what is nested too deep."""
    from pydantic_core import from_json  # takes long to load

    try:
        return from_json(text, allow_inf_nan=allow_inf_nan)
    except ValueError as error:
        limit = f"it is nested more than {MAX_DEPTH} levels deep"
        raise ValueError(str(error).replace("recursion limit exceeded", limit)) from None


def _text_problem(text: str, prefix: str = "") -> str | None:
    found = _SURROGATE.search(text)
    if found is None:
        return None
    return f"{prefix}contains the lone surrogate U+{ord(found[0]):04X}, which UTF-8 cannot hold"


def _reason(path: tuple[Any, ...], message: str) -> Reason:
    return Reason(path, None, message, "", None, None)


def _path(place: Any) -> tuple[Any, ...]:
    """A chain of parts as a path."""
    parts = []
    while place is not None:
        part, place = place
        parts.append(part)
    return tuple(parts[::-1])
