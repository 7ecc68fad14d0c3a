"""What a Python file uses of a generated client, found in its syntax tree with imports resolved.

Types are followed through assignments, loops, ``with``, annotations and attributes, as far as they lead back
to the client: its methods, their results, and the classes of ``models``.
"""

from __future__ import annotations

import ast
from pathlib import Path

from oasmith.changes.surface.model import Surface
from oasmith.changes.uses.notes import Found, Notes
from oasmith.changes.uses.types import (
    CLIENT,
    INPUTS,
    MODELS,
    PACKAGE,
    UNKNOWN,
    Types,
    classes,
    instance,
    item_of,
    list_of,
)
from oasmith.errors import OasmithError, Problem

_SAME_CLIENT = {"with_raw_response", "with_options", "download_to", "copy", "__enter__", "__aenter__"}
_LISTS = {"list", "List", "Sequence", "Iterable", "Iterator", "AsyncIterator", "tuple", "set"}


def uses_in(path: Path, surface: Surface) -> list[Found]:
    """The uses in a file. Raises OasmithError for a file that cannot be read or is not Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise OasmithError(Problem(f"is not Python: {error}", "Correct it.", str(path), line)) from None
    notes = Notes(str(path), surface)
    reader = _Reader(notes)
    reader.visit(tree)  # attributes of self are known where later methods set them
    notes.found.clear()
    reader.visit(tree)
    return list(dict.fromkeys(notes.found))


class _Reader(ast.NodeVisitor):
    """Follows the types of values through a file. ``names`` are the variables of the scopes around a place,
    ``own`` the attributes of ``self`` and the modules that were imported by a dotted name."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.surface = notes.surface
        self.names: list[dict[str, Types]] = [{}]
        self.own: dict[str, Types] = {}

    # Imports

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            inside = self._inside(alias.name)
            if inside is None:
                continue
            self.notes.add(f"package:{self.surface.package}", node)
            if alias.asname:
                self.names[-1][alias.asname] = _module(inside)
            elif "." not in alias.name:
                self.names[-1][alias.name] = frozenset((PACKAGE,))
            else:
                self.own[alias.name.rpartition(".")[0]] = frozenset((PACKAGE,))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        inside = self._inside(module)
        for alias in node.names:
            name = alias.asname or alias.name
            if inside is not None:
                self.notes.add(f"package:{self.surface.package}", node)
                self.names[-1][name] = self.notes.member(_module(inside), alias.name, node)
            elif self._inside(f"{module}.{alias.name}" if module else alias.name) == ():
                self.names[-1][name] = frozenset((PACKAGE,))

    def _inside(self, module: str) -> tuple[str, ...] | None:
        """The parts of a module's name below the package; None for other modules."""
        parts = module.split(".")
        if self.surface.package not in parts:
            return None
        return tuple(parts[parts.index(self.surface.package) + 1 :])

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
                self.notes.dictionary(node.value, types)
            types = types or self.type_of(node.value)
            self.visit_inside(node.value)
        self.bind(node.target, types)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.type_of(node.value)
        self.bind(node.target, UNKNOWN)

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
        self.bind(node.target, item_of(self.type_of(node.iter)))
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.visit_For(node)

    def bind(self, target: ast.expr, types: Types) -> None:
        """Give a target of an assignment its types."""
        if isinstance(target, ast.Name):
            self.names[-1][target.id] = types
        elif isinstance(target, ast.Attribute):
            owner = self.type_of(target.value)
            if isinstance(target.value, ast.Name) and target.value.id == "self" and types:
                self.own[target.attr] = types
            self.notes.field(owner, target.attr, target, "write")
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                self.bind(element, UNKNOWN)
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
        """Visit the expressions inside a node."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.type_of(child)
            else:
                self.visit_inside(child)

    def pattern(self, node: ast.MatchClass) -> None:
        """A pattern of ``match`` reads fields of a class."""
        types = instance(self.type_of(node.cls))
        for cls in classes(self.surface, types):
            for name in node.kwd_attrs:
                self.notes.add(f"field:{cls.name}:{name}", node)
        for child in (*node.patterns, *node.kwd_patterns):
            self.visit(child)

    def type_of(self, node: ast.expr) -> Types:
        """The possible types of an expression, whose uses are noted."""
        match node:
            case ast.Name():
                return next((scope[node.id] for scope in reversed(self.names) if node.id in scope), UNKNOWN)
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
                return UNKNOWN
        self.visit_inside(node)
        return UNKNOWN

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Types:
        """The types of a comprehension, which has a scope of its own."""
        self.names.append({})
        for generator in node.generators:
            self.bind(generator.target, item_of(self.type_of(generator.iter)))
            for condition in generator.ifs:
                self.type_of(condition)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        types = [self.type_of(part) for part in parts]
        self.names.pop()
        return list_of(types[-1]) if len(parts) == 1 else UNKNOWN

    def attribute(self, node: ast.Attribute) -> Types:
        """The types of an attribute of a module, a client, a group or an object."""
        if isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in self.own:
            return self.own[node.attr]
        dotted = ast.unparse(node) if isinstance(node.value, (ast.Name, ast.Attribute)) else ""
        if dotted in self.own:
            return self.own[dotted]
        owner = self.type_of(node.value)
        if owner & {PACKAGE, MODELS, INPUTS}:
            return self.notes.member(owner, node.attr, node)
        found = {it for member in owner for it in self._attribute_of(member, node)}
        return frozenset(found) | self.notes.field(owner, node.attr, node, "read")

    def _attribute_of(self, member: str, node: ast.Attribute) -> set[str]:
        """The type of an attribute of a client, or of one of its groups."""
        if _is_client(member):
            if node.attr in _SAME_CLIENT:
                return {member}
            prefix = "" if member == CLIENT else f"{member.removeprefix('group ')}."
            name = f"{prefix}{node.attr}"
            if name in self.surface.methods:
                return {f"method {name}"}
            if not prefix and node.attr in self.surface.groups:
                self.notes.add(f"group:{node.attr}", node)
                return {f"group {node.attr}"}
        return {member} if member == f"type {CLIENT}" else set()

    def subscript(self, node: ast.Subscript) -> Types:
        """The types of an item, or of a field of a ``TypedDict``."""
        owner = self.type_of(node.value)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            found = self.notes.field(owner, node.slice.value, node, "read")
            return found or item_of(owner)
        return item_of(owner)

    def call(self, node: ast.Call) -> Types:
        """The types of the result of a call."""
        types = self.type_of(node.func)
        found = {it for it in types if _is_client(it)}
        for member in types:
            kind, _, name = member.partition(" ")
            if kind == "method":
                found |= self.notes.method_call(self.surface.methods[name], node)
            elif kind == "type" and name == CLIENT:
                self.notes.client_call(node)
                found.add(CLIENT)
            elif kind == "type":
                self.notes.class_call(self.surface.classes[name], node)
                found.add(name.replace("inputs.", "inputs_"))
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            self.type_of(argument)
        return frozenset(found)

    def annotated(self, node: ast.expr) -> Types:
        """The types that an annotation of the user names."""
        match node:
            case ast.Constant() if isinstance(node.value, str):
                try:
                    return self.annotated(ast.parse(node.value, mode="eval").body)
                except SyntaxError:
                    return UNKNOWN
            case ast.BinOp():
                return self.annotated(node.left) | self.annotated(node.right)
            case ast.Subscript():
                outer = ast.unparse(node.value).rpartition(".")[2]
                inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                found = frozenset(it for part in inner for it in self.annotated(part))
                return list_of(found) if outer in _LISTS else found
        return instance(self.type_of(node))


def _module(inside: tuple[str, ...]) -> Types:
    """What a module of the package is, by the parts of its name below the package."""
    modules = {"models": MODELS, "inputs": INPUTS}
    return frozenset((modules.get(inside[0], PACKAGE) if inside else PACKAGE,))


def _is_client(member: str) -> bool:
    return member == CLIENT or member.startswith("group ")
