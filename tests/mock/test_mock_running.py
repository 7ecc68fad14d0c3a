"""Servers started from Python, in a test and on the command line, and their records."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from elb_client import AccessKey, AuthenticationError, ElbClient
from oasmith import OasmithError, read_api
from oasmith.mock import MockServer
from support.page import PATH, PROJECT_ID, request_example
from support.paths import ROOT, SPEC

pytest_plugins = ["oasmith.mock.pytest"]

TOKEN = {"X-Auth-Token": "top secret"}


def test_the_fixture_starts_servers(mock_server: Callable[..., MockServer]) -> None:
    first, second = mock_server(SPEC), mock_server(str(SPEC), seed=7)
    assert first.url != second.url
    assert httpx2.post(first.url + PATH, json=request_example(), headers=TOKEN).status_code == 201
    assert [exchange.status for exchange in first.exchanges] == [201]
    assert second.exchanges == ()


def test_a_server_runs_inside_its_block() -> None:
    with MockServer(read_api(SPEC, checked=False)) as server:
        url = server.url
        assert url.startswith("http://127.0.0.1:")
        assert httpx2.get(url).status_code == 404
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url


START = """
import sys
from pathlib import Path
from oasmith import read_api
from oasmith.mock import MockServer
with MockServer(read_api(Path({path!r}), checked=False)) as server:
    import urllib.request, urllib.error
    try: urllib.request.urlopen(server.url)
    except urllib.error.HTTPError as error: assert error.code == 404
    print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def test_a_new_process_responds_without_loading_the_generator() -> None:
    command = [sys.executable, "-c", START.format(path=str(SPEC))]
    loaded = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert not {"black", "datamodel_code_generator", "jinja2", "openapi_spec_validator"}.intersection(loaded)


def test_another_address_of_this_machine() -> None:
    with MockServer(read_api(SPEC, checked=False), host="::1") as server:
        assert server.url.startswith("http://[::1]:")
        assert httpx2.get(server.url).status_code == 404


def test_a_server_that_cannot_start_is_reported(tmp_path: Path) -> None:
    api = read_api(SPEC)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OasmithError, match=f"cannot listen on 127.0.0.1 port {port}"):
            MockServer(api, port=port).__enter__()
    with pytest.raises(OasmithError, match="cannot be written"):
        MockServer(api, record=tmp_path / "no" / "file").__enter__()
    with pytest.raises(OasmithError, match="cannot listen"):
        MockServer(api, port=70000).__enter__()


def test_an_invalid_description_is_reported_before_the_server_starts(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.1\ninfo: {title: T, version: '1'}\npaths: {/a: {get: 5}}\n")
    with pytest.raises(OasmithError, match="/paths/~1a/get"):
        read_api(path)
    path.write_text("openapi: 2.0.0\n")
    with pytest.raises(OasmithError, match="not supported"):
        read_api(path, checked=False)


SECRET: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "Sécret", "version": "1"},
    "security": [{"query": []}, {"header": []}, {"cookie": []}],
    "paths": {
        "/a": {
            "post": {
                "operationId": "doA",
                "requestBody": {
                    "content": {"text/plain": {}, "application/json": {"schema": {"type": "integer"}}}
                },
                "responses": {"200": {"description": "Done.", "content": {"text/plain": {"example": "é"}}}},
            }
        }
    },
    "components": {
        "securitySchemes": {
            "query": {"type": "apiKey", "in": "query", "name": "k y"},
            "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
        }
    },
}


def test_every_exchange_is_recorded_without_its_secrets(tmp_path: Path) -> None:
    description, record = tmp_path / "openapi.yaml", tmp_path / "record.jsonl"
    description.write_text(yaml.safe_dump(SECRET))
    hidden = {"X-Key": "hush", "Authorization": "Basic hush", "Cookie": "session=hush"}
    with MockServer(read_api(description), record=record) as server:
        httpx2.post(server.url + "/a?k%20y=hush&k+y=hush&other=5", content="hé", headers={
            **hidden, "Content-Type": "text/plain"})  # fmt: skip
        httpx2.post(server.url + "/a", json="five", headers=hidden)
        httpx2.get(server.url + "/nothing")
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.post(server.url + "/a", headers={**hidden, "X-Mock-Drop": "1"})
    text = record.read_text("utf-8")
    assert "hush" not in text
    done, broken, missing, dropped = map(json.loads, text.splitlines())
    assert done["method"] == "POST"
    assert done["target"] == "/a?k%20y=***&k+y=***&other=5"
    assert (done["operation"], done["status"], done["violations"]) == ("doA", 200, [])
    assert (done["request_body"], done["response_body"]) == ("hé", "é")
    assert ["x-key", "***"] in done["request_headers"]
    assert datetime.fromisoformat(done["time"]).utcoffset() is not None
    assert done["milliseconds"] >= 0
    assert (broken["status"], broken["request_body"]) == (400, "five")
    assert broken["violations"][0]["message"] == '"five" is not of type "integer"'
    assert broken["response_body"]["violations"] == broken["violations"]
    assert (missing["operation"], missing["status"], missing["request_body"]) == ("", 404, None)
    assert (dropped["status"], dropped["response_body"], dropped["response_headers"]) == (None, None, [])


@contextmanager
def _command(
    *arguments: str, folder: Path = ROOT, before: tuple[str, ...] = ()
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "oasmith", "mock", *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_the_command_serves_the_description_as_generate_reads_it(tmp_path: Path) -> None:
    def operation(name: str) -> dict[str, Any]:
        return {"get": {"operationId": name, "responses": {"204": {"description": "ok"}}}}

    broken = {"get": {"operationId": "broken", "responses": {"200": {"$ref": "#/components/responses/None"}}}}
    paths = {"/a": operation("a"), "/b": operation("b"), "/broken": broken}
    document = {"openapi": "3.1.0", "info": {"title": "Two", "version": "1"}, "paths": paths}
    (tmp_path / "api.yaml").write_text(yaml.safe_dump(document))
    actions = [{"target": "$.paths", "update": {"/c": operation("c")}}]
    overlay = {"overlay": "1.0.0", "info": {"title": "c", "version": "1"}, "actions": actions}
    (tmp_path / "overlay.yaml").write_text(yaml.safe_dump(overlay))
    tables = "".join(
        f'[tool.oasmith.targets.{name}]\ndescription = "api.yaml"\noutput = "{name}"\n'
        'exclude = {paths = ["/b"]}\n'
        for name in ("x", "y")
    )
    (tmp_path / "pyproject.toml").write_text(tables)
    options = ("--overlay", "overlay.yaml", "--lenient")
    for chosen, excluded in ((("--target", "x"), 404), (("api.yaml",), 204)):
        with _command(*chosen, *options, folder=tmp_path) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = line.split()[2]
            found = [httpx2.get(f"{url}/{name}").status_code for name in ("a", "b", "c", "broken")]
            assert found == [204, excluded, 204, 404]
    with _command(*options, folder=tmp_path) as process:
        _, errors = process.communicate()
        assert process.returncode == 2
        assert "Choose one with --target NAME" in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_the_projects_description_until_it_is_stopped(number: int) -> None:
    with _command("--seed", "3") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("Elastic Load Balance at http://127.0.0.1:")
        url = first.split()[4]
        body = {"pool": {**request_example()["pool"], "loadbalancer_id": "b"}}
        assert httpx2.post(url + PATH, json=body, headers=TOKEN).status_code == 400
        assert httpx2.get(url + "/nothing").status_code == 404
        process.send_signal(number)
        _, log = process.communicate()
        assert process.returncode == 0, log
    lines = log.splitlines()
    assert any(
        line.startswith(f"POST {PATH} 400 ")
        and line.endswith("ms CreateMasterSlavePool violated listener-or-load-balancer")
        for line in lines
    )
    assert any(line.startswith("GET /nothing 404 ") for line in lines)


@pytest.mark.filterwarnings("ignore::elb_client.AdviceWarning")
def test_the_command_verifies_signatures() -> None:
    secrets = ("--secret", "one=first=secret", "--secret", "two=second-secret")
    with _command(str(SPEC), "--port", "0", *secrets) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[4]

        def call(ak: str, sk: str) -> Any:
            with ElbClient(base_url=url, access_key=AccessKey(ak, sk), project_id=PROJECT_ID) as client:
                return client.create_master_slave_pool(request_example()).pool

        assert call("one", "first=secret") is not None
        assert call("two", "second-secret") is not None
        for ak, sk, message in (
            ("one", "second-secret", "the signature is wrong"),
            ("three", "first=secret", "the access key is unknown"),
        ):
            with pytest.raises(AuthenticationError, match=message):
                call(ak, sk)
        process.send_signal(signal.SIGINT)
        _, log = process.communicate()
    assert process.returncode == 0
    assert [line.split()[2] for line in log.splitlines() if PATH in line] == ["201", "201", "401", "401"]
    assert "secret" not in log


@pytest.mark.parametrize(
    "secrets", [["s3cret"], ["=s3cret"], ["s3cret="], ["a=s3cret", "a=s3cret2"], ["a=s3cret", "b"], [""]]
)
def test_the_command_reports_an_invalid_secret_without_showing_it(secrets: list[str]) -> None:
    arguments = (argument for secret in secrets for argument in ("--secret", secret))
    with _command(str(SPEC), *arguments) as process:
        out, log = process.communicate()
    assert process.returncode == 2
    assert "--secret must be a pair of keys" in log
    assert "Write --secret AK=SK, each AK once." in log
    assert "s3cret" not in out + log
    assert "Traceback" not in log


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh here")
def test_the_command_can_be_interrupted_as_a_background_job_of_a_shell() -> None:
    with _command(before=("sh", "-c", "trap '' INT; exec \"$@\"", "sh")) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, log = process.communicate()
        assert process.returncode == 0, log


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.yaml"], "missing.yaml: there is no such file"),
        ([str(SPEC), "--port", "99999"], "cannot listen on 127.0.0.1 port 99999"),
        ([str(SPEC), "--record", "no/such/folder"], "no/such/folder: cannot be written"),
    ],
)
def test_the_command_reports_bad_input(arguments: list[str], message: str) -> None:
    with _command(*arguments) as process:
        _, log = process.communicate()
    assert process.returncode == 2
    assert message in log
    assert "Traceback" not in log


def test_the_command_asks_which_of_several_targets(tmp_path: Path) -> None:
    targets = "".join(
        f'[tool.oasmith.targets.{name}]\ndescription = "d"\noutput = "o"\n' for name in ("a", "b")
    )
    (tmp_path / "pyproject.toml").write_text(targets)
    with _command(folder=tmp_path) as process:
        _, log = process.communicate()
    assert process.returncode == 2
    assert "several targets: a, b" in log
