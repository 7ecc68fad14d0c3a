"""Compare the generation of clients by this project and by openapi-python-client in one run.

    uv run python bench/generate.py [--big] [DESCRIPTION ...]

The whole process is measured, from its start until the files are on disk: wall time, and the peak memory of
the process and its children. Both generators run once before, so that Python's bytecode is cached. Then their
runs alternate; the median is printed. Both generate only the client, without a cache from earlier runs.
Without arguments, the descriptions are this repository's own and, if the corpus is beside the checkout,
Discord's and Xero's; ``--big`` adds GitHub's. The peer is installed into its own folder, which needs a
package index.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
OWN = ROOT / "spec" / "elb-v3.yaml"
USUAL = [OWN, CORPUS / "discord.json", CORPUS / "xero_accounting.yaml"]
BIG = CORPUS / "github.json"

_MEASURED = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
ran = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - started, usage.ru_maxrss / 1024, ran.returncode, ran.stdout[-2000:]]))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds, the peak memory of the largest process in MiB, the exit code and the last output."""

    seconds: float
    mebibytes: float
    code: int
    output: str


def measured(command: list[str], folder: Path) -> Run:
    """Run a command in a new process and measure it."""
    environment = {**os.environ, "OASMITH_CACHE_DIR": str(folder / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Run(*json.loads(done.stdout))


def ours(description: Path, folder: Path) -> Run:
    """Run this project's generator, with an empty output folder and an empty cache."""
    for name in ("cache", "out"):
        shutil.rmtree(folder / name, ignore_errors=True)
    settings = ["[tool.oasmith]", f"description = {json.dumps(str(description))}"]
    settings += ['output = "out"', 'products = ["client"]']
    (folder / "pyproject.toml").write_text("\n".join(settings), "utf-8")
    return measured([sys.executable, "-m", "oasmith", "generate"], folder)


def theirs(peer: Path, description: Path, folder: Path) -> Run:
    """Run openapi-python-client, with an empty output folder."""
    shutil.rmtree(folder / "peer", ignore_errors=True)
    return measured(
        [
            str(peer),
            "generate",
            "--path",
            str(description),
            "--output-path",
            str(folder / "peer"),
            "--overwrite",
        ],
        folder,
    )


def install_peer(folder: Path) -> Path | None:
    """Install openapi-python-client into its own environment; None if that fails."""
    environment = folder / "environment"
    for command in (
        ["uv", "venv", "--quiet", str(environment)],
        ["uv", "pip", "install", "--quiet", "--python", str(environment), "openapi-python-client", "ruff"],
    ):
        if subprocess.run(command, check=False).returncode:
            return None
    os.environ["PATH"] = f"{environment / 'bin'}:{os.environ['PATH']}"
    return environment / "bin" / "openapi-python-client"


def median(runs: list[Run]) -> Run:
    """The run with the median time."""
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("descriptions", nargs="*", type=Path)
    parser.add_argument("--big", action="store_true", help="also GitHub's description, once")
    given = parser.parse_args()
    chosen = given.descriptions or [path for path in USUAL if path.is_file()]
    if given.big:
        chosen = [*chosen, BIG]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer = install_peer(folder)
        if peer is None:
            print("openapi-python-client cannot be installed here; only this project is measured")
        ours(OWN, folder)
        if peer:
            theirs(peer, OWN, folder)
        print(f"{'description':28} {'ours':>18} {'peer':>18} {'ratio':>6}")
        for description in chosen:
            repeats = 1 if description == BIG else 3
            pairs = [
                (ours(description, folder), theirs(peer, description, folder) if peer else None)
                for _ in range(repeats)
            ]
            row(description.name, [own for own, _ in pairs], [other for _, other in pairs if other])


def row(name: str, own: list[Run], other: list[Run]) -> None:
    """Print one line, and the output of a generator that failed or warned."""
    mine = median(own)
    cells = [f"{mine.seconds:7.2f} s {mine.mebibytes:5.0f} MiB"]
    if other:
        peer = median(other)
        cells += [f"{peer.seconds:7.2f} s {peer.mebibytes:5.0f} MiB", f"{mine.seconds / peer.seconds:5.2f}x"]
    print(f"{name:28} " + " ".join(f"{cell:>18}" for cell in cells), flush=True)
    if mine.code:
        print(f"  ours failed: {mine.output[-300:]}")
    if other and (peer.code or "WARNING" in peer.output or "rror" in peer.output):
        warnings = peer.output.count("WARNING")
        last = " ".join(peer.output.split())[-200:]
        print(f"  the peer exited with {peer.code} and printed {warnings} warnings at the end: {last}")


if __name__ == "__main__":
    main()
