"""Where the methods of a client are found and what they are called.

An operation belongs to its first tag. Its name is its ``operationId`` without what repeats the tag,
or its method and path where it has no id. Where two would be called the same, the one that is
called so already keeps the name, and the others take a longer one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from oasmith.api.names import Identifier, snake_case, words

_CLIENT_ATTRIBUTES = {"check", "close", "download_to", "with_options", "with_raw_response"}


_TYPES = {"str", "int", "float", "bool", "bytes", "dict", "date", "datetime", "models", "httpx2"}
"""What signatures are written with, and a method of that name would hide from a type checker."""


class Described(NamedTuple):
    """An operation as it stands in a document."""

    method: str
    path: str
    node: Mapping[str, Any]

    @property
    def tag(self) -> str | None:
        """Its first tag."""
        tags = self.node.get("tags") or ()
        return str(tags[0]) if tags else None


class Home(NamedTuple):
    """The group of an operation, None for the client itself, and its name there."""

    group: Identifier | None
    name: Identifier


def group_names(tags: Sequence[str], wanted: Mapping[str, str]) -> dict[str, Identifier]:
    """The attribute of the client for each tag; ``wanted`` are the names that a description asks for."""
    names: dict[str, Identifier] = {}
    for tag in sorted(tags, key=lambda tag: (tag != snake_case(tag), tag)):
        name = _attribute(wanted.get(tag, tag))
        if name in _CLIENT_ATTRIBUTES:
            name = Identifier(f"{name}_")
        names[tag] = free_name([name], set(names.values()))
    return {tag: names[tag] for tag in tags}


def homes(operations: Sequence[Described], groups: Mapping[str, Identifier]) -> list[Home]:
    """Group and name for each operation; within a group every name stands once."""
    found: dict[int, Home] = {}
    taken: dict[Identifier | None, set[str]] = {None: {*groups.values(), *_CLIENT_ATTRIBUTES}}
    order = sorted(range(len(operations)), key=lambda index: _claim(operations[index]))
    for index in order:
        operation = operations[index]
        group = groups[operation.tag] if operation.tag else None
        name = free_name(_candidates(operation), taken.setdefault(group, set()))
        taken[group].add(name)
        found[index] = Home(group, name)
    return [found[index] for index in range(len(operations))]


def _claim(operation: Described) -> tuple[bool, bool, bool, str, str, str]:
    """How good an operation's claim to its name is: that of the one that already bears it is best."""
    identity = _identity(operation)
    name = _candidates(operation)[0]
    return (
        "x-oasmith-name" not in operation.node, identity != name, identity.lower() != name, identity,
        operation.path, operation.method,
    )  # fmt: skip


def _identity(operation: Described) -> str:
    identity = operation.node.get("operationId")
    return identity if isinstance(identity, str) else ""


def _candidates(operation: Described) -> list[Identifier]:
    """What an operation may be called, the best first."""
    by_path = snake_case(f"{operation.method} {path_words(operation.path)}")
    wanted = operation.node.get("x-oasmith-name")
    if isinstance(wanted, str):
        return [_attribute(wanted), by_path]
    identity = _identity(operation)
    if not words(identity):
        return [by_path]
    full = _attribute(identity)
    return [_without_tag(identity, operation.tag), full, by_path]


def _without_tag(identity: str, tag: str | None) -> Identifier:
    """``repos/list-for-org`` of the tag ``repos`` is ``list_for_org``."""
    own = [word.lower() for word in words(identity)]
    repeated = [word.lower() for word in words(tag or "")]
    rest = own[len(repeated) :]
    is_repeated = bool(repeated) and own[: len(repeated)] == repeated and bool(rest)
    return _attribute(" ".join(rest if is_repeated else own))


def _attribute(text: str) -> Identifier:
    name = snake_case(text)
    return Identifier(f"{name}_") if name in _TYPES else name


def path_words(path: str) -> str:
    """``/users/{id}/keys`` as ``users by id keys``."""
    parts = (f"by {part[1:-1]}" if part.startswith("{") else part for part in path.split("/"))
    return " ".join(parts) if words(path) else "root"


def free_name(candidates: Sequence[Identifier], taken: Collection[str]) -> Identifier:
    """The first candidate that is not taken, else the last with a number."""
    for name in candidates:
        if name not in taken:
            return name
    number = 2
    while f"{candidates[-1]}_{number}" in taken:
        number += 1
    return Identifier(f"{candidates[-1]}_{number}")
