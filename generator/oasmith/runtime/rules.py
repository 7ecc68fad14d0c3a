# A module of generated clients, in which another line takes the place of this one.
"""Models with the rules of the description (``x-rule``)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ModelWrapValidatorHandler, model_validator
from pydantic_core import PydanticCustomError

from .contract import Contract
from .errors import Violation
from .models import Model

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


class CheckedModel(Model):
    """A model with rules, which are checked when it is built."""

    _contract: ClassVar[Contract]

    def broken_rules(self) -> tuple[Violation, ...]:
        """The rules on this object that it breaks; the objects in it have their own."""
        return self._contract.found("rules", type(self).__name__, self.to_json(), ("body",))

    @model_validator(mode="wrap")
    @classmethod
    def _check_rules(cls, value: Any, handler: ModelWrapValidatorHandler[CheckedModel]) -> CheckedModel:
        if type(value) is not dict and isinstance(value, cls):
            return value
        model = handler(value)
        if not _validator(cls).is_valid(model.to_json()):
            violations = model.broken_rules()
            message = "; ".join(
                f"{violation.message} [{violation.rule}; {violation.source}]" for violation in violations
            )
            raise PydanticCustomError("rule", "{message}", {"message": message})
        return model


@cache
def _validator(model: type[CheckedModel]) -> Draft202012Validator:
    return model._contract.validator("rules", model.__name__)
