"""Python code with the imports that it needs, and the import lines of a module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from oasmith.names import import_order
from oasmith.quoting import Code


class Import(NamedTuple):
    """``from module import name``; a module that begins with a dot is part of the generated package."""

    module: str
    name: str
    alias: str = ""

    def __str__(self) -> str:
        return f"{self.name} as {self.alias}" if self.alias else self.name


class Typed(Code):
    """Code, usually of a type, with the imports that it needs."""

    imports: frozenset[Import]

    def __new__(cls, text: str, *imports: Import) -> Typed:
        made = super().__new__(cls, text)
        made.imports = frozenset(imports)
        return made


def typed_union(parts: Iterable[Typed]) -> Typed:
    """The union of types, without duplicates and with ``None`` last; ``Any`` if it is one of them."""
    found = sorted(dict.fromkeys(parts), key=lambda part: part == "None")
    for part in found:
        if part == "Any":
            return part
    return _joined(" | ".join(found), found)


def subscript(outer: Typed, *inner: Typed) -> Typed:
    """The code ``outer[inner, …]``."""
    return _joined(f"{outer}[{', '.join(inner)}]", (outer, *inner))


def comma_separated(*parts: Typed) -> Typed:
    """The code ``first, second, …``, for the brackets of a type."""
    return _joined(", ".join(parts), parts)


def _joined(text: str, parts: Iterable[Typed]) -> Typed:
    return Typed(text, *(needed for part in parts for needed in part.imports))


def needed_by(parts: Iterable[Code | None]) -> frozenset[Import]:
    """All imports that pieces of code need."""
    return frozenset(needed for part in parts if isinstance(part, Typed) for needed in part.imports)


def by_module(imports: Iterable[Import]) -> list[tuple[str, list[Import]]]:
    """Group imports by module. Modules, and the names in each, are in isort's order."""
    modules: dict[str, set[Import]] = {}
    for needed in imports:
        modules.setdefault(needed.module, set()).add(needed)
    return [
        (module, sorted(modules[module], key=lambda needed: import_order(needed.name)))
        for module in sorted(modules, key=lambda module: (_group(module), module))
    ]


def import_lines(imports: Iterable[Import]) -> list[str]:
    """The import lines of a module, with an empty line before each group."""
    lines = []
    group = -1
    for module, names in by_module(imports):
        lines += [""] * (_group(module) != group)
        plain = [str(needed) for needed in names if not needed.alias]
        lines += [f"from {module} import {', '.join(plain)}"] if plain else []
        lines += [f"from {module} import {needed}" for needed in names if needed.alias]
        group = _group(module)
    return lines


_THIRD_PARTY = {"pydantic", "typing_extensions"}


def _group(module: str) -> int:
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 3
    return 2 if module.split(".")[0] in _THIRD_PARTY else 1
