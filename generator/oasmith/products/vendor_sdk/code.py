"""Values of a vendor's SDK as code: expressions in the way its users write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oasmith.names import Identifier, Namespace
from oasmith.products.templating import Code, python_literal
from oasmith.products.vendor_sdk.naming import Family, InexpressibleError, Naming
from oasmith.products.vendor_sdk.values import Member, Type, Value


def named(members: Iterable[Member], naming: Naming) -> dict[Identifier, Member]:
    """Members by their names in a language. Raises InexpressibleError where two have the same."""
    found: dict[Identifier, Member] = {}
    for member in members:
        name = naming.member(member.wire_name)
        if name in found:
            raise InexpressibleError(f"{found[name].wire_name!r} and {member.wire_name!r} are both {name}")
        found[name] = member
    return found


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


def java_value(value: Value, family: Family) -> Code:
    """``with…`` methods in a chain, a line for each. Raises InexpressibleError."""
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
            return _filled(family.java_enumeration, value.type, member, literal)
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
    if not any(map(_is_long, arguments)):
        return Code(f"{function}({', '.join(arguments)})")
    return Code(f"{function}(" + ",".join(f"\n    {inner(argument)}" for argument in arguments) + ")")


def java_literal(value: Any) -> Code:
    """A string, number or boolean as a Java literal in ASCII (JLS 17 §3.10)."""
    if isinstance(value, str):
        return Code('"' + "".join(map(_java_char, value)) + '"')
    return _number(value)


def java_comment(text: Code) -> Code:
    """A comment line in which no Unicode escape begins (JLS 17 §3.3)."""
    return Code(text.replace("\\", "\\\\"))


def _java_char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    code = ord(char)
    if 0x20 <= code < 0x7F:
        return char
    if code < 0x80:
        return f"\\{code:03o}"  # an escape by \u would be read before the string is
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at:at + 2].hex()}" for at in range(0, len(units), 2))


class GoCode:
    """Composite literals as gofmt lays them out, and the variables that their pointers lead to."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._naming = family.go
        self.variables: dict[str, Code] = {}
        """The declarations that have to come first, by the variable's name."""

    def request(self, value: Value) -> Code:
        """The pointer to a request. Raises InexpressibleError."""
        return Code(f"&{self._value(value, 'request')}")

    def _value(self, value: Value, path: str, is_elided: bool = False) -> Code:
        """A literal; its type is left out where it follows from what it stands in."""
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
        """A field's value: a pointer to a struct, a value where the field is required, else to a variable."""
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
        return _filled(pattern, kind, self._naming.member(kind.property), value)

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
    if not any(map(_is_long, items)):
        return Code(f"{prefix}{{{', '.join(items)}}}")
    return Code(f"{prefix}{{\n" + "".join(f"\t{inner(item, _TAB)},\n" for item in items) + "}")


def _go_block(prefix: str, entries: Mapping[Any, Code]) -> Code:
    if not entries:
        return Code(f"{prefix}{{}}")
    return Code(f"{prefix}{{\n" + "".join(_aligned(entries)) + "}")


def _aligned(entries: Mapping[Any, Code]) -> Iterator[str]:
    """Lines ``key: value,``; the values of neighbours that take one line each stand in one column."""
    run: list[tuple[str, Code]] = []

    def finished() -> Iterator[str]:
        width = max((len(key) for key, _ in run), default=0) + 1
        yield from (f"\t{key + ':':{width}} {value},\n" for key, value in run)
        run.clear()

    for key, value in entries.items():
        if _is_long(value):
            yield from finished()
            yield f"\t{key}: {inner(value, _TAB)},\n"
        else:
            run.append((str(key), value))
    yield from finished()


def go_literal(value: Any) -> Code:
    """A string, number or boolean as a Go literal. Raises InexpressibleError for half a surrogate pair."""
    if isinstance(value, str):
        return Code('"' + "".join(map(_go_char, value)) + '"')
    return _number(value)


def _go_char(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    code = ord(char)
    if 0xD800 <= code < 0xE000:
        raise InexpressibleError(f"{char!r} is no character")
    if char.isprintable():
        return char
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _number(value: Any) -> Code:
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, (int, float)) and abs(value) != float("inf") and value == value:
        return Code(repr(value))
    raise InexpressibleError(f"{value!r} is no literal")


def _filled(pattern: str, kind: Type, member: Identifier, value: str) -> Code:
    """The way to write an enumeration, with its own names in it."""
    return Code(pattern.format(owner=kind.name, member=member, value=value))


def _is_long(code: str) -> bool:
    return "\n" in code or code.startswith("new ")


def inner(code: Code, indentation: str = "    ") -> Code:
    """Code inside more code: its later lines stand further right."""
    return Code(code.replace("\n", f"\n{indentation}"))
