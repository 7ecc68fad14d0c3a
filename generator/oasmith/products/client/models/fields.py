"""Classes that consist of fields, put together from the code of their fields.

datamodel-code-generator takes about half a millisecond for each field, and most of the fields of a big API
have one of few types. It is therefore given each type once, as a field of a class with a made-up name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from oasmith.names import Identifier
from oasmith.products.client.imports import Import
from oasmith.products.client.models.aliases import alias_start
from oasmith.products.client.models.forms import Form, Values, form_of, lists_strings
from oasmith.products.client.models.references import REDUCED, References
from oasmith.products.client.models.statements import FieldCode, Job, Statement
from oasmith.products.client.models.typed import BASE_MODULE
from oasmith.quoting.python import python_docstring_lines, python_literal
from oasmith.schemas import is_plain_object

_FIELDS_OF_A_CLASS = 100
_CLASSES_OF_A_JOB = 5
_KEYWORDS = {"type", "properties", "required", "description"}

Codes = Mapping[str, FieldCode | None]
"""The code of fields by their keys; None for fields with a type that needs a class or name of its own."""


def consists_of_fields(schema: Any) -> bool:
    """Whether the class of a schema has its description and its fields, and nothing else."""
    return (
        is_plain_object(schema)
        and schema.keys() <= _KEYWORDS
        and set(schema.get("required", ())) <= schema.get("properties", {}).keys()
    )


def is_simple(schema: Any) -> bool:
    """Whether ``FieldClasses`` puts together the class or type of a schema."""
    return consists_of_fields(schema) or lists_strings(schema)


@dataclass(frozen=True, slots=True)
class Type:
    """All that the code of a field depends on, except for its names.

    ``schema`` has no description. ``known`` are the schemas that it refers to, ``hidden`` is described at
    ``Job``.
    """

    schema: Any
    is_required: bool
    is_server_set: bool
    tag: str | None
    has_alias: bool
    known: Mapping[str, Any]
    hidden: frozenset[str]

    def key(self) -> str:
        """A digest of all this. No string in it can contain the digest."""
        parts = [self.is_required, self.is_server_set, self.tag, self.has_alias, sorted(self.hidden)]
        text = json.dumps([self.schema, *parts, self.known])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field: its names, and the key of its type, whose placeholders stand for ``values``."""

    name: Identifier
    wire_name: str
    description: str
    key: str
    values: Values


class FieldClasses:
    """The classes of the schemas that consist of fields, and the types of these fields by their keys."""

    def __init__(
        self,
        schemas: Mapping[str, Any],
        names: Iterable[str],
        fields: Mapping[str, Mapping[str, Identifier]],
        server_set: Mapping[str, frozenset[str]],
        tags: Mapping[str, Mapping[str, str]],
        bases: Mapping[str, str],
        hidden: frozenset[str],
    ) -> None:
        """``names`` are those of the schemas; the other arguments are described at ``Job``."""
        self.types: dict[str, Type] = {}
        self._schemas = schemas
        self._bases = bases
        self._hidden = hidden
        self._references = References(schemas)
        self._keys: dict[str, tuple[str, Values]] = {}
        self._lists = {
            name: self._key(_undescribed(schemas[name]), True, False, None, False)
            for name in names
            if lists_strings(schemas[name])
        }
        self._fields = {
            name: list(
                self._fields_of(
                    schemas[name], fields[name], server_set.get(name, frozenset()), tags.get(name, {})
                )
            )
            for name in names
            if name not in self._lists
        }

    def _fields_of(
        self,
        schema: Mapping[str, Any],
        names: Mapping[str, Identifier],
        server_set: frozenset[str],
        tags: Mapping[str, str],
    ) -> Iterator[_Field]:
        required = set(schema.get("required", ()))
        for wire_name, property_ in schema.get("properties", {}).items():
            name = names.get(wire_name) or Identifier(wire_name)
            is_required = wire_name in required
            key, values = self._key(
                _undescribed(property_),
                is_required,
                is_required and wire_name in server_set,
                tags.get(wire_name) if is_required else None,
                name != wire_name,
            )
            yield _Field(name, wire_name, _description(property_), key, values)

    def _key(
        self, schema: Any, is_required: bool, is_server_set: bool, tag: str | None, has_alias: bool
    ) -> tuple[str, Values]:
        """The key of a type, which is added to the types, and the values of its placeholders."""
        text = json.dumps([schema, is_required, is_server_set, tag, has_alias])
        if text not in self._keys:
            known = self._references.known_to({"": schema})
            del known[""]
            form = form_of(schema, known) if tag is None else Form(schema, known, Values())
            has_format = '"format"' in json.dumps([form.schema, form.known])
            hidden: frozenset[str] = self._hidden if has_format else frozenset()
            found = Type(form.schema, is_required, is_server_set, tag, has_alias, form.known, hidden)
            self._keys[text] = found.key(), form.values
            self.types[found.key()] = found
        return self._keys[text]

    def statements(self, codes: Codes) -> Iterator[Statement]:
        """The class or type of each schema, unless a type of its fields has no code."""
        for name, (key, values) in self._lists.items():
            code = codes[key]
            if code is not None:
                yield self._alias(name, values.fill(code))
        filled: dict[int, FieldCode] = {}  # by the identity of values, which fields of the same type share
        for name, fields in self._fields.items():
            for field in fields:
                code = codes[field.key]
                if code is not None and id(field.values) not in filled:
                    filled[id(field.values)] = field.values.fill(code)
            if all(id(field.values) in filled for field in fields):
                yield self._statement(name, [(field, filled[id(field.values)]) for field in fields])

    def _alias(self, name: str, code: FieldCode) -> Statement:
        line = f"{alias_start(name)}{code.text.removeprefix(': ')})"
        lines = [line, *python_docstring_lines(_description(self._schemas[name]))]
        imports = code.imports | {Import("typing_extensions", "TypeAliasType")}
        return Statement(name, "\n".join(lines), code.uses, imports, frozenset(), has_extras=False)

    def _statement(self, name: str, fields: list[tuple[_Field, FieldCode]]) -> Statement:
        base = self._bases.get(name, "Model")
        body = python_docstring_lines(_description(self._schemas[name]))
        for field, code in fields:
            text = code.text.replace(repr(_wire_name(field.key)), python_literal(field.wire_name))
            body += [f"{field.name}{text}", *python_docstring_lines(field.description)]
        codes = [code for _, code in fields]
        return Statement(
            name,
            "\n".join([f"class {name}({base}):", indent("\n".join(body or ["pass"]), "    ")]),
            frozenset().union(*(code.uses for code in codes)),
            frozenset({Import(BASE_MODULE, base)}).union(*(code.imports for code in codes)),
            frozenset(),
            has_extras=False,
        )


def jobs_of(types: Mapping[str, Type]) -> Iterator[Job]:
    """The jobs for the code of types."""
    keys = list(types)
    size = _FIELDS_OF_A_CLASS * _CLASSES_OF_A_JOB
    for start in range(0, len(keys), size):
        yield _job([(key, types[key]) for key in keys[start : start + size]])


def _job(types: list[tuple[str, Type]]) -> Job:
    known: dict[str, Any] = {}
    for _, it in types:
        # A schema can be reduced for one type and complete for another, which then does for both.
        known |= {name: schema for name, schema in it.known.items() if known.get(name, REDUCED) == REDUCED}
    classes: dict[str, list[tuple[str, Type]]] = {}
    for start in range(0, len(types), _FIELDS_OF_A_CLASS):
        classes[f"Fields{types[start][0]}"] = types[start : start + _FIELDS_OF_A_CLASS]
    own = {
        name: {
            "type": "object",
            "properties": {_wire_name(key): it.schema for key, it in fields},
            "required": [_wire_name(key) for key, it in fields if it.is_required],
        }
        for name, fields in classes.items()
    }
    return Job(
        known | own,
        dict.fromkeys(own, ""),
        {
            name: {
                _wire_name(key): _name(key) if it.has_alias else Identifier(_wire_name(key))
                for key, it in fields
            }
            for name, fields in classes.items()
        },
        {
            name: frozenset(_wire_name(key) for key, it in fields if it.is_server_set)
            for name, fields in classes.items()
        },
        {
            name: {_wire_name(key): it.tag for key, it in fields if it.tag is not None}
            for name, fields in classes.items()
        },
        {},
        frozenset().union(*(it.hidden for _, it in types)),
    )


def _wire_name(key: str) -> str:
    return f"f_{key}"


def _name(key: str) -> Identifier:
    return Identifier(f"n_{key}")


def _undescribed(schema: Any) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    return {keyword: value for keyword, value in schema.items() if keyword != "description"}


def _description(schema: Any) -> str:
    found = schema.get("description") if isinstance(schema, Mapping) else None
    return found if isinstance(found, str) else ""
