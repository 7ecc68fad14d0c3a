"""A value for a schema: the same one for the same seed and place."""

from __future__ import annotations

import copy
import logging
from typing import Any

from oasmith.schemas import Schema
from oasmith.values.cache import SchemaCache
from oasmith.values.drafting import Draft

_ATTEMPTS = 24
_ROUNDS = 3
_log = logging.getLogger("oasmith.mock")


class Values:
    """Where values come from. A place is any text that tells apart where they go.

    Where they are to be brief, what need not be there and has no example is left out if it can be.
    """

    def __init__(self, schemas: SchemaCache, seed: int, is_brief: bool = False) -> None:
        self._schemas = schemas
        self._seed = seed
        self._is_brief = is_brief
        self._known: dict[tuple[int, str], Any] = {}

    def value(self, schema: Schema, place: str) -> Any:
        """A value that a schema allows, to be changed freely; the schema has to outlive this object.

        Where none is found it is the nearest, and that is logged.
        """
        key = (id(schema), place)
        if key not in self._known:
            self._known[key] = self.fresh(schema, place)
        return copy.deepcopy(self._known[key])

    def fresh(self, schema: Schema, place: str) -> Any:
        """As ``value``, for a place that does not come again."""
        first = self._draft(schema, place, attempts=1, number=0)
        if self._schemas.is_valid(schema, first):
            return first
        for number in range(1, _ROUNDS + 1):
            value = self._draft(schema, place, _ATTEMPTS, number)
            if self._schemas.is_valid(schema, value):
                return value
        _log.warning("no value was found that is valid for %r", place)
        return first

    def _draft(self, schema: Schema, place: str, attempts: int, number: int) -> Any:
        seed = f"{self._seed} {place} {number}"
        return Draft(self._schemas.scratch(), seed, attempts, self._is_brief).value(schema)
