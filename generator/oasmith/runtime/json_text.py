# A module of generated clients, in which another line takes the place of this one.
"""JSON as it is sent, with every digit of a Decimal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic_core import from_json, to_json


def json_text(value: Any) -> bytes:
    """Plain JSON as bytes; a Decimal is a number with all of its digits.

    Raises ValueError for NaN and infinity, which JSON cannot represent (RFC 8259 §6).
    """
    text = _text(value) if _has_decimal(value) else to_json(value)
    if b"NaN" in text or b"Infinity" in text:
        try:
            from_json(text, allow_inf_nan=False)
        except ValueError:
            raise ValueError("JSON has no NaN and no infinity (RFC 8259 §6); nothing was sent") from None
    return text


def _has_decimal(value: Any) -> bool:
    values = [value]
    for each in values:
        kind = type(each)
        if kind is Decimal:
            return True
        if kind is dict:
            values += each.values()
        elif kind is list:
            values += each
    return False


def _text(value: Any) -> bytes:
    if isinstance(value, dict):
        return b"{%b}" % b",".join(b"%b:%b" % (to_json(key), _text(item)) for key, item in value.items())
    if isinstance(value, list):
        return b"[%b]" % b",".join(map(_text, value))
    return str(value).encode() if isinstance(value, Decimal) else to_json(value)
