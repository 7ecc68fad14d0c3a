"""Values of the vendor's SDK for Python."""

from __future__ import annotations

from oasmith.products.vendor_sdk.naming import Family
from oasmith.products.vendor_sdk.shared import named
from oasmith.products.vendor_sdk.values import Value
from oasmith.quoting import Code
from oasmith.quoting.python import python_literal


def python_value(value: Value, family: Family) -> Code:
    """Constructors with keyword arguments. Raises InexpressibleError."""
    if value.type.kind == "model":
        members = named(value.content, family.python).items()
        arguments = ", ".join(f"{name}={python_value(member.value, family)}" for name, member in members)
        return Code(f"{value.type.name}({arguments})")
    if value.type.kind == "list":
        return Code("[" + ", ".join(python_value(item, family) for item in value.content) + "]")
    if value.type.kind == "map":
        entries = value.content.items()
        return Code(
            "{" + ", ".join(f"{python_literal(key)}: {python_value(v, family)}" for key, v in entries) + "}"
        )
    return python_literal(value.content)
