"""Compare the generated client with the vendor's SDK and plain httpx2: CPU of an import and of calls.

    uv run python bench/client.py [--write] [ROUNDS] [CALLS]

Imports: a whole process imports a client and creates it, in a new virtual environment that has only what the
clients need. "first" is without cached bytecode, as uv installs packages; "again" is with it.

Calls: all make the same call to one server on 127.0.0.1, which runs in another process. The rounds of the
clients alternate. Plain httpx2 is ``post`` with ``json=`` and ``json.loads`` of the response; it validates
nothing and returns dictionaries. "httpx2, same work" also validates the request with jsonschema-rs and reads
the response as a model, which the generated client does.

All values are CPU time (user and system). Those of imports are medians, and medians of the ratios within a
round. Those of calls are of the fastest round of each client: other processes, which evict its code and
data from the caches, only add to it. ``--write`` writes the tables to CLIENT.md.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "generated"), str(ROOT / "tests")]

import elb_client
import httpx2
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkelb import v3 as vendor
from support.page import PATH, PROJECT_ID, request_example, response_example

SERVER = """
import socketserver, sys
body = sys.stdin.buffer.read()
lines = "HTTP/1.1 201 Created", "Content-Type: application/json", f"Content-Length: {len(body)}", "", ""
response = "\\r\\n".join(lines).encode() + body

class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        received = b""
        while True:
            head, end, rest = received.partition(b"\\r\\n\\r\\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\\r\\n")[0] or 0)
            if end and len(rest) >= length:
                self.request.sendall(response)
                received = rest[length:]
                continue
            more = self.request.recv(65536)
            if not more:
                return
            received += more

with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection) as server:
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()
"""
IMPORTS = {
    "httpx2, bare": "import httpx2; httpx2.Client()",
    "elb_client": "from elb_client import ElbClient; ElbClient(token='a-token', project_id='0' * 32)",
    "huaweicloudsdkelb": """
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkelb.v3 import ElbClient
credentials = BasicCredentials("an-ak", "an-sk", "0" * 32)
ElbClient.new_builder().with_credentials(credentials).with_endpoint("http://127.0.0.1").build()
""",
}
PACKAGES = ("httpx2", "jsonschema-rs", "pydantic", "huaweicloudsdkelb")


def installed(folder: Path) -> tuple[Path, Path]:
    """The interpreter of a new environment without bytecode, and a folder with a copy of our client."""
    python = folder / "environment" / "bin" / "python"
    versions = [f"{name}=={metadata.version(name)}" for name in PACKAGES]
    subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, folder / "environment"], check=True)
    command = ["uv", "pip", "install", "--quiet", "--no-compile-bytecode", "--python", python, *versions]
    subprocess.run(command, check=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generated" / "elb_client", folder / "own" / "elb_client", ignore=ignored)
    return python, folder / "own"


def seconds_of(python: Path, folder: Path, code: str) -> float:
    """The CPU seconds of a process that runs code."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([python, "-c", code], cwd=folder, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def imports(rounds: int) -> list[str]:
    """The lines of the table of imports."""
    lines = [
        "| import and client created | CPU ms | to bare httpx2 | to the vendor's SDK |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as temporary:
        python, folder = installed(Path(temporary))
        for way in ("first", "again"):
            if way == "again":
                environment = {key: value for key, value in os.environ.items() if "BYTECODE" not in key}
                places = [folder, python.parents[1]]
                command = [python, "-m", "compileall", "-q", *places]
                subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
            runs: dict[str, list[float]] = {name: [] for name in IMPORTS}
            for number in range(rounds + 1):
                for name, code in IMPORTS.items():
                    took = seconds_of(python, folder, code)
                    runs[name] += [took] if number else []
            for name, times in runs.items():
                cells = f"{name}, {way}", f"{statistics.median(times) * 1000:.0f}"
                ratios = (f"{ratio(times, runs[base]):.2f}" for base in ("httpx2, bare", "huaweicloudsdkelb"))
                lines.append(f"| {' | '.join((*cells, *ratios))} |")
    return lines


def ratio(times: list[float], bases: list[float]) -> float:
    """The median of the ratios of two clients within a round."""
    return statistics.median(time / base for time, base in zip(times, bases, strict=True))


def callers(url: str) -> dict[str, Callable[[], object]]:
    """Functions that make the same call, by the name of their client."""
    body = request_example()
    http = httpx2.Client()
    headers = {"X-Auth-Token": "a-token"}
    tokened = elb_client.ElbClient(base_url=url, token="a-token", project_id=PROJECT_ID)
    key = elb_client.AccessKey("an-ak", "an-sk")
    signed = elb_client.ElbClient(base_url=url, access_key=key, project_id=PROJECT_ID)
    credentials = BasicCredentials("an-ak", "an-sk", PROJECT_ID)
    theirs = vendor.ElbClient.new_builder().with_credentials(credentials).with_endpoint(url).build()
    pool = dict(body["pool"])
    pool["members"] = [vendor.CreateMasterSlaveMemberOption(**member) for member in pool["members"]]
    pool["healthmonitor"] = vendor.CreateMasterSlaveHealthMonitorOption(**pool["healthmonitor"])
    option = vendor.CreateMasterSlavePoolOption(**pool)
    request = vendor.CreateMasterSlavePoolRequest(body=vendor.CreateMasterSlavePoolRequestBody(pool=option))
    contract = tokened._package.contract()
    validator = contract.validator("operations", "CreateMasterSlavePool")
    model = elb_client.models.CreateMasterSlavePoolResponse
    model.model_rebuild()

    def same_work() -> object:
        assert validator.is_valid({"path": {"project_id": PROJECT_ID}, "body": body})
        return model.model_validate_json(http.post(url + PATH, json=body, headers=headers).content)

    return {
        "httpx2, bare": lambda: json.loads(http.post(url + PATH, json=body, headers=headers).content),
        "httpx2, same work": same_work,
        "elb_client, token": lambda: tokened.create_master_slave_pool(body),
        "elb_client, signed": lambda: signed.create_master_slave_pool(body),
        "huaweicloudsdkelb, signed": lambda: theirs.create_master_slave_pool(request),
    }


def calls(rounds: int, count: int) -> list[str]:
    """The lines of the table of calls."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        server.stdin.write(json.dumps(response_example()).encode())
        server.stdin.close()
        made = callers(f"http://127.0.0.1:{int(server.stdout.readline())}")
        runs: dict[str, list[float]] = {name: [] for name in made}
        for number in range(rounds + 1):
            for name, call in made.items():
                start = time.process_time()
                for _ in range(count):
                    call()
                runs[name] += [(time.process_time() - start) / count] if number else []
    finally:
        server.terminate()
        server.wait()
    lines = ["| call | CPU µs | to bare httpx2 | to httpx2 with the same work |", "|---|---|---|---|"]
    for name, times in runs.items():
        cells = name, f"{min(times) * 1e6:.0f}"
        ratios = (f"{min(times) / min(runs[base]):.2f}" for base in ("httpx2, bare", "httpx2, same work"))
        lines.append(f"| {' | '.join((*cells, *ratios))} |")
    return lines


def main() -> None:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    rounds, count = (numbers + [21, 300][len(numbers) :])[:2]
    warnings.simplefilter("ignore")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    lines = [
        "# Results of bench/client.py",
        "",
        f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; {versions}. {rounds} rounds.",
        "",
        *imports(rounds),
        "",
        *calls(rounds, count),
    ]
    print("\n".join(lines))
    if "--write" in sys.argv:
        Path(__file__).with_name("CLIENT.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
