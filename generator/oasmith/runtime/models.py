# A module of generated clients, in which another line takes the place of this one.
"""The base of every generated model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from .errors import Deviation, Violation

_READING = "_reading"


class Model(BaseModel):
    """A JSON object. Types are strict, unknown fields are kept, unset fields are not sent.

    A mapping in place of a model is sent as it is.
    """

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        protected_namespaces=(),
        defer_build=True,
    )

    @classmethod
    def secret_fields(cls) -> set[str]:
        """The wire names of its secret fields."""
        return set()

    @classmethod
    def _extra_type(cls) -> Any:
        """The type of its fields that the description does not name."""
        return Any

    @classmethod
    def _alternatives(cls, union: Any, data: Mapping[str, Any]) -> tuple[Sequence[Any], Sequence[Deviation]]:
        """The types that a JSON object in a union may have; none where no tag says it (``unions.py``)."""
        return (), ()

    def broken_rules(self) -> tuple[Violation, ...]:
        """The rules of the description that this object breaks."""
        return ()

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the response that this was read from deviates from the description."""
        return self.__dict__.get(_READING, ((), b""))[0]  # type: ignore[no-any-return]

    @property
    def raw(self) -> bytes:
        """The body that this was read from; empty for a model that was not read from a response."""
        return self.__dict__.get(_READING, ((), b""))[1]  # type: ignore[no-any-return]

    def to_json(self) -> dict[str, Any]:
        """The JSON object to send: wire names, and only the fields that were set.

        Each value is written by its own type, not by the type of its field. A Decimal stays one: in a
        request it becomes a number, or a string where the description asks for one.
        """
        return self._written("json")

    def _written(self, mode: str) -> dict[str, Any]:
        written: dict[str, Any] = self.__pydantic_serializer__.to_python(
            self, mode=mode, by_alias=True, exclude_unset=True, warnings=False, serialize_as_any=True
        )
        return written


class MissingFieldError(Exception):
    """A response has no value for a field that only the server sets."""


is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)
"""Whether pydantic reads a response, so that ``MissingFieldError`` is raised for required fields."""


def remember_reading(model: Model, deviations: tuple[Deviation, ...], raw: bytes) -> None:
    """Store with a model what it was read from: in ``__dict__``, which is fast and adds no field."""
    vars(model)[_READING] = (deviations, raw)
