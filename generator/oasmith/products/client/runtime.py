"""The runtime modules that a client carries: those that its own modules reach, and no others.

They are copied as they are. An optional feature is a module that no other runtime module imports unless it
needs the feature itself: the generated modules import it and pass it on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from oasmith.names import Identifier
from oasmith.products.client.imports import Import, import_lines
from oasmith.products.file import File
from oasmith.quoting import Code
from oasmith.quoting.python import TRIPLE_QUOTED
from oasmith.runtime.branches import APPLICATORS
from oasmith.schemas import Schema, reference

RUNTIME = Path(__file__).parents[2] / "runtime"
_FIRST_LINE = "# A module of generated clients, in which another line takes the place of this one.\n"
"""The first line of a module. Its copy begins with the header instead, so that each line keeps its number."""


def runtime_files(package: Identifier, generated: Iterable[File]) -> Iterator[File]:
    """The runtime modules that generated modules reach through imports, at any level of a module."""
    for name in sorted(reachable(file.text for file in generated if file.path.endswith(".py"))):
        text = (RUNTIME / f"{name}.py").read_text("utf-8")
        yield File(f"{package}/_runtime/{name}.py", text.removeprefix(_FIRST_LINE), is_verbatim=True)


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
    for module, names in _relative_imports(text) if "_runtime" in text else ():
        parts = module.split(".")
        if parts[0] == "_runtime":
            yield from parts[1:2] or names


@cache
def _needed(name: str) -> frozenset[str]:
    """The runtime modules that a runtime module imports, for type checkers as well."""
    imports = _relative_imports((RUNTIME / f"{name}.py").read_text("utf-8"))
    return frozenset(it for module, names in imports for it in ([module] if module else names))


_IMPORT = re.compile(r"^ *from \.+([\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


def _relative_imports(text: str) -> Iterator[tuple[str, list[str]]]:
    """The relative imports of a module, at any level: a module without its dots, and the names.

    Docstrings may contain such lines too. They are removed first; to parse a module takes much longer.
    """
    for found in _IMPORT.finditer(TRIPLE_QUOTED.sub("", text)):
        names = found[2].partition("#")[0].strip("() ,\n").split(",")
        yield found[1], [name.split()[0] for name in names]


def model_bases(
    *,
    has_constants: bool,
    has_mutable: bool,
    extends_others: bool,
    has_unions: bool,
    has_secrets: bool,
    has_extras: bool,
    has_decimals: bool,
) -> Code:
    """The bases of the class ``Model`` of a package; empty where it is that of the runtime."""
    bases = ["_ConstantModel"] * has_constants + ["_ChangedDefaultsModel"] * has_mutable
    bases += ["_InheritingModel"] * extends_others
    bases += ["_UnionModel"] * has_unions
    bases += ["_SecretModel"] * has_secrets + ["_ExtrasModel"] * has_extras
    bases += ["_DecimalModel"] * has_decimals
    return Code(", ".join(bases))


def base_imports(names: frozenset[str], bases: Code) -> Code:
    """The imports of ``_base.py``, which has the ``names`` that models import, and the bases of ``Model``."""
    imports = set()
    if "_ConstantModel" in bases:
        imports.add(Import("._runtime.constants", "ConstantModel", "_ConstantModel"))
    if "_ChangedDefaultsModel" in bases:
        imports.add(Import("._runtime.changed_defaults", "ChangedDefaultsModel", "_ChangedDefaultsModel"))
    if "_InheritingModel" in bases:
        imports.add(Import("._runtime.inheritance", "InheritingModel", "_InheritingModel"))
    if "_UnionModel" in bases:
        imports.add(Import("._runtime.unions", "UnionModel", "_UnionModel"))
    if "_ExtrasModel" in bases:
        imports.add(Import("._runtime.extras", "ExtrasModel", "_ExtrasModel"))
    if "_SecretModel" in bases:
        imports.add(Import("._runtime.secret_models", "SecretModel", "_SecretModel"))
    if "_DecimalModel" in bases:
        imports.add(Import("._runtime.decimal_models", "DecimalModel", "_DecimalModel"))
    if not bases:
        imports.add(Import("._runtime.models", "Model", "Model"))
    if any("CheckedModel" in name for name in names):
        imports.add(Import("._contract", "CONTRACT"))
        imports.add(Import("._runtime.rules", "CheckedModel", "_CheckedModel"))
    if any("Recursive" in name for name in names):
        imports.add(Import("._runtime.recursion", "RecursiveModel", "_RecursiveModel"))
    modules = {
        "NoField": "extras",
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
