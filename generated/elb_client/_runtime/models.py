"""The base of every generated model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, model_validator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from .contract import Contract
    from .errors import Deviation, Violation

_READING = "_reading"


class Model(BaseModel):
    """A JSON object. Types are strict, fields it does not know are kept, unset fields are not sent."""

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        protected_namespaces=(),
        defer_build=True,
    )

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the response this was read from is not what the description promises."""
        return self.__dict__.get(_READING, ((), b""))[0]  # type: ignore[no-any-return]

    @property
    def raw(self) -> bytes:
        """The body this was read from, byte for byte; empty for a model that was built."""
        return self.__dict__.get(_READING, ((), b""))[1]  # type: ignore[no-any-return]

    def to_json(self) -> dict[str, Any]:
        """The JSON object that is sent: wire names, and only the fields that were set."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)


def remember_reading(model: Model, deviations: tuple[Deviation, ...], raw: bytes) -> None:
    """Keep with a model what it was read from. In ``__dict__``, where it costs nothing and is no field."""
    model.__dict__[_READING] = (deviations, raw)


class CheckedModel(Model):
    """A model whose schema carries rules: they are checked when it is built."""

    contract: ClassVar[Contract]

    def broken_rules(self) -> tuple[Violation, ...]:
        """Which rules on this object it breaks; those on the objects in it are theirs to tell."""
        return self.contract.broken_rules(type(self).__name__, self.to_json())

    @model_validator(mode="wrap")
    @classmethod
    def _check_rules(cls, value: Any, handler: ModelWrapValidatorHandler[CheckedModel]) -> CheckedModel:
        if isinstance(value, cls):
            return value
        model = handler(value)
        violations = model.broken_rules()
        if violations:
            told = "; ".join(
                f"{violation.message} [{violation.rule}; {violation.source}]" for violation in violations
            )
            raise PydanticCustomError("rule", "{told}", {"told": told})
        return model
