"""The schemas that datamodel-code-generator has to know to write the code of others.

Base classes, members of unions with a discriminator, schemas with defaults, and schemas that are not objects
are needed completely, since they change the code of a reference. Other objects are reduced to
``type: object``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.schemas import is_plain_object, uses_of_references

REDUCED = {"type": "object"}
"""An object without its properties."""


class References:
    """The references between named schemas; each schema is searched once."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._positions = {name: position for position, name in enumerate(schemas)}
        self._uses: dict[str, list[tuple[str, bool, bool]]] = {}

    def known_to(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """Some schemas and all that they refer to, reduced as far as possible, in their order."""
        known = dict(own)
        whole = set(own)
        valued: set[str] = set()
        queue = list(own)
        while queue:
            name = queue.pop()
            uses = uses_of_references(own[name]) if name in own else self._uses_of(name, name in whole)
            for reference, is_needed_whole, has_value in uses:
                if reference not in self._schemas:
                    continue
                has_value = has_value or (name in valued and name not in own)
                schema = self._schemas[reference]
                is_whole = is_needed_whole or has_value or not is_plain_object(schema)
                is_new = (is_whole and reference not in whole) or reference not in known
                if is_new or (has_value and reference not in valued):
                    known[reference] = schema if is_whole else REDUCED
                    whole |= {reference} if is_whole else set()
                    valued |= {reference} if has_value else set()
                    queue.append(reference)
        return dict(sorted(known.items(), key=lambda item: self._positions.get(item[0], -1)))

    def _uses_of(self, name: str, is_whole: bool) -> list[tuple[str, bool, bool]]:
        """The references in a schema, unless it is reduced."""
        if not is_whole:
            return []
        if name not in self._uses:
            self._uses[name] = list(uses_of_references(self._schemas[name]))
        return self._uses[name]
