"""Python types in annotations, and whether one accepts all values of another one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Relation = Literal["same", "wider", "narrower", "changed"]
"""What a new type is, compared with the old one."""


@dataclass(frozen=True, slots=True)
class Type:
    """A union of types. ``note`` is what else the type depends on, which its text does not show."""

    members: frozenset[str]
    text: str
    note: str = ""

    @property
    def shown(self) -> str:
        """Its text, and what else it depends on."""
        return f"{self.text} {self.note}".rstrip()

    @property
    def is_any(self) -> bool:
        """Whether it accepts everything."""
        return "Any" in self.members

    def renamed(self, names: Mapping[str, str]) -> Type:
        """The type with other names of classes."""
        if not names:
            return self
        return parsed(_NAME.sub(lambda found: names.get(found[0], found[0]), self.text), self.note)


_MODULES = re.compile(r"(?<![\w\"'.])_?models\.")
_INPUTS = re.compile(r"(?<![\w\"'.])_?inputs\.")
_NAME = re.compile(r"(?<![\w\"'])[A-Za-z_]\w*")
_OWN_NAME = re.compile(r"(?<![\w\"'.])[A-Za-z_]\w*")


@lru_cache(maxsize=16_384)
def parsed(annotation: str, note: str = "") -> Type:
    """The type of an annotation as generated clients write it."""
    text = _MODULES.sub("", annotation.replace("builtins.list", "list"))
    text = _INPUTS.sub("inputs_", text)
    members = frozenset(member for part in _split(text, "|") for member in _literals(part))
    return Type(members, text.replace("inputs_", "inputs."), note)


def qualified(annotation: str, names: Collection[str]) -> str:
    """An annotation of the module ``inputs`` as other modules write it; ``names`` are those of the module."""
    return _OWN_NAME.sub(lambda found: f"inputs.{found[0]}" if found[0] in names else found[0], annotation)


def relation(old: Type, new: Type) -> Relation:
    """What the new type is: a type accepts all values of another one if it has all members of its union."""
    if old.members == new.members and old.note == new.note:
        return "same"
    if old.note != new.note:
        return "changed"
    if old.is_any or new.is_any:
        return "same" if old.is_any and new.is_any else "wider" if new.is_any else "narrower"
    before, after = _expanded(old), _expanded(new)
    if before == after:
        return "same"
    return "wider" if before < after else "narrower" if after < before else "changed"


def is_literal_only(old: Type, new: Type) -> bool:
    """Whether two types differ only by values of literals."""
    return all(member.startswith("Literal[") for member in old.members ^ new.members)


def _expanded(type_: Type) -> frozenset[str]:
    """The members without those that another member accepts: a literal string is a string."""
    found = set(type_.members)
    for member in type_.members:
        if member.startswith("Literal["):
            value = member[len("Literal[") : -1]
            kind = "str" if value[:1] in "\"'" else "bool" if value in ("True", "False") else "int"
            if kind in found:
                found.discard(member)
    return frozenset(found)


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts of a text between separators that are in no brackets and no string."""
    depth, quote, start, escaped = 0, "", 0, False
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote and not escaped else quote
            escaped = char == "\\" and not escaped
        elif char in "\"'":
            quote = char
        elif char in "[(":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == separator and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()


def _literals(member: str) -> Iterator[str]:
    """A literal type as one for each of its values; other types as they are."""
    if member.startswith("Literal[") and member.endswith("]"):
        yield from (f"Literal[{value}]" for value in _split(member[len("Literal[") : -1], ","))
    else:
        yield member
