"""The base of every generated model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, model_validator
from pydantic_core import PydanticCustomError, from_json, to_json, to_jsonable_python

from .errors import HIDDEN

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

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
    _secrets: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The wire names of the fields that are not shown, by the class that they are fields of."""

    _has_decimals: ClassVar[bool] = False
    """Whether any model of the package has a field that is a Decimal."""

    @classmethod
    def secret_fields(cls) -> set[str]:
        """The wire names of its fields that are not shown."""
        if not cls._secrets:
            return set()
        return {name for kind in cls.__mro__ for name in cls._secrets.get(kind.__name__, ())}

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        hidden = self.secret_fields()
        if not hidden:
            return super().__repr_args__()
        fields = type(self).model_fields
        hidden |= {name for name, field in fields.items() if field.alias in hidden}
        return [
            (name, HIDDEN if name in hidden and value is not None else value)
            for name, value in super().__repr_args__()
        ]

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the response this was read from is not what the description promises."""
        return self.__dict__.get(_READING, ((), b""))[0]  # type: ignore[no-any-return]

    @property
    def raw(self) -> bytes:
        """The body this was read from, byte for byte; empty for a model that was built."""
        return self.__dict__.get(_READING, ((), b""))[1]  # type: ignore[no-any-return]

    def to_json(self) -> dict[str, Any]:
        """The JSON object that is sent: wire names, and only the fields that were set.

        Each value is written as what it is, not as what its field should hold. A Decimal stays one: a
        request holds it as a number, or as a string where the description asks for one.
        """
        written: dict[str, Any] = self.__pydantic_serializer__.to_python(
            self,
            mode="python" if self._has_decimals else "json",
            by_alias=True,
            exclude_unset=True,
            warnings=False,
            serialize_as_any=True,
        )
        if self._has_decimals:
            written = json_value(written)
        return written


def server_set() -> Any:
    """The default of a field that only the server sets (``readOnly``), so that objects are built without it.

    The field has its type for whoever reads a response. In an object of your own it is None.
    """
    return Field(default=None)


_PLAIN = frozenset((str, int, float, bool, type(None)))


def json_value(value: Any) -> Any:
    """A value as plain JSON: of models only the fields that were set, dates and the like as strings.

    A Decimal stays one, which JSON can hold digit for digit.
    """
    kind = type(value)
    if kind in _PLAIN or kind is Decimal:
        return value
    if kind is list or kind is tuple:
        return [json_value(item) for item in value]
    if Model in kind.__mro__:
        return value.to_json()
    if isinstance(value, Mapping):
        return {key: item if type(item) in _PLAIN else json_value(item) for key, item in value.items()}
    return to_jsonable_python(value)


def json_text(value: Any) -> bytes:
    """Plain JSON as bytes; a Decimal is the number that it is, digit for digit.

    Raises ValueError for NaN and infinity, which JSON has no form for (RFC 8259 §6).
    """
    text = _text(value) if _holds_decimal(value) else to_json(value)
    if b"NaN" in text or b"Infinity" in text:
        try:
            from_json(text, allow_inf_nan=False)
        except ValueError:
            raise ValueError("JSON has no NaN and no infinity (RFC 8259 §6); nothing was sent") from None
    return text


def _holds_decimal(value: Any) -> bool:
    if isinstance(value, dict):
        return any(type(item) not in _PLAIN and _holds_decimal(item) for item in value.values())
    if isinstance(value, list):
        return any(type(item) not in _PLAIN and _holds_decimal(item) for item in value)
    return isinstance(value, Decimal)


def _text(value: Any) -> bytes:
    if isinstance(value, dict):
        return b"{%b}" % b",".join(b"%b:%b" % (to_json(key), _text(item)) for key, item in value.items())
    if isinstance(value, list):
        return b"[%b]" % b",".join(map(_text, value))
    return str(value).encode() if isinstance(value, Decimal) else to_json(value)


def remember_reading(model: Model, deviations: tuple[Deviation, ...], raw: bytes) -> None:
    """Keep with a model what it was read from. In ``__dict__``, where it costs nothing and is no field."""
    model.__dict__[_READING] = (deviations, raw)


class CheckedModel(Model):
    """A model whose schema carries rules: they are checked when it is built."""

    _contract: ClassVar[Contract]

    def broken_rules(self) -> tuple[Violation, ...]:
        """Which rules on this object it breaks; those on the objects in it are theirs to tell."""
        return self._contract.broken_rules(type(self).__name__, self.to_json())

    @model_validator(mode="wrap")
    @classmethod
    def _check_rules(cls, value: Any, handler: ModelWrapValidatorHandler[CheckedModel]) -> CheckedModel:
        if type(value) is not dict and isinstance(value, cls):
            return value
        model = handler(value)
        if not _rules(cls).is_valid(model.to_json()):
            violations = model.broken_rules()
            told = "; ".join(
                f"{violation.message} [{violation.rule}; {violation.source}]" for violation in violations
            )
            raise PydanticCustomError("rule", "{told}", {"told": told})
        return model


@cache
def _rules(model: type[CheckedModel]) -> Draft202012Validator:
    return model._contract.rules_validator(model.__name__)
