"""Other people's descriptions, the small ones: each is generated, and what comes of it can be imported."""

from __future__ import annotations

import ast
import csv
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.settings import Target
from pydantic import BaseModel
from support.paths import CORPUS

LARGEST = 20_000

REFUSED = {
    "hey30-content-binary.json": "a schema with keywords of another version",
    "hey30-external/external.yaml": "a path parameter that is not described",
    "hey30-type-invalid.json": "a type that does not exist",
    "hey31-discriminator-any-of.yaml": "a component whose name has a letter that is not allowed",
    "hey31-discriminator-one-of.yaml": "a component whose name has a letter that is not allowed",
    "hey31-examples.yaml": "schema examples that are no list",
    "hey31-external/external.yaml": "a path parameter that is not described",
    "hey31-type-invalid.json": "a type that does not exist",
}
"""What is refused, with place and remedy, and what is wrong with it."""


def documents() -> list[str]:
    """The small documents of the corpus; none where it is not beside the checkout."""
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file) if int(row["bytes"]) < LARGEST]


@pytest.fixture
def importable(tmp_path: Path) -> Iterator[Path]:
    """A folder whose packages can be imported, and are forgotten after the test."""
    sys.path.insert(0, str(tmp_path))
    yield tmp_path
    sys.path.remove(str(tmp_path))
    own = {path.name for path in tmp_path.iterdir()}
    for name in [name for name in sys.modules if name.partition(".")[0] in own]:
        del sys.modules[name]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="shared/corpus is not beside the checkout")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(set(documents()) - set(REFUSED)))
def test_it_is_generated_and_every_module_and_name_can_be_imported(name: str, importable: Path) -> None:
    generated = build_files(Target(CORPUS / name, importable), lambda stage: None)
    for file in generated.files:
        path = importable / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
        if path.suffix == ".py":
            ast.parse(file.text)
    (contract,) = importable.glob("*/contract.json")
    package = importlib.import_module(contract.parent.name)
    for public in package.__all__:
        assert getattr(package, public) is not None
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    for model in vars(package.models).values():
        if isinstance(model, type) and issubclass(model, BaseModel):
            model.model_rebuild()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="shared/corpus is not beside the checkout")
@pytest.mark.parametrize("name", sorted(set(documents()) & set(REFUSED)))
def test_what_is_wrong_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    with pytest.raises(OasmithError) as raised:
        build_files(Target(CORPUS / name, tmp_path), lambda stage: None)
    for problem in raised.value.problems:
        assert problem.file
        assert problem.line
        assert problem.message
        assert problem.remedy
