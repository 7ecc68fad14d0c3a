"""Examples for descriptions that other people wrote: there is one for every operation, and all parse."""

from __future__ import annotations

import ast
import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.api.names import Identifier
from oasmith.emitting.examples import emit_examples
from support.paths import CORPUS

LONGEST = 300_000
CHECK_EACH = """
const { readFileSync } = require("node:fs");
const { SourceTextModule } = require("node:vm");
for (const file of readFileSync(0, "utf8").split("\\n")) new SourceTextModule(readFileSync(file, "utf8"));
"""
UNMAKEABLE = {
    "UploadFile": "its form is a plain text",
    "ComplexParams": "its body is one of two schemas that allow the same values",
    "putWithFormUrlEncoded": "its form is an array",
    "post /types/unions/duplicate-types": "its body is one of two equal schemas",
    "UpdateDocumentPermission": "its example has texts for booleans",
    "UpdateSyncListPermission": "its example has texts for booleans",
    "UpdateSyncMapPermission": "its example has texts for booleans",
}
"""Operations for which nobody can make a request that the client would send."""
NAMES = {"curl.sh", "httpie.sh", "sync.py", "async.py", "fetch.mjs", "main.go"}


def _names() -> list[str]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["name"] for row in rows if int(row["operations"]) and int(row["bytes"]) < LONGEST]


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not here")
@pytest.mark.parametrize("tool", ["ast", "bash", "node", "gofmt"])
@pytest.mark.parametrize("name", _names())
def test_every_operation_has_examples_that_parse(name: str, tool: str, tmp_path: Path) -> None:
    if tool != "ast" and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    api = read_api(CORPUS / name, checked=False)
    files, problems = emit_examples(api, "examples", Identifier("a_client"), Identifier("AClient"), ())
    by_folder: dict[str, set[str]] = {}
    for file in files:
        folder, _, file_name = file.path.rpartition("/")
        by_folder.setdefault(folder, set()).add(file_name)
    assert all(names >= NAMES for names in by_folder.values())
    assert all(problem.pointer.startswith("/paths/") for problem in problems)
    for operation in api.operations:
        place = f"examples/{operation.path_name}/"
        assert any(folder.startswith(place) for folder in by_folder) or operation.id in UNMAKEABLE
    suffix = {"ast": ".py", "bash": ".sh", "node": ".mjs", "gofmt": ".go"}[tool]
    texts = [file.text for file in files if file.path.endswith(suffix)]
    if tool == "ast":
        for text in texts:
            ast.parse(text)
        return
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number}{suffix}")
        paths[-1].write_text(text, "utf-8", newline="")
    if paths:
        _parse(tool, paths)


def _parse(tool: str, paths: list[Path]) -> None:
    listed = list(map(str, paths))
    if tool == "node":
        command = ["node", "--experimental-vm-modules", "--no-warnings", "-e", CHECK_EACH]
        done = subprocess.run(command, input="\n".join(listed), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr[-2000:]
        return
    commands = (
        [["gofmt", "-e", "-l", *listed]] if tool == "gofmt" else [["bash", "-n", path] for path in listed]
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done.stdout + done.stderr
