# A module of generated clients, in which another line takes the place of this one.
"""Unions whose classes are distinguished by the value of a property, their tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import Discriminator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .constants import literals
from .errors import Deviation
from .models import Model


@dataclass(frozen=True, slots=True)
class TaggedByField(Discriminator):
    """In ``Annotated``: a field of strings that every class of the union has, which pydantic supports."""

    @property
    def tag(self) -> str:
        """The name of the field."""
        return str(self.discriminator)


class Tagged:
    """In ``Annotated``: any other property, also of unions in a union and of a base class."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = _members(source)
        choices = {index: handler.generate_schema(member) for index, member in enumerate(members)}

        def choose(value: Any) -> int | None:
            if isinstance(value, Mapping):
                member = _member_by_tag(members, self.tag, value)
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


class UnionModel(Model):
    """A model of a package with unions of classes.

    In a response, an object whose tag has a value of no class in its union is only a ``Model``.
    """

    @classmethod
    def _alternatives(cls, union: Any, data: Mapping[str, Any]) -> tuple[Sequence[Any], Sequence[Deviation]]:
        """The classes whose tag an object has; ``Model`` and a deviation if no class of the union has it.

        All classes for an object without the tag of a discriminator, the one with most of its properties
        first. Nothing where neither a discriminator nor a property whose values differ by class is a tag.
        """
        members, tag = _members(union), _tag(union)
        classes = [member for member in members if isinstance(member, type) and issubclass(member, Model)]
        for member in classes:
            member.model_rebuild()
        if tag:
            found = _member_by_tag(classes, tag, data)
            if found is None and not _has_tag(classes, tag, data):
                return sorted(classes, key=lambda it: -_known(it, data)), ()
            fitting = [] if found is None else [found]
        else:
            tag = _distinguishing(classes, data) if _take_all_objects(classes, members) else ""
            if not tag:
                return [*_by_tags_of_parts(union, data)], ()
            fitting = [member for member in classes if data[tag] in _values(member, tag)]
        if fitting:
            return fitting, ()
        name = next((field.alias or tag for it in classes if (field := it.model_fields.get(tag))), tag)
        values = dict.fromkeys(value for member in classes for value in _values(member, name))
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        expected = "one of " + ", ".join(map(repr, values))
        bases = reversed(cls.__mro__)
        model = next(base for base in bases if issubclass(base, UnionModel) and base is not UnionModel)
        return [model], [Deviation(pointer, expected, data[name])]


def _known(model: type[Model], data: Mapping[str, Any]) -> int:
    """How many properties of an object a class describes."""
    return sum((field.alias or name) in data for name, field in model.model_fields.items())


def _has_tag(classes: Sequence[Any], tag: str, data: Mapping[str, Any]) -> bool:
    """Whether an object has a tag, which is the name of a field or of the property."""
    fields = (getattr(it, "model_fields", {}).get(tag) for it in classes)
    return tag in data or any(field is not None and field.alias in data for field in fields)


def _by_tags_of_parts(union: Any, data: Mapping[str, Any]) -> Iterator[Any]:
    """The classes that an object is by the tags of unions that are members of a union."""
    while hasattr(union, "__value__"):
        union = union.__value__
    for part in get_args(union):
        tag, classes = _tag(part), _members(part)
        if tag and _has_tag(classes, tag, data):
            found = _member_by_tag(classes, tag, data)
            yield from [] if found is None else [found]


def _take_all_objects(classes: Sequence[type[Model]], members: Sequence[Any]) -> bool:
    """Whether these are several classes, and no other member of their union describes objects."""
    others = [member for member in members if member not in classes]
    return len(classes) > 1 and not any(
        it is Any or (get_origin(it) or it) in (dict, object) for it in others
    )


def _distinguishing(classes: Sequence[type[Model]], data: Mapping[str, Any]) -> str:
    """The property of an object whose values differ by class; empty where there is none.

    Of several, one that has a single value in each class is preferred.
    """
    found = ""
    for name in data:
        values = [_values(member, name) for member in classes]
        if all(values) and not any(set(one) & set(other) for one, other in combinations(values, 2)):
            if all(len(own) == 1 for own in values):
                return name
            found = found or name
    return found


def _values(model: type[Model], wire_name: str) -> tuple[Any, ...]:
    """The values that a property may have, besides null; empty where its type does not list them."""
    for name, field in model.model_fields.items():
        if wire_name == (field.alias or name):
            return tuple(
                value
                for member in _members(field.annotation)
                if get_origin(member) is Literal
                for value in get_args(member)
            )
    return ()


def _members(annotation: Any) -> list[Any]:
    """The types in a union and in the unions in it, without None."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [member for part in get_args(annotation) for member in _members(part)]
    return [] if annotation is NoneType else [annotation]


def _tag(annotation: Any) -> str:
    """The field of ``Tagged`` or ``TaggedByField``; empty for any other type."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    parts = [part for part in get_args(annotation) if part is not NoneType]
    if get_origin(annotation) in (Union, UnionType) and len(parts) == 1:
        return _tag(parts[0])
    metadata = parts[1:] if get_origin(annotation) is Annotated else ()
    return next((it.tag for it in metadata if isinstance(it, (Tagged, TaggedByField))), "")
