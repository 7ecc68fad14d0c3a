# A module of generated clients, in which another line takes the place of this one.
"""Models with fields that are always sent: constants, and tags."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, get_args, get_origin

from pydantic import Field
from pydantic.fields import FieldInfo

from .models import Model


class ConstantModel(Model):
    """A model in which a field that must have one value (``const``, a tag) is optional and is always sent."""

    _constants: ClassVar[frozenset[str]] = frozenset()
    """The names of the fields that have one value, and of those with an ``own_tag``."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls._constants = frozenset(
            name
            for name, field in cls.model_fields.items()
            if literals(field) == (field.default,) or field.json_schema_extra == _OWN_TAG
        )
        if not cls._constants and cls.model_post_init is ConstantModel.model_post_init:
            cls.__pydantic_post_init__ = None  # skips a call for each object

    def model_post_init(self, context: Any, /) -> None:
        """Count the fields that are always sent among those that are set."""
        self.__pydantic_fields_set__.update(self._constants)


_OWN_TAG: dict[str, Any] = {"x-own-tag": True}
"""Marks the fields of ``own_tag``."""


def own_tag(value: Any) -> Any:
    """The default of the property with the class of an object; it is always sent.

    The field allows the values of subclasses as well, which have defaults of their own.
    """
    return Field(default=value, json_schema_extra=_OWN_TAG)


def literals(field: FieldInfo) -> tuple[Any, ...]:
    """The values that a field may have; empty where its type does not list them."""
    annotation: Any = field.annotation
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    return get_args(annotation) if get_origin(annotation) is Literal else ()
