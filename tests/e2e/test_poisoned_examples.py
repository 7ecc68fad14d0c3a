"""Examples full of quotes, line ends, code and marks: their files parse, and the values arrive unchanged."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx2
import pytest
from oasmith import read_api
from oasmith.mock import Exchange, MockServer
from oasmith.names import Identifier
from oasmith.pipeline import generate_target
from oasmith.results import Published
from oasmith.settings import Target
from support.examples import RUNNABLE, run_example
from support.java import parse_java
from support.poison import HOSTILE, SOFT

HEADER = "'\"` \\ \\n */ <!-- ${HOME} $(exit 9) $HOME %s %(x)s {{7*7}} {% raw %} ;# | & @x"
"""What a header can carry of it: no line ends, and nothing but ASCII (RFC 9110 §5.5)."""
TOKEN = "x!#$%&'*+-.^_`|~"
"""What a header or a cookie may be called (RFC 9110 §5.6.2, RFC 6265 §4.1.1)."""
OBJECT = {HOSTILE: HOSTILE, "__proto__": HOSTILE, "zero": f"\0{HOSTILE}"}
PARAMETERS: dict[str, dict[str, Any]] = {
    "path": {
        "simple": {"example": f"/{HOSTILE}?#"},
        f"label{SOFT}": {"example": [HOSTILE, f".,{HOSTILE}"], "style": "label"},
        "matrix": {"example": {HOSTILE: HOSTILE}, "style": "matrix", "explode": True},
    },
    "query": {
        f"text{HOSTILE}": {"example": f"\0@{HOSTILE}"},
        f"texts{HOSTILE}": {"example": [HOSTILE, f"&={HOSTILE}"]},
        "pipes": {"example": ["a b", "c'\"`$(exit 9)"], "style": "pipeDelimited", "explode": False},
        f"deep{HOSTILE}": {"example": {HOSTILE: HOSTILE}, "style": "deepObject"},
        f"json{HOSTILE}": {"example": OBJECT, "content": True},
        "reserved": {"example": f"@{HOSTILE}", "allowReserved": True},
    },
    "header": {TOKEN: {"example": HEADER}, "List": {"example": ["'a'", '"b"', "$(exit 9)", "{{7*7}}"]}},
    "cookie": {f"text{HOSTILE}": {"example": f"\0{HOSTILE}"}},
}
BODIES: dict[str, Any] = {
    "application/json": {HOSTILE: [HOSTILE, {HOSTILE: OBJECT}], "number": 2**60, "empty": {}},
    "application/x-www-form-urlencoded": {HOSTILE: HOSTILE, "@list": [HOSTILE, f"\0&={HOSTILE}"]},
    # A name's quotes and line ends arrive escaped, which nobody undoes: the name is plain (HTML §4.10.22.8).
    "multipart/form-data": {"text": HOSTILE, "texts": [f"@{HOSTILE}", f"<{HOSTILE}"], "object": OBJECT},
    "text/plain": f"@{HOSTILE}\n### \n< /etc/passwd",
    "application/octet-stream": f"@{HOSTILE}",
    "text/csv": f"\0{HOSTILE}",
}
SECRETS = dict.fromkeys(("PHARMACY_QUERY", "PHARMACY_HEADER", "PHARMACY_COOKIE"), "it's $HOME")

CHECKS = [
    pytest.param("curl.sh", ["bash", "-n"], marks=pytest.mark.curl),
    pytest.param("httpie.sh", ["bash", "-n"], marks=pytest.mark.httpie),
    pytest.param("fetch.mjs", ["node", "--check"], marks=pytest.mark.javascript),
    pytest.param("main.go", ["gofmt", "-e", "-l"], marks=pytest.mark.go),
]
RUNNABLE_NAMES = [str(parameter.values[0]) for parameter in RUNNABLE]
UNSAYABLE = {
    "curl.sh": {"text/csv": "no word of a shell holds a null character"},
    "httpie.sh": {"text/csv": "the same"},
    "request.http": {
        "multipart/form-data": "its programs write line ends of their own, and carry out what is in braces",
        "text/plain": "the same, and a line may begin the next request",
        "application/octet-stream": "the same",
        "text/csv": "the same",
        "": "a header has no escapes for braces",
    },
}
"""What a file has no way to say, by media type; empty for what has no body."""


def description() -> dict[str, Any]:
    """A description with hostile text in every field of the examples that can hold it."""
    names = {place: list(parameters) for place, parameters in PARAMETERS.items()}
    path = "/find" + "".join(f"/{{{name}}}" for name in names["path"])
    bodies = {
        f"/{index}": {"post": operation(f"send {index}", body=(content_type, value))}
        for index, (content_type, value) in enumerate(BODIES.items())
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Pharmacy{HOSTILE}", "version": HOSTILE, "description": HOSTILE},
        "servers": [
            {
                "url": "https://pharmacy.example/{version}",
                "description": HOSTILE,
                "variables": {"version": {"default": HOSTILE, "description": HOSTILE}},
            }
        ],
        "paths": {path: {"get": operation("find", security=["query", "header", "cookie"])}, **bodies},
        "components": {
            "securitySchemes": {
                "query": {"type": "apiKey", "in": "query", "name": f"key{HOSTILE}", "description": HOSTILE},
                "header": {"type": "apiKey", "in": "header", "name": f"{TOKEN}h"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": f"{TOKEN}c"},
            }
        },
    }


def operation(name: str, security: list[str] | None = None, body: tuple[str, Any] | None = None) -> Any:
    """An operation with the parameters where it has credentials, and else with the body."""
    result: dict[str, Any] = {
        "operationId": f"{name} {HOSTILE}",
        "summary": HOSTILE,
        "description": HOSTILE,
        "tags": [HOSTILE],
        "responses": {"200": {"description": HOSTILE, "content": {"application/json": {"schema": {}}}}},
    }
    if security:
        result["security"] = [{name: [] for name in security}]
        result["parameters"] = [
            parameter(place, name, **given)
            for place, parameters in PARAMETERS.items()
            for name, given in parameters.items()
        ]
    if body:
        content_type, value = body
        schema = {} if content_type == "application/json" else schema_of(value)
        example = {"summary": HOSTILE, "description": HOSTILE, "value": value}
        media_type = {"schema": schema, "examples": {HOSTILE: example}}
        result["requestBody"] = {"required": True, "content": {content_type: media_type}}
    return result


def parameter(place: str, name: str, *, example: Any, content: bool = False, **more: Any) -> dict[str, Any]:
    """A parameter that has to be there."""
    described = {"schema": schema_of(example), "example": example}
    if content:
        described = {"content": {"application/json": described}}
    return {"name": name, "in": place, "required": True, "description": HOSTILE, **described, **more}


def schema_of(value: Any) -> dict[str, Any]:
    """A schema that names the types in a value."""
    if isinstance(value, dict):
        return {"type": "object", "properties": {key: schema_of(item) for key, item in value.items()}}
    if isinstance(value, list):
        return {"type": "array", "items": schema_of(value[0])}
    return {"type": "string"}


def vendor_description() -> dict[str, Any]:
    """A description of what a vendor's SDKs call, with hostile text wherever names do not come from it."""
    thing = {
        "text": {"type": "string"},
        "enumeration": {"type": "string", "enum": [HOSTILE], "x-vendor-sdk": {"enum": True}},
        "texts": {"type": "array", "items": {"type": "string"}},
        "map": {"type": "object", "additionalProperties": {"type": "string"}},
        "anything": {},
        f"name{HOSTILE}": {"type": "string"},
    }
    value = {
        "text": HOSTILE,
        "enumeration": HOSTILE,
        "texts": [HOSTILE, SOFT],
        "map": OBJECT,
        "anything": [OBJECT, HOSTILE],
        f"name{HOSTILE}": HOSTILE,
    }
    operation = {
        "operationId": "CreateThing",
        "summary": HOSTILE,
        "parameters": [parameter("path", name, example=HOSTILE) for name in ("project_id", "thing_id")],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/CreateThingOption"},
                    "examples": {HOSTILE: {"value": value}},
                }
            },
        },
        "responses": {"200": {"description": HOSTILE}},
    }
    region = {"default": HOSTILE, "description": HOSTILE}
    return {
        "openapi": "3.1.0",
        "info": {"title": HOSTILE, "version": HOSTILE},
        "x-vendor-sdk": {"family": "huaweicloud", "service": "elb", "version": "v3"},
        "servers": [{"url": "https://elb.{region}.example", "variables": {"region": region}}],
        "paths": {"/v3/{project_id}/things/{thing_id}": {"post": operation}},
        "components": {"schemas": {"CreateThingOption": {"type": "object", "properties": thing}}},
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("pharmacy")
    path = folder / "openapi.json"
    path.write_text(json.dumps(description()), "utf-8")
    return generate_target(
        Target(path, folder, package=Identifier("pharmacy_client")), lambda stage, done: None
    )


@pytest.fixture
def tree(published: Published) -> Path:
    return published.target.output


def files(tree: Path, name: str) -> list[Path]:
    """The examples of one language, of each operation that it can say."""
    found = sorted(tree.glob(f"examples/**/{name}"))
    assert len(found) == 1 + len(BODIES) - len(UNSAYABLE.get(name, ()))
    return found


def needs(tool: str) -> None:
    """Skip where a tool is not installed."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")


def assert_arrived(exchange: Exchange) -> None:
    """All that the example of the operation asks with is what the server was asked with."""
    assert exchange.violations == ()
    assert exchange.status == 200
    kind, number, *_ = exchange.operation.split(" ")
    if kind == "find":
        for place, parameters in PARAMETERS.items():
            wanted = {name: given["example"] for name, given in parameters.items()}
            assert exchange.values[place] == wanted
        return
    content_type, value = list(BODIES.items())[int(number)]
    assert exchange.values["body"] == value
    if content_type == "application/json":
        assert json.loads(exchange.request_body) == value
    elif isinstance(value, str):
        assert exchange.request_body == value.encode()


def test_every_file_is_looked_at_and_what_cannot_be_said_is_told(published: Published) -> None:
    names = {file.name for file in published.target.output.glob("examples/**/*.*")}
    assert names == {*RUNNABLE_NAMES, *UNSAYABLE, "request.json"}
    told = [re.findall(r"cannot be written in (\S+):", problem.message)[0] for problem in published.problems]
    assert sorted(told) == [name for name, reasons in UNSAYABLE.items() for _ in reasons]
    lines = [line for problem in published.problems for line in str(problem).split("\n")]
    assert len(lines) == 2 * len(told)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(("name", "command"), CHECKS)
def test_every_file_parses(tree: Path, name: str, command: list[str]) -> None:
    needs(command[0])
    for file in files(tree, name):
        done = subprocess.run([*command, str(file)], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), file


@pytest.mark.python
@pytest.mark.parametrize("name", ["sync.py", "async.py"])
def test_every_python_file_parses(tree: Path, name: str) -> None:
    for file in files(tree, name):
        ast.parse(file.read_text("utf-8"))


@pytest.mark.java
def test_every_java_file_parses(tree: Path, tmp_path: Path) -> None:
    parse_java(files(tree, "Main.java"), tmp_path)


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_value_arrives_unchanged(tree: Path, name: str) -> None:
    with MockServer(read_api(tree / "openapi.json")) as server:
        variables = SECRETS | {"PYTHONPATH": str(tree), "PHARMACY_BASE_URL": server.url}
        for file in files(tree, name):
            before = len(server.exchanges)
            done = run_example(file, variables)
            assert done.returncode == 0, done.stderr
            (exchange,) = server.exchanges[before:]
            assert_arrived(exchange)


def test_the_values_of_a_request_file_arrive_unchanged(tree: Path) -> None:
    with MockServer(read_api(tree / "openapi.json")) as server, httpx2.Client() as client:
        for file in files(tree, "request.http"):
            client.send(request_of(file, server.url))
            assert_arrived(server.exchanges[-1])


def request_of(path: Path, base_url: str) -> httpx2.Request:
    """The one request of a request file, which takes nothing from the environment but the address."""
    _, _, text = path.read_bytes().decode().partition("\n")  # without the comment of all generated files
    definitions, _, request = text.partition("\n### ")
    assert definitions.startswith("@base_url = https://pharmacy.example/")
    assert "\n" not in definitions.strip()
    head, _, body = request.partition("\n\n")
    _, line, *headers = head.split("\n")
    method, _, url = line.partition(" ")
    pairs = dict(header.split(": ", 1) for header in headers)
    assert "{{" not in body
    return httpx2.Request(
        method, url.replace("{{base_url}}", base_url), headers=pairs, content=body.removesuffix("\n")
    )


def test_the_samples_for_a_vendors_sdks_parse(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(vendor_description()), "utf-8")
    generate_target(Target(path, tmp_path, products=("examples", "vendor_sdk")), lambda stage, done: None)
    (folder,) = tmp_path.glob("examples/**/vendor-sdk")
    ast.parse((folder / "sample.py").read_text("utf-8"))
    needs("gofmt")
    done = subprocess.run(["gofmt", "-e", str(folder / "main.go")], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    parse_java([folder / "Sample.java"], tmp_path)
