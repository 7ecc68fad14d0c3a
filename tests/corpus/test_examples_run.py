"""The examples for the OpenAPI Initiative's own descriptions, run against the mock server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.names import Identifier
from oasmith.pipeline import generate_target
from oasmith.settings import Target
from support.paths import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is not here"),
]

DOCUMENTS = sorted(path.name for path in CORPUS.glob("oai-*") if "webhook" not in path.name)
"""All of them but the one that has no operations."""
COMMANDS = {
    "curl.sh": ["sh"],
    "sync.py": [sys.executable],
    "fetch.mjs": ["node"],
    "main.go": ["go", "run"],
}
TOOLS = {"curl.sh": "curl"}
CREDENTIALS = ["OAI_BEARER_AUTH", "OAI_DEFAULT_API_KEY", "OAI_BEARER_HTTP_AUTHENTICATION"]


@pytest.fixture(scope="module", params=DOCUMENTS)
def tree(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("oai")
    shutil.copy(CORPUS / request.param, folder / "openapi.json")
    target = Target(folder / "openapi.json", folder, package=Identifier("oai_client"), examples="all")
    generate_target(target, lambda stage, done: None)
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_answered_and_breaks_nothing(tree: Path, name: str) -> None:
    tool = TOOLS.get(name, COMMANDS[name][0])
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    api = read_api(tree / "openapi.json")
    assert api.operations
    with MockServer(api) as server:
        variables = {"PYTHONPATH": str(tree), "OAI_BASE_URL": server.url}
        environment = os.environ | dict.fromkeys(CREDENTIALS, "a-secret") | variables
        for operation in api.operations:
            (file,) = (tree / "examples" / operation.path_name).glob(f"*/{name}")
            before = len(server.exchanges)
            command = [*COMMANDS[name], str(file)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, done.stderr
            (exchange,) = server.exchanges[before:]
            assert (exchange.operation, exchange.violations) == (operation.id, ())
