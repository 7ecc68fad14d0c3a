"""Measure the import and first call of two clients: GitHub's with 1,200 operations, and our own with one.

    uv run python bench/first_call.py [ROUNDS]

A new process imports the client, builds it and makes one call to a server on 127.0.0.1. The time from before
the import until the response is read is measured. The rounds of the clients alternate; the median is printed.
The clients are generated into a temporary folder and run once before, so that their bytecode is cached.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
BODY = {
    "pool": {
        "lb_algorithm": "LEAST_CONNECTIONS", "listener_id": "0b11747a-b139-492f-9692-2df0b1c87193",
        "protocol": "TCP", "type": "ip",
        "members": [
            {"address": "120.10.10.16", "protocol_port": 89, "role": "master"},
            {"address": "110.4.10.16", "protocol_port": 89, "role": "slave"},
        ],
        "healthmonitor": {"delay": 1, "max_retries": 3, "timeout": 30, "type": "HTTP"},
    }
}  # fmt: skip

TIMED = """
import sys, time, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, {folder!r})
url = sys.argv[1]
start = time.perf_counter()
{code}
print(time.perf_counter() - start)
"""
CALLS = {
    "elb: create_master_slave_pool": (
        "elb",
        f"import elb_client\nelb_client.ElbClient(base_url=url, token='t', project_id='0' * 32)"
        f".create_master_slave_pool({BODY!r})",
    ),
    "github: meta.get": (
        "github",
        "import github_client\ngithub_client.GitHubClient(base_url=url).meta.get()",
    ),
    "github: repos.get": (
        "github",
        "import github_client\n" "github_client.GitHubClient(base_url=url).repos.get(owner='o', repo='r')",
    ),
    "github: issues.create": (
        "github",
        "import github_client\n"
        "github_client.GitHubClient(base_url=url).issues.create({'title': 't'}, owner='o', repo='r')",
    ),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def generate(description: Path, folder: Path, package: str, client_name: str) -> None:
    settings = (
        f"[tool.oasmith]\ndescription = {json.dumps(str(description))}\noutput = 'tree'\n"
        f"package = '{package}'\nclient-name = '{client_name}'\nproducts = ['client']\n"
    )
    folder.mkdir()
    (folder / "pyproject.toml").write_text(settings, "utf-8")
    subprocess.run([sys.executable, "-m", "oasmith", "generate"], cwd=folder, check=True, capture_output=True)


def seconds(folder: Path, code: str, url: str) -> float:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    ran = subprocess.run(
        [sys.executable, "-c", TIMED.format(folder=str(folder), code=code), url],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(ran.stdout)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as temporary:
        generate(ROOT / "spec" / "elb-v3.yaml", Path(temporary, "elb"), "elb_client", "ElbClient")
        generate(CORPUS / "github.json", Path(temporary, "github"), "github_client", "GitHubClient")
        runs: dict[str, list[float]] = {name: [] for name in CALLS}
        for number in range(rounds + 1):
            for name, (client, code) in CALLS.items():
                took = seconds(Path(temporary, client, "tree"), code, url)
                runs[name] += [took] if number else []
    medians = {name: statistics.median(times) for name, times in runs.items()}
    base = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:32}{median * 1000:8.0f} ms{median / base:8.2f}x")
    server.shutdown()


if __name__ == "__main__":
    main()
