"""The Python names of places in a description."""

from __future__ import annotations

from oasmith.changes.surface.model import Surface


def names_at(surface: Surface) -> dict[str, set[str]]:
    """The names of methods, arguments, classes and fields, by JSON pointers into the description."""
    found: dict[str, set[str]] = {}
    for method in surface.methods.values():
        found.setdefault(method.pointer, set()).add(f"method:{method.name}")
        for argument in method.arguments.values():
            if argument.pointer != method.pointer:
                found.setdefault(argument.pointer, set()).add(f"argument:{method.name}:{argument.name}")
    for cls in surface.classes.values():
        found.setdefault(cls.pointer, set()).add(f"class:{cls.name}")
        for field in cls.fields.values():
            found.setdefault(field.pointer, set()).add(f"field:{cls.name}:{field.name}")
    return found
