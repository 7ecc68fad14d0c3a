# A module of generated clients, in which another line takes the place of this one.
"""Which deviations of responses a client logs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from .errors import Deviation

_MOST_KINDS = 20
"""How many kinds of deviations of one operation are counted one by one; all others are counted together."""
_INDEX = re.compile(r"/\d+(?=/|$)")


class DeviationLog:
    """Counts the responses with each kind of deviation, by operation; several threads may use it.

    A kind is a place and what was expected there; the items of a list have the same place.
    """

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, Iterator[int]]] = {}

    def due(self, operation: str, deviations: Iterable[Deviation]) -> list[str]:
        """The kinds of deviations in a response that are to be logged, each with its count.

        These are the kinds that this operation had never before, and those whose count is a power of ten.
        """
        counts = self._counts.setdefault(operation, {})
        numbers: dict[str, int] = {}
        for it in deviations:
            kind = f"{_INDEX.sub('/*', it.pointer) or '/'}: expected {it.expected}"
            if kind not in counts and len(counts) >= _MOST_KINDS:
                kind = "further deviations"
            if kind not in numbers:
                # ``setdefault`` and ``next`` are atomic; without a lock, no fork can leave one locked.
                numbers[kind] = next(counts.setdefault(kind, count(1)))
        return [
            kind if number == 1 else f"{kind} ({number:,} times)"
            for kind, number in numbers.items()
            if str(number).strip("0") == "1"
        ]
