"""What is noted of a user's code: the names of the client that it uses, with their lines."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from oasmith.changes.surface.model import Class, Method, Surface
from oasmith.changes.surface.types import parsed
from oasmith.changes.uses.types import (
    CLIENT,
    ERROR,
    INPUTS,
    MODELS,
    PACKAGE,
    UNKNOWN,
    Types,
    classes,
    item_of,
    list_of,
    with_origin,
)

Mode = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Found:
    """A use of a name of the client at a line of a file."""

    name: str
    file: str
    line: int
    mode: Mode


@dataclass
class Notes:
    """The uses in one file. ``literal`` finds the dictionary that an expression stands for."""

    file: str
    surface: Surface
    literal: Callable[[ast.expr], ast.Dict | None]
    found: list[Found] = field(default_factory=list)

    def add(self, name: str, node: ast.AST, mode: Mode = "read") -> None:
        """Note the use of a name at a node."""
        self.found.append(Found(name, self.file, getattr(node, "lineno", 1), mode))

    def member(self, owner: Types, name: str, node: ast.AST) -> Types:
        """What a name in the package or in one of its modules is."""
        if owner & {PACKAGE} and name in ("models", "inputs"):
            return frozenset((MODELS if name == "models" else INPUTS,))
        if owner & {PACKAGE} and name.removeprefix("Async") == self.surface.client:
            self.add(f"class:{self.surface.client}", node)
            return frozenset((f"type {CLIENT}",))
        key = f"inputs.{name}" if owner & {INPUTS} else name
        if key in self.surface.classes:
            self.add(f"class:{key}", node)
            return frozenset((f"type {key}",))
        return frozenset((f"type {ERROR}",)) if name.endswith("Error") else UNKNOWN

    def name(self, types: Types, node: ast.Name) -> None:
        """Note that a name stands for a class that has this name in the client."""
        for member in types:
            kind, _, name = member.partition(" ")
            if kind == "type" and name.removeprefix("inputs.") == node.id:
                self.add(f"class:{name}", node)
            elif member == f"type {CLIENT}" and node.id.removeprefix("Async") == self.surface.client:
                self.add(f"class:{self.surface.client}", node)

    def errors(self) -> Types:
        """The types of the bodies of all errors."""
        found = (type_ for method in self.surface.methods.values() for type_ in method.errors.values())
        return frozenset(member for type_ in found for member in type_.members)

    def field(self, owner: Types, name: str, node: ast.AST, mode: Mode) -> Types:
        """The types of a field of objects."""
        found: set[str] = set()
        for cls in classes(self.surface, owner):
            if name in cls.fields:
                key = f"field:{cls.name}:{name}"
                self.add(key, node, mode)
                found |= with_origin(cls.fields[name].type.members, key)
        return frozenset(found)

    def client_call(self, node: ast.Call) -> None:
        """Note that a client is made."""
        for name, _, place in self._given(node):
            self.add(f"argument:__init__:{name}", place, "write")

    def class_call(self, cls: Class, node: ast.Call) -> None:
        """Note that an object of a class is made, with values for some fields."""
        given = self._given(node)
        for name, value, _ in given:
            self._written(cls, name, value)
        self._made(cls, node, [name for name, _, _ in given])

    def _given(self, node: ast.Call) -> list[tuple[str | None, ast.expr, ast.AST]]:
        """The keyword arguments of a call with their values and places, also those in dictionaries.

        None stands for the names in ``**`` that are not known.
        """
        found: list[tuple[str | None, ast.expr, ast.AST]] = []
        for keyword in node.keywords:
            literal = self.literal(keyword.value) if keyword.arg is None else None
            if literal is None:
                found.append((keyword.arg, keyword.value, keyword))
                continue
            for key, value in zip(literal.keys, literal.values, strict=True):
                name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
                found.append((name, value, key or value))
        return found

    def method_call(self, method: Method, node: ast.Call) -> Types:
        """Note the call of a method and its arguments. The result are the types of what it returns."""
        arguments = self._given(node)
        given = [name for name, _, _ in arguments]
        bodies = [self.surface.classes[it] for it in _unpacked(method.keywords) if it in self.surface.classes]
        for name, value, place in arguments:
            if name is None:
                continue
            if name in method.arguments:
                self._argument(method, name, place, value)
            for cls in bodies:
                self._written(cls, name, value)
        if not node.args and "body" not in given:
            for cls in bodies:
                self._made(cls, node, given)
        for name, value in zip(self._positional(method, node, given), node.args, strict=False):
            self._argument(method, name, value, value)
        if method.way == "_paginate":
            return list_of(parsed(method.result.text.rpartition(", ")[2]).members)
        return with_origin(method.result.members, f"result:{method.name}")

    def _positional(self, method: Method, node: ast.Call, given: Collection[str | None]) -> tuple[str, ...]:
        """The names of the positional arguments of a call: the body alone may come first."""
        names = tuple(name for name in method.positional if name not in given)
        is_body_alone = len(node.args) == 1 and len(names) > 1 and self.literal(node.args[0]) is not None
        return names[-1:] if is_body_alone else names

    def _argument(self, method: Method, name: str, place: ast.AST, value: ast.expr) -> None:
        self.add(f"argument:{method.name}:{name}", place, "write")
        if (literal := self.literal(value)) is not None:
            self.dictionary(literal, method.arguments[name].type.members)

    def dictionary(self, node: ast.Dict, types: Types) -> None:
        """Note that a dictionary is written where objects of some types are expected."""
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        for cls in classes(self.surface, types):
            names = [_field_of(cls, key) if isinstance(key, str) else None for key in keys]
            for name, value in zip(names, node.values, strict=True):
                self._written(cls, name, value)
            given = [name for name, key in zip(names, keys, strict=True) if name or key is None]
            self._made(cls, node, given)

    def _made(self, cls: Class, node: ast.AST, given: Collection[str | None]) -> None:
        """Note that an object of a class is made, and which fields get no value; None stands for ``**``."""
        self.add(f"made:{cls.name}", node, "write")
        if None not in given:
            for name in cls.fields.keys() - set(given):
                self.add(f"omitted:{cls.name}:{name}", node, "write")

    def _written(self, cls: Class, name: str | None, value: ast.expr) -> None:
        """Note that a field of a class gets a value; a dictionary has values for fields inside."""
        if name is None or name not in cls.fields:
            return
        self.add(f"field:{cls.name}:{name}", value, "write")
        types = cls.fields[name].type.members
        is_list = isinstance(value, (ast.List, ast.Tuple))
        for element in value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]:
            if (literal := self.literal(element)) is not None:
                self.dictionary(literal, item_of(types) if is_list else types)


def _field_of(cls: Class, key: str) -> str | None:
    """The name of the field for a key of a dictionary, which is the name in JSON."""
    return next((name for name, it in cls.fields.items() if key in (name, it.wire_name)), None)


def _unpacked(keywords: Iterable[str]) -> list[str]:
    return [it.removeprefix("Unpack[").removesuffix("]") for it in keywords]
