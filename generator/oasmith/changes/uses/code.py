"""What a Python file uses of a generated client, found in its syntax tree with imports resolved.

Types are followed through assignments, loops, ``with``, annotations and attributes, as far as they lead back
to the client: its methods, their results, and the classes of ``models``.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from oasmith.changes.surface.model import Class, Method, Surface
from oasmith.changes.surface.types import parsed
from oasmith.errors import OasmithError, Problem

Mode = Literal["read", "write"]

CLIENT, PACKAGE, MODELS, INPUTS = "<client>", "<package>", "<models>", "<inputs>"
"""Values that are no types: a client, its package, and the modules of the package."""
_SAME_CLIENT = {"with_raw_response", "with_options", "download_to", "copy", "__enter__", "__aenter__"}
_CONTAINERS = {
    "list",
    "List",
    "Sequence",
    "Iterable",
    "Iterator",
    "AsyncIterator",
    "tuple",
    "set",
    "Optional",
}

Types = frozenset[str]
"""The possible types of a value: members of annotations, or one of the values above."""
_UNKNOWN: Types = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """A use of a name of the client at a line of a file."""

    name: str
    file: str
    line: int
    mode: Mode


def uses_in(path: Path, surface: Surface) -> list[Found]:
    """The uses in a file. Raises OasmithError for a file that cannot be read or is not Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise OasmithError(Problem(f"is not Python: {error}", "Correct it.", str(path), line)) from None
    reader = _Reader(str(path), surface)
    reader.visit(tree)  # attributes of self are known where later methods set them
    reader.found.clear()
    reader.visit(tree)
    return list(dict.fromkeys(reader.found))


@dataclass
class _Reader(ast.NodeVisitor):
    file: str
    surface: Surface
    found: list[Found] = field(default_factory=list)
    names: list[dict[str, Types]] = field(default_factory=lambda: [{}])
    own: dict[str, Types] = field(default_factory=dict)

    def add(self, name: str, node: ast.AST, mode: Mode = "read") -> None:
        self.found.append(Found(name, self.file, getattr(node, "lineno", 1), mode))

    # Imports

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            inside = self._inside(alias.name)
            if inside is not None:
                self.add(f"package:{self.surface.package}", node)
                if alias.asname:
                    self.names[-1][alias.asname] = self._module(inside)
                elif "." not in alias.name:
                    self.names[-1][alias.name] = frozenset((PACKAGE,))
                else:
                    self.own[alias.name.rpartition(".")[0]] = frozenset((PACKAGE,))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        for alias in node.names:
            name = alias.asname or alias.name
            inside = self._inside(module)
            if inside is None:
                if self._inside(f"{module}.{alias.name}" if module else alias.name) == ():
                    self.names[-1][name] = frozenset((PACKAGE,))
                continue
            self.add(f"package:{self.surface.package}", node)
            self.names[-1][name] = self._member(self._module(inside), alias.name, node)

    def _inside(self, module: str) -> tuple[str, ...] | None:
        """The parts of a module's name below the package; None for other modules."""
        parts = module.split(".")
        if self.surface.package not in parts:
            return None
        return tuple(parts[parts.index(self.surface.package) + 1 :])

    def _module(self, inside: tuple[str, ...]) -> Types:
        if not inside:
            return frozenset((PACKAGE,))
        return {"models": frozenset((MODELS,)), "inputs": frozenset((INPUTS,))}.get(
            inside[0], frozenset((PACKAGE,))
        )

    def _member(self, owner: Types, name: str, node: ast.AST) -> Types:
        """What a name in the package or in one of its modules is."""
        if owner & {PACKAGE} and name in ("models", "inputs"):
            return frozenset((MODELS if name == "models" else INPUTS,))
        if owner & {PACKAGE} and name.removeprefix("Async") == self.surface.client:
            self.add(f"class:{self.surface.client}", node)
            return frozenset((f"type {CLIENT}",))
        key = f"inputs.{name}" if owner & {INPUTS} else name
        if key in self.surface.classes:
            self.add(f"class:{key}", node)
            return frozenset((f"type {key}",))
        return _UNKNOWN

    # Statements that give names types

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        scope: dict[str, Types] = {}
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            if argument.annotation is not None:
                scope[argument.arg] = self.annotated(argument.annotation)
        if node.returns is not None:
            self.annotated(node.returns)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        self.names.append(scope)
        for statement in node.body:
            self.visit(statement)
        self.names.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            self.type_of(base)
        self.names.append({})
        for statement in node.body:
            self.visit(statement)
        self.names.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        types = self.type_of(node.value)
        for target in node.targets:
            self.bind(target, types)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        types = self.annotated(node.annotation)
        if node.value is not None:
            if isinstance(node.value, ast.Dict):
                self.dictionary(node.value, types)
            types = types or self.type_of(node.value)
            self.visit_inside(node.value)
        self.bind(node.target, types)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.type_of(node.value)
        self.bind(node.target, _UNKNOWN)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            types = self.type_of(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, types)
        for statement in node.body:
            self.visit(statement)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        self.visit_With(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.bind(node.target, self.item_of(self.type_of(node.iter)))
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.visit_For(node)

    def bind(self, target: ast.expr, types: Types) -> None:
        if isinstance(target, ast.Name):
            self.names[-1][target.id] = types
        elif isinstance(target, ast.Attribute):
            owner = self.type_of(target.value)
            if isinstance(target.value, ast.Name) and target.value.id == "self" and types:
                self.own[target.attr] = types
            for cls in self.classes(owner):
                if target.attr in cls.fields:
                    self.add(f"field:{cls.name}:{target.attr}", target, "write")
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                self.bind(element, _UNKNOWN)
        else:
            self.type_of(target)

    # Expressions

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.expr):
            self.type_of(node)
        elif isinstance(node, ast.MatchClass):
            self.pattern(node)
        else:
            super().generic_visit(node)

    def visit_inside(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.type_of(child)
            else:
                self.visit_inside(child)

    def pattern(self, node: ast.MatchClass) -> None:
        types = self.instance(self.type_of(node.cls))
        for cls in self.classes(types):
            for name in node.kwd_attrs:
                self.add(f"field:{cls.name}:{name}", node)
        for child in (*node.patterns, *node.kwd_patterns):
            self.visit(child)

    def type_of(self, node: ast.expr) -> Types:
        """The possible types of an expression, whose uses are noted."""
        match node:
            case ast.Name():
                return next((scope[node.id] for scope in reversed(self.names) if node.id in scope), _UNKNOWN)
            case ast.Attribute():
                return self.attribute(node)
            case ast.Call():
                return self.call(node)
            case ast.Await() | ast.NamedExpr() | ast.Starred():
                types = self.type_of(node.value)
                if isinstance(node, ast.NamedExpr):
                    self.bind(node.target, types)
                return types
            case ast.Subscript():
                self.type_of(node.slice)
                return self.subscript(node)
            case ast.IfExp():
                self.type_of(node.test)
                return self.type_of(node.body) | self.type_of(node.orelse)
            case ast.BoolOp():
                return frozenset(it for value in node.values for it in self.type_of(value))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.comprehension(node)
            case ast.Lambda():
                self.type_of(node.body)
                return _UNKNOWN
        self.visit_inside(node)
        return _UNKNOWN

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Types:
        self.names.append({})
        for generator in node.generators:
            self.bind(generator.target, self.item_of(self.type_of(generator.iter)))
            for condition in generator.ifs:
                self.type_of(condition)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        types = [self.type_of(part) for part in parts]
        self.names.pop()
        return frozenset(f"list[{it}]" for it in types[-1]) if len(parts) == 1 else _UNKNOWN

    def attribute(self, node: ast.Attribute) -> Types:
        if isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in self.own:
            return self.own[node.attr]
        dotted = ast.unparse(node) if isinstance(node.value, (ast.Name, ast.Attribute)) else ""
        if dotted in self.own:
            return self.own[dotted]
        owner = self.type_of(node.value)
        if owner & {PACKAGE, MODELS, INPUTS}:
            return self._member(owner, node.attr, node)
        found: set[str] = set()
        for member in owner:
            found |= self._attribute_of(member, node)
        for cls in self.classes(owner):
            if node.attr in cls.fields:
                self.add(f"field:{cls.name}:{node.attr}", node)
                found |= cls.fields[node.attr].type.members
        return frozenset(found)

    def _attribute_of(self, member: str, node: ast.Attribute) -> set[str]:
        """The type of an attribute of a client, or of one of its groups."""
        if member == CLIENT or member.startswith("group "):
            if node.attr in _SAME_CLIENT:
                return {member}
            prefix = "" if member == CLIENT else f"{member.removeprefix('group ')}."
            name = f"{prefix}{node.attr}"
            if name in self.surface.methods:
                return {f"method {name}"}
            if not prefix and node.attr in self.surface.groups:
                self.add(f"group:{node.attr}", node)
                return {f"group {node.attr}"}
        return {member} if member == f"type {CLIENT}" else set()

    def subscript(self, node: ast.Subscript) -> Types:
        owner = self.type_of(node.value)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            key = node.slice.value
            found = [cls.fields[key] for cls in self.classes(owner) if key in cls.fields]
            for cls in self.classes(owner):
                if key in cls.fields:
                    self.add(f"field:{cls.name}:{key}", node, "read")
            if found:
                return frozenset(it for one in found for it in one.type.members)
        return self.item_of(owner)

    def call(self, node: ast.Call) -> Types:
        types = self.type_of(node.func)
        found: set[str] = set()
        if types & {CLIENT} or any(it.startswith("group ") for it in types):
            found |= {it for it in types if it == CLIENT or it.startswith("group ")}
        for member in types:
            kind, _, name = member.partition(" ")
            if kind == "method":
                found |= self.method_call(self.surface.methods[name], node)
            elif kind == "type" and name == CLIENT:
                for keyword in node.keywords:
                    self.add(f"argument:__init__:{keyword.arg}", keyword, "write")
                found.add(CLIENT)
            elif kind == "type":
                self.construct(self.surface.classes[name], node)
                found.add(name.replace("inputs.", "inputs_"))
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            self.type_of(argument)
        return frozenset(found)

    def construct(self, cls: Class, node: ast.Call) -> None:
        for keyword in node.keywords:
            self.written(cls, keyword.arg, keyword.value)
        self.made(cls, node, [keyword.arg for keyword in node.keywords])

    def made(self, cls: Class, node: ast.AST, given: Collection[str | None]) -> None:
        """Note that an object of a class is made, and which fields get no value; None stands for ``**``."""
        self.add(f"made:{cls.name}", node, "write")
        if None not in given:
            for name in cls.fields.keys() - set(given):
                self.add(f"omitted:{cls.name}:{name}", node, "write")

    def written(self, cls: Class, name: str | None, value: ast.expr) -> None:
        """Note that a field of a class gets a value; a dictionary has values for fields inside."""
        if name is None or name not in cls.fields:
            return
        self.add(f"field:{cls.name}:{name}", value, "write")
        types = cls.fields[name].type.members
        elements = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
        inner = self.item_of(types) if isinstance(value, (ast.List, ast.Tuple)) else types
        for element in elements:
            if isinstance(element, ast.Dict):
                self.dictionary(element, inner)

    def dictionary(self, node: ast.Dict, types: Types) -> None:
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        for cls in self.classes(types):
            names = [_field_of(cls, key) if isinstance(key, str) else None for key in keys]
            for name, value in zip(names, node.values, strict=True):
                self.written(cls, name, value)
            self.made(cls, node, [name for name, key in zip(names, keys, strict=True) if name or key is None])

    def method_call(self, method: Method, node: ast.Call) -> Types:
        self.add(f"method:{method.name}", node)
        bodies = [self.surface.classes[it] for it in _unpacked(method.keywords) if it in self.surface.classes]
        for keyword in node.keywords:
            if keyword.arg is None:
                continue
            if keyword.arg in method.arguments:
                self.add(f"argument:{method.name}:{keyword.arg}", keyword, "write")
                self.body(method, keyword.arg, keyword.value)
            for cls in bodies:
                self.written(cls, keyword.arg, keyword.value)
        if bodies and not node.args and "body" not in {keyword.arg for keyword in node.keywords}:
            for cls in bodies:
                self.made(cls, node, [keyword.arg for keyword in node.keywords])
        for name, value in zip(_positional(method, node), node.args, strict=False):
            self.add(f"argument:{method.name}:{name}", value, "write")
            self.body(method, name, value)
        result = method.result.members
        if method.way == "_paginate":
            item = method.result.text.rpartition(", ")[2]
            return frozenset(f"list[{member}]" for member in parsed(item).members)
        return result

    def body(self, method: Method, name: str, value: ast.expr) -> None:
        if isinstance(value, ast.Dict):
            self.dictionary(value, method.arguments[name].type.members)

    # Types

    def classes(self, types: Types) -> Iterator[Class]:
        """The classes among some types, and those that type aliases among them lead to."""
        queue, seen = list(types), set(types)
        while queue:
            cls = self.surface.classes.get(queue.pop().replace("inputs_", "inputs."))
            if cls is not None and cls.kind == "type":
                queue += cls.type.members - seen
                seen |= cls.type.members
            elif cls is not None:
                yield cls

    def item_of(self, types: Types) -> Types:
        """The types of the items of lists, and of the values of mappings."""
        found: set[str] = set()
        for member in types:
            container, _, inner = member.partition("[")
            if inner and container in ("list", "Sequence", "tuple"):
                found |= parsed(inner[:-1].replace("inputs_", "inputs.")).members
            elif inner and container in ("dict", "Mapping"):
                found |= parsed(inner[:-1].partition(", ")[2].replace("inputs_", "inputs.")).members
        return frozenset(found)

    def instance(self, types: Types) -> Types:
        return frozenset(
            it.removeprefix("type ").replace("inputs.", "inputs_") for it in types if it.startswith("type ")
        )

    def annotated(self, node: ast.expr) -> Types:
        """The types that an annotation of the user names."""
        match node:
            case ast.Constant() if isinstance(node.value, str):
                try:
                    return self.annotated(ast.parse(node.value, mode="eval").body)
                except SyntaxError:
                    return _UNKNOWN
            case ast.BinOp():
                return self.annotated(node.left) | self.annotated(node.right)
            case ast.Subscript():
                outer = ast.unparse(node.value).rpartition(".")[2]
                inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                found = frozenset(it for part in inner for it in self.annotated(part))
                is_list = outer in _CONTAINERS and outer != "Optional"
                return frozenset(f"list[{it}]" for it in found) if is_list else found
        return self.instance(self.type_of(node))


def _field_of(cls: Class, key: str) -> str | None:
    """The name of the field for a key of a dictionary, which is the name in JSON."""
    return next((name for name, it in cls.fields.items() if key in (name, it.wire_name)), None)


def _unpacked(keywords: Iterable[str]) -> list[str]:
    return [it.removeprefix("Unpack[").removesuffix("]") for it in keywords]


def _positional(method: Method, node: ast.Call) -> tuple[str, ...]:
    """The names of the positional arguments of a call: the body alone may come first."""
    given = {keyword.arg for keyword in node.keywords}
    names = tuple(name for name in method.positional if name not in given)
    is_body_alone = len(node.args) == 1 and len(names) > 1 and isinstance(node.args[0], ast.Dict)
    return names[-1:] if is_body_alone else names
