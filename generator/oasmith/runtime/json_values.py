# A module of generated clients, in which another line takes the place of this one.
"""Values of a caller as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import to_jsonable_python

from .base_contract import MAX_DEPTH, TOO_DEEP
from .models import Model

_PLAIN = frozenset((str, int, float, bool, type(None)))


def json_value(value: Any) -> Any:
    """A value as plain JSON: of models only the fields that were set, dates and the like as strings.

    A Decimal stays one. Raises ValueError for a value that JSON cannot represent or that is too deep.
    """
    try:
        return plain(value)
    except UnicodeEncodeError:
        raise
    except ValueError as error:
        reason = str(error)
        raise ValueError(reason if reason == TOO_DEEP else f"cannot be written as JSON: {reason}") from None


def plain(value: Any, levels: int = MAX_DEPTH + 1) -> Any:
    """The same. Raises ValueError for a value that has more than ``levels`` levels."""
    kind = type(value)
    if kind in _PLAIN or kind is Decimal:
        return value
    if not levels:
        raise ValueError(TOO_DEEP)
    if kind is dict or isinstance(value, Mapping):
        if _PLAIN.issuperset(map(type, value.values())):
            return {**value}
        return {key: item if type(item) in _PLAIN else plain(item, levels - 1) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [plain(item, levels - 1) for item in value]
    return value.to_json() if Model in kind.__mro__ else to_jsonable_python(value)
