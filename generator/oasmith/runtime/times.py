# A module of generated clients, in which another line takes the place of this one.
"""Times without an offset from UTC, which many servers expect: they are sent as they are, with an advice.

RFC 3339 §5.6 demands an offset, but ``format`` is an annotation in JSON Schema 2020-12 (§7.2.1). For the same
reason, durations are those of ISO 8601, with a sign, fractions, or parts in between left out.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from functools import cache, partial
from threading import local
from typing import Any

from .advice import AdviceWarning


class LocalTimes:
    """The formats ``date-time`` and ``time`` for a contract, with or without an offset, and ``duration``.

    ``formats`` are the checks of jsonschema-rs. ``advise`` warns once for each operation.
    """

    def __init__(self) -> None:
        self._last = local()
        self._advised: set[str] = set()
        self.formats: Mapping[str, Callable[[str], bool]] = {
            "date-time": lambda text: self._is_time("date-time", text),
            "time": lambda text: self._is_time("time", text),
            "duration": is_duration,
        }

    def _is_time(self, kind: str, text: str) -> bool:
        if _has_offset(kind, text):
            return True
        if not is_time(kind, text):
            return False
        self._last.text = text
        return True

    def advise(
        self, operation: str, key: str, contract: Mapping[str, Any], request: Mapping[str, Any]
    ) -> None:
        """Warn if the request that this thread validated last has a time without an offset."""
        text = vars(self._last).pop("text", None)
        place = None if text is None or operation in self._advised else _place(request, text)
        if place is not None:
            self._advised.add(operation)
            message = f"{operation}: {place}: the time has no offset from UTC; it is sent as it is"
            warnings.warn(message, AdviceWarning, stacklevel=8)


def is_time(kind: str, text: str) -> bool:
    """Whether a string is a ``date-time`` or ``time``; without an offset, it need not have seconds."""
    return any(_has_offset(kind, f"{text}{rest}") for rest in ("", "Z", ":00Z"))


_NUMBER = r"\d+(?:[.,]\d+)?"
_DATE = "".join(f"(?:{_NUMBER}{unit})?" for unit in "YMWD")
_CLOCK = "".join(f"(?:{_NUMBER}{unit})?" for unit in "HMS")
_DURATION = re.compile(rf"[+-]?P(?!$){_DATE}(?:T(?!$){_CLOCK})?", re.ASCII)


def is_duration(text: str) -> bool:
    """Whether a string is a ``duration``."""
    return _DURATION.fullmatch(text) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = {
    **{kind: partial(is_time, kind) for kind in ("date-time", "time")},
    "duration": is_duration,
}
"""The formats, without advice."""


def _has_offset(kind: str, text: str) -> bool:
    """Whether a string is a ``date-time`` or ``time`` of RFC 3339."""
    return _validity(kind)(text)


@cache
def _validity(kind: str) -> Callable[[str], bool]:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator({"format": kind}, validate_formats=True).is_valid


def _place(value: Any, text: str, parts: tuple[str, ...] = ()) -> str | None:
    """Where in a request a string is: its location and its JSON pointer."""
    if value == text:
        location, *names = parts
        pointer = "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)
        return f"{location} {pointer}".strip()
    pairs: list[tuple[Any, Any]] = (
        list(value.items())
        if isinstance(value, Mapping)
        else list(enumerate(value)) if isinstance(value, list) else []
    )
    found = (_place(item, text, (*parts, str(key))) for key, item in pairs)
    return next((place for place in found if place is not None), None)
