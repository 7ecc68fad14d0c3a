"""What the README shows is what happens."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from elb_client import RequestValidationError
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.runtime import errors
from oasmith.settings import KEYS
from support.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str, after: str) -> list[str]:
    """The fenced blocks of a language in the section of the README with a heading."""
    section = README.partition(f"{after}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def run(command: list[str], folder: Path, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in a folder as a user does: its programs are on the path, and nothing else is."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    return subprocess.run(
        command, cwd=folder, input=code, capture_output=True, text=True, timeout=60, env=environment,
        check=False,
    )  # fmt: skip


def test_the_call_works() -> None:
    (code,) = blocks("python", "## Make a call")
    (shell,) = blocks("sh", "## Make a call")
    (folder,) = re.findall(r"^cd (\S+) && uv run python\b", shell, re.MULTILINE)
    with MockServer(read_api(ROOT / "spec" / "elb-v3.yaml")) as server:
        code = code.replace('token="..."', f'token="secret", base_url={server.url!r}')
        done = run([sys.executable, "-"], ROOT / folder, code)
        assert (done.returncode, done.stderr) == (0, "")
        assert [exchange.violations for exchange in server.exchanges] == [()]
    assert "members=" in done.stdout


def test_the_first_commands_lead_to_a_call(tmp_path: Path) -> None:
    (shell,) = blocks("sh", "## Install it and generate a client")
    _, _, generate, mock, call = shell.splitlines()
    pets = {"type": "array", "items": {"type": "string", "example": "Tom"}}
    response = {"description": "ok", "content": {"application/json": {"schema": pets}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Petstore", "version": "1"},
        "servers": [{"url": "https://pets.example"}],
        "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"200": response}}}},
    }
    (tmp_path / "openapi.yaml").write_text(json.dumps(document), "utf-8")
    done = run(["sh", "-c", generate], tmp_path)
    assert done.returncode == 0, done.stderr
    assert " --port 8080 &" in mock
    server = subprocess.Popen(
        [sys.executable, "-m", *mock.partition(" --port")[0].split(), "--port", "0"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        url = server.stdout.readline().split()[2]
        done = run(["sh", "-c", call.replace("http://127.0.0.1:8080", url)], tmp_path)
    finally:
        server.kill()
        server.wait()
    assert (done.returncode, done.stdout) == (0, "['Tom']\n"), done.stderr


def test_the_error_is_shown_as_it_is() -> None:
    heading = "### A request that breaks the description is not sent"
    (code,) = blocks("python", heading)
    (shown,) = blocks("text", heading)
    with pytest.raises(RequestValidationError) as raised:
        exec(compile(code, "README.md", "exec"), {})
    assert f"elb_client.RequestValidationError: {raised.value}\n" == shown


def test_every_setting_is_in_the_table() -> None:
    table = README.partition("## Settings\n")[2].partition("\n## ")[0]
    named: set[Any] = set(
        re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)))
    )
    assert named == set(KEYS)


def test_every_exception_is_in_the_guide() -> None:
    guide = (ROOT / "templates" / "docs" / "guide.md.jinja").read_text("utf-8")
    own = re.findall(r"^class ([A-Z]\w+Error)\(", inspect.getsource(errors), re.MULTILINE)
    names = [*own, "pydantic.ValidationError", "webhooks.UnreadableError", "AdviceWarning"]
    assert [name for name in names if f"`{name}`" not in guide] == []


def test_the_figures_on_speed_are_those_of_the_bench() -> None:
    results = (ROOT / "bench" / "RESULTS.md").read_text("utf-8")
    (sentence,) = re.findall(r"^On \d+ cores, .*$", results, re.MULTILINE)
    assert sentence in " ".join(README.split())
