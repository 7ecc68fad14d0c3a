"""The types of models and signatures: what is built, sent and read is what the description says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from support.checkers import run_mypy
from support.packages import generated_package

_NUMBER = count()


def package(folder: Path, schemas: dict[str, Any], parameters: list[Any] | None = None) -> ModuleType:
    """The client of an API that is sent a ``Thing`` and gives one back."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "operationId": "echo",
        "parameters": parameters or [],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "ok", "content": content}},
    }
    description = {
        "openapi": "3.1.0",
        "info": {"title": f"Types {next(_NUMBER)}", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": schemas},
    }
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(description, sort_keys=False), "utf-8")
    return generated_package(path, folder)


def thing(**properties: Any) -> dict[str, Any]:
    return {"Thing": {"type": "object", "properties": properties}}


@contextmanager
def echo(package: ModuleType, answer: bytes | None = None) -> Iterator[tuple[Any, list[tuple[str, bytes]]]]:
    """A client of a server that gives back what it gets, or the answer; and what the server got."""
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            got.append((self.path, body))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body if answer is None else answer)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        name = next(name for name in package.__all__ if name.endswith("Client") and "Async" not in name)
        with getattr(package, name)(base_url=f"http://127.0.0.1:{server.server_port}") as client:
            yield client, got
    finally:
        server.shutdown()
        server.server_close()


def mypy(folder: Path, *code: str) -> str:
    """What mypy's strict mode has to say of all packages in a folder, and of code that uses them."""
    (folder / "use.py").write_text("\n".join(code) + "\n", "utf-8")
    done = run_mypy(folder, "--explicit-package-bases", ".")
    return done.stdout if done.returncode else ""


DAY, MOMENT = date(2024, 1, 31), datetime(2024, 1, 31, 10, 30, tzinfo=UTC)
DEFAULTS = [
    ({"type": "string", "format": "date", "default": "2024-01-31"}, DAY),
    ({"type": ["string", "null"], "format": "date", "default": "2024-01-31"}, DAY),
    ({"type": "string", "format": "date-time", "default": "2024-01-31T10:30:00Z"}, MOMENT),
    ({"type": "string", "format": "date-time", "default": "2024-01-31T12:30:00+02:00"}, MOMENT),
    (
        {"type": "string", "format": "date-time", "default": "2024-01-31T10:30:00.250Z"},
        MOMENT.replace(microsecond=250_000),
    ),
    ({"type": "array", "items": {"type": "string", "format": "date"}, "default": ["2024-01-31"]}, [DAY]),
    (
        {
            "type": "object",
            "additionalProperties": {"type": "string", "format": "date"},
            "default": {"a": "2024-01-31"},
        },
        {"a": DAY},
    ),
    ({"anyOf": [{"type": "string", "format": "date"}, {"type": "integer"}], "default": "2024-01-31"}, DAY),
    ({"anyOf": [{"type": "string", "format": "date"}, {"type": "integer"}], "default": 5}, 5),
    ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}], "default": "2024-01-31"}, DAY),
    ({"$ref": "#/components/schemas/Day"}, DAY),
    ({"$ref": "#/components/schemas/Other", "default": "2024-01-31"}, DAY),
    ({"type": "string", "format": "decimal", "default": "1.10"}, Decimal("1.10")),
    ({"type": "number", "default": 5}, 5),
    ({"type": "number", "default": 0.5}, 0.5),
    ({"type": "array", "items": {"type": "string"}, "default": ["2024-01-31"]}, ["2024-01-31"]),
]


def test_defaults_are_values_of_the_type_of_their_field(tmp_path: Path) -> None:
    properties = {f"f{number}": schema for number, (schema, _) in enumerate(DEFAULTS)}
    schemas = {
        **thing(**properties, date={"type": "string", "format": "date", "default": "2024-01-31"}),
        "Day": {"type": "string", "format": "date", "default": "2024-01-31"},
        "Other": {"type": "string", "format": "date"},
    }
    client = package(tmp_path, schemas)
    assert mypy(tmp_path) == ""
    built = client.models.Thing()
    with echo(client, b"{}") as (api, _):
        read = api.echo({})
    for model in (built, read):
        assert model.to_json() == {}
        assert model.date == DAY
        for number, (_, value) in enumerate(DEFAULTS):
            found = getattr(model, f"f{number}")
            assert (found, type(found)) == (value, type(value)), DEFAULTS[number]


def test_the_default_of_a_named_list_or_object_is_that_of_each_property_with_it(tmp_path: Path) -> None:
    day = {"type": "string", "format": "date"}
    client = package(
        tmp_path,
        {
            **thing(
                days={"$ref": "#/components/schemas/Days"},
                others={"$ref": "#/components/schemas/Days", "default": []},
                by_name={"$ref": "#/components/schemas/ByName"},
                span={"$ref": "#/components/schemas/Span"},
                maybe={"anyOf": [{"$ref": "#/components/schemas/Span"}, {"type": "null"}]},
                node={"$ref": "#/components/schemas/Node"},
            ),
            "Days": {"type": "array", "items": day, "default": ["2024-01-31"]},
            "ByName": {"type": "object", "additionalProperties": day, "default": {"a": "2024-01-31"}},
            "Span": {"type": "object", "properties": {"from": day}, "default": {"from": "2024-01-31"}},
            "Node": {
                "type": "object",
                "properties": {"next": {"$ref": "#/components/schemas/Node"}},
                "default": {},
            },
        },
    )
    assert mypy(tmp_path) == ""
    with echo(client, b"{}") as (api, _):
        read = api.echo({})
    for model in (client.models.Thing(), read):
        assert (model.days, model.others, model.by_name) == ([DAY], [], {"a": DAY})
        for span in (model.span, model.maybe):
            assert isinstance(span, client.models.Span)
            assert span.from_ == DAY
        assert model.node is None
        assert model.to_json() == {}
    with pytest.raises(ValueError, match="days"):
        client.models.Thing(days=None)


def test_objects_in_defaults_are_models_whose_dates_are_dates(tmp_path: Path) -> None:
    span = {"from": "2024-01-31", "moments": ["2024-01-31T10:30:00Z"], "other": {"from": "2024-01-31"}}
    client = package(
        tmp_path,
        {
            **thing(
                span={"$ref": "#/components/schemas/Span", "default": span},
                spans={"type": "array", "items": {"$ref": "#/components/schemas/Span"}, "default": [span]},
                empty={"$ref": "#/components/schemas/Span", "default": {}},
                maybe={"anyOf": [{"$ref": "#/components/schemas/Span"}, {"type": "null"}], "default": span},
                either={
                    "oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Span"}],
                    "default": {"from": "2024-01-31"},
                },
            ),
            "Span": {
                "type": "object",
                "properties": {
                    "from": {"type": "string", "format": "date"},
                    "moments": {"type": "array", "items": {"type": "string", "format": "date-time"}},
                    "other": {"$ref": "#/components/schemas/Span"},
                },
            },
        },
    )
    assert mypy(tmp_path) == ""
    model = client.models.Thing()
    for found in (model.span, *model.spans):
        assert isinstance(found, client.models.Span)
        assert (found.from_, found.moments, found.other.from_) == (DAY, [MOMENT], DAY)
    assert isinstance(model.empty, client.models.Span)
    assert (model.maybe, model.either.from_) == (model.span, DAY)
    assert client.models.Thing().span is not model.span


NUMBERS: list[tuple[dict[str, Any], str]] = [
    ({"type": "number"}, "9007199254740993"),
    ({"type": "number"}, "5"),
    ({"type": "number"}, "5.5"),
    ({"type": ["number", "null"]}, "5"),
    ({"type": "number", "format": "double", "minimum": 0}, "9007199254740993"),
    ({"type": "array", "items": {"type": "number"}}, "[9007199254740993,0.5]"),
    ({"type": "object", "additionalProperties": {"type": "number"}}, '{"a":9007199254740993}'),
    ({"$ref": "#/components/schemas/Number"}, "9007199254740993"),
    ({"anyOf": [{"type": "number"}, {"type": "string"}]}, "9007199254740993"),
    ({"type": "integer", "format": "int64"}, "9223372036854775807"),
    ({"type": "integer"}, "123456789012345678901234567890"),
    ({"type": "number", "format": "decimal"}, "12345678901234567.89"),
    ({"type": "number", "format": "decimal"}, "1.10"),
    ({"type": ["number", "null"], "format": "decimal", "minimum": 0}, "0.1234567890123456789"),
    ({"type": "array", "items": {"type": "number", "format": "decimal"}}, "[12345678901234567.89,1.10]"),
    ({"type": "string", "format": "decimal"}, '"12345678901234567.89"'),
    ({"type": "string", "format": "decimal"}, '"1.10"'),
    ({"anyOf": [{"type": "string", "format": "decimal"}, {"type": "null"}]}, '"1.10"'),
    ({"$ref": "#/components/schemas/Price"}, '"1.10"'),
    ({"$ref": "#/components/schemas/Line"}, '{"price":"1.10","total":12345678901234567.89}'),
]


def test_numbers_are_sent_and_read_digit_for_digit(tmp_path: Path) -> None:
    properties = {f"f{number}": schema for number, (schema, _) in enumerate(NUMBERS)}
    price = {"type": "string", "format": "decimal"}
    client = package(
        tmp_path,
        {
            **thing(**properties),
            "Number": {"type": "number", "minimum": 0},
            "Price": price,
            "Line": {
                "type": "object",
                "properties": {"price": price, "total": {"type": "number", "format": "decimal"}},
            },
        },
    )
    assert mypy(tmp_path) == ""
    members = ",".join(f'"f{number}":{text}' for number, (_, text) in enumerate(NUMBERS))
    sent = f"{{{members}}}"
    with echo(client, sent.encode()) as (api, got):
        read = api.echo({})
        api.echo(read)
        api.echo(json.loads(sent, parse_float=Decimal))
    assert [body.decode() for _, body in got[1:]] == [sent, sent]
    for number, (schema, _) in enumerate(NUMBERS):
        if schema.get("format") == "decimal":
            assert isinstance(getattr(read, f"f{number}"), Decimal | list)


def test_decimals_in_mappings_are_what_the_description_asks_for(tmp_path: Path) -> None:
    decimal = {"name": "limit", "in": "query", "schema": {"type": "string", "format": "decimal"}}
    number = {"name": "size", "in": "query", "schema": {"type": "number"}}
    client = package(
        tmp_path,
        thing(text={"type": "string", "format": "decimal"}, number={"type": "number"}, free={}),
        [decimal, number],
    )
    value = Decimal("12345678901234567.80")
    with echo(client) as (api, got):
        api.echo({"text": value, "number": value, "free": [value]}, limit=Decimal("1E+2"), size=value)
    expected = f'{{"text":"{value}","number":{value},"free":[{value}]}}'
    assert got == [(f"/things?limit=100&size={value}", expected.encode())]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), Decimal("NaN")])
def test_what_json_has_no_form_for_is_not_sent(tmp_path: Path, value: Any) -> None:
    client = package(tmp_path, thing(number={"type": "number"}, free={}))
    with echo(client) as (api, got):
        for body in ({"number": value}, {"free": value}, {"free": {"a": [value]}}):
            with pytest.raises(ValueError, match=r"RFC 8259|number|finite"):
                api.echo(body)
    assert got == []


def test_a_string_that_holds_nan_is_sent(tmp_path: Path) -> None:
    client = package(tmp_path, thing(free={}))
    with echo(client) as (api, got):
        api.echo({"free": "NaN, Infinity"})
    assert got == [("/things", b'{"free":"NaN, Infinity"}')]


NAME = {"type": "object", "required": ["firstName"], "properties": {"firstName": {"type": "string"}}}
SIBLINGS: list[dict[str, Any]] = [
    {"maxLength": 80},
    {"minProperties": 1},
    {"required": ["lastName"]},
    {"deprecated": True, "description": "Old."},
    {"x-note": 1, "title": "Called"},
]


@pytest.mark.parametrize("siblings", SIBLINGS)
def test_a_reference_with_siblings_is_the_class_that_it_refers_to(
    tmp_path: Path, siblings: dict[str, Any]
) -> None:
    reference = {"$ref": "#/components/schemas/Name", **siblings}
    client = package(
        tmp_path, {"Name": NAME, **thing(name=reference, names={"type": "array", "items": reference})}
    )
    models = client.models
    name = models.Name(first_name="Ada")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert type(models.Thing(name=name, names=[name]).name) is models.Name
    assert [name for name in vars(models) if "Name" in name] == ["Name"]


def test_an_object_that_only_says_it_is_one_adds_no_class(tmp_path: Path) -> None:
    same = {"allOf": [{"$ref": "#/components/schemas/Name"}, {"type": "object"}]}
    client = package(tmp_path, {"Name": NAME, "Called": same, **thing(name=same, called=same)})
    models = client.models
    assert models.Thing(name=models.Name(first_name="Ada")).name.first_name == "Ada"
    assert models.Called.__value__ is models.Name
    assert not hasattr(models, "ThingName")


def test_what_a_reference_adds_is_a_class_of_the_parent(tmp_path: Path) -> None:
    more = {"$ref": "#/components/schemas/Name", "properties": {"age": {"type": "integer"}}}
    client = package(tmp_path, {"Name": NAME, "Aged": more, **thing(name=more)})
    models = client.models
    assert issubclass(models.Aged, models.Name)
    assert models.ThingName(first_name="Ada", age=36).to_json() == {"firstName": "Ada", "age": 36}
    assert issubclass(models.ThingName, models.Name)


NAME_WITH_PARTS = {
    "type": "object",
    "required": ["first"],
    "properties": {
        "first": {"type": "string", "pattern": "^A"},
        "born": {"type": "string", "format": "date"},
        "other": {"type": "string"},
        "part": {"$ref": "#/components/schemas/Part"},
    },
}
PART = {"type": "object", "properties": {"size": {"type": "integer"}}}
PART_WITH_UNIT = {"$ref": "#/components/schemas/Part", "properties": {"unit": {"type": "string"}}}

# What is beside a reference, and what makes a value of the class that it refers to invalid.
ADDED: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "a property": ({"properties": {"age": {"type": "integer"}}}, None),
    "a required property": ({"properties": {"age": {"type": "integer"}}, "required": ["age"]}, {}),
    "a limit": ({"properties": {"first": {"maxLength": 3}}}, {"first": "Adam"}),
    "a limit with its type": (
        {"properties": {"first": {"type": "string", "maxLength": 3}}}, {"first": "Adam"},
    ),
    "a subclass in it": ({"properties": {"part": PART_WITH_UNIT}}, None),
}  # fmt: skip


@pytest.mark.parametrize("kind", ADDED)
def test_what_a_reference_adds_to_accepts_instances_of_the_class(kind: str, tmp_path: Path) -> None:
    siblings, invalid = ADDED[kind]
    more = {"$ref": "#/components/schemas/Name", **siblings}
    client = package(
        tmp_path,
        {
            "Name": NAME_WITH_PARTS,
            "Part": PART,
            **thing(
                one=more,
                several={"type": "array", "items": more},
                named={"type": "object", "additionalProperties": more},
                maybe={"anyOf": [more, {"type": "null"}]},
                either={"anyOf": [more, {"$ref": "#/components/schemas/Part"}, {"type": "string"}]},
            ),
        },
    )
    models = client.models
    values = {"first": "Ada", "born": date(1815, 12, 10), "part": models.Part(size=1), "more": ["x"]}
    name = models.Name(**values)
    wire = {"first": "Ada", "born": "1815-12-10", "part": {"size": 1}, "more": ["x"]}
    holders = {"one": name, "several": [name], "named": {"a": name}, "maybe": name, "either": name}
    if invalid != {}:
        thing_ = models.Thing(**holders)
        assert thing_.to_json() == {
            "one": wire, "several": [wire], "named": {"a": wire}, "maybe": wire, "either": wire,
        }  # fmt: skip
        assert type(thing_.one) is models.ThingOne
        assert issubclass(models.ThingOne, models.Name)
        assert type(thing_.several[0]) is models.ThingSeveralItem
    if invalid is not None:
        left = {key: value for key, value in {**values, **invalid}.items() if value is not None}
        wrong = models.Name(**left)
        for field, value in {"one": wrong, "several": [wrong], "named": {"a": wrong}}.items():
            with pytest.raises(ValidationError):
                models.Thing(**{field: value})


def test_what_extends_a_class_is_read_from_json_as_it_is(tmp_path: Path) -> None:
    """Without a function between pydantic and the JSON, where a date is a string."""
    more = {"$ref": "#/components/schemas/Name", "properties": {"on": {"type": "string", "format": "date"}}}
    client = package(tmp_path, {"Name": NAME_WITH_PARTS, "Part": PART, **thing(one=more)})
    text = '{"one":{"first":"Ada","born":"1815-12-10","on":"2024-01-31"}}'
    read = client.models.Thing.model_validate_json(text)
    assert (read.one.born, read.one.on) == (date(1815, 12, 10), date(2024, 1, 31))


def test_an_instance_of_a_base_class_is_not_changed_where_it_fits_as_it_is(tmp_path: Path) -> None:
    more = {"allOf": [{"$ref": "#/components/schemas/Name"}], "properties": {"age": {"type": "integer"}}}
    reference, other = ({"$ref": f"#/components/schemas/{name}"} for name in ("Name", "Aged"))
    client = package(
        tmp_path,
        {
            "Name": NAME,
            "Aged": more,
            **thing(a={"anyOf": [reference, other]}, b={"anyOf": [other, reference]}),
        },
    )
    models = client.models
    for value in (models.Name(first_name="Ada"), models.Aged(first_name="Ada")):
        thing_ = models.Thing(a=value, b=value)
        assert thing_.a is thing_.b is value
    with pytest.raises(ValidationError):
        models.Thing(a=models.Thing())


LETTER = {"type": "string", "enum": ["A", "F", "V"]}
BRANCHES = [
    # what the branches say of the letter, the letters that fit
    ([["F"], ["V"]], ["F", "V"]),
    ([["F"], None], ["A", "F", "V"]),
    ([["A", "F"], ["F"]], ["A", "F"]),
]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(("branches", "letters"), BRANCHES)
def test_a_union_beside_properties_narrows_by_all_of_its_branches(
    tmp_path: Path, keyword: str, branches: list[Any], letters: list[str]
) -> None:
    members = [
        {"required": [f"f{number}"], "properties": {"letter": {"enum": values}} if values else {}}
        for number, values in enumerate(branches)
    ]
    properties = {"letter": {"$ref": "#/components/schemas/Letter"}, "f0": {"type": "string"}, "f1": {}}
    client = package(
        tmp_path,
        {"Letter": LETTER, "Thing": {"type": "object", "properties": properties, keyword: members}},
    )
    for letter in ("A", "F", "V"):
        fits = True
        try:
            client.models.Thing(letter=letter, f0="x")
        except ValueError:
            fits = False
        assert fits == (letter in letters), letter


def test_enum_values_that_are_names_import_nothing(tmp_path: Path) -> None:
    values = ["date", "Any", "Path", "models.x", "Mapping", "File", "Literal", "Decimal", "Event[", "Thing"]
    parameter = {"name": "by", "in": "query", "schema": {"type": "string", "enum": values}}
    package(tmp_path, thing(by={"type": "string", "enum": values}), [parameter])
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F401", "."],
        cwd=next(path.parent for path in tmp_path.glob("*/py.typed")),
        capture_output=True,
        text=True,
        check=False,
    )
    unused = [line for line in done.stdout.splitlines() if "_runtime" not in line and "-->" in line]
    assert unused == [], done.stdout


def test_deprecated_types_and_fields_warn_nobody_who_does_not_use_them(tmp_path: Path) -> None:
    client = package(
        tmp_path,
        {
            "Tier": {"type": ["integer", "null"], "minimum": 1, "deprecated": True},
            "Old": {"type": "object", "deprecated": True, "properties": {"a": {"type": "string"}}},
            **thing(
                tier={"$ref": "#/components/schemas/Tier"},
                old={"$ref": "#/components/schemas/Old"},
                gone={"type": "string", "deprecated": True},
                tiers={"type": "array", "items": {"$ref": "#/components/schemas/Tier"}},
            ),
        },
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = client.models.Thing(tier=2, old={"a": "b"}, gone="x", tiers=[1, None])
        with echo(client) as (api, _):
            found = api.echo(model)
        assert found == model
        assert repr(found)
        assert found.tier == 2
        found.model_copy()


ID = {"type": "string", "readOnly": True}
DIRECTIONS: list[dict[str, Any]] = [
    # a Thing that is sent and received, whose id only the server sets
    {"Thing": {"type": "object", "required": ["id", "name"], "properties": {"id": ID, "name": {}}}},
    {
        "Thing": {
            "type": "object",
            "required": ["id", "name"],
            "properties": {"id": {"$ref": "#/components/schemas/Id"}, "name": {}},
        },
        "Id": ID,
    },
    {
        "Thing": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "required": ["name", "id"], "properties": {"name": {}}},
            ]
        },
        "Base": {"type": "object", "properties": {"id": ID}},
    },
    {
        "Thing": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "required": ["name"], "properties": {"name": {}}},
            ]
        },
        "Base": {"type": "object", "required": ["id"], "properties": {"id": ID}},
    },
    {
        "Thing": {
            "type": "object",
            "required": ["id", "name"],
            "properties": {
                "id": {"allOf": [{"$ref": "#/components/schemas/Id"}], "readOnly": True, "description": "It"},
                "name": {},
            },
        },
        "Id": {"type": "string"},
    },
]


@pytest.mark.parametrize("schemas", DIRECTIONS)
def test_what_only_the_server_sets_is_there_for_readers_and_not_demanded(
    tmp_path: Path, schemas: dict[str, Any]
) -> None:
    client = package(tmp_path, schemas)
    use = (
        f"from {client.__name__} import models",
        "thing = models.Thing(name='a')",
        "text: str = thing.id",
        "models.Thing(name='a', id='b')",
        "models.Thing()",
    )
    assert mypy(tmp_path, *use).splitlines()[0].startswith("use.py:5: error: Missing named argument"), use
    with echo(client, b'{"id": "7", "name": "b"}') as (api, got):
        read = api.echo(client.models.Thing(name="a"))
        api.echo(read)
    assert (read.id, read.deviations) == ("7", ())
    assert [body for _, body in got] == [b'{"name":"a"}', b'{"id":"7","name":"b"}']
    with echo(client, b'{"name": "b"}') as (api, _):
        read = api.echo(client.models.Thing(name="a"))
        assert (read.id, read.name) == (None, "b")
        assert [(it.pointer, it.expected) for it in read.deviations] == [("/id", "a value")]
        with pytest.raises(client.APIResponseValidationError, match="/id"):
            api.echo({"name": "a"}, strict_responses=True)


def test_a_missing_field_of_the_server_is_found_wherever_it_is_missing(tmp_path: Path) -> None:
    part = {"type": "object", "required": ["id"], "properties": {"id": ID}}
    other = {"type": "object", "required": ["no"], "properties": {"no": {"type": "integer"}}}
    reference = {"$ref": "#/components/schemas/Part"}
    client = package(
        tmp_path,
        {
            "Part": part,
            "Other": other,
            **thing(
                parts={"type": "array", "items": reference},
                either={"anyOf": [reference, {"$ref": "#/components/schemas/Other"}]},
            ),
        },
    )
    with echo(client, b'{"parts": [{"id": "1"}, {}], "either": {"no": 1}}') as (api, _):
        read = api.echo({})
    assert type(read.either) is client.models.Other
    assert [it.pointer for it in read.deviations] == ["/parts/1/id"]
    assert client.models.Thing(parts=[{}], either={"no": 1}).to_json() == {"parts": [{}], "either": {"no": 1}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "enum": ["a", "b"], "default": "b"}, "b"),
        ({"type": "integer", "default": 3}, 3),
        ({"type": "string", "format": "date", "default": "2024-01-31"}, date(2024, 1, 31)),
        ({"type": ["string", "null"], "default": "x"}, "x"),
    ],
)
def test_the_default_of_a_named_type_is_that_of_its_fields(
    schema: dict[str, Any], value: Any, tmp_path: Path
) -> None:
    reference = {"$ref": "#/components/schemas/Named"}
    client = package(tmp_path, {"Named": schema, **thing(named=reference)})
    assert client.models.Thing().named == value
    assert client.models.Thing.__annotations__ == {"named": "Named"}
    assert client.models.Thing().to_json() == {}
    assert mypy(tmp_path) == ""


def test_parts_of_one_class_are_no_classes(tmp_path: Path) -> None:
    parts = [
        {
            "required": [name],
            "properties": {name: {"type": "object", "properties": {"x": {"type": "string"}}}},
        }
        for name in ("first", "second")
    ]
    own = {"id": {"type": "integer"}}
    beside = {"type": "object", "properties": own, "oneOf": parts}
    within = {"allOf": [{"type": "object", "properties": own}, {"oneOf": parts}]}
    client = package(
        tmp_path, {"Beside": beside, "Within": within, **thing(a={"$ref": "#/components/schemas/Beside"})}
    )
    models = client.models
    classes = {
        name for name, it in vars(models).items() if isinstance(it, type) and it.__module__ == models.__name__
    }
    assert classes == {
        "Beside", "BesideFirst", "BesideSecond", "Within", "WithinFirst", "WithinSecond", "Thing",
    }  # fmt: skip
    assert models.Within(id=1, second=models.WithinSecond(x="y")).to_json() == {"id": 1, "second": {"x": "y"}}


def test_a_class_of_one_direction_has_what_that_direction_has(tmp_path: Path) -> None:
    secret = {"type": "string", "writeOnly": True}
    one = {"type": "object", "required": ["id", "key"], "properties": {"id": ID, "key": secret}}
    answer = {"type": "object", "properties": {"got": {"$ref": "#/components/schemas/Got"}}}
    description = {
        "openapi": "3.1.0",
        "info": {"title": f"Types {next(_NUMBER)}", "version": "1"},
        "paths": {
            "/things": {
                "post": {
                    "operationId": "echo",
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sent"}}}
                    },
                    "responses": {
                        "200": {"description": "", "content": {"application/json": {"schema": answer}}}
                    },
                }
            }
        },
        "components": {"schemas": {"Sent": one, "Got": one}},
    }
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(description), "utf-8")
    models = generated_package(path, tmp_path).models
    assert models.Sent(key="k").to_json() == {"key": "k"}
    assert models.Got(id="i").to_json() == {"id": "i"}
    with pytest.raises(ValueError, match="key"):
        models.Sent(id="i")
    with pytest.raises(ValueError, match="id"):
        models.Got(key="k")


def test_a_limit_on_a_union_makes_no_types_of_its_members(tmp_path: Path) -> None:
    within = {"anyOf": [{"type": "number"}, {"type": "string"}], "minimum": 0, "minLength": 2}
    models = package(tmp_path, thing(within=within)).models
    assert models.Thing.__annotations__ == {"within": "int | float | str | None"}
    assert [name for name in vars(models) if name.startswith("Within")] == []


def test_the_default_of_a_class_in_another_part_is_an_object(tmp_path: Path) -> None:
    """A big API is written in parts, each of which only knows as much of the others as it needs."""
    inner = {"type": "object", "properties": {"day": {"type": "string", "format": "date"}}}
    outer = {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/Zinner"}}}
    default = {"inner": {"day": "2024-01-31"}}
    fillers = {
        f"Filler{number}": {"type": "object", "properties": {"a": {"type": "string"}}}
        for number in range(300)
    }
    client = package(
        tmp_path,
        {
            **thing(outer={"$ref": "#/components/schemas/Zouter", "default": default}),
            **fillers,
            "Users": {
                "type": "object",
                "properties": {
                    "inner": {"$ref": "#/components/schemas/Zinner"},
                    "outer": {"$ref": "#/components/schemas/Zouter"},
                },
            },
            "Zouter": outer,
            "Zinner": inner,
        },
    )
    model = client.models.Thing()
    assert (type(model.outer).__name__, model.outer.inner.day) == ("Zouter", DAY)
    assert mypy(tmp_path) == ""


@pytest.mark.parametrize(
    "values",
    [{"const": ["a", None]}, {"const": {"a": 1}}, {"enum": [["a"], {"b": 2}]}, {"enum": ["a", ["b"], None]},
     {"enum": [1.5, 2]}, {"const": 1.5}, {"enum": [True, None, 1]}, {"type": "string", "const": [None]}],
)  # fmt: skip
def test_listed_values_of_any_kind_are_sent_and_others_refused(
    tmp_path: Path, values: dict[str, Any]
) -> None:
    found = package(tmp_path, {"Thing": {"type": "object", "properties": {"value": values}}})
    allowed = values["enum"] if "enum" in values else [values["const"]]
    for value in allowed:
        assert not found.check("echo", {"value": value})
    assert found.check("echo", {"value": "something else"})


NULLS: list[dict[str, Any]] = [
    {"type": "null"}, {"type": ["null"]}, {"const": None}, {"enum": [None]}, {"oneOf": [{"type": "null"}]},
    {"anyOf": [{"type": "null"}]}, {"allOf": [{"type": "null"}]},
    {"type": "null", "description": "Nothing."}, {"type": "null", "readOnly": True},
    {"type": "null", "default": None},
]  # fmt: skip


def test_a_property_that_may_only_be_null_is_none(tmp_path: Path) -> None:
    properties = {f"f{number}": schema for number, schema in enumerate(NULLS)}
    client = package(
        tmp_path, {**thing(**properties), "All": {**thing(**properties)["Thing"], "required": [*properties]}}
    )
    assert mypy(tmp_path) == ""
    for model in (client.models.Thing, client.models.All):
        assert {name: model.__annotations__[name] for name in properties} == dict.fromkeys(properties, "None")
    assert client.models.Thing().f0 is None
    with pytest.raises(ValueError, match="f0"):
        client.models.Thing(f0=1)


BASE = {"type": "object", "properties": {"kind": {"type": "string"}}}
PAYLOAD = {"required": ["pay load"]}
REQUIRED_ONLY: list[dict[str, Any]] = [
    {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["pay load"]},
    {"allOf": [{"$ref": "#/components/schemas/Base"}], "required": ["pay load"]},
    {"allOf": [{"$ref": "#/components/schemas/Base"}, PAYLOAD]},
    {"allOf": [{"$ref": "#/components/schemas/Base"}, {**PAYLOAD, "properties": {"size": {}}}]},
    {"allOf": [{"$ref": "#/components/schemas/Demanding"}, {"properties": {"size": {}}}]},
    {"allOf": [{"$ref": "#/components/schemas/Demanding"}, {"required": ["kind"]}]},
    {"allOf": [{"$ref": "#/components/schemas/Other"}, PAYLOAD]},
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(REQUIRED_ONLY)))
def test_a_required_property_without_a_schema_has_no_field_in_any_class(number: int, tmp_path: Path) -> None:
    demanding = {**BASE, **PAYLOAD}
    other = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"weight": {"type": "number"}}}]}
    schemas = {"Thing": REQUIRED_ONLY[number], "Base": BASE, "Demanding": demanding, "Other": other}
    client = package(tmp_path, schemas)
    assert not {"pay load", "pay_load"} & client.models.Thing.model_fields.keys()
    given = {"kind": "a", "size": 1, "weight": 2, "pay load": 3}
    with echo(client) as (api, _):
        assert api.echo(given).to_json() == given
        with pytest.raises(client.RequestValidationError, match="pay load"):
            api.echo({"kind": "a", "size": 1, "weight": 2})


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


RECURSIVE: dict[str, tuple[dict[str, Any], Any]] = {
    "itself": (
        {"Data": {"oneOf": [{"type": "string"}, {"type": "array", "items": _ref("Data")}]}},
        ["a", ["b"]],
    ),
    "each other": (
        {
            "Data": {"oneOf": [{"type": "string"}, _ref("Many")]},
            "Many": {"type": "array", "items": _ref("Data")},
        },
        ["a", ["b"]],
    ),
    "a name that the module imports": (
        {
            "Data": _ref("TypeAlias"),
            "TypeAlias": {"oneOf": [{"type": "string"}, {"type": "array", "items": _ref("TypeAlias")}]},
        },
        ["a", ["b"]],
    ),
}


@pytest.mark.parametrize("kind", RECURSIVE)
def test_types_that_contain_themselves_are_sound_for_type_checkers(kind: str, tmp_path: Path) -> None:
    schemas, value = RECURSIVE[kind]
    made = package(tmp_path, {**thing(data=_ref("Data")), **schemas})
    with echo(made) as (client, got):
        assert client.echo(made.models.Thing(data=value)).data == value
    assert json.loads(got[0][1]) == {"data": value}
    code = (
        f"from {made.__name__} import models",
        f"DATA: models.Data = {value!r}",
        "models.Thing(data=DATA)",
    )
    assert mypy(tmp_path, *code) == ""
    if shutil.which("pyright") is not None:
        # It reads the name in another module first: their names are in this order.
        (tmp_path / "a_use.py").write_text("\n".join(code) + "\n", "utf-8")
        pyright = ["pyright", "--level", "error", "--pythonpath", sys.executable]
        done = subprocess.run(pyright, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
