"""Example files as a person runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

_COMMANDS = {
    "curl.sh": ["sh"],
    "httpie.sh": ["sh"],
    "sync.py": [sys.executable],
    "async.py": [sys.executable],
    "fetch.mjs": ["node"],
    "main.go": ["go", "run"],
    "Main.java": ["java"],
}
"""What runs an example file, by its name."""

RUNNABLE = [
    pytest.param("curl.sh", marks=pytest.mark.curl),
    pytest.param("httpie.sh", marks=pytest.mark.httpie),
    pytest.param("sync.py", marks=pytest.mark.python),
    pytest.param("async.py", marks=pytest.mark.python),
    pytest.param("fetch.mjs", marks=pytest.mark.javascript),
    pytest.param("main.go", marks=pytest.mark.go),
    pytest.param("Main.java", marks=pytest.mark.java),
]
"""The names of the example files, for tests of each language under its own marker."""

_TOOLS = {"curl.sh": "curl", "httpie.sh": "http"}
_PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
_HTTPIE = Path(__file__).with_name("httpie")
"""Settings of HTTPie under which it does not ask for news of itself."""


def run_example(file: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run an example file with more variables in its environment; skip the test where its tool is missing."""
    command = _COMMANDS[file.name]
    tool = _TOOLS.get(file.name, command[0])
    if shutil.which(tool, path=_PATH) is None:
        pytest.skip(f"{tool} is not installed")
    settings = {"PATH": _PATH, "HTTPIE_CONFIG_DIR": str(_HTTPIE), "NO_PROXY": "127.0.0.1"}
    return subprocess.run(
        [*command, str(file)],
        env={**os.environ, **settings, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
