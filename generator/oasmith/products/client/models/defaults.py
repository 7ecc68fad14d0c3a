"""Python code for the defaults of fields, as values of their type: a date for a date, for example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from datamodel_code_generator.model import DataModel
from datamodel_code_generator.types import DataType

from oasmith.products.client.formats import FORMATS, Format
from oasmith.products.client.imports import Import, Typed
from oasmith.quoting.python import python_literal


@dataclass(frozen=True, slots=True)
class _Value:
    """An expression and its imports.

    ``is_changed`` says that it differs from the JSON value, ``is_object`` that it contains an object of a
    class.
    """

    text: str
    imports: frozenset[Import] = frozenset()
    is_changed: bool = False
    is_object: bool = False


def default_code(value: Any, data_type: DataType) -> Typed | None:
    """The code of a JSON default for a field of a type; None if it is just the JSON value.

    A default with an object of a class stays a JSON value in ``Field(validate_default=True)``: pydantic
    builds the object when a model is built, and type checkers accept it.
    """
    found = _value(value, data_type)
    if found is None:
        # The value does not fit the type of the field. Type checkers do not report it in ``Field``.
        return Typed(f"Field(default={python_literal(value)})", Import("pydantic", "Field"))
    if found.is_object:
        text = f"Field(default={found.text}, validate_default=True)"
        return Typed(text, Import("pydantic", "Field"), *found.imports)
    return Typed(found.text, *found.imports) if found.is_changed else None


def _value(value: Any, kind: DataType) -> _Value | None:
    """A JSON value as a value of a type; None if it does not fit the type."""
    if value is None:
        return _Value("None")
    source = kind.reference.source if kind.reference else None
    if isinstance(source, DataModel) and not kind.is_list and not kind.is_dict:
        return _named(value, source)
    if kind.is_list or kind.is_tuple:
        return _list(value, kind)
    if kind.is_dict:
        return _map(value, kind)
    if kind.literals:
        return _Value(python_literal(value)) if value in kind.literals else None
    if kind.data_types:
        return _any_of(value, kind.data_types)
    return _scalar(value, kind)


def _named(value: Any, model: DataModel) -> _Value | None:
    if model.is_alias:
        return _value(value, model.fields[0].data_type) if model.fields else _Value(python_literal(value))
    if not isinstance(value, Mapping):
        return None
    types = {field.original_name or field.name: field.data_type for field in model.iter_all_fields()}
    items = {key: _item(item, types.get(key)) for key, item in value.items()}
    text = ", ".join(f"{python_literal(key)}: {item.text}" for key, item in items.items())
    return _joined(f"{{{text}}}", items.values(), is_object=True)


def _item(value: Any, kind: DataType | None) -> _Value:
    """A value inside another one; the JSON value if it does not fit its type, since pydantic validates it."""
    return (_value(value, kind) if kind else None) or _Value(python_literal(value))


def _list(value: Any, kind: DataType) -> _Value | None:
    if not isinstance(value, list):
        return None
    if kind.is_tuple and len(kind.data_types) > 1:
        kinds = [*kind.data_types, *[None] * len(value)][: len(value)]
        items = [_item(item, member) for item, member in zip(value, kinds, strict=True)]
    else:
        items = [_item(item, _inner(kind)) for item in value]
    return _joined(f"[{', '.join(item.text for item in items)}]", items)


def _map(value: Any, kind: DataType) -> _Value | None:
    if not isinstance(value, Mapping):
        return None
    items = {key: _item(item, _inner(kind)) for key, item in value.items()}
    text = ", ".join(f"{python_literal(key)}: {item.text}" for key, item in items.items())
    return _joined(f"{{{text}}}", items.values())


def _inner(kind: DataType) -> DataType:
    """The type of the values in a list or map."""
    return kind.model_copy(update={"is_list": False, "is_dict": False, "is_tuple": False})


def _any_of(value: Any, kinds: Iterable[DataType]) -> _Value | None:
    """The value as the first type that it fits, preferably one that allows the JSON value itself."""
    values = (_value(value, kind) for kind in kinds)
    found = [candidate for candidate in values if candidate is not None]
    return min(found, key=lambda candidate: (candidate.is_changed, candidate.is_object), default=None)


def _joined(text: str, items: Iterable[_Value], is_object: bool = False) -> _Value:
    items = list(items)
    return _Value(
        text,
        frozenset(needed for item in items for needed in item.imports),
        any(item.is_changed for item in items),
        is_object or any(item.is_object for item in items),
    )


_SCALARS: Mapping[str | None, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "float": (int, float), "bool": (bool,),
}  # fmt: skip


def _scalar(value: Any, kind: DataType) -> _Value | None:
    name = kind.import_.import_ if kind.import_ else kind.type
    if name in _FORMATS:
        return _formatted(value, _FORMATS[name], kind.type or name)
    if name == "None":
        return None
    if name in _SCALARS and (
        not isinstance(value, _SCALARS[name]) or isinstance(value, bool) != (name == "bool")
    ):
        return None
    return _Value(python_literal(value))


_FORMATS = {str(found.field): found for found in FORMATS.values()}
"""The formats by the names of their Python types."""


def _formatted(value: Any, found: Format, type_name: str) -> _Value | None:
    """A value of a format. Classes other than its type get names with an underscore.

    Otherwise a field called ``datetime``, earlier in the class, could hide the class ``datetime``.
    """
    read = found.value(value)
    if read is None:
        return None
    own = str(found.field)
    code = found.code(read, lambda name: type_name if name == own else f"_{name}")
    return _Value(str(code), frozenset(code.imports), is_changed=True)
