"""The groups and names of the methods of a client.

An operation belongs to the group of its first tag. Its name comes from ``x-oasmith-name``, else from its
``operationId``, else from its HTTP method and path. The parts of an ``operationId`` that a web framework
added or that repeat the tag are removed if the shorter name is unique in the group.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from oasmith.extensions import NAME
from oasmith.names import Identifier, Namespace, Wish, snake_case, spelled_out, with_underscore, words
from oasmith.operation_ids import function_names, tag_name, without_tag
from oasmith.reserved import CLIENT_ATTRIBUTES, CLIENT_SCOPE, RESOURCE_SCOPE


class Described(NamedTuple):
    """An operation object of a document, with its HTTP method and path."""

    method: str
    path: str
    node: Mapping[str, Any]

    @property
    def tag(self) -> str | None:
        """The first tag; None if there is none."""
        tags = self.node.get("tags") or ()
        return str(tags[0]) if tags else None

    @property
    def identity(self) -> str:
        """The ``operationId``; empty if there is none."""
        identity = self.node.get("operationId")
        return identity if isinstance(identity, str) else ""


class MethodName(NamedTuple):
    """The group of a method, None for the client itself, and its name in the group."""

    group: Identifier | None
    name: Identifier


def group_names(
    tags: Sequence[str], wanted: Mapping[str, str], short_names: bool = True
) -> dict[str, Identifier]:
    """The name of the client's attribute for each tag.

    ``wanted`` are names that the description asks for, by tag. ``short_names`` allows to shorten tags.
    """
    wishes = {
        tag: (
            Wish([snake_case(wanted[tag]), snake_case(tag)], wanted[tag], is_asked=True)
            if tag in wanted
            else Wish(_tag_candidates(tag, short_names), tag)
        )
        for tag in tags
    }
    names = Namespace(CLIENT_SCOPE | CLIENT_ATTRIBUTES, escape=with_underscore).assign(wishes)
    return {tag: Identifier(name) for tag, name in names.items()}


def method_names(
    operations: Sequence[Described], groups: Mapping[str, Identifier], short_names: bool = True
) -> list[MethodName]:
    """The group and the name of each operation's method, in the order of the operations.

    ``groups`` are the attributes of the client by tag. Names are unique in a group. ``short_names``
    allows to remove what a framework added to an ``operationId``, and what repeats the tag.
    """
    identities = {operation.identity for operation in operations}
    wishes: dict[Identifier | None, dict[tuple[str, str, str, int], Wish]] = {}
    keys = []
    for index, operation in enumerate(operations):
        group = groups[operation.tag] if operation.tag else None
        key = (operation.identity, operation.path, operation.method, index)
        wishes.setdefault(group, {})[key] = _wish(operation, identities, short_names)
        keys.append((group, key))
    names = {}
    for group, members in wishes.items():
        scope = Namespace(RESOURCE_SCOPE if group else CLIENT_SCOPE, escape=with_underscore)
        if group is None:
            scope.add(*groups.values(), *CLIENT_ATTRIBUTES)
        names[group] = scope.assign(members)
    return [MethodName(group, Identifier(names[group][key])) for group, key in keys]


def _tag_candidates(tag: str, short_names: bool) -> list[Identifier]:
    short = [snake_case(tag_name(tag))] if short_names else []
    return [*short, snake_case(tag), snake_case(spelled_out(tag))]


def _wish(operation: Described, identities: Collection[str], short_names: bool) -> Wish:
    """The possible names of an operation, the best first."""
    by_path = snake_case(f"{operation.method} {path_words(operation.path)}")
    asked = NAME.of(operation.node)
    if isinstance(asked, str):
        return Wish([snake_case(asked), by_path], asked, is_asked=True)
    identity, tag = operation.identity, operation.tag
    if not words(identity):
        return Wish([by_path])
    names: list[str] = []
    if short_names:
        names = function_names(identity, operation.path, tag, identities)
        short = without_tag(identity, tag, operation.path) if tag and not names else None
        shortest = without_tag(short, tag, "") if tag and short else None  # ``pets.list_pets``
        names += [name for name in (shortest, short) if name]
    return Wish([*map(snake_case, [*names, identity]), by_path], identity)


def path_words(path: str) -> str:
    """``/users/{id}/keys`` as ``users by id keys``."""
    parts = (f"by {part[1:-1]}" if part.startswith("{") else part for part in path.split("/"))
    return " ".join(parts) if words(path) else "root"
