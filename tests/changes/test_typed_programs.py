"""A program that mypy accepts is still accepted after a change whose surface verdict is compatible.

The program is made from the old client: it calls each method, makes an object of each class and reads each
field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import oasmith
import pytest
from changes.pairs import pairs
from oasmith import Target
from oasmith.changes.sides import document_of
from oasmith.changes.surface import Surface, surface_of
from oasmith.names import Identifier
from support.checkers import run_mypy

NAMES = [
    "schema: property", "schema: type any", "enum as component", "parameter", "parameter enum value",
    "parameter required, reversed", "schema: writeOnly", "schema: readOnly, reversed", "body",
    "media type", "security alternative",
]  # fmt: skip
PAIRS = {name: (old, new) for name, old, new in pairs()}


def target(folder: Path, side: str, index: int) -> Target:
    return Target(
        folder / f"{side}{index}.json",
        folder / side / f"out{index}",
        package=Identifier(f"client{index}"),
        client_name=Identifier("ThingClient"),
        products=("client",),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both clients of each pair, in the folders ``old`` and ``new``."""
    path = tmp_path_factory.mktemp("clients")
    for index, name in enumerate(NAMES):
        for side, document in zip(("old", "new"), PAIRS[name], strict=True):
            (path / f"{side}{index}.json").write_text(json.dumps(document), "utf-8")
            oasmith.generate(target(path, side, index))
    return path


def program(surface: Surface) -> Iterator[str]:
    """The lines of a program that uses everything of a client."""
    classes = [name for name in surface.classes if not name.startswith("inputs.")]

    def typed(text: str) -> str:
        """A type with the modules of its classes."""
        for name in classes:
            text = re.sub(rf"(?<![\w.\"']){name}(?![\w\"'])", f"models.{name}", text)
        return text or "object"

    modules = ["models"] + (["inputs"] if any(it.startswith("inputs.") for it in surface.classes) else [])
    yield "import datetime, decimal, typing, uuid"
    yield "from typing import Any, Literal, Mapping, Sequence"
    yield f"from {surface.package} import {surface.client}, {', '.join(modules)}"
    for index, method in enumerate(surface.methods.values()):
        required = [it for it in method.arguments.values() if it.is_required]
        for number, given in enumerate((required, list(method.arguments.values()))):
            arguments = "".join(f", {it.name}: {typed(it.type.text)}" for it in given)
            passed = ", ".join(f"{it.name}={it.name}" for it in given)
            yield f"def call{index}_{number}(client: {surface.client}{arguments}) -> None:"
            yield f"    result: {typed(method.result.text)} = client.{method.name}({passed})"
    for index, cls in enumerate(surface.classes.values()):
        if cls.kind == "class" and cls.fields:
            needed = [it for it in cls.fields.values() if it.is_needed]
            arguments = "".join(f", {it.name}: {typed(it.type.text)}" for it in needed)
            passed = ", ".join(f"{it.name}={it.name}" for it in needed)
            yield f"def make{index}(*{arguments or ', _: None'}) -> None:"
            yield f"    it = models.{cls.name}({passed})"
            for number, field in enumerate(cls.fields.values()):
                yield f"    value{number}: {typed(field.type.text)} = it.{field.name}"


def mypy(folder: Path, programs: Path) -> str:
    """What mypy finds in the programs with the clients in a folder."""
    found = sorted(folder.glob("out*"))
    names = map(str, sorted(programs.glob("*.py")))
    return run_mypy(folder, "--no-error-summary", *names, search=found).stdout


def test_programs_that_are_accepted_before_are_accepted_after(folder: Path) -> None:
    programs = folder / "programs"
    programs.mkdir()
    for index, name in enumerate(NAMES):
        old, new = (target(folder, side, index) for side in ("old", "new"))
        verdicts = {it.verdict for it in oasmith.diff(old, new).changes if it.side == "surface"}
        assert verdicts <= {"compatible"}, name
        text = "\n".join(program(surface_of(document_of(old), old)))
        (programs / f"program{index}.py").write_text(f"{text}\n", "utf-8")
    assert mypy(folder / "old", programs) == ""
    assert mypy(folder / "new", programs) == ""
