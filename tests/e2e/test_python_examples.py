"""The generated examples in Python run as they are, and send what the others send."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.names import snake_case
from oasmith.pipeline import generate_target
from oasmith.settings import Target


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


DAY = {"type": "string", "format": "date", "example": "2019-09-14"}
TIME = {"type": "string", "format": "date-time", "example": "2019-09-14T10:00:00Z"}
ID = {"type": "string", "readOnly": True}
SCHEMAS: Mapping[str, Any] = {
    "Day": DAY,
    "Stamp": {"type": "string", "readOnly": True},
    "Span": {"type": "object", "required": ["from", "to"], "properties": {"from": DAY, "to": TIME}},
    "Alias": ref("Span"),
    "Renamed": {"allOf": [ref("Span")], "description": "A span by another name."},
    "Tagged": {"allOf": [ref("Span"), {"type": "object", "required": ["tag"],
                                       "properties": {"tag": {"const": "t"}}}]},
    "Kept": {"type": "object", "required": ["id", "made", "name"],
             "properties": {"id": ID, "made": ref("Stamp"), "name": {"type": "string"}}},
    "KeptMore": {"allOf": [ref("Kept"), {"type": "object", "required": ["id", "more"],
                                         "properties": {"more": {"type": "integer"}}}]},
    "Cat": {"type": "object", "required": ["kind", "born"],
            "properties": {"kind": {"type": "string", "enum": ["cat"]}, "born": DAY}},
    "Dog": {"type": "object", "required": ["kind", "fed"],
            "properties": {"kind": {"type": "string", "enum": ["dog"]}, "fed": TIME}},
    "Pet": {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {
        "propertyName": "kind", "mapping": {"cat": ref("Cat")["$ref"], "dog": ref("Dog")["$ref"]}}},
    "Counts": {"type": "object", "additionalProperties": {"type": "integer"}, "example": {"a": 1}},
    "Node": {"type": "object", "required": ["day", "next"],
             "properties": {"day": DAY, "next": {"anyOf": [ref("Node"), {"type": "null"}]}}},
}  # fmt: skip
JSON: Mapping[str, Any] = {
    "nested": {"type": "object", "required": ["span"], "properties": {"span": ref("Span")}},
    "alias": ref("Alias"),
    "property_of_an_alias": {"type": "object", "required": ["a"], "properties": {"a": ref("Alias")}},
    "renamed": {"type": "object", "required": ["a"], "properties": {"a": ref("Renamed")}},
    "subclass": ref("Tagged"),
    "list_of_days": {"type": "object", "required": ["days"],
                     "properties": {"days": {"type": "array", "minItems": 2, "items": ref("Day")}}},
    "map_of_days": {"type": "object", "required": ["days"], "properties": {
        "days": {"type": "object", "additionalProperties": DAY, "minProperties": 1}}},
    "nullable_day": {"type": "object", "required": ["day"],
                     "properties": {"day": {"anyOf": [DAY, {"type": "null"}]}}},
    "old_nullable_day": {"type": "object", "required": ["day"],
                         "properties": {"day": {**DAY, "type": ["string", "null"], "example": "2020-02-29"}}},
    "day_or_number": {"type": "object", "required": ["day"],
                      "properties": {"day": {"oneOf": [{"type": "integer"}, DAY]}}},
    "enum_of_days": {"type": "object", "required": ["day"],
                     "properties": {"day": {"type": "string", "format": "date", "enum": ["2020-01-01"]}}},
    "offset": {"type": "object", "required": ["at"],
               "properties": {"at": {**TIME, "example": "2019-09-14T10:00:00-03:30"}}},
    "fraction": {"type": "object", "required": ["at"],
                 "properties": {"at": {**TIME, "example": "2019-09-14T10:00:01.5Z"}}},
    "read_only": ref("Kept"),
    "read_only_inherited": ref("KeptMore"),
    "read_only_in_lists": {"type": "array", "minItems": 1,
                           "items": {"type": "array", "minItems": 1, "items": ref("Kept")}},
    "union": ref("Pet"),
    "union_in_a_list": {"type": "object", "required": ["pets"],
                        "properties": {"pets": {"type": "array", "minItems": 2, "items": ref("Pet")}}},
    "recursive": ref("Node"),
    "a_pair": {"type": "object", "required": ["pair"], "properties": {
        "pair": {"type": "array", "prefixItems": [ref("Span"), {"type": "integer"}], "minItems": 2,
                 "maxItems": 2, "items": False}}},
    "extra": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}},
              "additionalProperties": ref("Span"), "minProperties": 2},
    "bytes_in_json": {"type": "object", "required": ["data"],
                      "properties": {"data": {"type": "string", "format": "binary"}}},
    "decimals": {"type": "object", "required": ["text", "number"], "properties": {
        "text": {"type": "string", "format": "decimal", "example": "1.50"},
        "number": {"type": "number", "format": "decimal", "example": 2.5}}},
    "anything": {},
}  # fmt: skip
FILE = {"type": "string", "format": "binary"}
UNION = {"oneOf": [ref("Cat"), ref("Dog")]}
LIMITED = {"anyOf": [{"maxLength": 50}, {"pattern": "x"}]}
OTHERS: Mapping[str, tuple[str, Any]] = {
    "bytes_of_a_union": ("application/octet-stream", UNION),
    "bytes_of_a_named_union": ("image/png", ref("Pet")),
    "bytes_of_limited_text": ("application/pdf", {**FILE, **LIMITED}),
    "bytes_of_a_day": ("application/zip", DAY),
    "bytes_of_a_list": ("application/x-odd", {"type": "array", "items": UNION}),
    "text_of_a_union": ("text/plain", UNION),
    "text_of_a_day": ("text/plain", DAY),
    "text_of_an_alias": ("application/graphql", ref("Alias")),
    "a_file": ("multipart/form-data", {"type": "object", "required": ["a"], "properties": {"a": FILE}}),
    "a_limited_file": (
        "multipart/form-data",
        {"type": "object", "required": ["a"], "properties": {"a": {**FILE, **LIMITED}}},
    ),
    "a_file_or_a_number": (
        "multipart/form-data",
        {"type": "object", "required": ["a"], "properties": {"a": {"oneOf": [FILE, {"type": "integer"}]}}},
    ),
    "a_limited_list_of_files": (
        "multipart/form-data",
        {"type": "object", "required": ["a"], "properties": {"a": {
            "type": "array", "items": FILE, "minItems": 2, "anyOf": [{"maxItems": 1}, {"maxItems": 3}]}}},
    ),
    "one_of_two_forms": (
        "multipart/form-data",
        {"oneOf": [{"type": "object", "required": [name], "properties": {name: FILE, "day": DAY}}
                   for name in ("a", "b")]},
    ),
    "a_form_with_a_union": (
        "multipart/form-data",
        {"type": "object", "required": ["a", "pet"], "properties": {"a": FILE, "pet": ref("Pet")}},
    ),
}  # fmt: skip
EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "event": {"const": "seen"},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": ref("Span")},
    },
}
"""An event whose data is JSON (OpenAPI 3.2 §4.14.4)."""
SPAN = "from_=datetime.date(2019, 9, 14)"
RESULTS: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "a_model": ("application/json", {"schema": ref("Span")}, '"from_": "2019-09-14"'),
    "a_list_of_models": ("application/json", {"schema": {"type": "array", "items": ref("Span")}}, "[Span("),
    "a_map": ("application/json", {"schema": ref("Counts")}, "{'a': 1}"),
    "a_string": ("application/json", {"schema": {"type": "string", "example": "x"}}, "x"),
    "a_named_string": ("application/json", {"schema": ref("Day")}, "2019-09-14"),
    "a_null": ("application/json", {"schema": {"type": "null"}}, "None"),
    "a_text": ("text/plain", {"schema": {"type": "string", "example": "x"}}, "x"),
    "a_model_as_yaml": ("application/yaml", {"schema": ref("Span")}, "2019-09-14"),
    "some_bytes": ("image/png", {"schema": {"type": "string", "format": "binary", "example": "x"}}, "b'x'"),
    "events_of_a_model": ("text/event-stream", {"itemSchema": EVENT}, "event='seen'"),
    "events_by_schema": ("text/event-stream", {"schema": ref("Span")}, "Event(data=Span("),
    "lines_by_schema": ("application/jsonl", {"schema": ref("Span")}, SPAN),
    "lines_of_a_list": (
        "application/x-ndjson", {"schema": {"type": "array", "items": ref("Span")}}, SPAN),
    "lines_by_item": ("application/jsonl", {"itemSchema": ref("Span")}, SPAN),
    "sequence_by_item": ("application/json-seq", {"itemSchema": ref("Span")}, SPAN),
    "sequence_of_numbers": ("application/json-seq", {"itemSchema": {"type": "integer", "example": 7}}, "7"),
    "events_of_text": ("text/event-stream", {"example": "data: hi"}, "data='hi'"),
}  # fmt: skip
"""Results of GET: the media type, its Media Type Object, and what the example prints."""


@dataclass(frozen=True)
class Ran:
    """Errors and output of the examples, what the server received, and the files of the examples."""

    errors: Mapping[str, str]
    printed: Mapping[str, str]
    exchanges: Mapping[str, Any]
    examples: Path


@pytest.fixture(scope="module", params=["sync.py", "async.py"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("examples")
    bodies = {**{name: ("application/json", schema) for name, schema in JSON.items()}, **OTHERS}
    document = {
        "openapi": "3.2.0", "info": {"title": "Days", "version": "1"}, "servers": [{"url": "https://d.example"}],
        "paths": {f"/{name}": {"post": {
            "operationId": name, "responses": {"204": {"description": "ok"}},
            "requestBody": {"required": True, "content": {media_type: {"schema": schema}}},
        }} for name, (media_type, schema) in bodies.items()} | {f"/{name}": {"get": {
            "operationId": name, "responses": {"200": {"description": "ok", "content": {media_type: node}}},
        }} for name, (media_type, node, _) in RESULTS.items()},
        "components": {"schemas": SCHEMAS},
    }  # fmt: skip
    description = folder / "api.json"
    description.write_text(json.dumps(document), "utf-8")
    published = generate_target(Target(description, folder / "out", examples="all"), lambda stage, done: None)
    assert published.problems == ()
    program = (
        "import contextlib, io, json, runpy, sys, traceback\nfound = {}\n"
        "for path in sys.argv[1:]:\n"
        "    error, printed = None, io.StringIO()\n"
        "    with contextlib.redirect_stdout(printed):\n"
        "        try: runpy.run_path(path, run_name='__main__')\n"
        "        except BaseException: error = traceback.format_exc()\n"
        "    found[path] = error, printed.getvalue()\n"
        "json.dump(found, sys.stdout)\n"
    )
    with MockServer(read_api(description)) as server:
        files = sorted((folder / "out" / "examples").glob(f"*/*/{request.param}"))
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, files)],
            env=os.environ | {"PYTHONPATH": str(folder / "out"), "DAYS_BASE_URL": server.url},
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        exchanges = {exchange.operation: exchange for exchange in server.exchanges}
    found = {Path(path).parts[-3]: results for path, results in json.loads(done.stdout).items()}
    errors = {name: error for name, (error, _) in found.items() if error}
    printed = {name: text for name, (_, text) in found.items()}
    return Ran(errors, printed, exchanges, folder / "out" / "examples")


@pytest.mark.parametrize("name", JSON)
def test_the_example_is_sent(ran: Ran, name: str) -> None:
    assert ran.errors.get(name) is None
    exchange = ran.exchanges[name]
    assert exchange.violations == ()
    (file,) = (ran.examples / snake_case(name)).glob("*/request.json")
    shown = json.loads(file.read_text("utf-8"))
    assert without_fractions(exchange.values["body"]) == without_fractions(shown)
    assert "id" not in json.dumps(shown)


@pytest.mark.parametrize("name", OTHERS)
def test_an_example_that_is_not_json_is_sent(ran: Ran, name: str) -> None:
    assert ran.errors.get(name) is None
    assert ran.exchanges[name].violations == ()


@pytest.mark.parametrize("name", RESULTS)
def test_the_example_prints_its_result(ran: Ran, name: str) -> None:
    assert ran.errors.get(name) is None
    assert RESULTS[name][2] in ran.printed[name]


def without_fractions(value: Any) -> Any:
    """A time may be written with more digits."""
    return json.loads(json.dumps(value).replace(".500000Z", ".5Z"))


@pytest.mark.parametrize("value", [None, ""])
def test_an_example_without_its_variables_names_one(tmp_path: Path, value: str | None) -> None:
    scheme = {"type": "http", "scheme": "bearer"}
    document = {
        "openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "security": [{"oauth": []}],
        "paths": {"/pets": {"get": {"operationId": "pets", "responses": {"204": {"description": "ok"}}}}},
        "components": {"securitySchemes": {"oauth": scheme}},
    }  # fmt: skip
    description = tmp_path / "api.json"
    description.write_text(json.dumps(document), "utf-8")
    generate_target(Target(description, tmp_path / "out", examples="all"), lambda stage, done: None)
    environment = {name: it for name, it in os.environ.items() if not name.startswith("SHOP_")}
    environment["PYTHONPATH"] = str(tmp_path / "out")
    paths = sorted((tmp_path / "out" / "examples").glob("*/*/*sync.py"))
    assert [path.name for path in paths] == ["async.py", "sync.py"]
    for path in paths:
        for missing, other in (("SHOP_OAUTH", "SHOP_BASE_URL"), ("SHOP_BASE_URL", "SHOP_OAUTH")):
            variables = {other: "http://127.0.0.1:1"} | ({} if value is None else {missing: value})
            done = subprocess.run(
                [sys.executable, path],
                env=environment | variables,
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert (done.returncode, done.stderr) == (1, f"set {missing}\n")
