"""Values of the vendor's SDK for Java."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.names import Identifier
from oasmith.products.vendor_sdk.naming import Family
from oasmith.products.vendor_sdk.shared import filled, inner, is_long, named
from oasmith.products.vendor_sdk.values import Value
from oasmith.quoting import Code
from oasmith.quoting.java import java_literal


def java_value(value: Value, family: Family) -> Code:
    """A chain of ``with…`` methods, one per line. Raises InexpressibleError."""
    match value.type.kind:
        case "model":
            calls = "".join(
                f"\n    .with{name}({inner(java_value(member.value, family))})"
                for name, member in named(value.content, family.java).items()
            )
            return Code(f"new {value.type.name}(){calls}")
        case "enum":
            member = family.java.member(value.type.property)
            literal = java_literal(value.content)
            return filled(family.java_enumeration, value.type, member, literal)
        case "list":
            return _java_call("List.of", [java_value(item, family) for item in value.content])
        case "map":
            return _java_map({key: java_value(item, family) for key, item in value.content.items()})
        case "any":
            return _java_any(value.content)
        case kind:
            suffix = {"int64": "L", "float": "F", "double": "D"}.get(kind, "")
            return Code(f"{java_literal(value.content)}{suffix}")


def _java_any(value: Any) -> Code:
    if isinstance(value, Mapping):
        return _java_map({key: _java_any(item) for key, item in value.items()})
    if isinstance(value, list):
        return _java_call("List.of", list(map(_java_any, value)))
    is_long = isinstance(value, int) and not -(2**31) <= value < 2**31
    return Code(f"{java_literal(value)}L") if is_long else java_literal(value)


def java_collections(value: Value) -> set[Identifier]:
    """The interfaces of ``java.util`` whose factories a value needs."""
    if value.type.kind == "any":
        return {Identifier(name) for name in _collections(value.content)}
    own = {"list": {Identifier("List")}, "map": {Identifier("Map")}}.get(value.type.kind, set())
    return own.union(*map(java_collections, value.parts()))


def _collections(value: Any) -> Iterator[str]:
    if isinstance(value, (Mapping, list)):
        yield "Map" if isinstance(value, Mapping) else "List"
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _collections(item)


def _java_map(entries: Mapping[str, Code]) -> Code:
    calls = [Code(f"Map.entry({java_literal(key)}, {item})") for key, item in entries.items()]
    return _java_call("Map.ofEntries", calls)


def _java_call(function: str, arguments: list[Code]) -> Code:
    if not any(map(is_long, arguments)):
        return Code(f"{function}({', '.join(arguments)})")
    return Code(f"{function}(" + ",".join(f"\n    {inner(argument)}" for argument in arguments) + ")")
