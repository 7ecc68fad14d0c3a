"""The generated request examples, run as a person would run them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from oasmith import read_api
from oasmith.errors import OasmithError
from oasmith.mock import MockServer
from oasmith.pipeline import build_files, generate_target
from oasmith.settings import Target
from support.examples import RUNNABLE, run_example
from support.page import PATH, request_example, response_example
from support.paths import EXAMPLES, GENERATED, SPEC
from support.server import Answer, Server, serving

FOLDER = EXAMPLES / "create_master_slave_pool" / "create-active-standby-pool"
TOKEN = "a-token"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Answer.of_json(response_example(), 201)) as running:
        yield running


def variables(url: str) -> dict[str, str]:
    """The server's address and the token, and where the client is."""
    return {"ELB_BASE_URL": url, "ELB_TOKEN": TOKEN, "PYTHONPATH": str(GENERATED)}


def assert_the_example_was_sent(server: Server) -> None:
    (received,) = server.received
    assert (received.method, received.target) == ("POST", PATH)
    assert received.headers["x-auth-token"] == TOKEN
    assert received.headers["content-type"] == "application/json;charset=utf-8"
    assert received.json() == request_example()


@pytest.mark.parametrize("name", RUNNABLE)
def test_an_example_sends_the_pages_request_and_prints_its_response(server: Server, name: str) -> None:
    done = run_example(FOLDER / name, variables(server.url))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == response_example()
    assert_the_example_was_sent(server)


@pytest.mark.parametrize(
    ("name", "expected"), [("request.json", request_example()), ("response.json", response_example())]
)
def test_the_pages_bodies_stand_beside_the_examples(name: str, expected: Any) -> None:
    text = (FOLDER / name).read_text("utf-8")
    # Compared as text: to Python 1 is 1.0 and True, and the order of keys is nothing.
    assert json.dumps(json.loads(text), indent=1) == json.dumps(expected, indent=1)
    assert text == json.dumps(expected, indent=2, ensure_ascii=False) + "\n"


def test_a_response_is_that_of_the_same_name_or_the_only_one(tmp_path: Path) -> None:
    def operation(requests: dict[str, Any], responses: dict[str, Any]) -> dict[str, Any]:
        def content(values: dict[str, Any]) -> dict[str, Any]:
            examples = {name: {"value": value} for name, value in values.items()}
            return {"content": {"application/json": {"schema": {}, "examples": examples}}}

        responded = {"description": "", **content(responses)} if responses else {"description": ""}
        return {"requestBody": content(requests), "responses": {"200": responded, "404": responded}}

    paths = {
        "/several": {"post": operation({"a é": 1, "b": True, "c": 1.0}, {"b": ["é"], "a é": {}})},
        "/one": {"post": operation({"a": {}}, {"other": None})},
        "/none": {"post": operation({"a": {}}, {})},
    }
    document = {"openapi": "3.1.0", "info": {"title": "Bodies", "version": "1"}, "paths": paths}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    files = build_files(Target(path, tmp_path, products=("examples",)), lambda stage, done: None).files
    assert {
        file.path.removeprefix("examples/"): file.text
        for file in files
        if file.path.startswith("examples/") and file.path.endswith(".json")
    } == {
        "post_several/a-e/request.json": "1\n",
        "post_several/a-e/response.json": "{}\n",
        "post_several/b/request.json": "true\n",
        "post_several/b/response.json": '[\n  "é"\n]\n',
        "post_several/c/request.json": "1.0\n",
        "post_one/a/request.json": "{}\n",
        "post_one/a/response.json": "null\n",
        "post_none/a/request.json": "{}\n",
    }


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_example_ends_well_and_prints_the_pool(name: str) -> None:
    files = (path for path in EXAMPLES.rglob("*") if path.is_file())
    folders = sorted({path.parent for path in files if path.parent.name != "vendor-sdk"})
    assert folders
    with MockServer(read_api(SPEC)) as server:
        for folder in folders:
            done = run_example(folder / name, variables(server.url))
            assert done.returncode == 0, (folder, done.stderr)
            exchange = server.exchanges[-1]
            assert (exchange.status, exchange.violations) == (201, ())
            answer = json.loads(exchange.response_body)
            assert json.loads(done.stdout) == answer
            assert answer["pool"]["id"]
    assert len(server.exchanges) == len(folders)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server]]:
    """A client and examples for operations with servers of their own, and the host of them all."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with serving(Answer.of_json({})) as server:
        done = {
            "responses": {"200": {"description": "Done", "content": {"application/json": {"schema": {}}}}}
        }
        version = {"url": f"{server.url}/{{version}}/", "variables": {"version": {"default": "v2"}}}
        paths = {
            "/own": {"get": {"operationId": "own", "servers": [version], **done}},
            "/path": {"servers": [{"url": "/direct"}], "get": {"operationId": "path", **done}},
            "/below": {"get": {"operationId": "below", "servers": [{"url": "v3"}], **done}},
        }
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Elsewhere", "version": "1"},
            "servers": [{"url": f"{server.url}/v1/"}],
            "paths": paths,
        }
        path = folder / "openapi.json"
        path.write_text(json.dumps(document), "utf-8")
        generate_target(Target(path, folder, examples="all"), lambda stage, done: None)
        yield folder, server


@pytest.mark.parametrize("name", RUNNABLE)
def test_an_operation_is_called_at_its_own_server(elsewhere: tuple[Path, Server], name: str) -> None:
    folder, server = elsewhere
    server.received.clear()
    for operation in ("own", "path", "below"):
        file = folder / "examples" / operation / "example" / name
        done = run_example(file, {"PYTHONPATH": str(folder)})
        assert done.returncode == 0, done.stderr
    assert [received.target for received in server.received] == ["/v2/own", "/direct/path", "/v1/v3/below"]


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Nowhere", "version": "1"},
        "servers": [{"url": "https://[nowhere"}],
        "paths": {"/a": {"servers": [{"url": "b"}], "get": {"responses": {"200": {"description": "Done"}}}}},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    target = Target(path, tmp_path, products=("examples",), examples="all")
    generated = build_files(target, lambda stage, done: None)
    (problem,) = generated.problems
    assert "its server has no address" in problem.message
    assert problem.pointer == "/paths/~1a/get"
    assert not any(file.path.startswith("examples/") for file in generated.files)


@pytest.mark.parametrize("name", RUNNABLE)
def test_an_example_tells_of_an_error_and_fails(name: str) -> None:
    with serving(Answer.of_json({"error_code": "ELB.8904", "error_msg": "no"}, 404)) as server:
        done = run_example(FOLDER / name, variables(server.url))
    assert done.returncode != 0
    assert "ELB.8904" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_user_adds_a_language_by_a_folder_of_templates(tmp_path: Path) -> None:
    folder = tmp_path / "examples" / "mine"
    folder.mkdir(parents=True)
    (folder / "language.toml").write_text('quoting = "go"\n', "utf-8")
    (folder / "call.mine.jinja").write_text("{{ operation.method }} {{ call.path }}\n", "utf-8")
    target = Target(SPEC, tmp_path / "out", products=("examples",), templates=tmp_path)
    texts = {file.path: file.text for file in build_files(target, lambda stage, done: None).files}
    place = "examples/create_master_slave_pool/create-active-standby-pool"
    assert texts[f"{place}/call.mine"] == f'"POST" "{PATH}"\n'
    assert f"{place}/curl.sh" in texts


@pytest.mark.parametrize("text", [None, 'quoting = "cobol"', "quoting ="])
def test_a_language_without_a_quoting_is_refused(tmp_path: Path, text: str | None) -> None:
    folder = tmp_path / "examples" / "mine"
    folder.mkdir(parents=True)
    if text is not None:
        (folder / "language.toml").write_text(text, "utf-8")
    (folder / "call.mine.jinja").write_text("x", "utf-8")
    target = Target(SPEC, tmp_path / "out", products=("examples",), templates=tmp_path)
    with pytest.raises(OasmithError, match=r"language\.toml"):
        build_files(target, lambda stage, done: None)


def test_http_file(server: Server) -> None:
    request = parse_http_file(FOLDER / "request.http", {"ELB_TOKEN": TOKEN}, {"base_url": server.url})
    with httpx2.Client() as client:
        response = client.send(request)
    assert response.json() == response_example()
    assert_the_example_was_sent(server)


TEXTS = {
    "plain": "<note> # x\n\n {\n@y\nz}} // é",
    "variable": "{{7*7}}",
    "separator": "a\n### b",
    "comment": "a\n  // b",
    "definition": "a\n@b = c",
    "file": "< ./a",
    "handler": "> {% a %}",
    "test": "```",
    "ending": "a\n",
    "beginning": "\na",
    "return": "a\r\nb",
    "blank": " ",
    "nothing": "",
}
WRITABLE = {"plain", "nothing"}


def test_a_text_that_no_request_file_can_hold_is_left_out_and_told(tmp_path: Path) -> None:
    def operation(media_type: str, values: Mapping[str, Any], schema: Any) -> dict[str, Any]:
        examples = {name: {"value": value} for name, value in values.items()}
        content = {media_type: {"schema": schema, "examples": examples}}
        return {"requestBody": {"content": content}, "responses": {"200": {"description": "Done"}}}

    fields = {name: {"note": text} for name, text in TEXTS.items()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Texts", "version": "1"},
        "servers": [{"url": "https://texts.example"}],
        "paths": {
            "/texts": {
                "post": {"operationId": "text", **operation("text/plain", TEXTS, {})},
                "put": {"operationId": "json", **operation("application/json", fields, {})},
                "patch": {"operationId": "parts", **operation("multipart/form-data", fields, {})},
            }
        },
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    generated = build_files(Target(path, tmp_path, products=("examples",)), lambda stage, done: None)
    files = [file for file in generated.files if file.path.endswith(".http")]
    requests = {}
    for file in files:
        path.write_text(file.text, "utf-8", newline="")
        requests[file.path.split("/")[1], file.path.split("/")[2]] = parse_http_file(path, {}, {})
    assert {name for operation, name in requests if operation == "text"} == WRITABLE
    assert {json.loads(requests["json", name].content)["note"] for name in TEXTS} == set(TEXTS.values())
    assert requests["text", "plain"].content.decode() == TEXTS["plain"]
    told = [problem.message for problem in generated.problems]
    assert len(told) == 3 * len(TEXTS) - len(files)
    assert all("cannot be written in request.http" in message for message in told)


def parse_http_file(path: Path, environment: dict[str, str], variables: dict[str, str]) -> httpx2.Request:
    """The one request of a file in the format of the REST client editors' plugins.

    ``variables`` win over those that the file defines.
    """
    definitions, _, request = path.read_text("utf-8").partition("###")
    defined = dict(re.findall(r"^@(\w+) = (.*)$", definitions, re.MULTILINE)) | variables

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith("$processEnv "):
            return environment[name.removeprefix("$processEnv ")]
        return re.sub(r"\{\{(.+?)\}\}", value, defined[name])

    head, _, body = request.partition("\n\n")
    lines = [re.sub(r"\{\{(.+?)\}\}", value, line) for line in head.splitlines()[1:]]
    method, _, url = lines[0].partition(" ")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    return httpx2.Request(method, url, headers=headers, content=body.strip())
