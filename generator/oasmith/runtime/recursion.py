# A module of generated clients, in which another line takes the place of this one.
"""Models that may contain themselves as one of several alternatives."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, TypeAlias, cast

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from .models import Model


class RecursiveModel(Model):
    """A model that may contain itself as one of several alternatives.

    Without stored results, validation would try each alternative again for each one above it, which takes
    exponential time, and would collect an error for every combination.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _validate_once(cls, value: Any, handler: ModelWrapValidatorHandler[RecursiveModel]) -> RecursiveModel:
        """Validate each object once as each class; at most ``_MOST_ERRORS`` errors are collected."""
        if type(value) is not dict:
            return handler(value)
        outer = _outcomes.get()
        known: _Outcomes = {} if outer is None else outer
        reset = _outcomes.set(known) if outer is None else None
        try:
            key = cls, id(value)
            if key in known:
                _, outcome = known[key]
                if isinstance(outcome, ValidationError):
                    raise outcome
                # Validate it again, but not what it contains: pydantic counts fields to choose a class.
                return handler(outcome._as_input(value))
            try:
                model = handler(value)
            except ValidationError as error:
                limited = _limited(error)
                known[key] = value, limited
                raise limited from None
            known[key] = value, model
            return model
        finally:
            if reset is not None:
                _outcomes.reset(reset)

    def _as_input(self, value: dict[str, Any]) -> dict[str, Any]:
        """What this was validated from, with the models that it contains now."""
        fields = type(self).model_fields
        read = {
            alias if (alias := fields[name].alias or name) in value else name: vars(self)[name]
            for name in self.model_fields_set & fields.keys()
            if name in value or fields[name].alias in value
        }
        return {**value, **read}


_Outcomes: TypeAlias = dict[tuple[type[Model], int], tuple[Any, RecursiveModel | ValidationError]]
"""The outcome for an object, by class and ``id``; the object is stored so that no other gets its id."""
_outcomes: ContextVar[_Outcomes | None] = ContextVar("outcomes", default=None)
_MOST_ERRORS = 20


def _limited(error: ValidationError) -> ValidationError:
    """An error of pydantic with only the first of its errors."""
    if error.error_count() <= _MOST_ERRORS:
        return error
    first = error.errors(include_url=False, include_context=False)[:_MOST_ERRORS]
    details: list[InitErrorDetails] = [
        {
            "type": PydanticCustomError(cast(Any, each["type"]), "{message}", {"message": each["msg"]}),
            "loc": each["loc"],
            "input": each["input"],
        }
        for each in first
    ]
    return ValidationError.from_exception_data(error.title, details)
