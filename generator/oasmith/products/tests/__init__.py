"""The product ``tests``: tests that call the operations of the client against a mock server."""

from __future__ import annotations

from oasmith.names import Identifier, Namespace, snake_case
from oasmith.products.build import Build
from oasmith.products.file import File
from oasmith.products.product import Output
from oasmith.products.samples import python_samples
from oasmith.products.templating import python_environment, render
from oasmith.quoting import Code, json_text
from oasmith.quoting.python import python_literal


def generate(build: Build) -> Output:
    """``tests/conftest.py``, ``tests/test_client.py``, and the description that the mock server reads."""
    python = python_environment(build.templates)
    samples = python_samples(build)
    names = Namespace()
    tests = [(Identifier(names.take([f"test_{snake_case(sample.name)}"])), sample) for sample in samples]
    credentials = {
        name: Code(python_literal("test" if len(variables) == 1 else ("test",) * len(variables)))
        for sample in samples
        for name, variables in sample.credentials.items()
    }
    values = {
        "package": build.package,
        "client_name": build.client_name,
        "credentials": credentials,
        "tests": tests,
        "has_untyped": any(sample.is_untyped for sample in samples),
        "models": sorted({name for sample in samples for name in sample.models}),
        "imports": sorted({line for sample in samples for line in sample.imports}),
    }
    files = [
        File(f"tests/{name}", render(python, f"tests/{name}.jinja", **values))
        for name in ("conftest.py", "test_client.py")
    ]
    document = File("tests/openapi.json", f"{json_text(build.document)}\n")
    return Output([*files, document], [])
