"""The module ``inputs`` of a client: TypedDicts for request bodies that are mappings.

It has one for each object that request bodies consist of, with the name of the model. The keys are the names
of the properties in the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from keyword import iskeyword

from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.client.imports import Import, Typed, import_lines, needed_by, subscript
from oasmith.products.client.input_types import InputTypes
from oasmith.products.file import File
from oasmith.products.templating import python_environment, render
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal

_NOT_REQUIRED = Typed("NotRequired", Import("typing", "NotRequired"))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a TypedDict and the type of its value."""

    name: str
    annotation: Typed

    @property
    def identifier(self) -> Identifier:
        """The key as a name in a class."""
        return Identifier(self.name)

    @property
    def quoted(self) -> Code:
        """The annotation as a string."""
        return python_literal(str(self.annotation))


@dataclass(frozen=True, slots=True)
class Input:
    """A TypedDict; ``is_partial`` says that it requires none of its keys.

    ``is_class`` says that it can be written as a class: otherwise, a key is no identifier, or would hide a
    name that an annotation needs.
    """

    name: Identifier
    keys: tuple[Key, ...]
    is_partial: bool
    is_class: bool


def inputs_file(build: Build, types: InputTypes) -> File:
    """The module ``inputs``."""
    inputs = [found for name in types.names for found in _inputs(types, name)]
    imports = {Import("__future__", "annotations"), Import("typing", "TypedDict")}
    imports |= needed_by(key.annotation for found in inputs for key in found.keys)
    python = python_environment(build.templates)
    lines = Code("\n".join(import_lines(imports)).strip())
    text = render(python, "client/inputs.py.jinja", imports=lines, inputs=inputs)
    return File(f"{build.package}/inputs.py", text)


def _inputs(types: InputTypes, name: str) -> Iterator[Input]:
    """The TypedDict of a schema, and one without the properties that cannot be keywords, if there are any."""
    properties = types.properties(name)
    yield _input(types, name, types.names[name], properties)
    if name in types.keywords:
        rest = [key for key in properties if key not in types.apart[name]]
        yield _input(types, name, types.keywords[name], rest)


def _input(types: InputTypes, schema_name: str, name: Identifier, wanted: Iterable[str]) -> Input:
    required = types.required(schema_name)
    properties = types.properties(schema_name)
    annotations = {key: types.given(properties[key]) for key in wanted}
    is_partial = required.isdisjoint(annotations)
    keys = tuple(
        Key(key, annotation if is_partial or key in required else subscript(_NOT_REQUIRED, annotation))
        for key, annotation in annotations.items()
    )
    return Input(name, keys, is_partial, bool(keys) and _is_class(keys))


def _is_class(keys: Iterable[Key]) -> bool:
    """Whether all keys can be names in a class, and hide none that their annotations need."""
    names = {key.name for key in keys}
    needed = {word for key in keys for word in re.findall(r"\w+", _STRING.sub("", key.annotation))}
    return names.isdisjoint(needed) and all(
        name.isidentifier() and name.isascii() and not name.startswith("__") and not iskeyword(name)
        for name in names
    )


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
"""A string in an annotation, such as a value of a literal type."""
