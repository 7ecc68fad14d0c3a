"""Answers, read as far as they can be.

The fast way is pydantic's own. Only what it refuses is read again piece by piece: what fits is
typed, what does not stays as it came, and each such place is noted as a Deviation.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import from_json, to_json

from .errors import HIDDEN, Deviation
from .models import CheckedModel, Model, Tagged, member_by_tag, remember_reading, union_members


class UnreadableError(ValueError):
    """A body that is no JSON at all."""


def read(annotation: Any, raw: bytes) -> tuple[Any, tuple[Deviation, ...]]:
    """A JSON body as a value of the annotated type, and where it is not of that type.

    Raises UnreadableError for a body that is no JSON (RFC 8259).
    """
    deviations: list[Deviation] = []
    try:
        value = _adapter(annotation).validate_json(raw, by_alias=True, by_name=False)
    except ValidationError:
        try:
            data = from_json(raw)
        except ValueError as error:
            raise UnreadableError(str(error)) from None
        value = _tolerant(annotation, data, "", deviations)
        if _is_model_class(annotation) and not isinstance(value, Model):
            value = annotation.model_construct()
    if _has_decimals(annotation):
        value = _exact(value, json.loads(raw, parse_float=Decimal))
    found = tuple(deviations)
    if isinstance(value, Model):
        remember_reading(value, found, raw)
    return value, found


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


def _tolerant(annotation: Any, data: Any, pointer: str, deviations: list[Deviation]) -> Any:
    """``data`` as the annotated type where it fits, as it is where it does not."""
    annotation = _member(annotation, data) or _bare(annotation)
    if _is_model_class(annotation) and isinstance(data, Mapping):
        return _tolerant_model(annotation, data, pointer, deviations)
    if get_origin(annotation) is list and isinstance(data, list):
        item = get_args(annotation)[0]
        return [_tolerant(item, value, f"{pointer}/{index}", deviations) for index, value in enumerate(data)]
    if get_origin(annotation) is dict and isinstance(data, Mapping):
        item = get_args(annotation)[1]
        return {
            key: _tolerant(item, value, f"{pointer}/{_escaped(key)}", deviations)
            for key, value in data.items()
        }
    if get_origin(annotation) in (Union, types.UnionType):
        return _tolerant_union(get_args(annotation), data, pointer, deviations)
    return _leaf(annotation, data, pointer, deviations)


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


def _tolerant_model(
    model: type[Model], data: Mapping[str, Any], pointer: str, deviations: list[Deviation]
) -> Model:
    model.model_rebuild()
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
            noted: list[Deviation] = []
            values[name] = _tolerant(annotation, data[wire_name], f"{pointer}/{_escaped(wire_name)}", noted)
            deviations += (replace(it, found=HIDDEN) for it in noted) if wire_name in hidden else noted
        elif info.is_required():
            deviations.append(Deviation(f"{pointer}/{_escaped(wire_name)}", "a value", "nothing"))
            values[name] = None
    result = model.model_construct()
    vars(result).update(values)
    extra = {key: value for key, value in data.items() if key not in known}
    object.__setattr__(result, "__pydantic_extra__", extra)
    object.__setattr__(result, "__pydantic_fields_set__", {*present, *extra})
    if isinstance(result, CheckedModel):
        deviations += (
            Deviation(pointer + violation.pointer, violation.message, violation.value)
            for violation in result.broken_rules()
        )
    return result


def _tolerant_union(members: tuple[Any, ...], data: Any, pointer: str, deviations: list[Deviation]) -> Any:
    """The member that fits with the fewest deviations; null only where nothing came."""
    best: tuple[Any, list[Deviation]] | None = None
    for member in members:
        if member is type(None) and data is not None:
            continue
        noted: list[Deviation] = []
        value = _tolerant(member, data, pointer, noted)
        if best is None or len(noted) < len(best[1]):
            best = (value, noted)
        if not noted:
            break
    value, noted = best if best is not None else (data, [])
    deviations += noted
    return value


def _leaf(annotation: Any, data: Any, pointer: str, deviations: list[Deviation]) -> Any:
    try:
        return _adapter(annotation).validate_json(to_json(data), strict=True)
    except ValidationError as error:
        deviations.append(Deviation(pointer, _expected(annotation, error), data))
        return data


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
