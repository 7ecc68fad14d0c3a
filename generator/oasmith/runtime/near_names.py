# A module of generated clients, in which another line takes the place of this one.
"""An advice for a key of a request that is not described but nearly matches a property beside it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from .advice import AdviceWarning
from .branches import plain_name
from .contract import compiled, resolved

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

_IN_PLACE = ("allOf", "anyOf", "oneOf")
_IN_PLACE_ONE = ("if", "then", "else", "not")
_CONTAINERS = frozenset((dict, list))
_CUTOFF = 0.75
"""How similar two names must be, as ``difflib`` measures it."""
_MOST_KEYS = 20
"""An object with more keys that are not described is a map, whose keys are the caller's own."""


@dataclass(slots=True)
class _Described:
    """What several schemas of one value describe, together or as alternatives."""

    properties: dict[str, list[Any]] = field(default_factory=dict)
    patterns: list[str] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    items: list[Any] = field(default_factory=list)


class NearNames:
    """Warns once for each operation and key."""

    def __init__(self) -> None:
        self._advised: set[tuple[str, str]] = set()
        self._known: dict[int, _Described] = {}

    def advise(
        self, operation: str, key: str, contract: Mapping[str, Any], request: Mapping[str, Any]
    ) -> None:
        """Warn of the keys of a request that nearly match a property; ``key`` is that of its schema."""
        schema = contract["operations"][key]
        locations = self._described(schema, [schema], contract).properties
        stack: list[tuple[Any, list[Any], Any]] = [
            (request[name], locations[name], (None, name)) for name in request if name in locations
        ]
        while stack:
            value, schemas, place = stack.pop()
            described = self._known.get(id(schemas)) or self._described(schemas, schemas, contract)
            if type(value) is list:
                stack += [
                    (item, described.items, (place, index))
                    for index, item in enumerate(value)
                    if type(item) in _CONTAINERS
                ]
            elif type(value) is dict:
                properties = described.properties
                if not value.keys() <= properties.keys():
                    self._warn(operation, place, _near(value, described))
                if not _CONTAINERS.isdisjoint(map(type, value.values())):
                    stack += [
                        (item, properties.get(name, described.others), (place, name))
                        for name, item in value.items()
                        if type(item) in _CONTAINERS
                    ]

    def _warn(self, operation: str, place: Any, found: Iterable[tuple[str, str]]) -> None:
        for name, near in found:
            if (operation, name) not in self._advised:
                self._advised.add((operation, name))
                message = f"{operation}: {_text(place)}: {name!r} is not described; did you mean {near!r}?"
                warnings.warn(message, AdviceWarning, stacklevel=9)

    def _described(self, key: Any, schemas: list[Any], contract: Mapping[str, Any]) -> _Described:
        """What schemas describe; ``key`` is an object that lives as long as they do."""
        known = self._known.get(id(key))
        if known is None:
            known = self._known[id(key)] = _described(schemas, contract)
        return known


def _text(place: Any) -> str:
    """A chain of parts as a location and a pointer."""
    parts: list[str] = []
    while place is not None:
        place, part = place
        parts.append(str(part))
    location, *names = reversed(parts)
    return " ".join((location, "".join(f"/{name}" for name in names))).strip()


def _near(value: Mapping[str, Any], described: _Described) -> Iterator[tuple[str, str]]:
    """The keys of an object that are not described, with the absent property that each nearly matches."""
    unknown = value.keys() - described.properties.keys()
    if not unknown or not described.properties or len(unknown) > _MOST_KEYS:
        return
    absent = [name for name in described.properties if name not in value]
    plain = {plain_name(name): name for name in absent}
    for name in value:
        if name in unknown and not _matches(name, tuple(described.patterns)):
            near = plain.get(plain_name(name)) or next(iter(_close(name, absent)), None)
            if near is not None:
                yield name, near


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return bool(patterns) and _any_of(patterns).is_valid(name)


@cache
def _any_of(patterns: tuple[str, ...]) -> Draft202012Validator:
    """A validator for any of these patterns, in the contract's dialect: Python's is another one."""
    return compiled({"anyOf": [{"pattern": pattern} for pattern in patterns]})


def _close(name: str, names: Sequence[str]) -> list[str]:
    import difflib  # slow to load

    return difflib.get_close_matches(name, names, n=1, cutoff=_CUTOFF)


def _described(schemas: Iterable[Any], contract: Mapping[str, Any]) -> _Described:
    found = _Described()
    queue, seen = list(schemas), set[str]()
    while queue:
        schema = queue.pop(0)
        if not isinstance(schema, dict):
            continue
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            queue.append(resolved(contract, reference))
        for keyword in _IN_PLACE:
            queue += schema.get(keyword, ())
        queue += [schema[keyword] for keyword in _IN_PLACE_ONE if keyword in schema]
        queue += schema.get("dependentSchemas", {}).values()
        for name, child in schema.get("properties", {}).items():
            found.properties.setdefault(name, []).append(child)
        found.patterns += schema.get("patternProperties", ())
        found.others += [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
        found.items += [*schema.get("prefixItems", ()), schema.get("items")]
    return found
