"""The possible types of values in a user's code, as far as they lead to the client."""

from __future__ import annotations

from collections.abc import Iterator

from oasmith.changes.surface.model import Class, Surface
from oasmith.changes.surface.types import parsed

Types = frozenset[str]
"""The possible types of a value: members of annotations, or one of the values below."""

CLIENT, PACKAGE, MODELS, INPUTS = "<client>", "<package>", "<models>", "<inputs>"
"""Values that are no types: a client, its package, and the modules of the package."""
UNKNOWN: Types = frozenset()
ERROR = "<error>"
"""An exception of the client."""
ORIGIN = "from "
"""What the name of the client starts with that a literal comes from."""
_INSTANCES = {"type": "", "alias": "", "user": "object "}
"""What values of a type start with, by what the type starts with: a class, an alias, a class of the user."""


def classes(surface: Surface, types: Types) -> Iterator[Class]:
    """The classes among some types, and those that type aliases among them lead to."""
    queue, seen = list(types), set(types)
    while queue:
        cls = surface.classes.get(queue.pop().replace("inputs_", "inputs."))
        if cls is not None and cls.kind == "type":
            queue += cls.type.members - seen
            seen |= cls.type.members
        elif cls is not None:
            yield cls


def item_of(types: Types) -> Types:
    """The types of the items of lists, and of the values of mappings."""
    found: set[str] = set()
    for member in types:
        container, _, inner = member.partition("[")
        if inner and container in ("list", "Sequence", "tuple"):
            found |= parsed(inner[:-1].replace("inputs_", "inputs.")).members
        elif inner and container in ("dict", "Mapping"):
            found |= parsed(inner[:-1].partition(", ")[2].replace("inputs_", "inputs.")).members
    return frozenset(found)


def list_of(types: Types) -> Types:
    """The types of lists with items of some types."""
    return frozenset(f"list[{member}]" for member in types if not member.startswith(ORIGIN))


def origins(types: Types) -> Iterator[str]:
    """The names of the client that a value with some of its literals comes from."""
    return (member.removeprefix(ORIGIN) for member in types if member.startswith(ORIGIN))


def with_origin(types: Types, name: str) -> Types:
    """The types of a value of the client, with its name if the value is one of some literals."""
    has_literals = any(member.startswith("Literal[") for member in types)
    return types | {f"{ORIGIN}{name}"} if has_literals else types


def instance(types: Types) -> Types:
    """The types of the objects that are made by calling classes."""
    return frozenset(
        _INSTANCES[kind] + name.replace("inputs.", "inputs_")
        for kind, _, name in (it.partition(" ") for it in types)
        if kind in _INSTANCES
    )
