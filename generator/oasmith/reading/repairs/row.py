"""A row of the table of repairs: in which objects, when, what becomes of them, and what is reported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from oasmith.errors import Problem
from oasmith.reading.references import BundledSource
from oasmith.structure import Kind, Node, Parts, join_pointer


class Found(NamedTuple):
    """One mistake in an object.

    ``at`` leads from the object to the mistake, ``value`` is what replaces it, and ``words`` fill the
    message and remedy of the row. What is not ``reported`` is only another way to write the same.
    """

    at: Parts = ()
    value: Any = None
    words: Mapping[str, object] = MappingProxyType({})
    reported: bool = True


@dataclass(slots=True)
class Walk:
    """What one walk over a document knows and collects."""

    source: BundledSource
    version: str
    reports: list[Problem] = field(default_factory=list)
    operation_ids: set[str] = field(default_factory=set)
    uses_3_1_keywords: bool = False
    uses_3_2_fields: bool = False
    unions: list[Parts] = field(default_factory=list)
    """The schemas with ``oneOf``."""
    defaults: list[Parts] = field(default_factory=list)
    """The schemas with a default that has to be validated."""
    loosened: set[Parts] = field(default_factory=set)
    """The schemas that lost a pattern, and therefore allow more than they should."""

    def report(self, parts: Parts, message: str, remedy: str) -> None:
        """Report a problem at a place in the document."""
        self.reports.append(self.source.problem(message, remedy, join_pointer(parts)))

    def written(self, parts: Parts, value: Any) -> str:
        """A scalar at a place in the document as it is written in its file."""
        # JSON writes integers in one way only.
        is_plain = isinstance(value, int) and not isinstance(value, bool) and self.source.text[:1] == "{"
        text = None if is_plain else self.source.text_of(join_pointer(parts))
        return text if text is not None and _is_text_of(text, value) else json.dumps(value)


class Context(NamedTuple):
    """The surroundings of the object that a row looks at."""

    parts: Parts
    walk: Walk

    @property
    def is_3_0(self) -> bool:
        """Whether the document is of OpenAPI 3.0."""
        return self.walk.version.startswith("3.0.")

    def written(self, at: Parts, value: Any) -> str:
        """A scalar in the object as it is written in the file."""
        return self.walk.written((*self.parts, *at), value)

    def moved(self, at: Parts) -> None:
        """Note that what the object says is at another place in it from now on, as in a member of a union."""
        origin = self.walk.source.origin(join_pointer(self.parts))
        self.walk.source.moved[tuple(map(str, (*self.parts, *at)))] = origin


SCHEMA: tuple[Kind, ...] = ("schema",)
Find = Callable[[Node, Context], Iterable[Found]]
Change = Callable[[Node, Sequence[Found], Context], Node]


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of mistake.

    When: an object is of one of ``kinds``, has one of ``fields`` (any object if that is empty), is in a
    document of OpenAPI 3.0 (``is_3_0`` true), a later one (false) or any, and ``find`` finds a mistake.
    ``beside_ref`` says whether an object with ``$ref`` is looked at. What: ``change`` returns the object
    without the mistakes. ``message`` and ``remedy`` are reported for each, with its words.
    """

    kinds: tuple[Kind, ...]
    fields: frozenset[str]
    find: Find
    change: Change
    message: str = ""
    remedy: str = ""
    is_3_0: bool | None = None
    beside_ref: bool = False

    def apply(self, node: Node, context: Context) -> Node:
        """The object without this kind of mistake; each is reported."""
        found = tuple(self.find(node, context))
        for mistake in found:
            if mistake.reported:
                message, remedy = self.message.format(**mistake.words), self.remedy.format(**mistake.words)
                context.walk.report((*context.parts, *mistake.at), message, remedy)
        return self.change(node, found, context) if found else node


def drop(node: Node, found: Sequence[Found], context: Context) -> Node:
    """Remove the field of each mistake."""
    dropped = {mistake.at[0] for mistake in found}
    return {key: value for key, value in node.items() if key not in dropped}


def replace(node: Node, found: Sequence[Found], context: Context) -> Node:
    """Give the field of each mistake its new value."""
    return {**node, **{str(mistake.at[0]): mistake.value for mistake in found}}


def add(field: str, value: Any) -> Change:
    """Give the object a field with a value."""
    return lambda node, found, context: {**node, field: value}


def keep(node: Node, found: Sequence[Found], context: Context) -> Node:
    """Leave the object as it is."""
    return node


def when(is_mistake: Callable[[Node], bool], *at: str) -> Find:
    """Finds one mistake in an object that meets a condition, at a field."""
    return lambda node, context: [Found(at)] if is_mistake(node) else []


def shortened(text: str) -> str:
    """A text for a message, without its middle if it is long."""
    return text if len(text) <= 160 else f"{text[:80]} … {text[-80:]}"


def _is_text_of(text: str, value: Any) -> bool:
    """Whether a text can be what a value was read from: it may be from another of several files."""
    if isinstance(value, (bool, str)):
        return text.lower() == str(value).lower()
    with suppress(ValueError):
        return bool(int(text, 0) == value)
    with suppress(ValueError):
        return bool(float(text) == value)
    return False
