"""The runtime modules that a client carries: those that its own modules reach, and no others.

They are copied as they are. An optional feature is a module that no other runtime module imports unless it
needs the feature itself: the generated modules import it and pass it on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from oasmith.names import Identifier
from oasmith.products.client.imports import Import, import_lines
from oasmith.products.file import File
from oasmith.quoting import Code
from oasmith.runtime.branches import APPLICATORS
from oasmith.schemas import Schema, reference

RUNTIME = Path(__file__).parents[2] / "runtime"
_IMPORT = re.compile(r"^ *from \.+_runtime(?:\.(\w+))? import (\w+)", re.MULTILINE)
_CLASS = re.compile(r"^class \w+\((.*)\):$", re.MULTILINE)
_BASES = {"Model", "CheckedModel", "RecursiveModel", "RecursiveCheckedModel"}
_BASE_IMPORT = re.compile(r"^from \.+_base import (.+)$", re.MULTILINE)


def runtime_files(package: Identifier, generated: Iterable[File]) -> Iterator[File]:
    """The runtime modules that generated modules reach through imports, at any level of a module."""
    for name in sorted(reachable(file.text for file in generated if file.path.endswith(".py"))):
        text = (RUNTIME / f"{name}.py").read_text("utf-8")
        yield File(f"{package}/_runtime/{name}.py", text, is_verbatim=True)


def reachable(texts: Iterable[str]) -> set[str]:
    """The names of the runtime modules that modules with these texts import, directly or through others."""
    found = {"__init__"}
    queue = [name for text in texts for name in _imported(text)]
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += _needed(name)
    return found


def _imported(text: str) -> Iterator[str]:
    """The runtime modules that a generated module imports."""
    for module, name in _IMPORT.findall(text):
        yield module or name


@cache
def _needed(name: str) -> frozenset[str]:
    """The runtime modules that a runtime module imports, for type checkers as well."""
    tree = ast.parse((RUNTIME / f"{name}.py").read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    return frozenset(
        name
        for node in imports
        for name in ([node.module] if node.module else [it.name for it in node.names])
    )


def names_of_base(models: Iterable[File]) -> frozenset[str]:
    """What the modules of models import from ``_base.py``."""
    lines = (line for file in models for line in _BASE_IMPORT.findall(file.text))
    return frozenset(name.partition(" as ")[0].strip() for line in lines for name in line.split(","))


def extend_others(models: Iterable[File]) -> bool:
    """Whether any class of these modules extends a class of a description."""
    bases = (base for file in models for line in _CLASS.findall(file.text) for base in line.split(","))
    return any(base.strip() not in _BASES for base in bases)


def model_bases(has_constants: bool, extends_others: bool, has_secrets: bool, has_decimals: bool) -> Code:
    """The bases of the class ``Model`` of a package; empty where it is that of the runtime."""
    bases = ["_ConstantModel"] * has_constants + ["_InheritingModel"] * extends_others
    bases += ["_SecretModel"] * has_secrets
    return Code(", ".join(bases) or "_Model" * has_decimals)


def base_imports(names: frozenset[str], bases: Code) -> Code:
    """The imports of ``_base.py``, which has the ``names`` that models import, and the bases of ``Model``."""
    imports = set()
    if "_ConstantModel" in bases:
        imports.add(Import("._runtime.constants", "ConstantModel", "_ConstantModel"))
    if "_InheritingModel" in bases:
        imports.add(Import("._runtime.inheritance", "InheritingModel", "_InheritingModel"))
    if "_SecretModel" in bases:
        imports.add(Import("._runtime.secret_models", "SecretModel", "_SecretModel"))
    if bases in ("", "_Model"):
        imports.add(Import("._runtime.models", "Model", bases or "Model"))
    if any("CheckedModel" in name for name in names):
        imports.add(Import("._contract", "CONTRACT"))
        imports.add(Import("._runtime.rules", "CheckedModel", "_CheckedModel"))
    if any("Recursive" in name for name in names):
        imports.add(Import("._runtime.recursion", "RecursiveModel", "_RecursiveModel"))
    modules = {
        "Tagged": "unions",
        "TaggedByField": "unions",
        "Upload": "files",
        "server_set": "server_fields",
        "own_tag": "constants",
    }
    imports |= {Import(f"._runtime.{modules[name]}", name, name) for name in names & modules.keys()}
    return Code("\n".join(import_lines(imports)).strip())


def needs_branches(contract: Mapping[str, Any]) -> bool:
    """Whether requests are more than scalars and arrays of them, so that reasons are searched in branches."""
    schemas: Mapping[str, Schema] = contract["components"]["schemas"]
    parts = [part for schema in contract["operations"].values() for part in _parts(schema)]
    return bool(contract["rules"]) or not all(_is_plain(part, schemas, ()) for part in parts)


def _parts(request: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas of the parameters and the body of a request."""
    for location, schema in request.get("properties", {}).items():
        yield from [schema] if location == "body" else schema["properties"].values()


def _is_plain(schema: Any, schemas: Mapping[str, Schema], above: Sequence[str]) -> bool:
    if not isinstance(schema, dict):
        return True
    name = reference(schema)
    if name is not None:
        others = schema.keys() & APPLICATORS
        is_plain = name not in above and _is_plain(schemas.get(name, True), schemas, (*above, name))
        return is_plain and len(others) == 1
    return schema.keys() & APPLICATORS <= {"items"} and _is_plain(schema.get("items"), schemas, above)
