# A module of generated clients, in which another line takes the place of this one.
"""An advice for a key of a request that is not described but nearly matches a property beside it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from .advice import AdviceWarning
from .branches import plain_name
from .contract import compiled, resolved

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

_IN_PLACE = ("allOf", "anyOf", "oneOf")
_IN_PLACE_ONE = ("if", "then", "else", "not")
_CUTOFF = 0.75
"""How similar two names must be, as ``difflib`` measures it."""
_MOST_KEYS = 20
"""An object with more keys that are not described is a map, whose keys are the caller's own."""


class NearNames:
    """Warns once for each operation and key."""

    def __init__(self) -> None:
        self._advised: set[tuple[str, str]] = set()
        self._known: dict[tuple[int, ...], _Described] = {}
        self._locations: dict[str, _Described] = {}

    def advise(
        self, operation: str, key: str, contract: Mapping[str, Any], request: Mapping[str, Any]
    ) -> None:
        """Warn of the keys of a request that nearly match a property; ``key`` is that of its schema."""
        if key not in self._locations:
            self._locations[key] = _Described([contract["operations"][key]], contract, self._known)
        others: list[tuple[Any, dict[str, Any], _Described]] = []
        for name, described in self._locations[key].inner.items():
            if name in request:
                _collect(request[name], described, (None, name), others)
        for place, value, described in others:
            for name, near in _near(value, described):
                if (operation, name) not in self._advised:
                    self._advised.add((operation, name))
                    message = (
                        f"{operation}: {_text(place)}: {name!r} is not described; did you mean {near!r}?"
                    )
                    warnings.warn(message, AdviceWarning, stacklevel=8)


class _Described:
    """What several schemas of one value describe, together or as alternatives.

    ``known`` has what is described already, by the schemas; they live as long as the contract.
    """

    def __init__(
        self, schemas: list[Any], contract: Mapping[str, Any], known: dict[tuple[int, ...], _Described]
    ) -> None:
        self._contract = contract
        self._known = known
        self._items: list[Any] = []
        self._others: list[Any] = []
        self.patterns: list[str] = []
        self.properties: dict[str, list[Any]] = {}
        for schema in _in_place(schemas, contract):
            for name, child in schema.get("properties", {}).items():
                self.properties.setdefault(name, []).append(child)
            patterns = schema.get("patternProperties", {})
            self.patterns += patterns
            self._others += [*patterns.values(), *_schemas(schema, "additionalProperties")]
            self._items += [*schema.get("prefixItems", ()), *_schemas(schema, "items")]

    def _of(self, schemas: list[Any]) -> _Described | None:
        """What schemas of a value inside this one describe; None if it has no keys, nor do values in it."""
        key = tuple(map(id, schemas))
        if key not in self._known:
            self._known[key] = _Described(schemas, self._contract, self._known)
        found = self._known[key]
        return found if found.properties or found._others or found._items else None

    @cached_property
    def inner(self) -> dict[str, _Described]:
        """The properties whose values may have keys, or values in them."""
        every = {name: self._of(schemas) for name, schemas in self.properties.items()}
        return {name: found for name, found in every.items() if found is not None}

    @cached_property
    def others(self) -> _Described | None:
        """What the values of other keys are."""
        return self._of(self._others)

    @cached_property
    def items(self) -> _Described | None:
        """What the items of an array are."""
        return self._of(self._items)


def _in_place(schemas: list[Any], contract: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Schemas, and those in them that are for the same value."""
    queue, seen = [*schemas], set[str]()
    while queue:
        schema = queue.pop(0)
        if not isinstance(schema, dict):
            continue
        yield schema
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            queue.append(resolved(contract, reference))
        for keyword in _IN_PLACE:
            queue += schema.get(keyword, ())
        queue += [schema[keyword] for keyword in _IN_PLACE_ONE if keyword in schema]
        queue += schema.get("dependentSchemas", {}).values()


def _schemas(schema: Mapping[str, Any], keyword: str) -> list[Any]:
    return [schema[keyword]] if isinstance(schema.get(keyword), dict) else []


def _collect(value: Any, described: _Described, place: Any, others: list[Any]) -> None:
    """Collect the objects in a value that have other keys than described, with their places."""
    kind = type(value)
    if kind is dict:
        for name, inner in described.inner.items():
            if name in value:
                _collect(value[name], inner, (place, name), others)
        if not value.keys() <= described.properties.keys():
            others.append((place, value, described))
            if described.others is not None:
                for name in value.keys() - described.properties.keys():
                    _collect(value[name], described.others, (place, name), others)
    elif kind is list and described.items is not None:
        for index, item in enumerate(value):
            _collect(item, described.items, (place, index), others)


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
