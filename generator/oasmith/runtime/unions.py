# A module of generated clients, in which another line takes the place of this one.
"""Unions whose classes are distinguished by the value of a property, their tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Discriminator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .constants import literals


@dataclass(frozen=True, slots=True)
class TaggedByField(Discriminator):
    """In ``Annotated``: a field of strings that every class of the union has, which pydantic supports."""

    def member_of(self, annotation: Any, value: Mapping[str, Any]) -> Any:
        """The class of a JSON object; None if no class has its tag."""
        return _member_by_tag(_members(annotation), str(self.discriminator), value)


class Tagged:
    """In ``Annotated``: any other property, also of unions in a union and of a base class."""

    def __init__(self, tag: str) -> None:
        self._tag = tag

    def member_of(self, annotation: Any, value: Mapping[str, Any]) -> Any:
        """The class of a JSON object; None if no class has its tag."""
        return _member_by_tag(_members(annotation), self._tag, value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = _members(source)
        choices = {index: handler.generate_schema(member) for index, member in enumerate(members)}

        def choose(value: Any) -> int | None:
            if isinstance(value, Mapping):
                member = _member_by_tag(members, self._tag, value)
                return members.index(member) if member is not None else None
            fitting = [member for member in members if isinstance(member, type) and isinstance(value, member)]
            deepest = max(fitting, key=lambda member: len(member.__mro__), default=None)
            return members.index(deepest) if deepest is not None else None

        schema = core_schema.tagged_union_schema(choices, choose)
        is_nullable = NoneType in get_args(source)
        return core_schema.nullable_schema(schema) if is_nullable else schema


def _member_by_tag(members: Iterable[Any], tag: str, value: Mapping[str, Any]) -> Any:
    """The class of a JSON object in a union, by the value of its tag; None where none has that value.

    ``tag`` is the name of the property or of the field. Of two classes with the same value, a subclass
    is preferred. A class whose tag may have any value has the values of no other class.
    """
    found = fallback = None
    for member in members:
        for name, field in getattr(member, "model_fields", {}).items():
            if tag in (name, field.alias):
                values = literals(field)
                if not values:
                    fallback = fallback or member
                elif value.get(field.alias or name, value.get(name)) in values:
                    found = member if found is None or issubclass(member, found) else found
    return found or fallback


def _members(annotation: Any) -> list[Any]:
    """The types in a union and in the unions in it, without None."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [member for part in get_args(annotation) for member in _members(part)]
    return [] if annotation is NoneType else [annotation]
