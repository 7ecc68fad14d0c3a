"""The table of formats that have their own Python type.

Fields, signatures, defaults and examples use it. Values of other formats have the Python type of their JSON
type, and the contract validates them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from oasmith.products.client.imports import Import, Typed
from oasmith.quoting.python import python_literal
from oasmith.runtime.times import is_time

Rename = Callable[[str], str]
"""A function from the name of a class to the name under which code imports it."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    ``field`` is the type of a field. ``given`` is the type of an argument, which can also be a string.
    ``value`` parses a JSON value; it returns None for a value that does not have the format. ``code`` returns
    the Python code of a parsed value. ``types`` are the JSON types that can have the format.
    """

    field: Typed
    given: Typed
    value: Callable[[Any], Any]
    code: Callable[[Any, Rename], Typed]
    types: tuple[str, ...] = ("string",)


def format_of(name: Any, kind: str) -> Format | None:
    """The format with a name for a JSON type; None if the format does not have its own Python type."""
    found = FORMATS.get(name) if isinstance(name, str) else None
    return found if found and kind in found.types else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _date_code(value: date, rename: Rename) -> Typed:
    return _call("datetime", "date", [value.year, value.month, value.day], rename)


def _moment(value: Any) -> datetime | None:
    """Parse a date and time (RFC 3339 §5.6), also without an offset; None for other values."""
    try:
        return datetime.fromisoformat(value.upper()) if is_time("date-time", value) else None
    except (AttributeError, ValueError):
        return None


def _moment_code(value: datetime, rename: Rename) -> Typed:
    parts: list[Any] = [value.year, value.month, value.day, value.hour, value.minute]
    if value.second or value.microsecond:
        parts.append(value.second)
    if value.microsecond:
        parts.append(value.microsecond)
    return _call("datetime", "datetime", [*parts, *_zone_argument(value, rename)], rename)


def _time(value: Any) -> time | None:
    """Parse a time (RFC 3339 §5.6), also without an offset; None for other values."""
    try:
        return time.fromisoformat(value.upper()) if is_time("time", value) else None
    except (AttributeError, ValueError):
        return None


def _time_code(value: time, rename: Rename) -> Typed:
    parts: list[Any] = [value.hour, value.minute]
    if value.second or value.microsecond:
        parts.append(value.second)
    if value.microsecond:
        parts.append(value.microsecond)
    return _call("datetime", "time", [*parts, *_zone_argument(value, rename)], rename)


def _zone_argument(value: datetime | time, rename: Rename) -> list[Any]:
    """The argument for the offset of a time; none if it has no offset."""
    offset = value.utcoffset()
    if offset is None:
        return []
    zone = _zone(offset, rename)
    return [Typed(f"tzinfo={zone}", *zone.imports)]


def _zone(offset: timedelta, rename: Rename) -> Typed:
    if not offset:
        return Typed(rename("UTC"), _import("datetime", "UTC", rename))
    seconds = int(offset.total_seconds())
    argument = f"seconds={seconds}" if seconds % 60 else f"minutes={seconds // 60}"
    duration = _call("datetime", "timedelta", [argument], rename)
    return _call("datetime", "timezone", [duration], rename)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _decimal_code(value: Decimal, rename: Rename) -> Typed:
    return _call("decimal", "Decimal", [python_literal(str(value))], rename)


def _call(module: str, name: str, arguments: list[Any], rename: Rename) -> Typed:
    """The code of a call of a class, with the imports of the class and of the arguments."""
    imports = {needed for part in arguments if isinstance(part, Typed) for needed in part.imports}
    code = f"{rename(name)}({', '.join(map(str, arguments))})"
    return Typed(code, _import(module, name, rename), *imports)


def _import(module: str, name: str, rename: Rename) -> Import:
    alias = rename(name)
    return Import(module, name, "" if alias == name else alias)


_DATE = Typed("date", Import("datetime", "date"))
_MOMENT = Typed("datetime", Import("datetime", "datetime"))
_TIME = Typed("time", Import("datetime", "time"))
_DECIMAL = Typed("Decimal", Import("decimal", "Decimal"))

FORMATS: Mapping[str, Format] = {
    "date": Format(_DATE, _DATE, _date, _date_code),
    "date-time": Format(_MOMENT, _MOMENT, _moment, _moment_code),
    "time": Format(_TIME, _TIME, _time, _time_code),
    "decimal": Format(_DECIMAL, _DECIMAL, _decimal, _decimal_code, ("string", "number")),
}
