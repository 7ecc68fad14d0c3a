"""Discriminated unions: models keep the contract, and responses are of the class that the tag names."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from oasmith.pipeline import build_files
from oasmith.settings import Selection, Target
from support.packages import generated_package
from support.server import Answer, serving

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "schemas"

ANIMALS = """
Cat: {type: object, required: [petType], properties: {petType: {type: string}, meow: {type: boolean}}}
Dog: {type: object, required: [petType], properties: {petType: {type: string}, bark: {type: boolean}}}
Fish: {type: object, required: [petType], properties: {petType: {type: string}, swim: {type: boolean}}}
"""

# For each kind: the schemas, of which It is sent and received; what is built; what it is on the wire; what
# the contract refuses.
KINDS: dict[str, tuple[str, list[tuple[str, Any]], list[Any]]] = {
    "plain strings": (
        ANIMALS + "It: {oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: {propertyName: petType}}",
        [("Cat(meow=True)", {"petType": "Cat", "meow": True}), ("Dog()", {"petType": "Dog"})],
        [{"petType": "Bird"}, {"meow": True}, {"petType": "Dog", "bark": 1}],
    ),
    "a mapping": (
        ANIMALS + "It: {anyOf: [{$ref: Cat}, {$ref: Dog}],"
        " discriminator: {propertyName: petType, mapping: {c: Cat, d: Dog}}}",
        [("Cat()", {"petType": "c"}), ("Dog(bark=True)", {"petType": "d", "bark": True})],
        [{"petType": "Cat"}],
    ),
    "two tags of one": (
        ANIMALS + "It: {oneOf: [{$ref: Cat}, {$ref: Fish}],"
        " discriminator: {propertyName: petType, mapping: {c1: Cat, c2: Cat, f: Fish}}}",
        [("Cat(pet_type='c1')", {"petType": "c1"}), ("Cat(pet_type='c2')", {"petType": "c2"}),
         ("Fish()", {"petType": "f"})],
        [{"petType": "Cat"}],
    ),
    "two tags of one, its name among them": (
        ANIMALS + "It: {oneOf: [{$ref: Cat}, {$ref: Fish}],"
        " discriminator: {propertyName: petType, mapping: {Cat: Cat, c2: Cat, f: Fish}}}",
        [("Cat()", {"petType": "Cat"}), ("Cat(pet_type='c2')", {"petType": "c2"})],
        [{"petType": "Fish"}],
    ),
    "enums without a mapping": (
        "A: {type: object, required: [type], properties: {type: {type: string, enum: [x, x2]}}}\n"
        "B: {type: object, required: [type], properties: {type: {type: string, enum: [b]}}}\n"
        "It: {oneOf: [{$ref: A}, {$ref: B}], discriminator: {propertyName: type}}",
        [("A(type='x2')", {"type": "x2"}), ("B()", {"type": "b"})],
        [{"type": "A"}],
    ),
    "a common enum with a mapping": (
        "Kind: {type: string, enum: [a, b]}\n"
        "A: {type: object, required: [type], properties: {type: {$ref: Kind}}}\n"
        "B: {type: object, required: [type], properties: {type: {$ref: Kind}}}\n"
        "It: {oneOf: [{$ref: A}, {$ref: B}], discriminator: {propertyName: type, mapping: {a: A, b: B}}}",
        [("A()", {"type": "a"}), ("B()", {"type": "b"})],
        [{"type": "c"}],
    ),
    "a common enum in another case": (
        "Kind: {type: string, enum: [ALPHA, BETA]}\n"
        "Alpha: {type: object, required: [type], properties: {type: {$ref: Kind}}}\n"
        "Beta: {type: object, required: [type], properties: {type: {$ref: Kind}}}\n"
        "It: {oneOf: [{$ref: Alpha}, {$ref: Beta}], discriminator: {propertyName: type}}",
        [("Alpha()", {"type": "ALPHA"}), ("Beta()", {"type": "BETA"})],
        [{"type": "Alpha"}],
    ),
    "an optional tag": (
        "A: {type: object, properties: {type: {type: string}, x: {type: integer}}}\n"
        "B: {type: object, properties: {type: {type: string}}}\n"
        "It: {oneOf: [{$ref: A}, {$ref: B}], discriminator: {propertyName: type}}",
        [("A(x=1)", {"type": "A", "x": 1}), ("B()", {"type": "B"})],
        [{"type": "C"}],
    ),
    "a tag that is not described": (
        "A: {type: object, properties: {x: {type: integer}}}\n"
        "B: {type: object, properties: {y: {type: integer}}}\n"
        "It: {oneOf: [{$ref: A}, {$ref: B}], discriminator: {propertyName: type}}",
        [("A(x=1)", {"type": "A", "x": 1}), ("B()", {"type": "B"})],
        [{"type": "C"}],
    ),
    "numbers": (
        "A: {type: object, required: [v], properties: {v: {type: integer, enum: [1]}}}\n"
        "B: {type: object, required: [v], properties: {v: {type: integer, enum: [2, 3]}}}\n"
        "It: {oneOf: [{$ref: A}, {$ref: B}], discriminator: {propertyName: v}}",
        [("A()", {"v": 1}), ("B(v=3)", {"v": 3})],
        [{"v": 4}],
    ),
    "a union in a union": (
        ANIMALS + "Pet: {oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: {propertyName: petType}}\n"
        "It: {oneOf: [{$ref: Pet}, {$ref: Fish}],"
        " discriminator: {propertyName: petType, mapping: {Cat: Pet, Dog: Pet, Fish: Fish}}}",
        [("Cat(meow=False)", {"petType": "Cat", "meow": False}), ("Dog()", {"petType": "Dog"}),
         ("Fish()", {"petType": "Fish"})],
        [{"petType": "Pet"}],
    ),
    "a plain union in a union": (
        ANIMALS + "Pet: {oneOf: [{$ref: Cat}, {$ref: Dog}]}\n"
        "It: {oneOf: [{$ref: Pet}, {$ref: Fish}],"
        " discriminator: {propertyName: petType, mapping: {Cat: Pet, Dog: Pet}}}",
        [("Cat()", {"petType": "Cat"}), ("Dog()", {"petType": "Dog"}), ("Fish()", {"petType": "Fish"})],
        [{"petType": "Pet"}],
    ),
    "allOf of a union": (
        ANIMALS + "Pet: {oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: {propertyName: petType}}\n"
        "It: {allOf: [{$ref: Pet}, {type: object, required: [owner], properties: {owner: {type: string}}}]}",
        [("ItCat(owner='x', meow=True)", {"petType": "Cat", "owner": "x", "meow": True}),
         ("ItDog(owner='x')", {"petType": "Dog", "owner": "x"})],
        [{"petType": "Cat"}, {"owner": "x"}],
    ),
    "allOf of a union without tags": (
        "A: {type: object, required: [a], properties: {a: {type: string}}}\n"
        "B: {type: object, required: [b], properties: {b: {type: string}}}\n"
        "Any: {oneOf: [{$ref: A}, {$ref: B}]}\n"
        "It: {allOf: [{$ref: Any}], properties: {more: {type: string}}}",
        [("ItA(a='1', more='2')", {"a": "1", "more": "2"}), ("ItB(b='1')", {"b": "1"})],
        [{"more": "2"}],
    ),
    "a member of two unions": (
        ANIMALS + "P: {oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: {propertyName: petType}}\n"
        "Q: {oneOf: [{$ref: Cat}, {$ref: Fish}],"
        " discriminator: {propertyName: petType, mapping: {kitty: Cat}}}\n"
        "It: {type: object, properties: {p: {$ref: P}, q: {$ref: Q}}}",
        [("It(p=m.Cat(pet_type='Cat'), q=m.Cat(pet_type='kitty'))",
          {"p": {"petType": "Cat"}, "q": {"petType": "kitty"}}),
         ("It(p=m.Dog(), q=m.Cat(**{'petType': 'kitty'}))",
          {"p": {"petType": "Dog"}, "q": {"petType": "kitty"}}),
         ("It(p=m.Dog(), q=m.Fish())", {"p": {"petType": "Dog"}, "q": {"petType": "Fish"}})],
        [{"p": {"petType": "Fish"}}],
    ),
    "members that extend a common base": (
        "Base: {type: object, required: [kind], properties: {kind: {type: string}}}\n"
        "A: {allOf: [{$ref: Base}, {type: object, properties: {a: {type: string}}}]}\n"
        "B: {allOf: [{$ref: Base}], properties: {b: {type: string}}}\n"
        "It: {oneOf: [{$ref: A}, {$ref: B}], discriminator: {propertyName: kind, mapping: {a: A, b: B}}}",
        [("A(a='1')", {"kind": "a", "a": "1"}), ("B()", {"kind": "b"})],
        [{"kind": "A"}],
    ),
    "null beside the members": (
        ANIMALS + "It: {oneOf: [{$ref: Cat}, {$ref: Dog}, {type: 'null'}],"
        " discriminator: {propertyName: petType}}",
        [("Cat()", {"petType": "Cat"}), ("None", None)],
        [{"petType": "Bird"}],
    ),
    "constants": (
        "It: {type: object, required: [object, version, live], properties: {object: {const: thing},"
        " version: {type: integer, enum: [2]}, live: {const: true}, mode: {enum: [fast]}}}",
        [("It()", {"object": "thing", "version": 2, "live": True}),
         ("It(mode='fast')", {"object": "thing", "version": 2, "live": True, "mode": "fast"})],
        [{"object": "thing", "version": 3, "live": True}],
    ),
    "optional constants": (
        "Kind: {type: string, const: thing}\n"
        "Base: {type: object, properties: {base: {const: b}}}\n"
        "It: {allOf: [{$ref: Base}], type: object, properties: {object: {$ref: Kind}, version: {const: 2},"
        " mode: {enum: [fast]}, maybe: {anyOf: [{const: x}, {type: 'null'}]},"
        " id: {const: i, readOnly: true}, force: {const: true}}}",
        [("It()", {"base": "b", "object": "thing", "version": 2}),
         ("It(force=True)", {"base": "b", "object": "thing", "version": 2, "force": True}),
         ("It(mode='fast', maybe=None)",
          {"base": "b", "object": "thing", "version": 2, "mode": "fast", "maybe": None})],
        [{"object": "other"}, {"version": 3}],
    ),
    "constants of some branches": (
        "It: {type: object, properties: {a: {const: 1}}, required: [a],"
        " oneOf: [{required: [x], properties: {x: {type: string}, y: {const: 2}}}, {required: [z],"
        " properties: {z: {type: string}, y: {type: 'null'}}}]}",
        [("It(z='s')", {"a": 1, "z": "s"}), ("It(x='s', y=2)", {"a": 1, "x": "s", "y": 2})],
        [{"a": 1, "z": "s", "y": 2}],
    ),
}  # fmt: skip


def description(title: str, schemas: str) -> str:
    parsed = yaml.safe_load(schemas)
    text = json.dumps(parsed)
    for name in parsed:
        text = text.replace(json.dumps({"$ref": name}), json.dumps({"$ref": f"#/components/schemas/{name}"}))
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}}
    operation = {
        "operationId": "put",
        "requestBody": {"required": True, **content},
        "responses": {"200": {"description": "The same.", **content}},
    }
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": title, "version": "1"},
            "servers": [{"url": "http://127.0.0.1:1"}],
            "paths": {"/it": {"put": operation}},
            "components": {"schemas": json.loads(text)},
        }
    )


def package_of(kind: str, schemas: str, folder: Path) -> ModuleType:
    path = folder / "openapi.json"
    path.write_text(description(f"Tags {kind}", schemas), "utf-8")
    return generated_package(path, folder)


def client_class(package: ModuleType) -> Any:
    return next(
        getattr(package, name) for name in package.__all__ if name.endswith("Client") and name[0] == "T"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_member_is_sent_as_it_is_built_and_read_as_itself(kind: str, tmp_path: Path) -> None:
    schemas, built, refused = KINDS[kind]
    package = package_of(kind, schemas, tmp_path)
    with (
        serving(lambda received: Answer(body=received.body)) as server,
        client_class(package)(base_url=server.url) as client,
    ):
        for code, wire in built:
            value = eval(code, {"m": package.models, **vars_of(package.models)})
            result = client.put(value, strict_responses=True)
            assert json.loads(server.received[-1].body) == wire, code
            assert type(result) is type(value)
            assert result == value
            assert client.put(wire, strict_responses=True) == value
        for wire in refused:
            with pytest.raises(package.RequestValidationError):
                client.put(wire)


def vars_of(models: ModuleType) -> dict[str, Any]:
    return {name: getattr(models, name) for name in dir(models)}


BASE = """
It: {type: array, items: {$ref: Pet}}
Pet:
  type: object
  required: [petType]
  properties: {petType: {type: string}, name: {type: string}}
  discriminator: {propertyName: petType, mapping: {dog: Dog}}
Cat: {allOf: [{$ref: Pet}, {type: object, properties: {born: {type: string, format: date}}}]}
Dog:
  allOf: [{$ref: Pet}]
  properties: {owner: {$ref: Pet}, all: {type: array, items: {$ref: Pet}}}
Puppy: {allOf: [{$ref: Dog}, {type: object, required: [weeks], properties: {weeks: {type: integer}}}]}
"""


CIRCLE = BASE.replace(
    "  discriminator:", "  oneOf: [{$ref: Cat}, {$ref: Dog}, {$ref: Puppy}]\n  discriminator:"
)
"""A union of what extends it."""


@pytest.fixture(scope="module", params=[BASE, CIRCLE], ids=["base", "circle"])
def pets(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    name = "bases" if request.param == BASE else "circles"
    return package_of(name, request.param, tmp_path_factory.mktemp(name))


def test_a_base_class_is_read_as_what_its_tag_says(pets: ModuleType) -> None:
    models = pets.models
    wire = [
        {"petType": "Cat", "born": "2020-01-02"},
        {"petType": "dog", "owner": {"petType": "Cat"}, "all": [{"petType": "dog"}, {"petType": "hamster"}]},
        {"petType": "Puppy", "weeks": 3},
        {"petType": "hamster", "wheel": True},
    ]
    with serving(Answer.of_json(wire)) as server, client_class(pets)(base_url=server.url) as client:
        cat, dog, puppy, hamster = client.put([], strict_responses=True)
    assert [type(pet) for pet in (cat, puppy, hamster)] == [models.Cat, models.Puppy, models.Pet]
    assert cat.born.isoformat() == "2020-01-02"
    assert (type(dog), type(dog.owner)) == (models.Dog, models.Cat)
    assert [type(pet) for pet in dog.all] == [models.Dog, models.Pet]
    assert issubclass(models.Puppy, models.Dog)
    assert issubclass(models.Dog, models.Pet)
    assert hamster.wheel is True


def test_a_known_tag_is_of_its_class_also_where_the_rest_does_not_fit(
    pets: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    wire = [{"petType": "Cat", "born": "yesterday"}, {"petType": "Puppy"}, {"name": "nobody"}]
    with serving(Answer.of_json(wire)) as server, client_class(pets)(base_url=server.url) as client:
        response = client.with_raw_response.put([])
        found = response.parse()
    assert [type(pet).__name__ for pet in found] == ["Cat", "Puppy", "Pet"]
    assert [it.pointer for it in response.deviations] == ["/0/born", "/1/weeks", "/2/petType"]
    assert all(f"/*/{name}: expected" in caplog.text for name in ("born", "weeks", "petType"))


def test_what_extends_a_base_class_is_checked_where_the_base_is_asked_for(pets: ModuleType) -> None:
    models = pets.models
    with (
        serving(lambda received: Answer(body=received.body)) as server,
        client_class(pets)(base_url=server.url) as client,
    ):
        client.put(
            [models.Cat(), models.Pet(pet_type="hamster"), models.Dog(pet_type="dog", owner=models.Cat())]
        )
        assert json.loads(server.received[-1].body) == [
            {"petType": "Cat"}, {"petType": "hamster"}, {"petType": "dog", "owner": {"petType": "Cat"}},
        ]  # fmt: skip
        with pytest.raises(pets.RequestValidationError, match="weeks"):
            client.put([{"petType": "Puppy"}])


def test_a_class_that_is_extended_has_its_own_tag(pets: ModuleType) -> None:
    models = pets.models
    assert models.Dog().to_json() == {"petType": "dog"}
    assert models.Dog(owner=models.Puppy(weeks=1), all=[models.Cat()]).to_json() == {
        "petType": "dog",
        "owner": {"petType": "Puppy", "weeks": 1},
        "all": [{"petType": "Cat"}],
    }
    assert models.Dog(pet_type="Puppy").to_json() == {"petType": "Puppy"}
    with pytest.raises(ValueError, match="petType"):
        models.Pet()  # any tag but those of what extends it


# How a base class and what extends it are mapped; the tags of Base, Middle and Last if they are not given.
OWN_TAGS: dict[str, tuple[str, list[str | None]]] = {
    "none": ("", [None, "Middle", "Last"]),
    "all": (", mapping: {b: Base, m: Middle, l: Last}", ["b", "m", "l"]),
    "several": (", mapping: {m1: Middle, m2: Middle, l: Last}", [None, None, "l"]),
    "its name among several": (", mapping: {m1: Middle, Middle: Middle, l: Last}", [None, "Middle", "l"]),
}


@pytest.mark.parametrize("kind", OWN_TAGS)
def test_own_tags(kind: str, tmp_path: Path) -> None:
    mapping, expected = OWN_TAGS[kind]
    package = package_of(
        f"own {kind}",
        f"""
It: {{$ref: Base}}
Base:
  type: object
  required: [type]
  properties: {{type: {{type: string}}}}
  discriminator: {{propertyName: type{mapping}}}
Middle: {{allOf: [{{$ref: Base}}]}}
Last: {{allOf: [{{$ref: Middle}}], properties: {{more: {{type: string}}}}}}
""",
        tmp_path,
    )
    for name, tag in zip(("Base", "Middle", "Last"), expected, strict=True):
        model = getattr(package.models, name)
        if tag is None:
            with pytest.raises(ValueError, match="type"):
                model()
        else:
            assert model().to_json() == {"type": tag}


def test_a_shared_enum_of_tags_is_divided_among_what_extends_each_other(tmp_path: Path) -> None:
    package = package_of(
        "lions",
        """
It: {type: array, items: {$ref: Animal}}
Animal:
  type: object
  required: [kind]
  properties: {kind: {$ref: Kind}}
  discriminator: {propertyName: kind}
Kind: {type: string, enum: [Cat, Lion]}
Cat: {allOf: [{$ref: Animal}, {type: object, properties: {lives: {type: integer}}}]}
Lion: {allOf: [{$ref: Cat}, {type: object, properties: {mane: {type: boolean}}}]}
""",
        tmp_path,
    )
    models = package.models
    with (
        serving(lambda received: Answer(body=received.body)) as server,
        client_class(package)(base_url=server.url) as client,
    ):
        sent = [models.Lion(mane=True), models.Cat(lives=9)]
        found = client.put(sent, strict_responses=True)
        assert json.loads(server.received[-1].body) == [
            {"kind": "Lion", "mane": True}, {"kind": "Cat", "lives": 9},
        ]  # fmt: skip
    assert [type(animal) for animal in found] == [models.Lion, models.Cat]
    assert all(isinstance(animal, models.Animal) for animal in found)


def test_what_extends_a_base_class_is_in_a_selection_of_operations(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(description("Selected", BASE), "utf-8")
    target = Target(path, tmp_path, products=("client",), include=Selection(operations=("put",)))
    files = build_files(target, lambda stage, done: None).files
    (models,) = (file.text for file in files if file.path.endswith("_client/models.py"))
    assert "AnyPet" in models
    assert "class Puppy(Dog)" in models


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize(
    ("case", "code", "wire"),
    [
        ("discriminated_oneof", "add_pet(m.Cat(meow=True))", {"petType": "Cat", "meow": True}),
        ("union_two_tags_each", "put_u(m.U(v=m.Cat(pet_type='c2')))", {"v": {"petType": "c2"}}),
        ("discriminator_enum", "run(m.RunRequest(tool=m.Search(type='search_2025')))",
         {"tool": {"type": "search_2025"}}),
        ("discriminator_enum", "run(m.RunRequest(tool=m.Call(name='x')))",
         {"tool": {"type": "call", "name": "x"}}),
        ("union_of_union", "put_u(m.U(v=m.Cat()))", {"v": {"petType": "Cat"}}),
        ("union_of_union", "put_u(m.U(v=m.Fish(swim=True)))", {"v": {"petType": "Fish", "swim": True}}),
        ("union_allof_of_union", "put_u(m.U(v=m.UVDog(owner='x')))", {"v": {"petType": "Dog", "owner": "x"}}),
        ("union_shared_member", "put_u(m.U(v=m.UV(p=m.Cat(pet_type='Cat'), q=m.Cat(pet_type='kitty'))))",
         {"v": {"p": {"petType": "Cat"}, "q": {"petType": "kitty"}}}),
        ("union_1", "put_u(m.U(v=m.Dog(bark=False)))", {"v": {"petType": "Dog", "bark": False}}),
    ],
)  # fmt: skip
def test_the_given_cases_send_what_they_build(case: str, code: str, wire: Any, tmp_path: Path) -> None:
    text = (CASES / f"{case}.yaml").read_text("utf-8")
    document = yaml.safe_load(text)
    document["info"]["title"] = f"Tags of {case}"
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    package = generated_package(path, tmp_path)
    with (
        serving(lambda received: Answer(body=received.body)) as server,
        client_class(package)(base_url=server.url) as client,
    ):
        eval(f"client.{code}", {"client": client, "m": package.models})
        assert json.loads(server.received[-1].body) == wire
