"""Compare the generated client with the vendor's SDK and plain httpx2: import time, calls and CPU per call.

    uv run python bench/client.py [ROUNDS] [CALLS]

All make the same call to one server on 127.0.0.1, which runs in another process. The rounds of the clients
alternate. The medians are printed, and their ratios to plain httpx2 (``post`` with ``json=``, ``json.loads``
of the response). Each import runs in its own process; the number of modules that it adds is printed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
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
IMPORT = """
import sys, time
sys.path.insert(0, {path!r})
before, start = len(sys.modules), time.perf_counter()
{code}
print(time.perf_counter() - start, len(sys.modules) - before)
"""
IMPORTS = {
    "elb_client": "from elb_client import ElbClient",
    "huaweicloudsdkelb": "from huaweicloudsdkelb.v3 import ElbClient",
    "httpx2": "import httpx2",
}


def imported(code: str) -> tuple[float, int]:
    """The seconds that an import takes, and the number of modules that it adds."""
    program = IMPORT.format(path=str(ROOT / "generated"), code=code)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, modules = ran.stdout.split()
    return float(seconds), int(modules)


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
    return {
        "httpx2, bare": lambda: json.loads(http.post(url + PATH, json=body, headers=headers).content),
        "elb_client, token": lambda: tokened.create_master_slave_pool(body),
        "elb_client, signed": lambda: signed.create_master_slave_pool(body),
        "huaweicloudsdkelb, signed": lambda: theirs.create_master_slave_pool(request),
    }


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    calls = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    warnings.simplefilter("ignore")
    imports: dict[str, list[tuple[float, int]]] = {name: [] for name in IMPORTS}
    for number in range(rounds + 1):
        for name, code in IMPORTS.items():
            imports[name] += [imported(code)] if number else []
            if not number:
                imported(code)
    base = statistics.median(seconds for seconds, _ in imports["huaweicloudsdkelb"])
    print(f"{'import':28}{'ms':>8}{'modules':>9}{'vendor':>9}")
    for name, runs in imports.items():
        median = statistics.median(seconds for seconds, _ in runs)
        print(f"{name:28}{median * 1000:8.0f}{runs[0][1]:9}{median / base:8.2f}x")
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        server.stdin.write(json.dumps(response_example()).encode())
        server.stdin.close()
        made = callers(f"http://127.0.0.1:{int(server.stdout.readline())}")
        walls: dict[str, list[float]] = {name: [] for name in made}
        processors: dict[str, list[float]] = {name: [] for name in made}
        for call in made.values():
            for _ in range(20):
                call()
        for _ in range(rounds):
            for name, call in made.items():
                wall, processor = time.perf_counter(), time.process_time()
                for _ in range(calls):
                    call()
                walls[name].append((time.perf_counter() - wall) / calls)
                processors[name].append((time.process_time() - processor) / calls)
    finally:
        server.terminate()
        server.wait()
    wall = {name: statistics.median(times) for name, times in walls.items()}
    processor = {name: statistics.median(times) for name, times in processors.items()}
    bare = "httpx2, bare"
    print(f"\n{'calls':28}{'calls/s':>8}{'time':>9}{'CPU µs':>9}{'CPU':>9}")
    for name in made:
        print(
            f"{name:28}{1 / wall[name]:8.0f}{wall[name] / wall[bare]:8.2f}x"
            f"{processor[name] * 1e6:9.0f}{processor[name] / processor[bare]:8.2f}x"
        )


if __name__ == "__main__":
    main()
