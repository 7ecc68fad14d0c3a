"""The generated request examples, run as a person would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from oasmith.errors import OasmithError
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.page import PATH, request_example, response_example
from support.paths import EXAMPLES, GENERATED, SPEC
from support.server import Answer, Server, serving

FOLDER = EXAMPLES / "create_master_slave_pool" / "create-active-standby-pool"
TOKEN = "a-token"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Answer.of_json(response_example(), 201)) as running:
        yield running


def run(command: list[str], server: Server) -> str:
    """What a command prints, with the server's address and the token in its environment."""
    environment = os.environ | {
        "ELB_BASE_URL": server.url,
        "ELB_TOKEN": TOKEN,
        "PYTHONPATH": str(GENERATED),
        "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_the_example_was_sent(server: Server) -> None:
    (received,) = server.received
    assert (received.method, received.target) == ("POST", PATH)
    assert received.headers["x-auth-token"] == TOKEN
    assert received.headers["content-type"] == "application/json;charset=utf-8"
    assert received.json() == request_example()


@pytest.mark.parametrize("name", ["sync.py", "async.py"])
def test_python(server: Server, name: str) -> None:
    printed = run([sys.executable, str(FOLDER / name)], server)
    assert json.loads(printed) == response_example()
    assert_the_example_was_sent(server)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(server: Server) -> None:
    printed = run(["sh", str(FOLDER / "curl.sh")], server)
    assert json.loads(printed) == response_example()
    assert_the_example_was_sent(server)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript(server: Server) -> None:
    printed = run(["node", str(FOLDER / "fetch.mjs")], server)
    assert json.loads(printed) == response_example()
    assert_the_example_was_sent(server)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript_tells_of_an_error_and_fails() -> None:
    with serving(Answer.of_json({"error": "no"}, 400)) as server:
        environment = os.environ | {"ELB_BASE_URL": server.url, "ELB_TOKEN": TOKEN}
        done = subprocess.run(
            ["node", str(FOLDER / "fetch.mjs")], env=environment, capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 1
    assert json.loads(done.stderr) == {"error": "no"}
    assert done.stdout == ""


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


@pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed")
def test_go(server: Server) -> None:
    printed = run(["go", "run", str(FOLDER / "main.go")], server)
    assert json.loads(printed) == response_example()
    assert_the_example_was_sent(server)


@pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed")
def test_java(server: Server) -> None:
    printed = run(["java", str(FOLDER / "Main.java")], server)
    assert json.loads(printed) == response_example()
    assert_the_example_was_sent(server)


def test_http_file(server: Server) -> None:
    request = parse_http_file(FOLDER / "request.http", {"ELB_TOKEN": TOKEN}, {"base_url": server.url})
    with httpx2.Client() as client:
        response = client.send(request)
    assert response.json() == response_example()
    assert_the_example_was_sent(server)


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
