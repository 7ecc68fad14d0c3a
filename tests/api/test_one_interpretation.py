"""Schemas are interpreted in one place: no other module reads the keywords that take interpretation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import oasmith

PACKAGE = Path(oasmith.__file__).parent
KEYWORDS = {
    "$ref", "allOf", "anyOf", "oneOf", "readOnly", "writeOnly", "nullable", "discriminator",
}  # fmt: skip
PREFIX = "#/components/schemas/"

INTERPRETERS = {
    "schemas/": "the one interpretation",
    "structure.py": "knows which keywords hold schemas, and follows references between objects",
    "reading/": "makes the normal form, after which there is one interpretation",
    "extensions.py": "has JSON Schemas of the extensions themselves, which are not those of an API",
    "products/client/models/typed.py": "writes the schemas for datamodel-code-generator, keyword by keyword",
    "runtime/branches.py": "is copied into clients, and splits the schemas of a contract to find reasons",
    "runtime/contract.py": "is copied into clients, and follows errors of the validator through the contract",
    "runtime/near_names.py": "is copied into clients, and collects the names of properties in a contract",
}
"""Modules and folders that may read these keywords, and why."""


def readers(source: str) -> Iterator[str]:
    """The name of each function, or ``<module>``, that holds one of the keywords as a string."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)

    def visit(node: ast.AST, name: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue  # a docstring
            text = child.value if isinstance(child, ast.Constant) else None
            if isinstance(text, str) and (text in KEYWORDS or PREFIX in text):
                yield name
            yield from visit(child, child.name if isinstance(child, functions) else name)

    yield from dict.fromkeys(visit(ast.parse(source), "<module>"))


def found() -> dict[str, list[str]]:
    """The readers of each module that has some."""
    modules = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    read = {name: list(readers(path.read_text("utf-8"))) for name, path in modules.items()}
    return {name: functions for name, functions in read.items() if functions}


def is_interpreter(module: str) -> bool:
    return any(module == name or (name.endswith("/") and module.startswith(name)) for name in INTERPRETERS)


def test_no_other_module_interprets_schemas() -> None:
    others = {name: functions for name, functions in found().items() if not is_interpreter(name)}
    assert others == {}


def test_every_exception_is_needed() -> None:
    modules = found()
    for name in INTERPRETERS:
        assert any(module == name or module.startswith(name) for module in modules)


def test_a_reader_is_found_wherever_it_hides() -> None:
    source = '''
KINDS = ("oneOf", "items")
def documented():
    """Follows $ref: "$ref"."""
    "allOf"
    return "items"
class Walker:
    def outer(self, node):
        def inner():
            return node["$ref"]
        return inner
    async def named(self, name):
        return f"#/components/schemas/{name}"
'''
    assert list(readers(source)) == ["<module>", "inner", "named"]
