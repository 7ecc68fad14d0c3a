"""The types of unions whose members are distinguished by a tag.

Pydantic distinguishes classes that all have a field of different strings. The runtime distinguishes all
others: unions in a union, and base classes whose tag may have any value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from oasmith.products.client.imports import Import, Typed
from oasmith.products.client.models.aliases import alias_start, aliased
from oasmith.products.client.models.statements import Statement
from oasmith.products.client.models.typed import BASE_MODULE
from oasmith.quoting.python import python_literal
from oasmith.schemas import Tag


def with_tag(statement: Statement, tag: Tag, fields: Mapping[str, Mapping[str, str]]) -> Statement:
    """The statement of a union type with its tag; other statements are returned unchanged.

    ``fields`` has the Python names of the properties of each schema.
    """
    union = aliased(statement)
    if union is None:
        return statement
    if tag.has_own_strings:
        field = fields.get(tag.of, {}).get(tag.property, tag.property)
        code = Typed(f"TaggedByField({python_literal(str(field))})", Import(BASE_MODULE, "TaggedByField"))
    else:
        code = Typed(f"Tagged({python_literal(tag.property)})", Import(BASE_MODULE, "Tagged"))
    _, *rest = statement.text.split("\n")
    text = "\n".join([f"{alias_start(statement.name)}Annotated[{union}, {code}])", *rest])
    imports = {*statement.imports, *code.imports, Import("typing", "Annotated")}
    return replace(statement, text=text, imports=frozenset(imports))
