"""The lines of a program that changes affect are found in its syntax tree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import oasmith
import pytest
from oasmith import OasmithError
from oasmith.changes.model import Report

OLD = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: old, in: query, schema: {type: string}}
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}
    post:
      operationId: addPet
      tags: [pets]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        tag: {type: string}
        kind: {type: string, enum: [cat, dog]}
        gone: {type: string}
        owner: {$ref: '#/components/schemas/Owner'}
    Owner: {type: object, properties: {phone: {type: string}, nick: {type: string}}}
"""
NEW = (
    OLD.replace("required: [name]", "required: [name, tag]")
    .replace("cat, dog", "cat")
    .replace("        gone: {type: string}\n", "")
    .replace("        - {name: old, in: query, schema: {type: string}}\n", "")
    .replace("nick: {type: string}", "nick: {type: string, x-oasmith-name: nickname}")
    .replace("operationId: listPets", "operationId: searchPets")
)
PROGRAM = """\
import shop_client
from shop_client import AsyncShopClient, ShopClient, models
from shop_client.models import Pet as Animal


class Shop:
    def __init__(self, client: ShopClient) -> None:
        self.client = client

    def first(self) -> str | None:
        for pet in self.client.pets.list(limit=1, old="x"):
            if pet.kind == "dog":
                return pet.gone
            if pet.owner is not None:
                print(pet.owner.nick)
        return None


def add(client: "ShopClient") -> None:
    client.pets.add({"name": "a", "kind": "dog", "owner": {"nick": "b"}})
    client.pets.add(name="a", tag="b", gone="c")
    client.pets.add(Animal(name="c"))


async def names() -> list[str]:
    async with AsyncShopClient() as client:
        pets = await client.pets.list()
        return [pet.tag or pet.gone or "" for pet in pets]


def change(pet: models.Pet | None) -> shop_client.models.Owner | None:
    if pet:
        pet.gone = "x"
        return pet.owner
    return None


def other(pet: dict[str, str]) -> str:
    gone = nick = pet["gone"]
    return gone + nick
"""


PROJECT = {
    "app/__init__.py": """\
from shop_client import ShopClient as Client, models as m
from shop_client.models import Pet, Owner as Person
""",
    "app/reading.py": """\
from __future__ import annotations
import shop_client.models
from typing import Any, cast
from shop_client import NotFoundError
from . import Client, Pet
from app import Person, m as mm

api = Client(base_url="http://localhost")
pets = api.with_options(timeout=3).pets
Maybe = Pet | None
Many = list[Pet]

def loops() -> None:
    page = pets.list(**{"limit": 1, "old": "x"})  # list, old
    for index, pet in enumerate(page):
        print(index, pet.gone)  # gone
    for pet in sorted(page, key=lambda it: it.gone or ""):  # gone
        print(pet.name)
    first, *rest = page
    print(first.gone, [it.name for it in rest])  # gone
    print([it.gone for it in rest])  # gone
    print({it.owner.nick for it in page if it.owner})  # nick
    for one, other in zip(page, page):
        print(one.name, other.gone)  # gone
    print(next(iter(page)).gone)  # gone
    by_name = {it.name: it for it in page}
    for name, pet in by_name.items():
        print(name, pet.gone)  # gone
    print(by_name["a"].gone)  # gone
    print(by_name.get("a", first).gone)  # gone

def patterns(pet: Pet) -> str | None:
    match pet:
        case Pet(gone=it):  # gone
            return it
        case Pet(owner=Person(nick=it)):  # nick
            return it
    kind = pet.kind  # dog
    if kind == "dog":  # dog
        return None
    match kind:
        case "dog":  # dog
            return None
    return getattr(pet, "gone")  # gone

class Special(Pet):
    def shout(self) -> str:
        return (self.gone or "").upper()  # gone

def made() -> Special:
    return Special(name="x", gone="y")  # gone, tag

def types(one: Maybe, many: Many, *more: Pet, **named: mm.Owner) -> None:
    print(one.gone if one else "")  # gone
    print(many[0].gone)  # gone
    print(more[0].gone)  # gone
    print(named["a"].nick)  # nick
    print(cast(Pet, object()).gone)  # gone
    print(made().gone)  # gone
    print(isinstance(one, shop_client.models.Pet))

def narrowed(one: object, kind: type[Pet]) -> None:
    if isinstance(one, (Pet, str)):
        print(one.gone)  # gone
    kept = []
    kept.append(kind(name="x", tag="y"))
    print(kept[0].gone, {"a": kept}["a"][0].gone)  # gone
    try:
        later.pets.list()  # list
    except (ValueError, NotFoundError) as error:
        print(error.error.gone)

def connect() -> None:
    global later
    later = Client()

later = None
""",
    "app/writing.py": """\
import asyncio
import contextlib
from shop_client import AsyncShopClient
from app.reading import made as build
from app import reading

async def run() -> None:
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(AsyncShopClient())
        for page in await asyncio.gather(client.pets.list(), client.pets.list(old="b")):  # list, old
            print(page[0].gone)  # gone
        values = {"name": "a", "gone": "b"}  # gone, tag
        await client.pets.add(values)
        await client.pets.add(**{"name": "a", "tag": "b"})
        task = asyncio.create_task(client.pets.add(name="a"))  # tag
        print(task.result().gone)  # gone
    print(build().gone, reading.made().name)  # gone
    print(reading.first().gone)

class Service:
    def __init__(self) -> None:
        self._client = AsyncShopClient()

    @property
    def client(self) -> AsyncShopClient:
        return self._client

    async def pets(self):
        for pet in await self.client.pets.list():  # list
            yield pet

async def serve() -> None:
    service = Service()
    async for pet in service.pets():
        print(pet.gone)  # gone
    call = service.client.pets.list  # list
    print(call)

def unrelated(client, gone):
    gone = {"gone": client.pets.list(old="x")}
    print(gone["gone"].gone, gone.nick)
""",
}
"""Files of a program; the comments are the names of what is used in the lines."""


def test_all_ways_to_use_a_client_are_followed_and_nothing_else(tmp_path: Path) -> None:
    for name, text in {"old.yaml": OLD, "new.yaml": NEW, **PROJECT}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    report = oasmith.diff(tmp_path / "old.yaml", tmp_path / "new.yaml", uses=[tmp_path / "app"])
    for name, kind, message in (
        ("gone", "surface-field-removed", "gone"),
        ("nick", "surface-field-renamed", "nick"),
        ("tag", "request-property-became-required", "Pet.tag"),
        ("dog", "surface-field-type-narrowed", "kind"),
        ("old", "surface-argument-removed", "`pets.search()`"),
        ("list", "surface-method-renamed", "`pets.list()`"),
    ):
        (change,) = [it for it in report.changes if it.id == kind and message in it.message]
        expected = [
            (file, number)
            for file, text in PROJECT.items()
            for number, line in enumerate(text.splitlines(), 1)
            if name in line.partition("  # ")[2].split(", ")
        ]
        found = [(Path(use.file).relative_to(tmp_path).as_posix(), use.line) for use in change.uses]
        assert found == expected, name


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    code = tmp_path / "src"
    (code / "inner").mkdir(parents=True)
    (code / "inner" / "program.py").write_text(PROGRAM, "utf-8")
    (code / "inner" / "unrelated.py").write_text("gone = {'gone': 1}\nprint(gone)\n", "utf-8")
    for name, text in (("old.yaml", OLD), ("new.yaml", NEW)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / "old.yaml", tmp_path / "new.yaml", code


def lines(report: Report, kind: str, message: str) -> list[int]:
    (change,) = [it for it in report.changes if it.id == kind and message in it.message]
    assert all(Path(use.file).name == "program.py" for use in change.uses)
    return [use.line for use in change.uses]


def line(text: str) -> int:
    (found,) = [number for number, it in enumerate(PROGRAM.splitlines(), 1) if text in it]
    return found


def test_each_breaking_change_has_its_lines(files: tuple[Path, Path, Path]) -> None:
    old, new, code = files
    report = oasmith.diff(old, new, uses=[code])
    made = [line('{"name": "a", "kind"'), line('Animal(name="c")')]
    assert lines(report, "request-property-became-required", "Pet.tag") == made
    assert lines(report, "surface-field-removed", "gone") == [
        line("return pet.gone"), line('gone="c"'), line("pet.tag or pet.gone"), line('pet.gone = "x"'),
    ]  # fmt: skip
    assert lines(report, "request-property-enum-value-removed", "dog") == [line('"kind": "dog"')]
    assert lines(report, "surface-argument-removed", "old") == [line('old="x"')]
    assert lines(report, "surface-field-renamed", "nick") == [line("owner.nick"), line('{"nick": "b"}')]
    assert lines(report, "surface-method-renamed", "pets.list") == [
        line("list(limit=1"), line("await client.pets.list"),
    ]  # fmt: skip
    assert lines(report, "response-property-removed", "gone") == [
        line("return pet.gone"), line("pet.tag or pet.gone"),
    ]  # fmt: skip


def test_a_renamed_name_comes_with_its_replacement(files: tuple[Path, Path, Path]) -> None:
    old, new, code = files
    found = oasmith.diff(old, new, uses=[code])
    (change,) = [it for it in found.changes if it.id == "surface-field-renamed" and it.uses]
    assert {use.advice for use in change.uses} == {"write `nickname`"}


def test_the_command_prints_the_lines(files: tuple[Path, Path, Path]) -> None:
    old, new, code = files
    command = [sys.executable, "-m", "oasmith", "diff", str(old), str(new), "--uses", str(code)]
    text = subprocess.run([*command, "--all"], capture_output=True, text=True, check=True).stdout
    assert f"program.py:{line('owner.nick')}: write `nickname`" in text
    data = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    (change,) = [it for it in data["changes"] if it["id"] == "surface-argument-removed"]
    assert change == {
        "id": "surface-argument-removed",
        "pointer": "/paths/~1pets/get/parameters/1",
        "side": "surface",
        "verdict": "breaking",
        "message": "`pets.search()` no longer has the argument `old`",
        "uses": [{"file": str(code / "inner" / "program.py"), "line": line('old="x"')}],
    }
    assert data["semver"] == {"description": "major", "surface": "major"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def (", "is not Python"),
        (None, "no such file"),
        ("x = " + "-" * 50_000 + "1", "deeply|not Python"),
        ("x = a" + "()" * 5_000, "deeply|not Python"),
    ],
)
def test_code_that_cannot_be_read_is_an_error(
    files: tuple[Path, Path, Path], text: str | None, message: str
) -> None:
    old, new, code = files
    path = code / "broken.py"
    if text is not None:
        path.write_text(dedent(text), "utf-8")
    with pytest.raises(OasmithError, match=message):
        oasmith.diff(old, new, uses=[path])
