"""The guide of a client: each of its snippets runs against the mock server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import build_files
from oasmith.settings import Target
from support.packages import imported_package
from support.paths import ROOT

GOLDEN = ROOT / "tests" / "golden"
DESCRIPTIONS = {
    "courier": ROOT / "tests" / "runtime" / "courier.yaml",
    "elb": ROOT / "spec" / "elb-v3.yaml",
    "bodies": GOLDEN / "bodies" / "openapi.yaml",
}
SECTIONS = {
    "courier": {"Properties as arguments", "Pages", "Streams", "Files", "Credentials"},
    "elb": {"Properties as arguments", "Credentials"},
    "bodies": {"Properties as arguments", "Streams", "Files"},
}


@pytest.fixture(scope="module", params=DESCRIPTIONS)
def generated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name of a description, and the folder with its client and its reference."""
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    target = Target(DESCRIPTIONS[name], folder, products=("client", "docs"))
    for file in build_files(target, lambda stage, done: None).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")
    return name, folder


def guide(folder: Path) -> str:
    return (folder / "docs" / "markdown" / "guide.md").read_text("utf-8")


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_snippet_runs(
    generated: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, folder = generated
    first, *others = re.findall(r"^```python\n(.*?)^```$", guide(folder), re.MULTILINE | re.DOTALL)
    package = imported_package(folder)
    monkeypatch.chdir(folder)
    for variable in re.findall(r'os\.environ\["(\w+)"\]', first):
        monkeypatch.setenv(variable, "secret")
    with MockServer(read_api(DESCRIPTIONS[name])) as server:
        (client,) = (each for each in dir(package) if re.fullmatch("(?!Async).*Client", each))
        first = first.replace(f"{client}(", f"{client}(base_url={server.url!r}, ")
        namespace: dict[str, Any] = {}
        exec(compile(first, "guide.md", "exec"), namespace)
        for snippet in others:
            capsys.readouterr()
            exec(compile(snippet, "guide.md", "exec"), dict(namespace))
            assert "for item in" not in snippet or capsys.readouterr().out
        namespace["client"].close()
        assert server.exchanges
        assert [exchange for exchange in server.exchanges if exchange.violations] == []


def test_the_guide_has_sections_for_what_its_client_can_do(generated: tuple[str, Path]) -> None:
    name, folder = generated
    optional = set().union(*SECTIONS.values()) | {"Webhooks"}
    assert set(re.findall("^## (.*)$", guide(folder), re.MULTILINE)) & optional == SECTIONS[name]


def test_the_page_has_the_same_headings(generated: tuple[str, Path]) -> None:
    _, folder = generated
    headings = re.findall("^## (.*)$", guide(folder), re.MULTILINE)
    page = (folder / "docs" / "guide.html").read_text("utf-8")
    assert re.findall("<h2 id=[^>]*>(.*)</h2>", page) == headings


def test_a_client_that_only_uploads_files_has_a_guide(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
    operation = {
        "operationId": "upload",
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}},
        "responses": {"204": {"description": "Stored"}},
    }
    description = {
        "openapi": "3.1.0",
        "info": {"title": "Files", "version": "1"},
        "servers": [{"url": "https://files.example"}],
        "paths": {"/files": {"post": operation}},
    }
    path = tmp_path / "files.json"
    path.write_text(json.dumps(description), "utf-8")
    files = build_files(Target(path, tmp_path, products=("docs",)), lambda stage, done: None).files
    (text,) = (file.text for file in files if file.path == "docs/markdown/guide.md")
    assert "## Files" in text
    assert "## Properties as arguments" not in text
