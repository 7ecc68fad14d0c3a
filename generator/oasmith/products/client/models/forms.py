"""The form of the type of a field: the type with placeholders for names and values.

Types of one form have the same code, but for these names and values. The form is all that
datamodel-code-generator needs to write it, so that it writes the code of each form once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from oasmith.products.client.models.references import REDUCED
from oasmith.products.client.models.statements import FieldCode
from oasmith.quoting.python import python_literal
from oasmith.schemas import is_composed, reference, referring_to
from oasmith.structure import map_schemas, schemas_in

MARK = "8c1f4e7a2b905d36"
"""A part of each placeholder that is in no description."""
_STRING = f"text{MARK}n"
_NUMBER = 814_092_735_000
_LENGTHS = ("minLength", "maxLength", "minItems", "maxItems")
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_INTEGERS = ("integer", ["integer", "null"])
_STRINGS = ("string", ["string", "null"])
_STAND_INS = {"Class": REDUCED, "Listed": {"type": "string", "enum": ["a", "b"]}}
"""What stands for the schemas that a type refers to: objects, and lists of strings. Without a default, the
code of a reference depends on nothing else of them."""


@dataclass(slots=True)
class Values:
    """What the placeholders of a type stand for, by their numbers.

    ``classes`` are names of schemas, ``strings`` and ``numbers`` the literals of values. ``lists`` are the
    values of enums: the placeholder of the first one, followed by that of another one, is all of them.
    """

    classes: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    lists: dict[int, str] = field(default_factory=dict)

    def fill(self, code: FieldCode) -> FieldCode:
        """The code of a form with the names and values in place of placeholders."""
        if not (self.classes or self.strings or self.numbers):
            return code
        uses = frozenset(_PLACEHOLDER.sub(self._value, name) for name in code.uses)
        return FieldCode(_PLACEHOLDER.sub(self._value, code.text), uses, code.imports)

    def _value(self, found: re.Match[str]) -> str:
        if found["class_"]:
            return self.classes[int(found["class_"])]
        if found["number"]:
            return self.numbers[int(found["number"])]
        index = int(found["string"])
        return self.lists[index] if found["more"] else self.strings[index]

    def of_string(self, value: str) -> str:
        """A placeholder for a string."""
        self.strings.append(python_literal(value))
        return f"{_STRING}{len(self.strings) - 1}"

    def of_number(self, value: int) -> int:
        """A placeholder for a number."""
        self.numbers.append(python_literal(value))
        return _NUMBER + len(self.numbers) - 1

    def of_enum(self, strings: list[str], own: str) -> list[str]:
        """The placeholders for the strings of an enum; the first of them alone is ``own``."""
        first = self.of_string(own)
        if len(strings) == 1:
            return [first]
        self.lists[len(self.strings) - 1] = ", ".join(map(python_literal, strings))
        return [first, self.of_string("")]

    def of_class(self, name: str, kind: str) -> str:
        """The placeholder for the name of a schema with a stand-in."""
        if name not in self.classes:
            self.classes.append(name)
        return f"{kind}{MARK}N{self.classes.index(name)}"


_PLACEHOLDER = re.compile(
    rf"""(?P<quote>['"]){_STRING}(?P<string>\d+)(?P=quote)(?P<more>,\ ['"]{_STRING}\d+['"])?
    | (?:Class|Listed){MARK}N(?P<class_>\d+)
    | {str(_NUMBER)[:-3]}(?P<number>\d\d\d)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the schema of a type, and the schemas that it refers to, with placeholders for ``values``."""

    schema: Any
    known: Mapping[str, Any]
    values: Values


def form_of(schema: Any, known: Mapping[str, Any]) -> Form:
    """The form of a type: of its schema, and of what has to be known of the schemas that it refers to."""
    text = json.dumps([schema, known])
    if MARK in text or str(_NUMBER)[:-3] in text:
        return Form(schema, known, Values())
    values = Values()
    has_values = not any(map(_has_composed_default, schemas_in(schema)))
    has_names = has_values and all(map(_stand_in, known.values()))
    kinds = {name: _stand_in(other) for name, other in known.items()} if has_names else {}

    def change(node: dict[str, Any]) -> dict[str, Any]:
        result = dict(sorted(node.items()))
        name = reference(node)
        if name in kinds:
            result |= referring_to(values.of_class(name, kinds[name]))
        return result | _placeholders(node, values) if has_values else result

    found = map_schemas(schema, change)
    if has_names:
        known = {values.of_class(name, kind): _STAND_INS[kind] for name, kind in kinds.items()}
    return Form(found, known, values)


def _has_composed_default(schema: Any) -> bool:
    """Whether a schema has a default whose code depends on what other schemas say."""
    return isinstance(schema, Mapping) and "default" in schema and is_composed(schema)


def _placeholders(schema: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """The placeholders for the values in one schema object, by keyword.

    Empty strings and numbers below 1 stay: generators do not always tell them from no value.
    """
    result: dict[str, Any] = {}
    kinds, default = schema.get("type"), schema.get("default")
    if isinstance(schema.get("pattern"), str) and schema["pattern"]:
        result["pattern"] = values.of_string(schema["pattern"])
    for limit in (*_LENGTHS, *(_LIMITS if kinds in _INTEGERS else ())):
        value = schema.get(limit)
        if _is_positive(value) and "prefixItems" not in schema:
            result[limit] = values.of_number(value)
    strings = _strings(schema)
    if strings and default != "":
        marks: list[Any] = [*values.of_enum(strings, default if default in strings else strings[0])]
        if "enum" in schema:
            result["enum"] = marks + [None] * (None in schema["enum"])
        else:
            result["const"] = marks[0]
        if default in strings:
            result["default"] = marks[0]
    elif _OF_DEFAULTS.isdisjoint(schema):
        if isinstance(default, str) and default and kinds in _STRINGS:
            result["default"] = values.of_string(default)
        elif _is_positive(default) and kinds in _INTEGERS:
            result["default"] = values.of_number(default)
    return result


_OF_DEFAULTS = frozenset(("enum", "const", "format", "customTypePath"))
"""Keywords on which the code of a default depends."""


def _is_positive(value: Any) -> TypeGuard[int]:
    return type(value) is int and value > 0


def _strings(schema: Any) -> list[str]:
    """The strings that a schema lists; empty if it lists other values than strings and null."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else ())
    found = [value for value in values if isinstance(value, str)]
    return found if len(found) + (None in values) == len(values) else []


def _stand_in(schema: Any) -> str:
    """What stands for a schema that a type refers to; empty if nothing does."""
    if schema == REDUCED:
        return "Class"
    return "Listed" if lists_strings(schema) else ""


def lists_strings(schema: Any) -> bool:
    """Whether a schema lists the strings that are valid, and says nothing else."""
    is_listed = isinstance(schema, Mapping) and schema.keys() <= {"type", "enum", "description"}
    is_string = is_listed and schema.get("type") == "string"
    return is_string and bool(_strings(schema)) and None not in schema["enum"]
