"""Values of a document with the JSON pointers to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from oasmith.structure import (
    REFERENCE,
    Document,
    fragment_pointer,
    join_pointer,
    look_up,
    reference_in,
    split_pointer,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a document, which is None where the document has nothing."""

    value: Any = field(compare=False)
    pointer: str
    document: Document = field(compare=False, repr=False)

    def __bool__(self) -> bool:
        return self.value is not None

    def get(self, key: str | int) -> Place:
        """The member of an object or array, after references are followed."""
        value = self.value
        if isinstance(value, dict):
            found = value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            found = value[key]
        else:
            found = None
        place = Place(found, self.pointer + join_pointer((key,)), self.document)
        return place.resolved() if isinstance(found, dict) and REFERENCE in found else place

    def at(self, *keys: str | int) -> Place:
        """The value at a path of keys and indexes."""
        place = self
        for key in keys:
            place = place.get(key)
        return place

    def items(self) -> Iterator[tuple[str, Place]]:
        """The members of an object whose keys are names, such as headers; none for other values."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield str(key), self.get(str(key))

    def fields(self) -> Iterator[tuple[str, Place]]:
        """The members of an object that can have extensions, without these; none for other values."""
        return ((key, place) for key, place in self.items() if not key.startswith("x-"))

    def list(self) -> Iterator[Place]:
        """The items of an array; none for other values."""
        if isinstance(self.value, list):
            yield from (self.get(index) for index in range(len(self.value)))

    def resolved(self) -> Place:
        """The object that a reference leads to; schemas are left as they are."""
        place, seen = self, set[str]()
        while (pointer := _leads_to(place.value)) is not None and place.pointer not in seen:
            seen.add(place.pointer)
            try:
                place = Place(look_up(self.document, pointer), pointer, self.document)
            except KeyError:
                return place
        return place


def _leads_to(value: Any) -> str | None:
    """The JSON pointer that a Reference Object leads to; None for other values, and for schemas."""
    target = reference_in(value)
    if target is None or not target.startswith("#/"):
        return None
    pointer = fragment_pointer(target[1:])
    return None if split_pointer(pointer)[:2] == ["components", "schemas"] else pointer
