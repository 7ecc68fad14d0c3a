"""A client carries the runtime modules that it can reach, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

import pytest
import yaml
from oasmith.products.client.runtime import RUNTIME
from support.checkers import run_mypy
from support.packages import generated_package
from support.server import Answer, Received, serving

MOST_LINES = 2_680
"""How many lines of runtime a minimal client carries at most."""
MOST_LINES_WITH_PARAMETERS = 3_240
"""The same for a client with scalar parameters, which has a contract to validate them against."""
OPTIONAL = {
    "advice", "arguments", "bodies", "branches", "changed_defaults", "constants", "contract",
    "decimal_models", "decimals", "environment", "extras", "files", "flows", "forms", "inheritance",
    "json_text", "json_values", "mixed", "multipart", "near_names", "oauth", "pages", "pagination",
    "parameters", "password_grant", "recursion", "request_inputs", "resources", "rules", "secret_models",
    "secrets", "security", "server_environment", "server_fields", "server_variables", "signing", "streamed",
    "streaming", "styles", "times", "unions",
}  # fmt: skip
"""The modules that only clients with some feature carry."""
FOR_SERVERS = {"decoding"}
"""The modules that no client carries."""
PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def description(
    operation: dict[str, Any], schemas: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    method = "post" if "requestBody" in operation else "get"
    key = crc32(json.dumps([operation, schemas, more]).encode())
    return {
        "openapi": "3.1.1",
        "info": {"title": f"Carried {key}", "version": "1"},
        "servers": [{"url": "https://carried.example"}],
        "paths": {"/pets": {method: {"operationId": "pets", **operation}}},
        **more,
        "components": {"schemas": {"Pet": PET, **(schemas or {})}, **more.get("components", {})},
    }


def returning(schema: Any, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    content = {media_type: {"schema": schema}}
    return {"responses": {"200": {"description": "ok", "content": content}}, **more}


def taking(schema: Any, media_type: str = "application/json") -> dict[str, Any]:
    return returning(REF, requestBody={"required": True, "content": {media_type: {"schema": schema}}})


def scheme(**of: Any) -> dict[str, Any]:
    return {"security": [{"key": []}], "components": {"securitySchemes": {"key": of}}}


def query(name: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


REF = reference("Pet")
MINIMAL = description(returning(REF))


@dataclass(frozen=True)
class Feature:
    """A description, the optional modules of its client, and a call over a socket."""

    document: dict[str, Any]
    modules: set[str]
    call: Callable[[ModuleType, Any], Any] = lambda package, client: client.pets().name
    expected: Any = "Rex"
    answer: Callable[[Received], Answer] = lambda received: Answer.of_json({"name": "Rex"})
    options: Callable[[ModuleType], dict[str, Any]] = lambda package: {}
    sent: Callable[[Received], Any] = lambda received: True
    public: set[str] = field(default_factory=set)


TAGGED = {
    "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["dog"]}}},
    "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["cat"]}}},
    "Any": {"oneOf": [reference("Dog"), reference("Cat")], "discriminator": {"propertyName": "kind"}},
}  # fmt: skip
TREE = {
    "Tree": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "in": {"anyOf": [reference("Tree"), {"type": "string"}]}},
    }
}
RULED = {
    "Ruled": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "low": {"type": "integer"}},
        "allOf": [
            {
                "x-rule": {"id": "low-needs-name", "message": "low needs a name", "source": "here"},
                "if": {"required": ["low"]},
                "then": {"required": ["name"]},
            }
        ],
    }
}
ADVISED = {
    "type": "object",
    "properties": {"low": {"type": "integer"}, "high": {"type": "integer"}},
    "x-advice": [
        {"id": "low", "message": "low should be less", "source": "here", "field": "low", "less-than": "high"}
    ],
}
JSON = {
    "arguments", "bodies", "branches", "contract", "json_text", "json_values", "advice", "near_names",
    "request_inputs",
}  # fmt: skip

FEATURES = {
    "nothing": Feature(MINIMAL, set()),
    "a group of operations": Feature(
        description(returning(REF, tags=["farm"])),
        {"resources"},
        lambda package, client: client.farm.pets().name,
    ),
    "scalar parameters": Feature(
        description(returning(REF, parameters=[query("n", {"type": "integer"})])),
        {"contract", "json_values", "parameters", "request_inputs"},
        lambda package, client: client.pets(n=1).name,
        sent=lambda received: received.target == "/pets?n=1",
    ),
    "a parameter with alternatives": Feature(
        description(
            returning(REF, parameters=[query("n", {"oneOf": [{"type": "integer"}, {"type": "boolean"}]})])
        ),
        {"contract", "branches", "json_values", "parameters", "request_inputs"},
        lambda package, client: client.pets(n=True).name,
        sent=lambda received: received.target == "/pets?n=true",
    ),
    "a styled parameter": Feature(
        description(returning(REF, parameters=[query("n", {"type": "object"}, style="deepObject")])),
        {"contract", "json_text", "json_values", "parameters", "request_inputs", "styles"},
        lambda package, client: client.pets(n={"a": 1}).name,
        sent=lambda received: received.target == "/pets?n%5Ba%5D=1",
    ),
    "a JSON body": Feature(
        description(taking(REF)),
        JSON,
        lambda package, client: client.pets({"name": "n"}).name,
        sent=lambda received: received.json() == {"name": "n"},
    ),
    "a body as keywords": Feature(
        description(taking(REF)),
        JSON,
        lambda package, client: client.pets(name="n").name,
        sent=lambda received: received.json() == {"name": "n"},
    ),
    "a form": Feature(
        description(taking(REF, "application/x-www-form-urlencoded")),
        {*JSON, "forms", "parameters", "styles"},
        lambda package, client: client.pets({"name": "n m"}).name,
        sent=lambda received: received.body == b"name=n+m",
    ),
    "parts": Feature(
        description(taking(REF, "multipart/form-data")),
        {*JSON, "forms", "parameters", "styles", "multipart", "files"},
        lambda package, client: client.pets({"name": "n"}).name,
        sent=lambda received: b'name="name"\r\n\r\nn\r\n' in received.body,
        public={"File"},
    ),
    "parts that are no form": Feature(
        description(taking(REF, "multipart/related")),
        {*JSON, "forms", "parameters", "styles", "multipart", "files", "mixed"},
        lambda package, client: client.pets({"name": "n"}).name,
        sent=lambda received: received.headers["content-type"].startswith("multipart/related; "),
        public={"File"},
    ),
    "a file": Feature(
        description(taking({"type": "string", "format": "binary"}, "application/octet-stream")),
        {"bodies", "contract", "json_text", "json_values", "files", "request_inputs"},
        lambda package, client: client.pets(b"bytes").name,
        sent=lambda received: received.body == b"bytes",
        public={"File"},
    ),
    "pages": Feature(
        description(
            returning(
                {"type": "array", "items": REF},
                parameters=[query("page", {"type": "integer"})],
            )
            | {"x-oasmith-pagination": {"style": "page", "items": "", "parameter": "page"}}
        ),
        {"contract", "json_values", "pages", "pagination", "parameters", "request_inputs"},
        lambda package, client: [pet.name for pet in client.iter_pets()],
        ["Rex"],
        lambda received: Answer.of_json([] if "page=2" in received.target else [{"name": "Rex"}]),
        public={"Pages", "AsyncPages"},
    ),
    "a response that may be anything": Feature(
        description(returning({})),
        {"streamed", "streaming"},
        lambda package, client: [it["name"] for it in package.streamed(client.pets)()],
        ["Rex"],
        public={"streamed"},
    ),
    "a stream": Feature(
        description(returning(REF, "application/jsonl")),
        {"streaming"},
        lambda package, client: [pet.name for pet in client.pets()],
        ["Rex"],
        lambda received: Answer(200, b'{"name": "Rex"}\n', {"Content-Type": "application/jsonl"}),
        public={"Stream", "AsyncStream"},
    ),
    "a key": Feature(
        description(returning(REF), **scheme(type="apiKey", **{"in": "header", "name": "X-Key"})),
        {"security"},
        options=lambda package: {"key": "k"},
        sent=lambda received: received.headers["x-key"] == "k",
    ),
    "client credentials": Feature(
        description(
            returning(REF),
            **scheme(type="oauth2", flows={"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}),
        ),
        {"security", "oauth", "flows"},
        answer=lambda received: Answer.of_json({"name": "Rex", "access_token": "t"}),
        options=lambda package: {"key": package.ClientCredentials("i", "s")},
        sent=lambda received: received.headers["authorization"] == "Bearer t",
        public={"ClientCredentials"},
    ),
    "a user's password": Feature(
        description(
            returning(REF),
            **scheme(type="oauth2", flows={"password": {"tokenUrl": "/token", "scopes": {}}}),
        ),
        {"security", "oauth", "flows", "password_grant"},
        answer=lambda received: Answer.of_json({"name": "Rex", "access_token": "t"}),
        options=lambda package: {"key": package.PasswordGrant("u", "p")},
        sent=lambda received: received.headers["authorization"] == "Bearer t",
        public={"PasswordGrant"},
    ),
    "a signature": Feature(
        description(returning(REF), **scheme(type="http", scheme="sdk-hmac-sha256")),
        {"security", "signing"},
        options=lambda package: {"key": package.AccessKey("a", "s")},
        sent=lambda received: received.headers["authorization"].startswith("SDK-HMAC-SHA256 "),
        public={"AccessKey"},
    ),
    "credentials in the environment": Feature(
        description(
            returning(REF),
            **scheme(
                type="http", scheme="bearer", **{"x-environment": {"variables": {"token": "PET_TOKEN"}}}
            ),
        ),
        {"security", "environment"},
        options=lambda package: {"key": "t"},
        sent=lambda received: received.headers["authorization"] == "Bearer t",
    ),
    "URLs in the environment": Feature(
        description(
            returning(REF),
            servers=[{"url": "https://pets.example", "x-environment": {"variable": "PET_URL"}}],
        ),
        {"server_environment", "server_variables"},
    ),
    "a URL with variables": Feature(
        description(
            returning(REF), servers=[{"url": "https://{x}.example", "variables": {"x": {"default": "pets"}}}]
        ),
        {"server_variables"},
    ),
    "secrets": Feature(
        description(
            returning(reference("Safe")),
            {"Safe": {"type": "object", "properties": {"name": {"type": "string", "format": "password"}}}},
        ),
        {"secrets", "secret_models"},
        lambda package, client: repr(client.pets()),
        "Safe(name='***')",
    ),
    "objects without other fields": Feature(
        description(returning(reference("Closed")), {"Closed": {**PET, "additionalProperties": False}}),
        {"extras"},
        lambda package, client: client.pets().name,
    ),
    "decimals": Feature(
        description(
            returning(reference("Price")),
            {"Price": {"type": "object", "properties": {"name": {"type": "string", "format": "decimal"}}}},
        ),
        {"decimals", "decimal_models", "branches", "contract", "json_values"},
        lambda package, client: str(client.pets().name),
        "0.10",
        lambda received: Answer(200, b'{"name": "0.10"}'),
    ),
    "a constant": Feature(
        description(
            returning(reference("Const")),
            {"Const": {"type": "object", "properties": {"name": {"type": "string", "const": "Rex"}}}},
        ),
        {"constants"},
    ),
    "a default list": Feature(
        description(
            returning(reference("Listed")),
            {"Listed": {"type": "object", "properties": {"name": {"type": "array", "default": []}}}},
        ),
        {"changed_defaults", "json_values"},
        lambda package, client: client.pets().name,
        ["Rex"],
        lambda received: Answer.of_json({"name": ["Rex"]}),
    ),
    "a union with a tag": Feature(
        description(returning(reference("Any")), TAGGED),
        {"constants", "unions"},
        lambda package, client: type(client.pets()).__name__,
        "Cat",
        lambda received: Answer.of_json({"kind": "cat"}),
    ),
    "a recursive union": Feature(
        description(returning(reference("Tree")), TREE),
        {"recursion"},
        lambda package, client: client.pets().in_.name,
        "Rex",
        lambda received: Answer.of_json({"in": {"name": "Rex"}}),
    ),
    "a model that extends another": Feature(
        description(
            returning(reference("Puppy")),
            {"Puppy": {"allOf": [REF, {"type": "object", "properties": {"age": {"type": "integer"}}}]}},
        ),
        {"inheritance"},
    ),
    "a field that only the server sets": Feature(
        description(
            taking(reference("Own")) | returning(reference("Own")),
            {
                "Own": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {"name": {"type": "string", "readOnly": True}},
                }
            },
        ),
        {*JSON, "server_fields"} - {"arguments"},  # a request has no property that could be a keyword
        lambda package, client: client.pets(package.models.Own()).name,
        sent=lambda received: received.json() == {},
    ),
    "rules": Feature(
        description(taking(reference("Ruled")), RULED),
        {*JSON, "rules"},
        lambda package, client: (client.check("pets", {"low": 1})[0].rule, client.pets({"name": "n"}).name),
        ("low-needs-name", "Rex"),
    ),
    "times": Feature(
        description(returning(REF, parameters=[query("at", {"type": "string", "format": "time"})])),
        {"advice", "contract", "json_values", "parameters", "request_inputs", "times"},
        lambda package, client: client.pets(at="10:30:00Z").name,
        sent=lambda received: received.target == "/pets?at=10%3A30%3A00Z",
    ),
    "advice": Feature(
        description(taking(ADVISED)),
        {*JSON, "advice"},
        lambda package, client: client.pets({"low": 1, "high": 2}).name,
    ),
}
PUBLIC = {
    "AccessKey", "AdviceWarning", "AsyncPages", "AsyncStream", "ClientCredentials", "Event", "File", "Pages",
    "PasswordGrant", "Stream", "streamed",
}  # fmt: skip
"""The public names that only clients with some feature have."""


@pytest.mark.parametrize("name", FEATURES)
def test_a_client_carries_what_its_features_need(name: str, tmp_path: Path) -> None:
    feature = FEATURES[name]
    package = client_of(feature.document, tmp_path)
    assert carried(package).keys() & (OPTIONAL | FOR_SERVERS) == feature.modules
    advice = {"AdviceWarning"} if "advice" in feature.modules else set()
    assert PUBLIC & set(dir(package)) == feature.public | advice
    with serving(feature.answer) as server:
        (class_name,) = (it for it in dir(package) if it.endswith("Client") and not it.startswith("Async"))
        with getattr(package, class_name)(base_url=server.url, **feature.options(package)) as client:
            assert feature.call(package, client) == feature.expected
    assert feature.sent(server.received[-1])


def test_a_minimal_client_carries_few_lines(tmp_path: Path) -> None:
    lines = carried(client_of(MINIMAL, tmp_path))
    assert sum(lines.values()) <= MOST_LINES, lines


def test_a_client_with_scalar_parameters_carries_few_more_lines(tmp_path: Path) -> None:
    path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    document = description(returning(REF, parameters=[path, query("n", {"type": "integer"})]))
    document["paths"] = {"/pets/{id}": document["paths"]["/pets"]}
    lines = carried(client_of(document, tmp_path))
    assert sum(lines.values()) <= MOST_LINES_WITH_PARAMETERS, lines


def test_optional_modules_are_those_that_a_minimal_client_does_not_carry(tmp_path: Path) -> None:
    import oasmith.runtime

    modules = {path.stem for path in Path(oasmith.runtime.__file__).parent.glob("*.py")}
    assert modules - carried(client_of(MINIMAL, tmp_path)).keys() == OPTIONAL | FOR_SERVERS


def test_every_optional_module_is_carried_by_some_client() -> None:
    assert {module for feature in FEATURES.values() for module in feature.modules} == OPTIONAL


@pytest.mark.parametrize(
    "name", ["nothing", "a JSON body", "pages", "a stream", "client credentials", "secrets"]
)
def test_a_client_without_the_other_modules_is_sound_for_mypy(name: str, tmp_path: Path) -> None:
    package = client_of(FEATURES[name].document, tmp_path)
    done = run_mypy(tmp_path, "-p", package.__name__)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def client_of(document: dict[str, Any], folder: Path) -> ModuleType:
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(document), "utf-8")
    return generated_package(path, folder)


def carried(package: ModuleType) -> dict[str, int]:
    """The number of lines of each runtime module of a package, without the line that says it is generated."""
    folder = Path(str(package.__file__)).parent / "_runtime"
    return {path.stem: len(path.read_text("utf-8").splitlines()) - 1 for path in folder.glob("*.py")}


def test_text_of_a_description_is_not_an_import(tmp_path: Path) -> None:
    lines = ("from ._runtime.signing import x", "from ._runtime import nothing", "from ._base import Tagged",
             "from ._runtime.nowhere import x", "class X(Other):")  # fmt: skip
    text = "Text.\n\n" + "\n".join(lines)
    document = description(returning(REF, description=text), {"Pet": {**PET, "description": text}})
    document["info"]["description"] = text
    folders = [tmp_path / name for name in ("hostile", "plain")]
    for folder in folders:
        folder.mkdir()
    hostile, plain = map(client_of, (document, MINIMAL), folders)
    assert carried(hostile) == carried(plain)


def test_each_line_of_a_module_has_the_same_number_in_a_client(tmp_path: Path) -> None:
    """So that the coverage of all copies can be added up."""
    client_of(MINIMAL, tmp_path)
    copies = list(tmp_path.glob("*/_runtime/*.py"))
    assert copies
    for copy in copies:
        original = RUNTIME / copy.name
        if copy.name != "__init__.py":
            assert copy.read_text("utf-8").split("\n")[1:] == original.read_text("utf-8").split("\n")[1:]
