"""Generate clients: this project's generator and openapi-python-client, side by side in one run.

    uv run python bench/generate.py [--big] [DESCRIPTION ...]

Measured is the whole process, from its start to the files on disk: wall time, and the peak memory of
the process and of those it starts. Both have run once before, so that Python's compiled modules are
there. Then the runs of the two alternate; the median is told. Both generate the client only; nothing
is remembered from run to run. Without arguments the descriptions are this
repository's own and, where the corpus lies beside the checkout, Discord's and Xero's; ``--big`` adds
GitHub's. The peer is installed into a folder of its own, which needs a package index.
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
    """One run: seconds, the largest process in MiB, how it ended and what it said last."""

    seconds: float
    mebibytes: float
    code: int
    said: str


def measured(command: list[str], folder: Path) -> Run:
    """Run a command in a process of its own and measure it."""
    environment = {**os.environ, "OASMITH_CACHE_DIR": str(folder / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    told = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Run(*json.loads(told.stdout))


def ours(description: Path, folder: Path) -> Run:
    """This project's generator, with nothing there yet and nothing remembered."""
    for name in ("cache", "out"):
        shutil.rmtree(folder / name, ignore_errors=True)
    settings = ["[tool.oasmith]", f"description = {json.dumps(str(description))}"]
    settings += ['output = "out"', 'products = ["client"]']
    (folder / "pyproject.toml").write_text("\n".join(settings), "utf-8")
    return measured([sys.executable, "-m", "oasmith", "generate"], folder)


def theirs(peer: Path, description: Path, folder: Path) -> Run:
    """openapi-python-client, with nothing there yet."""
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
    """openapi-python-client in an environment of its own; None where it cannot be had."""
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
    """The run with the middle time."""
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
    """Print one line, and what the peer says if it failed or warned."""
    mine = median(own)
    cells = [f"{mine.seconds:7.2f} s {mine.mebibytes:5.0f} MiB"]
    if other:
        peer = median(other)
        cells += [f"{peer.seconds:7.2f} s {peer.mebibytes:5.0f} MiB", f"{mine.seconds / peer.seconds:5.2f}x"]
    print(f"{name:28} " + " ".join(f"{cell:>18}" for cell in cells), flush=True)
    if mine.code:
        print(f"  ours failed: {mine.said[-300:]}")
    if other and (peer.code or "WARNING" in peer.said or "rror" in peer.said):
        warnings = peer.said.count("WARNING")
        last = " ".join(peer.said.split())[-200:]
        print(f"  the peer ended with {peer.code}, {warnings} warnings in its last words: {last}")


if __name__ == "__main__":
    main()
