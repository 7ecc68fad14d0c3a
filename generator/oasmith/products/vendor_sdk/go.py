"""Values of the vendor's SDK for Go, laid out as gofmt does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.names import Namespace
from oasmith.products.vendor_sdk.naming import Family
from oasmith.products.vendor_sdk.shared import filled, inner, is_long, named
from oasmith.products.vendor_sdk.values import Member, Type, Value
from oasmith.quoting import Code
from oasmith.quoting.go import go_literal


class GoCode:
    """Composite literals in the layout of gofmt, and the variables that they point to."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._naming = family.go
        self.variables: dict[str, Code] = {}
        """The declarations before the request, by the name of the variable."""

    def request(self, value: Value) -> Code:
        """The pointer to a request. Raises InexpressibleError."""
        return Code(f"&{self._value(value, 'request')}")

    def _value(self, value: Value, path: str, is_elided: bool = False) -> Code:
        """A literal, without its type if the surrounding literal implies it."""
        kind = value.type.kind
        prefix = "" if is_elided else self._type(value.type)
        if kind == "model":
            members = named(value.content, self._naming).items()
            return _go_block(prefix, {name: self._member(member, path) for name, member in members})
        if kind == "list":
            return _go_list(prefix, [self._value(item, path, is_elided=True) for item in value.content])
        if kind == "map":
            entries = value.content.items()
            return _go_block(
                prefix, {go_literal(key): self._value(item, path, is_elided=True) for key, item in entries}
            )
        if kind == "enum":
            constant = self._family.go_constants.name(value.content)
            return self._enumeration(self._family.go_enumeration, value.type, constant)
        return _go_any(value.content) if kind == "any" else go_literal(value.content)

    def _member(self, member: Member, parent: str) -> Code:
        """The value of a field: a pointer to a struct or a variable, or a plain value if required."""
        value = member.value
        if value.type.kind == "model":
            return Code(f"&{self._value(value, member.wire_name)}")
        literal = self._value(value, member.wire_name)
        if value.type.kind == "map" or (member.required and value.type.kind != "any"):
            return literal
        name = self._free_name(parent, member.wire_name)
        if value.type.kind == "any":
            self.variables[name] = Code(f"var {name} interface{{}} = {literal}")
        elif value.type.kind in _GO_NUMBERS:
            self.variables[name] = Code(f"{name} := {_GO_NUMBERS[value.type.kind]}({literal})")
        else:
            self.variables[name] = Code(f"{name} := {literal}")
        return Code(f"&{name}")

    def _enumeration(self, pattern: str, kind: Type, value: str = "") -> Code:
        return filled(pattern, kind, self._naming.member(kind.property), value)

    def _free_name(self, parent: str, wire_name: str) -> str:
        owner = self._naming.member(parent)
        name = f"{owner[0].lower()}{owner[1:]}{self._naming.member(wire_name)}"
        scope = Namespace(joint="")
        scope.add(*self.variables)
        return scope.take([name])

    def _type(self, kind: Type) -> str:
        match kind.kind:
            case "model":
                return f"model.{kind.name}"
            case "enum":
                return self._enumeration(self._family.go_enumeration_type, kind)
            case "list" if kind.items:
                return f"[]{self._type(kind.items)}"
            case "map" if kind.items:
                return f"map[string]{self._type(kind.items)}"
            case scalar:
                return _GO_TYPES.get(scalar, "interface{}")


_TAB = "\t"
_GO_NUMBERS = {"int32": "int32", "int64": "int64", "float": "float32", "double": "float64"}
_GO_TYPES = {"string": "string", "boolean": "bool", **_GO_NUMBERS}


def _go_any(value: Any) -> Code:
    if isinstance(value, Mapping):
        return _go_block("map[string]interface{}", {go_literal(key): _go_any(v) for key, v in value.items()})
    if isinstance(value, list):
        return _go_list("[]interface{}", list(map(_go_any, value)))
    return go_literal(value)


def _go_list(prefix: str, items: list[Code]) -> Code:
    if not any(map(is_long, items)):
        return Code(f"{prefix}{{{', '.join(items)}}}")
    return Code(f"{prefix}{{\n" + "".join(f"\t{inner(item, _TAB)},\n" for item in items) + "}")


def _go_block(prefix: str, entries: Mapping[Any, Code]) -> Code:
    if not entries:
        return Code(f"{prefix}{{}}")
    return Code(f"{prefix}{{\n" + "".join(_aligned(entries)) + "}")


def _aligned(entries: Mapping[Any, Code]) -> Iterator[str]:
    """Lines ``key: value,``; consecutive values of one line each are aligned in a column."""
    run: list[tuple[str, Code]] = []

    def finished() -> Iterator[str]:
        width = max((len(key) for key, _ in run), default=0) + 1
        yield from (f"\t{key + ':':{width}} {value},\n" for key, value in run)
        run.clear()

    for key, value in entries.items():
        if is_long(value):
            yield from finished()
            yield f"\t{key}: {inner(value, _TAB)},\n"
        else:
            run.append((str(key), value))
    yield from finished()
