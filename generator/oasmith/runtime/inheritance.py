# A module of generated clients, in which another line takes the place of this one.
"""Models that extend others."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from .models import Model


class InheritingModel(Model):
    """A model that accepts instances of a class where a class that extends it is asked for.

    They are taken as the fields that are set in them, if these are valid. Nothing of this is in the
    validators of the classes: with a function in them, pydantic reads no date of JSON.
    """

    if not TYPE_CHECKING:  # type checkers know the fields

        def __init__(self, /, **data: Any) -> None:
            __tracebackhide__ = True
            try:
                self.__pydantic_validator__.validate_python(data, self_instance=self)
            except ValidationError as error:
                changed = _with_subclasses(type(self), data, error)
                if changed is data:
                    raise
                self.__init__(**changed)

        __init__.__pydantic_base_init__ = True  # models in models are built without it


def _with_subclasses(model: type[Model], data: dict[str, Any], error: ValidationError) -> dict[str, Any]:
    """The arguments of a model, with fields instead of models where a subclass of these is asked for."""
    names = {field.alias: name for name, field in model.model_fields.items() if name in data}
    for each in error.errors(include_url=False):
        value = each["input"]
        wanted = each.get("ctx", {}).get("class_name")
        if each["type"] == "model_type" and isinstance(value, Model) and wanted in _subclasses(type(value)):
            first, *rest = each["loc"]
            data = _with_fields(data, [names.get(str(first), first), *rest], value)
    return data


def _subclasses(model: type[Model]) -> set[str]:
    """The names of what extends a class, directly and through others."""
    direct = model.__subclasses__()
    return {kind.__name__ for kind in direct}.union(*map(_subclasses, direct))


def _with_fields(value: Any, place: Sequence[int | str], model: Model) -> Any:
    """A value with the fields that are set in a model instead of it; ``place`` has names of types as well."""
    if value is model:
        own = {name: vars(model)[name] for name in type(model).model_fields if name in model.model_fields_set}
        return own | (model.model_extra or {})
    for index, part in enumerate(place):
        if _has(value, part):
            changed = copy(value)
            changed[part] = _with_fields(value[part], place[index + 1 :], model)
            return value if changed[part] is value[part] else changed
    return value


def _has(container: Any, part: int | str) -> bool:
    if isinstance(container, dict):
        return part in container
    return isinstance(container, list) and isinstance(part, int)
