"""Compare the mock server with Prism in one run: validation of the same bodies, and requests per second.

It needs Prism (npm, ``@stoplight/prism-cli``) on the PATH or at the path in the variable PRISM. Run it with
``uv run python bench/prism.py``. All traffic stays on 127.0.0.1.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "tests"), str(ROOT / "tests" / "spec")]

import elb_client
import httpx2
from oasmith import read_api
from oasmith.mock import MockServer
from support.page import PATH, request_example
from support.paths import SPEC
from test_rules import single_changes, sound_bases, witnesses

HEADERS = {"X-Auth-Token": "a-token", "Content-Type": "application/json"}
CALLS = 500


@contextmanager
def prism() -> Iterator[str]:
    """Prism on a free port, until the block ends."""
    command = os.environ.get("PRISM") or shutil.which("prism")
    if command is None:
        sys.exit("Prism is not installed: npm install -g @stoplight/prism-cli, or set PRISM")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [
        command,
        "mock",
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
        "--verboseLevel",
        "silent",
        str(SPEC),
    ]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def bodies() -> dict[str, list[Any]]:
    """Valid bodies, for each rule a body that violates only that rule, and bodies that violate keywords."""
    plain = [body for body in single_changes(request_example()) if breaks_keywords_only(body)]
    return {
        "sound": list(sound_bases()),
        "one rule broken": list(witnesses().values()),
        "keywords broken": plain,
    }


def breaks_keywords_only(body: Any) -> bool:
    violations = elb_client.check("CreateMasterSlavePool", body, project_id="p")
    return bool(violations) and not any(violation.rule for violation in violations)


def is_taken(client: httpx2.Client, body: Any) -> bool:
    return client.post(PATH, content=json.dumps(body).encode()).status_code == 201


def calls_per_second(client: httpx2.Client) -> float:
    content = json.dumps(request_example()).encode()
    start = time.perf_counter()
    for _ in range(CALLS):
        client.post(PATH, content=content)
    return CALLS / (time.perf_counter() - start)


def main() -> None:
    with (
        MockServer(read_api(SPEC)) as mock,
        prism() as prism_url,
        httpx2.Client(base_url=mock.url, headers=HEADERS) as ours,
        httpx2.Client(base_url=prism_url, headers=HEADERS) as theirs,
    ):
        print(f"{'bodies':20}{'count':>7}{'oasmith refuses':>17}{'Prism refuses':>15}")
        for kind, made in bodies().items():
            refused = [sum(not is_taken(client, body) for body in made) for client in (ours, theirs)]
            print(f"{kind:20}{len(made):7}{refused[0]:17}{refused[1]:15}")
        rates = [max(calls_per_second(client) for _ in range(3)) for client in (ours, theirs)]
        print(f"requests per second: {rates[0]:.0f} and {rates[1]:.0f}, ratio {rates[0] / rates[1]:.2f}")


if __name__ == "__main__":
    main()
