"""Every kind of request and of credentials, sent by the examples of each language to the mock server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from oasmith import read_api
from oasmith.mock import MockServer
from oasmith.pipeline import generate_target
from oasmith.settings import Target

DESCRIPTION = Path(__file__).with_name("kiosk.yaml")
FOLDERS = ["find_paper/example", "order/example", "subscribe/two", "write/long", "send/example"]
SECRETS = {
    "KIOSK_QUERY": "k&1 ü",
    "KIOSK_SESSION": "s1",
    "KIOSK_KEY": "k2",
    "KIOSK_USER_USER": "me",
    "KIOSK_USER_PASSWORD": "pass word",
    "KIOSK_TOKEN": "t1",
}
COMMANDS = {
    "curl.sh": ["sh"],
    "sync.py": [sys.executable],
    "async.py": [sys.executable],
    "fetch.mjs": ["node"],
    "main.go": ["go", "run"],
    "Main.java": ["java"],
}
TOOLS = {"curl.sh": "curl"}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kiosk")
    generate_target(Target(DESCRIPTION, folder), lambda stage, done: None)
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_answered_and_breaks_nothing(tree: Path, name: str) -> None:
    tool = TOOLS.get(name, COMMANDS[name][0])
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    with MockServer(read_api(DESCRIPTION)) as server:
        environment = os.environ | SECRETS | {"PYTHONPATH": str(tree), "KIOSK_BASE_URL": server.url}
        for folder in FOLDERS:
            command = [*COMMANDS[name], str(tree / "examples" / folder / name)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, (folder, done.stderr)
            assert done.stdout.strip().strip('"') == "done"
            assert server.exchanges[-1].violations == ()
    assert len(server.exchanges) == len(FOLDERS)
