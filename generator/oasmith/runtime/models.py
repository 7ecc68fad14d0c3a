"""The base of every generated model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeAlias,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import (
    CoreSchema,
    InitErrorDetails,
    PydanticCustomError,
    core_schema,
    from_json,
    to_json,
    to_jsonable_python,
)

from .errors import ANY_NAME, HIDDEN, without_secret_members
from .wellformed import MAX_DEPTH, TOO_DEEP

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

    from .contract import Contract
    from .errors import Deviation, Violation

_READING = "_reading"


class Model(BaseModel):
    """A JSON object. Types are strict, fields it does not know are kept, unset fields are not sent.

    A field that has to have one value (``const``, a tag) need not be given and is always sent. A mapping in
    place of a model is sent as it is.
    """

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
        if not cls._constants and cls.model_post_init is Model.model_post_init:
            cls.__pydantic_post_init__ = None  # nothing has to be done for each object

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Where this class extends others, their instances are taken as well if they are valid for it."""
        schema = handler(source)
        if any(getattr(parent, "model_fields", None) for parent in cls.__mro__[1:]):
            model: Any = handler.resolve_ref_schema(schema)
            while model["type"] != "model":
                model = model["schema"]
            # Where references lead to, also those of the class to itself. It may be there already.
            if model["schema"].get("function", {}).get("function") != cls._from_parent:
                model["schema"] = core_schema.no_info_before_validator_function(
                    cls._from_parent, model["schema"]
                )
        return schema

    @classmethod
    def _from_parent(cls, value: Any) -> Any:
        """An instance of a class that this one extends as the fields that are set in it."""
        kind = type(value)
        if kind is dict or kind is cls or Model not in kind.__mro__ or kind not in cls.__mro__:
            return value
        fields = {name: vars(value)[name] for name in kind.model_fields if name in value.model_fields_set}
        return fields | (value.model_extra or {})

    def model_post_init(self, context: Any, /) -> None:
        """Count the fields that are always sent among those that are set."""
        self.__pydantic_fields_set__.update(self._constants)

    @classmethod
    def secret_fields(cls) -> set[str]:
        """The wire names of its fields that are not shown."""
        if not cls._secrets:
            return set()
        return {name for kind in cls.__mro__ for name in cls._secrets.get(kind.__name__, ())}

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        if not self._secrets:
            return super().__repr_args__()
        fields = type(self).model_fields
        named = {name for names in self._secrets.values() for name in names} - {ANY_NAME}
        own = self.secret_fields()
        own |= {name for name, field in fields.items() if field.alias in own}
        return [
            (
                name,
                (
                    HIDDEN
                    if value is not None and self._is_hidden(name, own)
                    else without_secret_members(value, named)
                ),
            )
            for name, value in super().__repr_args__()
        ]

    def _is_hidden(self, name: str | None, secrets: set[str]) -> bool:
        return name in secrets or (ANY_NAME in secrets and name not in type(self).model_fields)

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
    return Field(default_factory=_left_to_server)


def is_server_set(field: FieldInfo) -> bool:
    """Whether a field is one that responses have to have and objects of your own need not."""
    return field.default_factory is _left_to_server


class MissingFieldError(Exception):
    """A response has no field that only the server sets."""


is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)
"""Whether pydantic reads a response, so that ``MissingFieldError`` is raised for fields it has to have."""


def _left_to_server() -> None:
    if is_reading.get():
        raise MissingFieldError


_OWN_TAG: dict[str, Any] = {"x-own-tag": True}
"""Marks the fields of ``own_tag``."""


def own_tag(value: Any) -> Any:
    """The default of the property that says which class an object is of; it is always sent.

    The field allows the values of subclasses as well, which have defaults of their own.
    """
    return Field(default=value, json_schema_extra=_OWN_TAG)


def literals(field: FieldInfo) -> tuple[Any, ...]:
    """The values that a field may have; empty where its type does not list them."""
    annotation: Any = field.annotation
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def member_by_tag(members: Iterable[Any], tag: str, value: Mapping[str, Any]) -> Any:
    """Which class of a union a JSON object is of, by the value of its tag; None where none has that value.

    ``tag`` is the name of the property or of the field. Of two classes with the same value, one of which
    extends the other, that one is meant. A class whose tag may have any value has those that are left.
    """
    found = left = None
    for member in members:
        for name, field in getattr(member, "model_fields", {}).items():
            if tag in (name, field.alias):
                values = literals(field)
                if not values:
                    left = left or member
                elif value.get(field.alias or name, value.get(name)) in values:
                    found = member if found is None or issubclass(member, found) else found
    return found or left


def union_members(annotation: Any) -> list[Any]:
    """The types in a union and in the unions in it, without None."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        return union_members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [member for part in get_args(annotation) for member in union_members(part)]
    return [] if annotation is NoneType else [annotation]


class Tagged:
    """Tells the classes of a union apart by the value of a property, its tag, in ``Annotated``."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = union_members(source)
        choices = {index: handler.generate_schema(member) for index, member in enumerate(members)}

        def choose(value: Any) -> int | None:
            if isinstance(value, Mapping):
                member = member_by_tag(members, self.tag, value)
                return members.index(member) if member is not None else None
            fitting = [member for member in members if isinstance(member, type) and isinstance(value, member)]
            deepest = max(fitting, key=lambda member: len(member.__mro__), default=None)
            return members.index(deepest) if deepest is not None else None

        schema = core_schema.tagged_union_schema(choices, choose)
        is_nullable = NoneType in get_args(source)
        return core_schema.nullable_schema(schema) if is_nullable else schema


class RecursiveModel(Model):
    """A model that may hold itself as one of several alternatives.

    Without a memory, validation would try each alternative again for each one above it, which takes
    exponential time, and would collect an error for every combination.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _validate_once(cls, value: Any, handler: ModelWrapValidatorHandler[RecursiveModel]) -> RecursiveModel:
        """Validate each object once as each class; at most ``_MOST_ERRORS`` errors are kept."""
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
                # Again, but not what is inside it: pydantic counts the fields to choose between classes.
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
        """What this was validated from, with the models that are in it now."""
        fields = type(self).model_fields
        read = {
            alias if (alias := fields[name].alias or name) in value else name: vars(self)[name]
            for name in self.model_fields_set & fields.keys()
            if name in value or fields[name].alias in value
        }
        return {**value, **read}


_Outcomes: TypeAlias = dict[tuple[type[Model], int], tuple[Any, RecursiveModel | ValidationError]]
"""What became of an object, by class and ``id``; the object is kept so that no other gets its id."""
_outcomes: ContextVar[_Outcomes | None] = ContextVar("outcomes", default=None)
_MOST_ERRORS = 20


def _limited(error: ValidationError) -> ValidationError:
    """An error of pydantic with the first of the errors in it."""
    if error.error_count() <= _MOST_ERRORS:
        return error
    first = error.errors(include_url=False, include_context=False)[:_MOST_ERRORS]
    details: list[InitErrorDetails] = [
        {
            "type": PydanticCustomError(cast(Any, each["type"]), "{told}", {"told": each["msg"]}),
            "loc": each["loc"],
            "input": each["input"],
        }
        for each in first
    ]
    return ValidationError.from_exception_data(error.title, details)


_PLAIN = frozenset((str, int, float, bool, type(None)))


def json_value(value: Any, levels: int = MAX_DEPTH + 1) -> Any:
    """A value as plain JSON: of models only the fields that were set, dates and the like as strings.

    A Decimal stays one, which JSON can hold digit for digit. Raises ValueError for a value that JSON
    cannot hold or that is nested in more than ``levels`` levels.
    """
    kind = type(value)
    if kind in _PLAIN or kind is Decimal:
        return value
    if not levels:
        raise ValueError(TOO_DEEP)
    if kind is list or kind is tuple:
        return [json_value(item, levels - 1) for item in value]
    if Model in kind.__mro__:
        return value.to_json()
    if isinstance(value, Mapping):
        return {
            key: item if type(item) in _PLAIN else json_value(item, levels - 1) for key, item in value.items()
        }
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
    vars(model)[_READING] = (deviations, raw)


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
