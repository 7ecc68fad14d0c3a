"""Examples for descriptions that other people wrote: there is one for every operation, and all parse."""

from __future__ import annotations

import ast
import csv
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.names import Identifier
from oasmith.products.build import Build
from oasmith.products.examples import samples_of
from support.paths import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not here"),
]

CHECK_EACH = """
const { readFileSync } = require("node:fs");
const { SourceTextModule } = require("node:vm");
for (const file of readFileSync(0, "utf8").split("\\n")) new SourceTextModule(readFileSync(file, "utf8"));
"""
UNMAKEABLE = {
    "putWithFormUrlEncoded": "its form is an array",
}
"""Operations for which nobody can make a request that the client would send."""
NAMES = {"curl.sh", "httpie.sh", "sync.py", "async.py", "fetch.mjs", "main.go"}
SUFFIXES = {"ast": ".py", "bash": ".sh", "node": ".mjs", "gofmt": ".go"}


def _names() -> list[str]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file) if int(row["operations"])]


@cache
def _examples(name: str) -> dict[str, str]:
    """The examples of a description by path; there is one for each operation, in each language."""
    api = read_api(CORPUS / name, checked=False)
    build = Build(api, Identifier("a_client"), Identifier("AClient"))
    samples = samples_of(build, build.calls, None)
    problems = [*build.call_problems, *samples.problems]
    assert all({file.name for file in files} >= NAMES for _, files in samples.written)
    assert all(problem.pointer.startswith("/paths/") for problem in problems)
    operations = {call.operation.id for call, _ in samples.written}
    for operation in api.operations:
        assert (operation.id in operations) != (operation.id in UNMAKEABLE)
    return {
        f"{call.operation.path_name}/{call.name}/{file.name}": file.text
        for call, files in samples.written
        for file in files
    }


@pytest.mark.parametrize("tool", SUFFIXES)
@pytest.mark.parametrize("name", _names())
def test_every_operation_has_examples_that_parse(name: str, tool: str, tmp_path: Path) -> None:
    if tool != "ast" and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    texts = [text for path, text in _examples(name).items() if path.endswith(SUFFIXES[tool])]
    if tool == "ast":
        for text in texts:
            ast.parse(text)
        return
    paths = [tmp_path / f"{number}{SUFFIXES[tool]}" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8", newline="")
    if paths:
        _parse(tool, list(map(str, paths)))


def _parse(tool: str, paths: list[str]) -> None:
    """Let a tool read all the files, bash each in a process of its own as it reads no more than one."""
    listed: str | None = None
    match tool:
        case "bash":
            command, listed = ["xargs", "-0", "-n1", "bash", "-n"], "\0".join(paths)
        case "node":
            options = ["--experimental-vm-modules", "--no-warnings"]
            command, listed = ["node", *options, "-e", CHECK_EACH], "\n".join(paths)
        case _:
            command = ["gofmt", "-e", "-l", *paths]
    done = subprocess.run(command, input=listed, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done.stdout + done.stderr
