"""Measure the start of the mock server: the time until a new process has responded to its first request.

    uv run python bench/mock_start.py [ROUNDS]

The server serves this repository's own description in a new process. The time from before the first import
until the response is read is measured; the fastest and the median of the rounds are printed. The goal is half
a second.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

SPEC = Path(__file__).parents[1] / "spec" / "elb-v3.yaml"
TIMED = f"""
import time; start = time.perf_counter()
from pathlib import Path
from oasmith import read_api
from oasmith.mock import MockServer
with MockServer(read_api(Path({str(SPEC)!r}), checked=False)) as server:
    import urllib.request, urllib.error
    try: urllib.request.urlopen(server.url)
    except urllib.error.HTTPError as error: assert error.code == 404
    print(time.perf_counter() - start)
"""


def main(rounds: int = 9) -> None:
    command = [sys.executable, "-c", TIMED]
    seconds = [
        float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(rounds + 1)
    ][1:]
    print(f"fastest {min(seconds):.2f} s, median {statistics.median(seconds):.2f} s of {rounds} rounds")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
