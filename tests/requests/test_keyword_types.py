"""Type checkers accept correct request bodies and flag wrong keys and values."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from support.checkers import folder_of, lines_with_errors, mypy, needs_pyright, pyright
from support.packages import generated_package
from support.wire import client_of, sent

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
    client.call_hook(text="a")
    client.call_hook(text="b", level=1)
    client.call_hook({"text": "b"})
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


def test_mypy_accepts_the_package(package: ModuleType, tmp_path: Path) -> None:
    """Mypy reports overloads that no call can match."""
    folder = folder_of(package) / package.__name__
    modules = [".".join(path.relative_to(folder).with_suffix("").parts) for path in folder.rglob("*.py")]
    imports = [f"import {package.__name__}.{name}" for name in sorted(modules) if "__init__" not in name]
    found = mypy(package, tmp_path / "all.py", "\n".join(imports))
    assert found == ["Success: no issues found in 1 source file"]


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


COLLIDING = """
/inputs:
  post:
    operationId: inputs
    parameters:
      - {name: positional, in: query, schema: {type: string}}
      - {name: body_fields, in: query, schema: {type: string}}
      - {name: unknown, in: query, schema: {type: string}}
    requestBody:
      required: true
      content: {application/json: {schema: {$ref: "#/components/schemas/Sequence"}}}
    responses: {"204": {description: x}}
/overload/{args}:
  put:
    operationId: overload
    parameters: [{name: args, in: path, required: true, schema: {type: string}}]
    requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Loop"}}}}
    responses: {"204": {description: x}}
"""
SCHEMAS = """
components:
  schemas:
    Sequence:
      type: object
      required: [self, models]
      properties:
        self: {type: string}
        models: {type: array, items: {$ref: "#/components/schemas/TypedDict"}}
        __typename: {type: string}
    TypedDict:
      type: object
      properties:
        str: {type: string}
        date: {type: string, format: date}
        None: {type: integer}
        Sequence: {$ref: "#/components/schemas/Sequence"}
        кот: {type: array, items: {$ref: "#/components/schemas/Tree"}}
    Tree: {oneOf: [{type: string}, {type: array, items: {$ref: "#/components/schemas/Tree"}}]}
    Loop:
      type: object
      properties:
        args: {type: string}
        args_: {type: string}
        date: {type: string, format: date}
        next: {$ref: "#/components/schemas/Loop"}
    LoopKeywords: {type: object, properties: {x: {$ref: "#/components/schemas/Loop"}}}
"""
USE = """
from {package} import {client}, inputs, models


def use(client: {client}) -> None:
    client.inputs({{"self": "s", "models": []}}, unknown_in_query="u")
    client.inputs({{"self": "s", "models": [{{"str": "a", "None": 1, "кот": ["a", ["b"]]}}]}})
    client.inputs(body_fields_in_query="b", body=models.Sequence(self_="s", models=[]))
    client.overload_("a", date="2024-01-31", next={{"args": "b", "next": models.Loop()}})
    client.overload_("a", {{"args": "b"}})
    value: inputs.Sequence_ = {{"self": "s", "models": ({{"Sequence": {{"self": "s", "models": []}}}},)}}
    client.inputs(value)
"""


def test_names_that_the_code_uses_itself(tmp_path: Path) -> None:
    package = client_of(tmp_path, COLLIDING, SCHEMAS)
    name = package.__name__
    folder = tmp_path / name
    (client,) = (it for it in package.__all__ if it.endswith("Client") and not it.startswith("Async"))
    assert mypy(package, tmp_path / "use.py", USE.format(package=name, client=client)) == [
        "Success: no issues found in 1 source file"
    ]
    everything = "\n".join(
        f"import {name}.{path.stem}" for path in sorted(folder.glob("*.py")) if path.stem != "__init__"
    )
    assert mypy(package, tmp_path / "all.py", everything) == ["Success: no issues found in 1 source file"]
    received = sent(package, "sync", lambda c: c.overload_("a", date="2024-01-31", args_="b"))
    assert (received.target, received.json()) == ("/overload/a", {"date": "2024-01-31", "args_": "b"})
