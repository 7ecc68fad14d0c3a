"""What datamodel-code-generator is asked for, and its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oasmith.names import Identifier
from oasmith.products.client.imports import Import


@dataclass(frozen=True, slots=True)
class Statement:
    """The code of a class or type, with the names of those that it uses, its imports and base classes.

    ``has_extras`` says that the class has a type for fields that the description does not name.
    """

    name: str
    text: str
    uses: frozenset[str]
    imports: frozenset[Import]
    bases: frozenset[str]
    has_extras: bool

    def to_json(self) -> list[Any]:
        """The statement as a JSON value."""
        names = (sorted(self.uses), sorted(self.imports), sorted(self.bases))
        return [self.name, self.text, *names, self.has_extras]

    @staticmethod
    def from_json(value: list[Any]) -> Statement:
        """The statement of a JSON value."""
        name, text, uses, imports, bases, has_extras = value
        found = frozenset(Import(*it) for it in imports)
        return Statement(name, text, frozenset(uses), found, frozenset(bases), has_extras)


@dataclass(frozen=True, slots=True)
class FieldCode:
    """The code of a field after its name, the names of the classes that it uses, and its imports."""

    text: str
    uses: frozenset[str]
    imports: frozenset[Import]

    def to_json(self) -> list[Any]:
        """The code as a JSON value."""
        return [self.text, sorted(self.uses), sorted(self.imports)]

    @staticmethod
    def from_json(value: list[Any]) -> FieldCode:
        """The code of a JSON value."""
        text, uses, imports = value
        return FieldCode(text, frozenset(uses), frozenset(Import(*it) for it in imports))


@dataclass(frozen=True, slots=True)
class Job:
    """Schemas for one run of datamodel-code-generator, and the module of each whose code is wanted.

    By schema, ``fields`` has the Python names of the properties, ``server_set`` the properties that are
    required in responses only, ``tags`` the values of properties that are set automatically, and
    ``bases`` the base class if it is not ``Model``. ``hidden`` are the classes of
    ``datetime`` that have the name of a field of the API.
    """

    schemas: Mapping[str, Any]
    modules: Mapping[str, str]
    fields: Mapping[str, Mapping[str, Identifier]]
    server_set: Mapping[str, frozenset[str]]
    tags: Mapping[str, Mapping[str, str]]
    bases: Mapping[str, str]
    hidden: frozenset[str] = frozenset()
