"""How the vendors' SDKs name things: facts about their packages."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from oasmith.names import Identifier
from oasmith.quoting import InexpressibleError

Scalar = Literal["string", "boolean", "int32", "int64", "float", "double"]

SCALARS: Mapping[tuple[str, str], Scalar] = {
    ("string", ""): "string",
    ("boolean", ""): "boolean",
    ("integer", ""): "int32",
    ("integer", "int32"): "int32",
    ("integer", "int64"): "int64",
    ("number", ""): "float",
    ("number", "float"): "float",
    ("number", "double"): "double",
}
"""The type of a value in the SDKs, by the type and format of its schema."""

OBJECT_FORMATS = frozenset(("date-time", "date", "time", "uuid", "binary", "byte", "decimal"))
"""Formats of strings that are objects in some of the languages."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How names of the description become those of a language.

    ``vanishing`` matches what is dropped without ending a word; ``lowers_shouts`` says that a name all
    in capitals is taken in small letters; ``lowers_initials`` that two capitals at the beginning are.
    Reserved words among the attributes get ``reserved_prefix``.
    """

    style: Literal["snake", "pascal"]
    vanishing: str
    lowers_shouts: bool = False
    lowers_initials: bool = False
    reserved: frozenset[str] = frozenset()
    reserved_prefix: str = ""

    def member(self, wire_name: str) -> Identifier:
        """The name of a property or parameter. Raises InexpressibleError."""
        text = re.sub(self.vanishing, "", wire_name)
        if self.lowers_shouts and text == text.upper():
            text = text.lower()
        if self.style == "snake":
            name = _underscored(text).lower()
        else:
            if self.lowers_initials and text[:2].isupper() and text[:2].isalpha():
                text = text[:2].lower() + text[2:]
            name = _pascal(text)
        return _identifier(self.reserved_prefix + name if name in self.reserved else name, wire_name)

    def method(self, operation_id: str) -> Identifier:
        """The name of the client's method for an operation. Raises InexpressibleError."""
        name = _underscored(operation_id).lower() if self.style == "snake" else _pascal(operation_id)
        return _identifier(name, operation_id)


@dataclass(frozen=True, slots=True)
class Constants:
    """How the values of an enumeration become names of constants.

    ``vanishing`` matches what is dropped without ending a word; a name may not begin with a digit, so
    that it gets ``number_prefix``; ``words`` are the names of values that have no letter or digit.
    """

    vanishing: str
    words: Mapping[str, str]
    number_prefix: str
    minus: str

    def name(self, value: str | int) -> Identifier:
        """The constant for a value. Raises InexpressibleError."""
        text = str(value)
        if text in self.words:
            return Identifier(self.words[text])
        sign = self.minus if isinstance(value, int) and value < 0 else ""
        joined = re.sub(r"[^A-Za-z0-9]+", "_", re.sub(self.vanishing, "", _parted(text)))
        name = sign + joined.strip("_").upper()
        return _identifier(self.number_prefix + name if sign or name[:1].isdigit() else name, text)


@dataclass(frozen=True, slots=True)
class Family:
    """What the SDKs of one vendor have in common.

    How a value of an enumeration is written, and in Go its type, has ``{owner}``, ``{member}`` and
    ``{value}`` in it; in Python it is plain. ``credentials`` are path parameters that the SDKs fill in.
    """

    python: Naming
    java: Naming
    java_enumeration: str
    go: Naming
    go_enumeration: str
    go_enumeration_type: str
    go_constants: Constants
    credentials: frozenset[str]


FAMILIES: Mapping[str, Family] = {
    "huaweicloud": Family(
        python=Naming(
            style="snake",
            vanishing=r"[^\w\-. /$]",
            reserved=frozenset(keyword.kwlist),
            reserved_prefix="_",
        ),
        java=Naming(style="pascal", vanishing=r"[^\w\-. /$:]", lowers_shouts=True, lowers_initials=True),
        java_enumeration="{owner}.{member}Enum.fromValue({value})",
        go=Naming(style="pascal", vanishing=r"[^\w\-. /$]", lowers_shouts=True),
        go_enumeration="model.Get{owner}{member}Enum().{value}",
        go_enumeration_type="model.{owner}{member}",
        go_constants=Constants(
            vanishing=r"[^A-Za-z0-9_\-. /$()#|]",
            words={
                "": "EMPTY",
                ">": "GREATER_THAN",
                ">=": "GREATER_THAN_OR_EQUAL_TO",
                "<": "LESS_THAN",
                "<=": "LESS_THAN_OR_EQUAL_TO",
            },
            number_prefix="E_",
            minus="MINUS_",
        ),
        credentials=frozenset(("project_id",)),
    )
}


def class_name(text: str) -> Identifier:
    """The class of a schema. Raises InexpressibleError."""
    return _identifier(_pascal(text), text)


def _pascal(text: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", text) if word)


def _underscored(text: str) -> str:
    """Underscores instead of other characters, and before a capital that begins a word."""
    return _parted(re.sub(r"[^A-Za-z0-9]", "_", text)).lstrip("_")


def _parted(text: str) -> str:
    """With an underscore before each capital that begins a word."""
    return re.sub(r"([a-z\d])([A-Z])", r"\1_\2", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", text))


def _identifier(name: str, text: str) -> Identifier:
    try:
        return Identifier(name)
    except ValueError:
        raise InexpressibleError(f"no name of the SDK can be made of {text!r}") from None
