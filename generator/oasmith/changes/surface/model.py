"""The Python surface of a client, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from oasmith.changes.surface.types import Type


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a method or a key of a ``TypedDict``; ``wire_name`` is its name in requests."""

    name: str
    type: Type
    is_required: bool
    wire_name: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a client, with the pointer to its operation.

    ``name`` has the attributes of the client that lead to it, such as ``pets.list``. ``operation`` is the
    HTTP method and path, ``way`` distinguishes the methods of one operation. ``positional`` are the arguments
    that need no name, ``keywords`` the names of the types of the properties that can be arguments.
    """

    name: str
    pointer: str
    operation: tuple[str, str]
    way: str
    arguments: Mapping[str, Argument]
    positional: tuple[str, ...]
    keywords: frozenset[str]
    result: Type
    errors: Mapping[str, Type]
    is_deprecated: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a class; ``is_needed`` says whether the constructor requires it."""

    name: str
    wire_name: str
    type: Type
    is_needed: bool
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of ``models``, a type alias with a ``type``, or a ``TypedDict`` of ``inputs``."""

    name: str
    pointer: str
    kind: Literal["class", "type", "mapping"]
    fields: Mapping[str, Field]
    type: Type
    bases: tuple[str, ...]
    is_sent: bool
    is_received: bool


@dataclass(frozen=True, slots=True)
class Surface:
    """What a program can use of a client.

    ``groups`` has the tag of each group and the pointer to its first use, ``arguments`` are those of the
    client itself, and ``parsers`` has the pointers to what the API sends by itself, all by name.
    """

    package: str
    client: str
    groups: Mapping[str, tuple[str, str]]
    arguments: Mapping[str, Argument]
    methods: Mapping[str, Method]
    classes: Mapping[str, Class]
    parsers: Mapping[str, str] = field(default_factory=dict)
