"""Models that extend others."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .models import Model


class InheritingModel(Model):
    """A model that accepts instances of the models that it extends, if they are valid for it."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        schema = handler(source)
        if any(getattr(parent, "model_fields", None) for parent in cls.__mro__[1:]):
            model: Any = handler.resolve_ref_schema(schema)
            while model["type"] != "model":
                model = model["schema"]
            # References lead here, also those of the class to itself. It may be there already.
            if model["schema"].get("function", {}).get("function") != cls._from_parent:
                model["schema"] = core_schema.no_info_before_validator_function(
                    cls._from_parent, model["schema"]
                )
        return schema

    @classmethod
    def _from_parent(cls, value: Any) -> Any:
        """An instance of a class that this one extends, as the fields that are set in it."""
        kind = type(value)
        if kind is dict or kind is cls or Model not in kind.__mro__ or kind not in cls.__mro__:
            return value
        fields = {name: vars(value)[name] for name in kind.model_fields if name in value.model_fields_set}
        return fields | (value.model_extra or {})
