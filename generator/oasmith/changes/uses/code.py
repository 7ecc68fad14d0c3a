"""What a Python file uses of a generated client, found in its syntax tree with imports resolved.

Types are followed through assignments, loops, ``with``, annotations, attributes, and functions and classes of
the user, as far as they lead back to the client: its methods, their results, and the classes of ``models``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from oasmith.changes.surface.model import Surface
from oasmith.changes.uses import known_calls
from oasmith.changes.uses.notes import Found, Notes
from oasmith.changes.uses.project import Key, Project, key_of, module_type, package_of
from oasmith.changes.uses.types import (
    CLIENT,
    ERROR,
    INPUTS,
    MODELS,
    PACKAGE,
    UNKNOWN,
    Types,
    instance,
    item_of,
    list_of,
    origins,
)
from oasmith.errors import OasmithError, Problem

_SAME_CLIENT = {"with_raw_response", "with_options", "download_to", "copy", "__enter__", "__aenter__"}
_LISTS = {"list", "List", "Sequence", "Iterable", "Iterator", "AsyncIterator", "AsyncIterable", "Generator",
          "AsyncGenerator", "tuple", "Tuple", "set", "Set", "deque", "Collection"}  # fmt: skip
_MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"}
_MOST_ROUNDS = 6

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


def uses_in(paths: list[Path], surface: Surface) -> Iterator[Found]:
    """The uses in files. Raises OasmithError for a file that cannot be read or is not Python."""
    trees = {path: _parsed(path) for path in paths}
    project = Project(modules={key_of(path): {} for path in paths})
    before: object = None
    found: list[Found] = []
    for _ in range(_MOST_ROUNDS):  # what one file imports is known after another one was read
        found = []
        for path, tree in trees.items():
            reader = _Reader(path, surface, project)
            try:
                reader.visit(tree)
            except RecursionError:
                raise _too_deep(path) from None
            project.modules[reader.key] = reader.names[0]
            found += reader.notes.found
        after = project.state()
        if after == before:
            break
        before = after
    yield from dict.fromkeys(found)


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise OasmithError(Problem(f"is not Python: {error}", "Correct it.", str(path), line)) from None
    except (RecursionError, MemoryError):
        raise _too_deep(path) from None


def _too_deep(path: Path) -> OasmithError:
    return OasmithError(Problem("is nested too deeply to be read", "Leave it out of --uses.", str(path)))


class _Reader(ast.NodeVisitor):
    """Follows the types of values through a file.

    ``names`` are the variables of the scopes around a place and ``literals`` the dictionaries that some of
    them stand for, ``around`` the classes, and ``returned`` what the functions around return.
    """

    def __init__(self, path: Path, surface: Surface, project: Project) -> None:
        self.path, self.key = path, key_of(path)
        self.notes = Notes(str(path), surface, self.literal)
        self.surface = surface
        self.project = project
        self.names: list[dict[str, Types]] = [dict(project.modules[self.key])]
        self.globals: list[set[str]] = [set()]
        self.literals: list[dict[str, ast.Dict]] = [{}]
        self.around: list[str] = []
        self.returned: list[set[str]] = [set()]
        self.dotted: dict[str, Types] = {}

    # Imports

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            inside = self._inside(alias.name)
            if inside is None:
                self._import_own(alias)
                continue
            self.notes.add(f"package:{self.surface.package}", node)
            if alias.asname:
                self.names[-1][alias.asname] = _module(inside)
            elif alias.name.split(".")[0] == self.surface.package:
                self.names[-1][self.surface.package] = frozenset((PACKAGE,))
            else:
                package = alias.name.split(".")[: -len(inside) or None]
                self.dotted[".".join(package)] = frozenset((PACKAGE,))

    def _import_own(self, alias: ast.alias) -> None:
        """Import a module of the user."""
        dotted = tuple(alias.name.split("."))
        found = self.project.find(dotted, self.key)
        if found is None:
            return
        if alias.asname:
            self.names[-1][alias.asname] = frozenset((module_type(found),))
        else:
            self.dotted[alias.name] = frozenset((module_type(found),))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        inside = self._inside(module)
        for alias in node.names:
            name = alias.asname or alias.name
            if inside is not None:
                self.notes.add(f"package:{self.surface.package}", node)
                if alias.name == "*":
                    self.names[-1] |= self._everything(_module(inside))
                else:
                    self.names[-1][name] = self.notes.member(_module(inside), alias.name, node)
            elif self._inside(f"{module}.{alias.name}" if module else alias.name) == ():
                self.names[-1][name] = frozenset((PACKAGE,))
            else:
                self._import_from_own(node, alias)

    def _import_from_own(self, node: ast.ImportFrom, alias: ast.alias) -> None:
        """Import a name from a module of the user."""
        module = tuple(node.module.split(".")) if node.module else ()
        found: Key | None
        if node.level:
            found = (*package_of(self.path, node.level), *module)
        else:
            found = self.project.find(module, self.key)
        if found is None:
            return
        if alias.name == "*":
            self.names[-1] |= self.project.modules.get(found, {})
        elif types := self.project.name(found, alias.name):
            self.names[-1][alias.asname or alias.name] = types

    def _inside(self, module: str) -> tuple[str, ...] | None:
        """The parts of a module's name below the package; None for other modules."""
        parts = module.split(".")
        if self.surface.package not in parts:
            return None
        return tuple(parts[parts.index(self.surface.package) + 1 :])

    def _everything(self, module: Types) -> dict[str, Types]:
        """The names that ``*`` imports from a module of the client."""
        if module == {PACKAGE}:
            return {f"{kind}{self.surface.client}": frozenset((f"type {CLIENT}",)) for kind in ("", "Async")}
        is_inputs = module == {INPUTS}
        found = (name for name in self.surface.classes if name.startswith("inputs.") == is_inputs)
        return {name.removeprefix("inputs."): frozenset((f"type {name}",)) for name in found}

    # Statements that give names types

    def visit_FunctionDef(self, node: AnyFunction) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        scope = self._arguments(node)
        returns = self.annotated(node.returns) if node.returns is not None else UNKNOWN
        self._visit_inside_scope(node.body, scope)
        inferred = frozenset(self.returned.pop())
        found = returns or inferred
        decorators = {known_calls.name_of(getattr(it, "func", it)) for it in node.decorator_list}
        if decorators & {"contextmanager", "asynccontextmanager", "fixture"}:
            found = item_of(found) or found
        if "fixture" in decorators:
            self.project.fixtures[node.name] = found
        is_value = bool(decorators & {"property", "cached_property"})
        self.names[-1][node.name] = found if is_value else _call(found)

    def _visit_inside_scope(self, body: list[ast.stmt], scope: dict[str, Types]) -> None:
        self.names.append(scope)
        self.literals.append({})
        self.returned.append(set())
        self.globals.append(set())
        for statement in body:
            self.visit(statement)
        self.globals.pop()
        self.literals.pop()
        self.names.pop()

    def _arguments(self, node: AnyFunction) -> dict[str, Types]:
        """The types of the arguments of a function."""
        scope: dict[str, Types] = {}
        listed = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        for argument in listed:
            if argument.annotation is not None:
                scope[argument.arg] = self.annotated(argument.annotation)
            elif argument.arg in self.project.fixtures:
                scope[argument.arg] = self.project.fixtures[argument.arg]
        if node.args.vararg is not None and node.args.vararg.annotation is not None:
            scope[node.args.vararg.arg] = list_of(self.annotated(node.args.vararg.annotation))
        if node.args.kwarg is not None and node.args.kwarg.annotation is not None:
            scope[node.args.kwarg.arg] = _mapping_of(self.annotated(node.args.kwarg.annotation))
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        if self.around and listed and listed[0].annotation is None and len(self.names) > 1:
            kind = instance if listed[0].arg != "cls" else frozenset
            scope[listed[0].arg] = kind(self.names[-2].get(self._class_name, UNKNOWN))
        return scope

    @property
    def _class_name(self) -> str:
        return self.around[-1].rpartition(":")[2] if self.around else ""

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Global(self, node: ast.Global) -> None:
        self.globals[-1].update(node.names)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.returned[-1] |= self.type_of(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        bases = frozenset(it for base in node.bases for it in self.type_of(base))
        bases = frozenset(it for it in bases if it.startswith(("type ", "user ")))
        own = f"{self.path}:{node.name}"
        for base in bases:
            for name, types in list(self.project.members(base.removeprefix("user "))):
                self.project.attributes.setdefault((own, name), types)
        self.names[-1][node.name] = bases | {f"user {own}"}
        self.around.append(own)
        self.names.append({})
        self.literals.append({})
        for statement in node.body:
            self.visit(statement)
        self.literals.pop()
        for name, types in self.names.pop().items():
            if types:
                self.project.attributes[own, name] = types
        self.around.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        types = self.type_of(node.value) or _aliases(self.annotated_alias(node.value))
        for target in node.targets:
            self.assign(target, node.value, types)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        types = self.annotated(node.annotation)
        if node.value is not None:
            literal = self.literal(node.value)
            if literal is not None:
                self.notes.dictionary(literal, types)
            is_alias = ast.unparse(node.annotation).endswith("TypeAlias")
            known = _aliases(self.annotated(node.value)) if is_alias else UNKNOWN
            types = types or known or self.type_of(node.value)
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
        self.loop(node.target, node.iter)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.visit_For(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        listed = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        types = frozenset(it for part in listed if part is not None for it in self.type_of(part))
        if node.name:
            self.names[-1][node.name] = frozenset((ERROR,)) if f"type {ERROR}" in types else UNKNOWN
        for statement in node.body:
            self.visit(statement)

    def visit_Match(self, node: ast.Match) -> None:
        types = self.type_of(node.subject)
        for case in node.cases:
            for value in ast.walk(case.pattern):
                if isinstance(value, ast.MatchValue):
                    self.compared(types, value)
            self.visit(case)

    def assign(self, target: ast.expr, value: ast.expr, types: Types) -> None:
        """Give a target the types of a value, and its parts those of the parts of the value."""
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for one, part in zip(target.elts, value.elts, strict=False):
                self.bind(one, self.type_of(part))
            return
        self.bind(target, types)
        if isinstance(target, ast.Name) and isinstance(value, ast.Dict):
            self.literals[-1][target.id] = value

    def bind(self, target: ast.expr, types: Types) -> None:
        """Give a target of an assignment its types."""
        if isinstance(target, ast.Name):
            scope = self.names[0] if target.id in self.globals[-1] else self.names[-1]
            is_shared = scope is self.names[0]  # functions see what any statement assigns
            scope[target.id] = types or (scope.get(target.id, UNKNOWN) if is_shared else UNKNOWN)
            self.literals[-1].pop(target.id, None)
        elif isinstance(target, ast.Attribute):
            owner = self.type_of(target.value)
            for member in owner if types else ():
                if member.startswith("object "):
                    self.project.attributes[member.removeprefix("object "), target.attr] = types
            self.notes.field(owner, target.attr, target, "write")
        elif isinstance(target, (ast.Tuple, ast.List)):
            items = item_of(types)
            for element in target.elts:
                is_rest = isinstance(element, ast.Starred)
                self.bind(element, list_of(items) if is_rest else items)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, types)
        else:
            self.type_of(target, "write")

    def loop(self, target: ast.expr, iterated: ast.expr) -> None:
        """Give the target of a loop the types of the items."""
        pairs = self._pairs(iterated)
        if pairs and isinstance(target, ast.Tuple):
            self.type_of(iterated)
            for element, types in zip(target.elts, pairs, strict=False):
                self.bind(element, types)
        else:
            self.bind(target, item_of(self.type_of(iterated)))

    def _pairs(self, node: ast.expr) -> list[Types]:
        """The types of the parts of the items of ``enumerate``, ``zip`` and ``items``; empty for others."""
        if not isinstance(node, ast.Call):
            return []
        name = known_calls.name_of(node.func)
        if name in ("enumerate", "aenumerate") and node.args:
            return [UNKNOWN, item_of(self.type_of(node.args[0]))]
        if name == "zip":
            return [item_of(self.type_of(argument)) for argument in node.args]
        if name == "items" and isinstance(node.func, ast.Attribute):
            return [UNKNOWN, item_of(self.type_of(node.func.value))]
        return []

    def literal(self, node: ast.expr) -> ast.Dict | None:
        """The dictionary that an expression is, or that the variable it is stands for."""
        if isinstance(node, ast.Name):
            for names, literals in zip(reversed(self.names), reversed(self.literals), strict=True):
                if node.id in names:
                    return literals.get(node.id)
        return node if isinstance(node, ast.Dict) else None

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
        for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
            found = self.notes.field(types, name, pattern, "read")
            if isinstance(pattern, ast.MatchAs) and pattern.name and pattern.pattern is None:
                self.names[-1][pattern.name] = found
        for child in (*node.patterns, *node.kwd_patterns):
            self.visit(child)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.pattern is not None:
            self.visit(node.pattern)
            if node.name and isinstance(node.pattern, ast.MatchClass):
                self.names[-1][node.name] = instance(self.type_of(node.pattern.cls))

    def type_of(self, node: ast.expr, mode: str = "read") -> Types:
        """The possible types of an expression, whose uses are noted."""
        match node:
            case ast.Name():
                return self.named(node)
            case ast.Attribute():
                return self.attribute(node)
            case ast.Call():
                return self.call(node)
            case ast.Await() | ast.NamedExpr() | ast.Starred():
                types = self.type_of(node.value)
                if isinstance(node, ast.NamedExpr):
                    self.bind(node.target, types)
                return types
            case ast.Yield() | ast.YieldFrom():
                types = self.type_of(node.value) if node.value is not None else UNKNOWN
                self.returned[-1] |= list_of(types) if isinstance(node, ast.Yield) else types
                return UNKNOWN
            case ast.Subscript():
                self.type_of(node.slice)
                return self.subscript(node, mode)
            case ast.IfExp():
                self.type_of(node.test)
                return self.type_of(node.body) | self.type_of(node.orelse)
            case ast.BoolOp():
                return frozenset(it for value in node.values for it in self.type_of(value))
            case ast.BinOp():
                types = self.type_of(node.left) | self.type_of(node.right)
                return types if isinstance(node.op, (ast.BitOr, ast.Add)) else UNKNOWN
            case ast.Compare():
                return self.comparison(node)
            case ast.Dict():
                keys = [self.type_of(key) if key is not None else None for key in node.keys]
                values = [self.type_of(value) for value in node.values]
                pairs = zip(keys, values, strict=True)
                plain = frozenset(it for key, types in pairs if key is not None for it in types)
                return _mapping_of(plain)
            case ast.List() | ast.Tuple() | ast.Set():
                return list_of(frozenset(it for element in node.elts for it in self.type_of(element)))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.comprehension(node)
            case ast.Lambda():
                return self.function(node, UNKNOWN)
        self.visit_inside(node)
        return UNKNOWN

    def named(self, node: ast.Name) -> Types:
        """The types of a variable."""
        found = next((scope[node.id] for scope in reversed(self.names) if node.id in scope), None)
        if found is None:
            return self.dotted.get(node.id, UNKNOWN)
        self.notes.name(found, node)
        return found

    def comparison(self, node: ast.Compare) -> Types:
        """A comparison with literals uses what the other side comes from."""
        for part in (node.left, *node.comparators):
            self.compared(self.type_of(part), node)
        return UNKNOWN

    def compared(self, types: Types, node: ast.AST) -> None:
        """Note that a value with some of these types is compared."""
        for name in origins(types):
            self.notes.add(name, node)

    def function(self, node: ast.Lambda, first: Types) -> Types:
        """The types that a lambda returns, whose first argument has some types."""
        scope = dict.fromkeys(known_calls.first_names(node), UNKNOWN)
        scope |= dict.fromkeys(known_calls.first_names(node)[:1], first)
        self.names.append(scope)
        self.literals.append({})
        types = self.type_of(node.body)
        self.literals.pop()
        self.names.pop()
        return types

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Types:
        """The types of a comprehension, which has a scope of its own."""
        self.names.append({})
        self.literals.append({})
        for generator in node.generators:
            self.loop(generator.target, generator.iter)
            for condition in generator.ifs:
                self.type_of(condition)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        types = [self.type_of(part) for part in parts]
        self.literals.pop()
        self.names.pop()
        return list_of(types[-1]) if len(parts) == 1 else _mapping_of(types[-1])

    def attribute(self, node: ast.Attribute) -> Types:
        """The types of an attribute of a module, a client, a group or an object."""
        if self.dotted and isinstance(node.value, (ast.Name, ast.Attribute)):
            dotted = ast.unparse(node)
            if dotted in self.dotted:
                return self.dotted[dotted]
        owner = self.type_of(node.value)
        if owner & {PACKAGE, MODELS, INPUTS}:
            return self.notes.member(owner, node.attr, node)
        found = {it for member in owner for it in self._attribute_of(member, node)}
        return frozenset(found) | self.notes.field(owner, node.attr, node, "read")

    def _attribute_of(self, member: str, node: ast.Attribute) -> Types | set[str]:
        """The types of an attribute of a client, a group, an exception, or something of the user."""
        kind, _, name = member.partition(" ")
        if kind == "module":
            return self.project.name(tuple(name.split("/")), node.attr)
        if kind in ("object", "user"):
            return self.project.attributes.get((name, node.attr), UNKNOWN)
        if member == ERROR:
            return self.notes.errors() if node.attr == "error" else UNKNOWN
        if _is_client(member):
            if node.attr in _SAME_CLIENT:
                return {member}
            prefix = "" if member == CLIENT else f"{name}."
            if f"{prefix}{node.attr}" in self.surface.methods:
                self.notes.add(f"method:{prefix}{node.attr}", node)
                return {f"method {prefix}{node.attr}"}
            if not prefix and node.attr in self.surface.groups:
                self.notes.add(f"group:{node.attr}", node)
                return {f"group {node.attr}"}
        return {member} if member == f"type {CLIENT}" else UNKNOWN

    def subscript(self, node: ast.Subscript, mode: str) -> Types:
        """The types of an item, or of a field of a ``TypedDict``."""
        owner = self.type_of(node.value)
        if isinstance(node.slice, ast.Slice):
            return owner
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            found = self.notes.field(owner, node.slice.value, node, "write" if mode == "write" else "read")
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
            elif kind == "call":
                found.add(name)
            elif kind == "user":
                found.add(f"object {name}")
            elif kind == "type" and name == CLIENT:
                self.notes.client_call(node)
                found.add(CLIENT)
            elif kind == "type" and name in self.surface.classes:
                self.notes.class_call(self.surface.classes[name], node)
                found.add(name.replace("inputs.", "inputs_"))
        arguments = self._passed(node)
        return frozenset(found) if types else self._known_call(node, arguments)

    def _passed(self, node: ast.Call) -> list[Types]:
        """The types of the positional arguments of a call; a function among them gets items of the others."""
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        found = [UNKNOWN if isinstance(it, ast.Lambda) else self.type_of(it) for it in values]
        items = frozenset(it for types in found for it in item_of(types))
        for value in values:
            if isinstance(value, ast.Lambda):
                self.function(value, items)
        return found[: len(node.args)]

    def _known_call(self, node: ast.Call, arguments: list[Types]) -> Types:
        """The types of the result of a function or method of Python."""
        name = known_calls.name_of(node.func)
        if name in ("getattr", "setattr", "hasattr", "delattr") and len(node.args) > 1:
            field = node.args[1]
            if isinstance(field, ast.Constant) and isinstance(field.value, str):
                mode = "write" if name == "setattr" else "read"
                return self.notes.field(
                    arguments[0], field.value, node, "write" if mode == "write" else "read"
                )
        if name == "cast" and node.args:
            return self.annotated(node.args[0])
        if name == "isinstance" and len(node.args) == 2:
            listed = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
            self.extend(node.args[0], frozenset(it for part in listed for it in self.annotated(part)))
        if isinstance(node.func, ast.Attribute) and name in known_calls.ADDING:
            every = frozenset(it for types in arguments for it in types)
            self.extend(node.func.value, every if name == "extend" else list_of(every))
        if isinstance(node.func, ast.Attribute):
            owner = self.type_of(node.func.value)
            if name == "model_validate":
                return instance(owner)
            if found := known_calls.returned_by_method(name, owner):
                return found
        return known_calls.returned(name, arguments)

    def extend(self, node: ast.expr, types: Types) -> None:
        """Add to the types of a variable."""
        if isinstance(node, ast.Name) and types:
            scope = next((it for it in reversed(self.names) if node.id in it), self.names[-1])
            scope[node.id] = scope.get(node.id, UNKNOWN) | types

    def annotated_alias(self, node: ast.expr) -> Types:
        """The types that an expression names if it can be the right side of an alias of a type."""
        is_alias = isinstance(node, ast.Subscript) and isinstance(
            node.slice, (ast.Name, ast.Attribute, ast.Tuple)
        )
        return self.annotated(node) if is_alias else UNKNOWN

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
                if outer in ("type", "Type"):
                    return frozenset(f"type {it.replace('inputs_', 'inputs.')}" for it in found)
                if outer in _MAPPINGS:
                    return _mapping_of(found)
                return list_of(found) if outer in _LISTS else found
        return instance(self.type_of(node))


def _module(inside: tuple[str, ...]) -> Types:
    """What a module of the package is, by the parts of its name below the package."""
    modules = {"models": MODELS, "inputs": INPUTS}
    return frozenset((modules.get(inside[0], PACKAGE) if inside else PACKAGE,))


def _is_client(member: str) -> bool:
    return member == CLIENT or member.startswith("group ")


def _call(types: Types) -> Types:
    """The types of a function that returns values of some types."""
    return frozenset(f"call {member}" for member in types)


def _aliases(types: Types) -> Types:
    """The types of an alias of some types."""
    return frozenset(f"alias {member}" for member in types)


def _mapping_of(types: Types) -> Types:
    """The types of mappings from strings to values of some types."""
    return frozenset(f"dict[str, {member}]" for member in types)
