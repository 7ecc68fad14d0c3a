"""Unions that a tag tells apart, as pydantic has them.

Pydantic tells classes apart by a field of strings that each of them has. The runtime tells apart any others:
unions in a union, and a base class whose tag may have any value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from oasmith.products.client.imports import Import, Typed
from oasmith.products.client.models.classes import Statement
from oasmith.products.client.models.typed import BASE_MODULE
from oasmith.quoting.python import python_literal
from oasmith.schemas import Tag


def with_tag(statement: Statement, tag: Tag, fields: Mapping[str, Mapping[str, str]]) -> Statement:
    """The type of a union, told apart by its tag."""
    start = f"{statement.name} = TypeAliasType({python_literal(statement.name)}, "
    if not statement.text.startswith(start):
        return statement
    if tag.has_own_strings:
        field = fields.get(tag.of, {}).get(tag.property, tag.property)
        code = Typed(f"TaggedByField({python_literal(str(field))})", Import(BASE_MODULE, "TaggedByField"))
    else:
        code = Typed(f"Tagged({python_literal(tag.property)})", Import(BASE_MODULE, "Tagged"))
    first, *rest = statement.text.split("\n")
    union = first.removeprefix(start).removesuffix(")")
    text = "\n".join([f"{start}Annotated[{union}, {code}])", *rest])
    imports = {*statement.imports, *code.imports, Import("typing", "Annotated")}
    return replace(statement, text=text, imports=frozenset(imports))
