"""The table of repairs of values in schemas: ``enum``, ``const`` and ``default`` of another type.

A value that reads as one of the type becomes that value. A type that no value of an ``enum`` has gives way
to the values. A default of another type is removed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from oasmith.reading.repairs.row import SCHEMA, Context, Found, Repair, drop, replace, shortened, when
from oasmith.structure import Node

_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list, "object": dict,
    "null": type(None),
}  # fmt: skip
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""What YAML 1.1 reads as booleans."""


# Types


def _kinds(schema: Node) -> set[str]:
    """The types that a schema names; empty where it names none, or one that does not exist."""
    kinds = schema.get("type")
    named = {kinds} if isinstance(kinds, str) else set(kinds) if isinstance(kinds, list) else set()
    if not named <= _PYTHON_TYPES.keys():
        return set()
    return named | {"null"} if named and schema.get("nullable") is True else named


def _type_name(schema: Node) -> str:
    kinds = schema["type"]
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _kind(value: Any) -> str:
    """The JSON type of a value."""
    return next(kind for kind in ("boolean", *_PYTHON_TYPES) if isinstance(value, _PYTHON_TYPES[kind]))


def _fits(value: Any, kinds: set[str]) -> bool:
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, float) and value.is_integer() and "number" not in kinds:
        return False  # 1.0 is an integer, but written so that no Python type has it
    return any(isinstance(value, _PYTHON_TYPES[kind]) for kind in kinds)


def _converted(value: Any, kinds: set[str], text: str) -> Any:
    """A value as one of the types that its text reads as; None where it reads as none."""
    if isinstance(value, str):
        if "integer" in kinds and re.fullmatch(r"-?(?:0|[1-9]\d*)", value):
            return int(value)
        if "number" in kinds and re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", value):
            return json.loads(value)
        return _BOOLEANS.get(value.lower()) if "boolean" in kinds else None
    if isinstance(value, float) and value.is_integer() and "integer" in kinds:
        return int(value)
    return text if "string" in kinds and isinstance(value, (bool, int, float)) else None


def as_type(value: Any, kinds: set[str], text: str) -> Any:
    """A value as one of the types, if it is none of them and its ``text`` reads as one."""
    converted = None if _fits(value, kinds) else _converted(value, kinds, text)
    return value if converted is None else converted


def _conversion(at: str, new: Any, changed: Sequence[tuple[Any, Any]], schema: Node) -> Found:
    """Values that were converted, as ``new``; it is not reported where they are equal, as 1 and 1.0 are."""
    seen = [(old, value) for old, value in changed if old != value or isinstance(old, bool)]
    found, used = (", ".join(json.dumps(pair[index]) for pair in seen) for index in (0, 1))
    is_one = len(seen) == 1
    words = {
        "found": found, "used": used, "type": _type_name(schema), "are": "is" if is_one else "are",
        "them": "it" if is_one else "them",
        "quotes": "with" if any(isinstance(value, str) for _, value in seen) else "without",
    }  # fmt: skip
    return Found((at,), new, words, bool(seen))


# Enums


def _enum_of_items(schema: Node, context: Context) -> Iterator[Found]:
    """An array whose ``enum`` lists the values of its items."""
    values, items = schema["enum"], schema.get("items")
    if (
        _kinds(schema) - {"null"} == {"array"}
        and isinstance(values, list)
        and isinstance(items, dict)
        and "enum" not in items
        and _kinds(items)
        and values
        and not any(isinstance(value, list) for value in values)
    ):
        yield Found(("enum",))


def _with_enum_in_items(schema: Node, found: Sequence[Found], context: Context) -> Node:
    rest = {key: value for key, value in schema.items() if key != "enum"}
    return {**rest, "items": {**schema["items"], "enum": schema["enum"]}}


def _enum_without_null(schema: Node, context: Context) -> Iterator[Found]:
    values = schema["enum"]
    if isinstance(values, list) and "null" in _kinds(schema) and None not in values:
        yield Found(("enum",), [*values, None])


def _enum_of_other_type(schema: Node, context: Context) -> Iterator[Found]:
    values, kinds = schema["enum"], _kinds(schema)
    if not kinds or not isinstance(values, list) or all(_fits(value, kinds) for value in values):
        return
    result: list[Any] = []
    changed: list[tuple[Any, Any]] = []
    for index, value in enumerate(values):
        new = None
        if value is not None and not _fits(value, kinds):
            new = _converted(value, kinds, context.written(("enum", index), value))
        if new is not None:
            changed.append((value, new))
        new = value if new is None else new
        if not any(new == other and type(new) is type(other) for other in result):
            result.append(new)
    yield _conversion("enum", result, changed, schema)


def _enum_with_null(schema: Node, context: Context) -> Iterator[Found]:
    kinds = _kinds(schema)
    if kinds and "null" not in kinds and isinstance(schema["enum"], list) and None in schema["enum"]:
        remedy = "Write `nullable: true`" if context.is_3_0 else "Add 'null' to the types"
        yield Found(("enum",), words={"remedy": remedy})


def _with_null_type(schema: Node, found: Sequence[Found], context: Context) -> Node:
    if context.is_3_0:
        return {**schema, "nullable": True}
    kinds = schema["type"]
    return {**schema, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}


def _enum_beyond_type(schema: Node, context: Context) -> Iterator[Found]:
    """Values that cannot be converted: what is listed by name is meant."""
    kinds = _kinds(schema)
    values = schema["enum"] if kinds and isinstance(schema["enum"], list) else []
    others = [value for value in values if value is not None and not _fits(value, kinds)]
    if others:
        listed = ", ".join(json.dumps(value) for value in others)
        message = f"lists {listed}, not of type {_type_name(schema)}; the type is ignored"
        yield Found(("enum",), words={"message": shortened(message)})


def _with_type_of_enum(schema: Node, found: Sequence[Found], context: Context) -> Node:
    wanted = {_kind(value) for value in schema["enum"] if value is not None}
    rest = {key: value for key, value in schema.items() if key != "type"}
    if len(wanted) > 1:
        return rest
    is_nullable = None in schema["enum"] and not context.is_3_0
    return {**rest, "type": [*wanted, "null"] if is_nullable else wanted.pop()}


def _duplicate_values(schema: Node, context: Context) -> Iterator[Found]:
    values = schema["enum"]
    if isinstance(values, list):
        unique = {  # true is not 1
            (type(value).__name__, json.dumps(value, sort_keys=True, default=str)): value for value in values
        }
        if len(unique) < len(values):
            yield Found(("enum",), list(unique.values()))


# Single values


def _value_of_other_type(schema: Node, context: Context) -> Iterator[Found]:
    kinds = _kinds(schema)
    for keyword in ("const", "default"):
        value = schema.get(keyword)
        if kinds and value is not None and not _fits(value, kinds):
            new = _converted(value, kinds, context.written((keyword,), value))
            if new is not None:
                yield _conversion(keyword, new, [(value, new)], schema)


def _const_beyond_type(schema: Node, context: Context) -> Iterator[Found]:
    value, kinds = schema["const"], _kinds(schema)
    if kinds and value is not None and not _fits(value, kinds):
        yield Found(("const",), _kind(value), {"value": repr(value), "type": _type_name(schema)})


def _with_type_of_const(schema: Node, found: Sequence[Found], context: Context) -> Node:
    return {**schema, "type": found[0].value}


def _default_beyond_type(schema: Node, context: Context) -> Iterator[Found]:
    value, kinds = schema["default"], _kinds(schema)
    if kinds and not _fits(value, kinds):
        yield Found(("default",), words={"value": repr(value)})


_ENUM = frozenset({"enum"})

VALUE_REPAIRS: tuple[Repair, ...] = (
    Repair(
        SCHEMA, _ENUM, _enum_of_items, _with_enum_in_items,
        "lists the values of the items, not of the array", "Write it in `items`.", beside_ref=True,
    ),
    Repair(
        SCHEMA, _ENUM, _enum_without_null, replace,
        "does not list null, which the type allows; null is accepted",
        "Add null to the values, or remove 'null' from the types.", is_3_0=False, beside_ref=True,
    ),
    Repair(
        SCHEMA, _ENUM, _enum_of_other_type, replace,
        "has values that are not of type {type}: {found}; {used} {are} used",
        "Write {them} {quotes} quotes.", beside_ref=True,
    ),
    Repair(
        SCHEMA, _ENUM, _enum_with_null, _with_null_type,
        "lists null, which the type does not allow; null is accepted", "{remedy}, or remove null.",
        beside_ref=True,
    ),
    Repair(
        SCHEMA, _ENUM, _enum_beyond_type, _with_type_of_enum,
        "{message}", "Correct the type or the values.", beside_ref=True,
    ),
    Repair(
        SCHEMA, frozenset({"const", "default"}), _value_of_other_type, replace,
        "{found} is not of type {type}; {used} is used", "Write it {quotes} quotes.", beside_ref=True,
    ),
    Repair(
        SCHEMA, frozenset({"const"}), _const_beyond_type, _with_type_of_const,
        "{value} is not of type {type}; the type is ignored", "Correct the type or the value.",
        beside_ref=True,
    ),
    Repair(
        SCHEMA, frozenset({"default"}), _default_beyond_type, drop,
        "{value} is not of its schema's type and is ignored", "Write a value of that type.",
    ),
    Repair(
        SCHEMA, _ENUM, when(lambda schema: schema["enum"] == [], "enum"), drop,
        "is empty and is ignored", "Remove it, or list its values.",
    ),
    Repair(
        SCHEMA, _ENUM, _duplicate_values, replace, "has duplicate values", "List each value once.",
    ),
)  # fmt: skip
