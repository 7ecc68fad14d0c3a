# A module of generated clients, in which another line takes the place of this one.
"""Models whose other fields, which the description does not name, have a type or must not be there."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, get_args, get_type_hints

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .models import Model


class NoField:
    """The type of a field that must not be there (``additionalProperties: false``)."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_refuse)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"not": {}}


def _refuse(value: Any) -> Any:
    raise PydanticCustomError(
        "extra_forbidden", "Input should be nothing (the description has no such field)"
    )


class ExtrasModel(Model):
    """A model of a package in which some objects have other fields of one type, or none."""

    @classmethod
    def _extra_type(cls) -> Any:
        """The type of its fields that the description does not name."""
        for kind in cls.__mro__[: cls.__mro__.index(ExtrasModel)]:
            extra = get_annotations(kind).get("__pydantic_extra__")
            if extra is not None:
                holder = type("Extra", (), {"__module__": kind.__module__, "__annotations__": {"it": extra}})
                return get_args(get_type_hints(holder, include_extras=True)["it"])[1]
        return Any
