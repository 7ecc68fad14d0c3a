"""What the code for all languages shares."""

from __future__ import annotations

from collections.abc import Iterable

from oasmith.names import Identifier
from oasmith.products.vendor_sdk.naming import Naming
from oasmith.products.vendor_sdk.values import Member, Type
from oasmith.quoting import Code, InexpressibleError


def named(members: Iterable[Member], naming: Naming) -> dict[Identifier, Member]:
    """Members by their names in a language. Raises InexpressibleError if two have the same name."""
    found: dict[Identifier, Member] = {}
    for member in members:
        name = naming.member(member.wire_name)
        if name in found:
            raise InexpressibleError(f"{found[name].wire_name!r} and {member.wire_name!r} are both {name}")
        found[name] = member
    return found


def filled(pattern: str, kind: Type, member: Identifier, value: str) -> Code:
    """The pattern of an enumeration, filled in with its names."""
    return Code(pattern.format(owner=kind.name, member=member, value=value))


def is_long(code: str) -> bool:
    return "\n" in code or code.startswith("new ")


def inner(code: Code, indentation: str = "    ") -> Code:
    """Code with all lines but the first indented further, to be put inside other code."""
    return Code(code.replace("\n", f"\n{indentation}"))
