"""Type checkers accept correct request bodies and flag wrong keys and values."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from support.checkers import lines_with_errors, mypy, needs_pyright, pyright
from support.packages import generated_package

CORRECT = """
from datetime import date, datetime
from decimal import Decimal
from typing import assert_type

from keyword_zoo_client import AsyncKeywordZooClient, KeywordZooClient, RawResponse, inputs, models


def use(client: KeywordZooClient) -> None:
    assert_type(client.pets.create(name="Tom", kind="cat"), models.Done)
    assert_type(client.pets.create({"name": "Tom", "kind": "cat"}), models.Done)
    assert_type(client.pets.create(models.Pet(name="Tom", kind="cat")), models.Done)
    client.pets.create(body={"name": "Tom", "kind": "dog", "tags": ["a"], "owner": {"name": "Ann"}})
    client.pets.create(name="Tom", kind="cat", owner=models.Owner(name="Ann"))
    client.pets.create(name="Tom", kind="cat", home={"kind": "circle", "radius": 1})
    client.pets.create(name="Tom", kind="cat", born="2024-01-31", seen=datetime.now(), weight=2)
    client.pets.create(name="Tom", kind="cat", born=date.today(), nickname=None, where=(1, 2))
    client.pets.create(name="Tom", kind="cat", price=Decimal(1), marks={"jump": 1})
    rex = models.Pet(name="Rex", kind="dog")
    client.pets.create(name="Tom", kind="cat", friends=[{"name": "Ada", "kind": "dog"}, rex])
    pet: inputs.Pet = {"name": "Tom", "kind": "cat"}
    client.pets.create(pet)
    client.pets.create(**pet)
    pets = [models.Pet(name="Tom", kind="cat")]
    client.pets.create(name="Tom", kind="cat", friends=pets)
    client.pets.find_pets()
    client.pets.find_pets(limit=1)
    client.pets.find_pets({"kind": "cat"}, timeout=1.0)
    client.pets.update("farm", 7, name="Tom", kind="cat", dry=True)
    client.pets.update("farm", 7, {"name": "Tom", "kind": "cat"})
    client.pets.update("farm", pet=7, body={"name": "Tom", "kind": "cat"})
    client.pets.update({"name": "Tom", "kind": "cat"}, farm="farm", pet=7)
    client.pets.update(farm="farm", pet=7, name="Tom", kind="cat")
    client.pets.get("farm", 7)
    client.pets.get(farm="farm", pet=7)
    client.pets.label("rex", text="t")
    client.pets.label("rex", {"text": "t", "name": "n", "timeout": 3, "from": "me", "x-colour": "red"})
    client.pets.store_photo("a", b"x")
    client.pets.store_photo(b"x", id="a")
    client.draw_shape(kind="circle", radius=1.5)
    client.draw_shape({"kind": "square", "side": 1})
    client.replace_all([{"name": "Ann"}, models.Owner(name="Bob")])
    client.configure({"theme": "dark", "font": "serif"})
    raw = client.with_raw_response.pets.update("farm", 7, name="Tom", kind="cat")
    assert_type(raw, RawResponse[models.Done])
    done = client.pets.create(name="Tom", kind="cat")
    if done.pet is None:
        return
    assert_type(done.pet, models.Pet)
    if done.pet.home is not None and done.pet.home.kind == "circle":
        assert_type(done.pet.home.radius, int | float)
    if isinstance(done.pet.home, models.Square):
        assert_type(done.pet.home.side, int | float)


async def use_async(client: AsyncKeywordZooClient) -> None:
    assert_type(await client.pets.create(name="Tom", kind="cat"), models.Done)
    assert_type(await client.pets.update("farm", 7, name="Tom", kind="cat"), models.Done)
    raw = await client.with_raw_response.pets.create({"name": "Tom", "kind": "cat"})
    assert_type(raw, RawResponse[models.Done])
    found = await client.pets.get("farm", 7)
    print(found.pet.name if found.pet is not None else "none")
"""

WRONG = [
    'client.pets.create({"name": "Tom", "kind": "cow"})',
    'client.pets.create(name="Tom", kind="cow")',
    'client.pets.create({"name": "Tom", "knd": "cat"})',
    'client.pets.create(name="Tom", knd="cat")',
    'client.pets.create({"kind": "cat"})',
    'client.pets.create(kind="cat")',
    "client.pets.create()",
    'client.pets.create(id=1, name="Tom", kind="cat")',
    'client.pets.create(body={"name": 3, "kind": "cat"})',
    'client.pets.create(name=3, kind="cat")',
    'client.pets.create(name="Tom", kind="cat", owner={"nam": "Ann"})',
    'client.pets.create({"name": "Tom", "kind": "cat", "owner": {"name": 1}})',
    'client.pets.create(name="Tom", kind="cat", tags="abc")',
    'client.pets.create(name="Tom", kind="cat", marks={"jump": "high"})',
    'client.pets.create(name="Tom", kind="cat", home={"kind": "circle", "side": 1})',
    'client.pets.create({"name": "Tom", "kind": "cat"}, name="Tom", kind="cat")',
    'client.pets.find_pets(limit="3")',
    'client.pets.update("farm", "7", name="Tom", kind="cat")',
    'client.pets.update("farm", name="Tom", kind="cat")',
    'client.pets.update("farm", 7, name="Tom", kind="cow")',
    'client.pets.label("rex", text="t", timeout="3")',
    'client.pets.label("rex", text="t", colour="red")',
    'client.pets.rename("rex", kind="cat")',
    "client.pets.store_photo(1, b'x')",
    'client.draw_shape(kind="circle", side=1)',
    'client.draw_shape({"kind": "triangle"})',
    "client.replace_all([{'nam': 'Ann'}])",
    "client.configure(them='dark')",
    'client.with_raw_response.pets.create(name="Tom", kind="cow")',
    'client.pets.get("farm", 7).pet.name',
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return generated_package(Path(__file__).with_name("zoo.yaml"), tmp_path_factory.mktemp("zoo_types"))


def test_mypy_accepts_correct_bodies(package: ModuleType, tmp_path: Path) -> None:
    assert mypy(package, tmp_path / "use.py", CORRECT) == ["Success: no issues found in 1 source file"]


def test_mypy_flags_wrong_bodies(package: ModuleType, tmp_path: Path) -> None:
    assert flagged(mypy(package, tmp_path / "misuse.py", misuse())) == WRONG


@needs_pyright
def test_pyright_accepts_correct_bodies(package: ModuleType, tmp_path: Path) -> None:
    assert pyright(package, tmp_path / "use.py", CORRECT) == []


@needs_pyright
def test_pyright_flags_wrong_bodies(package: ModuleType, tmp_path: Path) -> None:
    assert flagged(pyright(package, tmp_path / "misuse.py", misuse())) == WRONG


def misuse() -> str:
    """A module with each wrong call in a line of its own, after two others."""
    start = ["from keyword_zoo_client import KeywordZooClient", "client = KeywordZooClient(base_url='')"]
    return "\n".join([*start, *WRONG])


def flagged(report: list[str]) -> list[str]:
    """The wrong calls that a type checker flags."""
    return [WRONG[line - 3] for line in sorted(lines_with_errors(report))]
