"""Sample values for schemas: the same value for the same seed and place."""

from __future__ import annotations

import copy
import logging
from typing import Any

from oasmith.schemas import Schema
from oasmith.values.building import Builder
from oasmith.values.cache import SchemaCache

_ATTEMPTS = 24
_ROUNDS = 3
_log = logging.getLogger("oasmith.mock")


class Sampler:
    """Makes sample values. A place is a string that identifies where a value is used.

    With ``is_brief``, optional properties without an example are left out if possible.
    """

    def __init__(self, schemas: SchemaCache, seed: int, is_brief: bool = False) -> None:
        self._schemas = schemas
        self._seed = seed
        self._is_brief = is_brief
        self._known: dict[tuple[int, str], Any] = {}

    def value(self, schema: Schema, place: str) -> Any:
        """A valid value, which the caller may change. The schema must live as long as this object.

        If no valid value is found, the first attempt is returned and a warning is logged.
        """
        key = (id(schema), place)
        if key not in self._known:
            self._known[key] = self.fresh(schema, place)
        return copy.deepcopy(self._known[key])

    def fresh(self, schema: Schema, place: str) -> Any:
        """The same as ``value``, but the value is not kept."""
        first = self._build(schema, place, attempts=1, number=0)
        if self._schemas.is_valid(schema, first):
            return first
        for number in range(1, _ROUNDS + 1):
            value = self._build(schema, place, _ATTEMPTS, number)
            if self._schemas.is_valid(schema, value):
                return value
        _log.warning("no valid value was found for %r", place)
        return first

    def _build(self, schema: Schema, place: str, attempts: int, number: int) -> Any:
        seed = f"{self._seed} {place} {number}"
        return Builder(self._schemas.scratch(), seed, attempts, self._is_brief).value(schema)
