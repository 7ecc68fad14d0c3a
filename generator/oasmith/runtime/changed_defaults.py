# A module of generated clients, in which another line takes the place of this one.
"""Models whose defaults are lists or objects, which a caller may change after the model is built."""

from __future__ import annotations

from typing import Any, ClassVar

from .base_contract import MAX_DEPTH
from .json_values import json_value
from .models import Model


class ChangedDefaultsModel(Model):
    """A model that sends a default that was changed, such as a list to which an item was appended.

    Pydantic counts only assigned fields as set; the others are compared with their defaults.
    """

    _mutable: ClassVar[frozenset[str]] = frozenset()
    """The names of the fields whose default is a list or an object."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls._mutable = frozenset(
            name for name, field in cls.model_fields.items() if isinstance(field.default, (list, dict))
        )

    @property
    def model_fields_set(self) -> set[str]:
        """The names of the fields that are set, and of those whose default was changed."""
        _mark_changed(self, 1)
        return super().model_fields_set

    def to_json(self) -> dict[str, Any]:
        """The JSON object to send: as of other models, and with the defaults that were changed."""
        _mark_changed(self, MAX_DEPTH)
        return super().to_json()


def _mark_changed(value: Any, levels: int) -> None:
    """Count changed defaults as set, in a model and in what it contains up to a number of levels."""
    if not levels:
        return
    if isinstance(value, ChangedDefaultsModel):
        values, given = vars(value), value.__pydantic_fields_set__
        for name in value._mutable - given:
            default = json_value(type(value).model_fields[name].default)
            if name in values and json_value(values[name]) != default:
                given.add(name)
    if levels > 1:
        for inner in _inside(value):
            if isinstance(inner, (Model, list, tuple, dict)):
                _mark_changed(inner, levels - 1)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Model):
        names = value.__pydantic_fields_set__
        own = [inner for name, inner in vars(value).items() if name in names]
        return own + list((value.model_extra or {}).values())
    return list(value.values() if isinstance(value, dict) else value)
