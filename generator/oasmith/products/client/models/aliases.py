"""Names for types, and those that contain themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oasmith.products.client.imports import Import
from oasmith.products.client.models.layout import circles
from oasmith.products.client.models.statements import Statement
from oasmith.quoting.python import python_literal


def aliased(statement: Statement) -> str | None:
    """The type that a statement gives a name; None for a class."""
    start = alias_start(statement.name)
    first = statement.text.partition("\n")[0]
    return first.removeprefix(start).removesuffix(")") if first.startswith(start) else None


def alias_start(name: str) -> str:
    """How the statement begins that gives a type a name."""
    return f"{name} = TypeAliasType({python_literal(name)}, "


def recursive_aliases(statements: Iterable[Statement]) -> set[str]:
    """The names of types that contain themselves, but for what only classes contain."""
    uses = {statement.name: statement.uses for statement in statements if aliased(statement) is not None}
    return {name for circle in circles(uses) for name in circle if len(circle) > 1 or name in uses[name]}


def for_type_checkers(statement: Statement) -> Statement:
    """A type that contains itself, which type checkers read as a plain one.

    Pydantic needs ``TypeAliasType``. Pyright takes a name in such a type for a variable if the first
    module that it reads the name in is another one.
    """
    type_ = aliased(statement)
    first, *rest = statement.text.split("\n")
    lines = ["if TYPE_CHECKING:", f"    {statement.name}: TypeAlias = {type_}", "else:", f"    {first}"]
    imports = {Import("typing", "TYPE_CHECKING"), Import("typing", "TypeAlias")}
    return replace(statement, text="\n".join([*lines, *rest]), imports=statement.imports | imports)
