"""What is noted of a user's code: the names of the client that it uses, with their lines."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from oasmith.changes.surface.model import Class, Method, Surface
from oasmith.changes.surface.types import parsed
from oasmith.changes.uses.types import (
    CLIENT,
    INPUTS,
    MODELS,
    PACKAGE,
    UNKNOWN,
    Types,
    classes,
    item_of,
    list_of,
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
    """The uses that were found in one file."""

    file: str
    surface: Surface
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
        return UNKNOWN

    def field(self, owner: Types, name: str, node: ast.AST, mode: Mode) -> Types:
        """The types of a field of objects."""
        found: set[str] = set()
        for cls in classes(self.surface, owner):
            if name in cls.fields:
                self.add(f"field:{cls.name}:{name}", node, mode)
                found |= cls.fields[name].type.members
        return frozenset(found)

    def client_call(self, node: ast.Call) -> None:
        """Note that a client is made."""
        for keyword in node.keywords:
            self.add(f"argument:__init__:{keyword.arg}", keyword, "write")

    def class_call(self, cls: Class, node: ast.Call) -> None:
        """Note that an object of a class is made, with values for some fields."""
        for keyword in node.keywords:
            self._written(cls, keyword.arg, keyword.value)
        self._made(cls, node, [keyword.arg for keyword in node.keywords])

    def method_call(self, method: Method, node: ast.Call) -> Types:
        """Note the call of a method and its arguments. The result are the types of what it returns."""
        self.add(f"method:{method.name}", node)
        given = [keyword.arg for keyword in node.keywords]
        bodies = [self.surface.classes[it] for it in _unpacked(method.keywords) if it in self.surface.classes]
        for keyword in node.keywords:
            if keyword.arg is None:
                continue
            if keyword.arg in method.arguments:
                self._argument(method, keyword.arg, keyword, keyword.value)
            for cls in bodies:
                self._written(cls, keyword.arg, keyword.value)
        if not node.args and "body" not in given:
            for cls in bodies:
                self._made(cls, node, given)
        for name, value in zip(_positional(method, node), node.args, strict=False):
            self._argument(method, name, value, value)
        if method.way == "_paginate":
            return list_of(parsed(method.result.text.rpartition(", ")[2]).members)
        return method.result.members

    def _argument(self, method: Method, name: str, node: ast.AST, value: ast.expr) -> None:
        self.add(f"argument:{method.name}:{name}", node, "write")
        if isinstance(value, ast.Dict):
            self.dictionary(value, method.arguments[name].type.members)

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
            if isinstance(element, ast.Dict):
                self.dictionary(element, item_of(types) if is_list else types)


def _field_of(cls: Class, key: str) -> str | None:
    """The name of the field for a key of a dictionary, which is the name in JSON."""
    return next((name for name, it in cls.fields.items() if key in (name, it.wire_name)), None)


def _unpacked(keywords: Iterable[str]) -> list[str]:
    return [it.removeprefix("Unpack[").removesuffix("]") for it in keywords]


def _positional(method: Method, node: ast.Call) -> tuple[str, ...]:
    """The names of the positional arguments of a call: the body alone may come first."""
    given = {keyword.arg for keyword in node.keywords}
    names = tuple(name for name in method.positional if name not in given)
    is_body_alone = len(node.args) == 1 and len(names) > 1 and isinstance(node.args[0], ast.Dict)
    return names[-1:] if is_body_alone else names
