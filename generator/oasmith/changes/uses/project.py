"""The files of a user that belong together: what the modules, classes and fixtures in them are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from oasmith.changes.uses.types import UNKNOWN, Types

Key = tuple[str, ...]
"""The parts of the absolute path of a module, without its suffix."""


@dataclass
class Project:
    """What is known of the files so far; all files are in ``modules`` from the beginning.

    ``modules`` has the types of the names in each module, ``attributes`` those of the attributes of classes
    by class and name, and ``fixtures`` those of the fixtures of pytest.
    """

    modules: dict[Key, Mapping[str, Types]] = field(default_factory=dict)
    attributes: dict[tuple[str, str], Types] = field(default_factory=dict)
    fixtures: dict[str, Types] = field(default_factory=dict)

    def state(self) -> tuple[object, ...]:
        """All that is known, to find out whether there is more than before."""
        return dict(self.modules), dict(self.attributes), dict(self.fixtures)

    def find(self, dotted: Key, near: Key) -> Key | None:
        """The module with a dotted name; of several, the one nearest to the module ``near``."""
        named = self._named.get(dotted[-1], ()) if dotted else ()
        found = [key for key in named if key[-len(dotted) :] == dotted]
        return max(found, key=lambda key: _common(key, near), default=None)

    @cached_property
    def _named(self) -> dict[str, list[Key]]:
        """The modules by the last parts of their names."""
        found: dict[str, list[Key]] = {}
        for key in self.modules:
            found.setdefault(key[-1], []).append(key)
        return found

    def name(self, module: Key, name: str) -> Types:
        """What a name in a module is: a value, or a module inside."""
        types = self.modules.get(module, {}).get(name, UNKNOWN)
        inner = (*module, name)
        return types or (frozenset((module_type(inner),)) if inner in self.modules else UNKNOWN)

    def members(self, cls: str) -> Iterator[tuple[str, Types]]:
        """The attributes of a class."""
        yield from ((name, types) for (owner, name), types in self.attributes.items() if owner == cls)


def key_of(path: Path) -> Key:
    """The key of the module in a file."""
    parts = path.resolve().with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def package_of(path: Path, level: int) -> Key:
    """The package that a relative import with some dots is relative to."""
    key = key_of(path)
    above = level - (path.stem == "__init__")
    return key[: len(key) - above] if above else key


def module_type(key: Key) -> str:
    """The type of a module of the user."""
    return f"module {'/'.join(key)}"


def _common(one: Key, other: Key) -> int:
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
