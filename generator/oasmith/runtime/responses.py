"""Answers, read as far as they can be.

The fast way is pydantic's own. Only what it refuses is read again piece by piece: what fits is
typed, what does not stays as it came, and each such place is noted as a Deviation.
"""

from __future__ import annotations

import codecs
import json
import types
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import to_json

from .errors import HIDDEN, Deviation, without_secret_members, without_secrets
from .models import (
    CheckedModel,
    MissingFieldError,
    Model,
    Tagged,
    is_reading,
    is_server_set,
    member_by_tag,
    remember_reading,
    union_members,
)
from .wellformed import read_json

MOST_DEVIATIONS = 1_000
"""How many deviations of one response are kept."""


class UnreadableError(ValueError):
    """A body that is no JSON at all."""


def read(annotation: Any, raw: bytes, secrets: Collection[str] = ()) -> tuple[Any, tuple[Deviation, ...]]:
    """A JSON body as a value of the annotated type, and where it is not of that type.

    No deviation shows a member with a name in ``secrets``; at most ``MOST_DEVIATIONS`` are kept. Raises
    UnreadableError for a body that is not JSON (RFC 8259, whose section 8.1 allows to ignore a
    byte-order mark) or is nested more than 200 levels deep.
    """
    text = raw.removeprefix(codecs.BOM_UTF8)
    found: tuple[Deviation, ...] = ()
    try:
        try:
            value = _strict(annotation, text)
        except (ValidationError, MissingFieldError):
            reading = _Reading(secrets)
            value, noted = reading.tolerant(annotation, _json(text), "")
            found = tuple(noted)
            if _is_model_class(annotation) and not isinstance(value, Model):
                value = annotation.model_construct()
        if _has_decimals(annotation):
            value = _exact(value, json.loads(text, parse_float=Decimal))
    except RecursionError:
        raise UnreadableError("it is nested too deep for what is left of the call stack") from None
    if isinstance(value, Model):
        remember_reading(value, found, raw)
    return value, found


def _strict(annotation: Any, text: bytes) -> Any:
    reset = is_reading.set(True)
    try:
        return _adapter(annotation).validate_json(text, by_alias=True, by_name=False)
    finally:
        is_reading.reset(reset)


def _json(text: bytes) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        raise UnreadableError(str(error)) from None


@lru_cache(maxsize=1024)
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


@lru_cache(maxsize=1024)
def _has_decimals(annotation: Any) -> bool:
    """Whether a type has Decimals in it: pydantic reads them of numbers that were rounded."""
    queue: list[Any] = [_adapter(annotation).core_schema]
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            if node.get("type") == "decimal":
                return True
            queue += (value for key, value in node.items() if key not in ("metadata", "serialization"))
        elif isinstance(node, (list, tuple)):
            queue += node
    return False


def _exact(value: Any, data: Any) -> Any:
    """A value that was read of JSON, with the Decimals that are in the JSON."""
    if isinstance(value, Decimal):
        return data if isinstance(data, Decimal) else value
    if isinstance(value, list) and isinstance(data, list):
        value[:] = map(_exact, value, data)
    elif isinstance(value, dict) and isinstance(data, dict):
        value.update((key, _exact(item, data.get(key))) for key, item in value.items())
    elif isinstance(value, Model) and isinstance(data, dict):
        for name, field in type(value).model_fields.items():
            if name in value.model_fields_set:
                vars(value)[name] = _exact(vars(value)[name], data.get(field.alias or name))
    return value


class _Reading:
    """One body that is read piece by piece.

    What is at one place is read once as each type, so that a union inside a union takes no more time
    than both of them.
    """

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = secrets
        self._known: dict[tuple[str, int], tuple[Any, list[Deviation], Any]] = {}

    def tolerant(self, annotation: Any, data: Any, pointer: str) -> tuple[Any, list[Deviation]]:
        """``data`` as the annotated type where it fits, as it is where it does not, and where that is."""
        annotation = _member(annotation, data) or _bare(annotation)
        key = pointer, id(annotation)  # a type may not be hashable; it is kept so that no other gets its id
        if key not in self._known:
            self._known[key] = *self._typed(annotation, data, pointer), annotation
        value, deviations, _ = self._known[key]
        return value, deviations

    def _typed(self, annotation: Any, data: Any, pointer: str) -> tuple[Any, list[Deviation]]:
        if _is_model_class(annotation) and isinstance(data, Mapping):
            return self._model(annotation, data, pointer)
        origin = get_origin(annotation)
        deviations: list[Deviation] = []
        if origin is list and isinstance(data, list):
            item = get_args(annotation)[0]
            items = []
            for index, value in enumerate(data):
                read, noted = self.tolerant(item, value, f"{pointer}/{index}")
                items.append(read)
                _add(deviations, noted)
            return items, deviations
        if origin is dict and isinstance(data, Mapping):
            item = get_args(annotation)[1]
            members = {}
            for key, value in data.items():
                members[key], noted = self.tolerant(item, value, f"{pointer}/{_escaped(key)}")
                _add(deviations, noted)
            return members, deviations
        if origin in (Union, types.UnionType):
            return self._union(get_args(annotation), data, pointer)
        return _leaf(annotation, data, pointer, self._secrets)

    def _model(
        self, model: type[Model], data: Mapping[str, Any], pointer: str
    ) -> tuple[Model, list[Deviation]]:
        model.model_rebuild()
        deviations: list[Deviation] = []
        values: dict[str, Any] = {}
        known: set[str] = set()
        present: set[str] = set()
        hidden = model.secret_fields()
        for name, info in model.model_fields.items():
            wire_name = info.alias or name
            known.add(wire_name)
            if wire_name in data:
                present.add(name)
                annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
                place = f"{pointer}/{_escaped(wire_name)}"
                values[name], noted = self.tolerant(annotation, data[wire_name], place)
                is_hidden = wire_name in hidden or wire_name in self._secrets
                _add(deviations, [replace(it, found=HIDDEN) for it in noted] if is_hidden else noted)
            elif info.is_required() or is_server_set(info):
                _add(deviations, [Deviation(f"{pointer}/{_escaped(wire_name)}", "a value", "nothing")])
                values[name] = None
        result = model.model_construct()
        vars(result).update(values)
        extra = {key: value for key, value in data.items() if key not in known}
        object.__setattr__(result, "__pydantic_extra__", extra)
        object.__setattr__(result, "__pydantic_fields_set__", {*present, *extra})
        if isinstance(result, CheckedModel):
            _add(
                deviations,
                [
                    Deviation(pointer + violation.pointer, violation.message, violation.value)
                    for violation in result.broken_rules()
                ],
            )
        return result, deviations

    def _union(self, members: tuple[Any, ...], data: Any, pointer: str) -> tuple[Any, list[Deviation]]:
        """The member that fits with the fewest deviations; null only where nothing came."""
        best: tuple[Any, list[Deviation]] | None = None
        for member in members:
            if member is type(None) and data is not None:
                continue
            value, noted = self.tolerant(member, data, pointer)
            if best is None or len(noted) < len(best[1]):
                best = (value, noted)
            if not noted:
                break
        return best if best is not None else (data, [])


def _add(deviations: list[Deviation], more: list[Deviation]) -> None:
    """Add deviations as long as they are not too many."""
    if len(deviations) < MOST_DEVIATIONS:
        deviations += more[: MOST_DEVIATIONS - len(deviations)]


def _member(annotation: Any, data: Any) -> Any:
    """The class of a discriminated union that an object is of; None for any other type or object."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if get_origin(annotation) is not Annotated or not isinstance(data, Mapping):
        return None
    for told in get_args(annotation)[1:]:
        tag: object = told.tag if isinstance(told, Tagged) else None
        if isinstance(told, FieldInfo):
            tag = told.discriminator
        if isinstance(tag, str):
            return member_by_tag(union_members(annotation), tag, data)
    return None


def _bare(annotation: Any) -> Any:
    """A type without the alias around it; the constraints of Annotated are for the leaf to check."""
    while hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        inner = _bare(get_args(annotation)[0])
        if get_origin(inner) in (list, dict, Union, types.UnionType) or _is_model_class(inner):
            return inner
    return annotation


def _leaf(annotation: Any, data: Any, pointer: str, secrets: Collection[str]) -> tuple[Any, list[Deviation]]:
    try:
        return _adapter(annotation).validate_json(to_json(data), strict=True), []
    except ValidationError as error:
        hide = without_secrets if isinstance(data, str) else without_secret_members
        found = hide(data, secrets)
        return data, [Deviation(pointer, _expected(annotation, error), found)]


def _expected(annotation: Any, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(repr(value) for value in get_args(annotation))
    message: str = first["msg"]
    return message.removeprefix("Input should be ")


def _is_model_class(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
