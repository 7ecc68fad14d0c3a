# A module of generated clients, in which another line takes the place of this one.
"""Warnings for requests that the description allows but advises against (``x-advice``)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any


class AdviceWarning(UserWarning):
    """A request does not follow advice of the description; it is sent nevertheless."""


# Tracebacks show the module from which users import a class.
AdviceWarning.__module__ = __name__.partition("._runtime")[0]


def advise(operation: str, key: str, contract: Mapping[str, Any], request: Mapping[str, Any]) -> None:
    """Warn of each hint of the contract that a request does not follow; ``key`` is that of its schema."""
    for hint in contract["advice"].get(key, ()):
        for pointer, value in _objects_at(request, hint["at"]):
            low, high = value.get(hint["field"]), value.get(hint["less-than"])
            if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low >= high:
                place = pointer[1:].replace("/", " /", 1)
                message = f"{operation}: {place}: {hint['message']} [{hint['id']}; {hint['source']}]"
                warnings.warn(message, AdviceWarning, stacklevel=8)


def _objects_at(value: Any, path: Sequence[str], pointer: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The objects at a path, with their pointers; ``*`` in it matches every item."""
    for index, step in enumerate(path):
        if step == "*" and isinstance(value, list):
            rest = path[index + 1 :]
            return [
                found
                for number, item in enumerate(value)
                for found in _objects_at(item, rest, f"{pointer}/{number}")
            ]
        if not isinstance(value, dict) or step not in value:
            return []
        value = value[step]
        pointer = f"{pointer}/{step}"
    return [(pointer, value)] if isinstance(value, dict) else []
