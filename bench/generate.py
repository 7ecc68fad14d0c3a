"""Compare the generation of clients by this project and by the peers of peers.toml in one run.

    uv run python bench/generate.py [--write] [--runs N] [--peer NAME ...] [DESCRIPTION ...]

Whole processes are measured, from their start until the files are on disk: wall time, the CPU time of all
processes, and their memory at its peak, taken together. This project runs three times in a row: cold (without
a cache and files), after one property was added to the description, and again when nothing has changed. A
peer runs after each of these, always cold, since peers have no other way. The table has medians, the spread
of the cold times, and the ratios to the peer's. All generate only the client.

Without descriptions as arguments, a last table shows how CPU time and memory grow with the size of a
synthetic description (growth.py), of 100, 1,000 and 10,000 operations.

A first run of each, which does not count, writes the bytecode of what it imports, as the first run of a user
does.

Without arguments the descriptions are this repository's own and, if the corpus is beside the checkout, those
of Xero, Box, Twilio and GitHub. Peers are installed into a folder of their own, which needs package indexes;
one that cannot be installed is left out. ``--write`` writes the tables to RESULTS.md.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from growth import description as synthetic

BENCH = Path(__file__).parent
ROOT = BENCH.parent
CORPUS = ROOT.parent / "shared" / "corpus"
DESCRIPTIONS = [
    ROOT / "spec" / "elb-v3.yaml",
    CORPUS / "xero_accounting.yaml",
    CORPUS / "box.json",
    CORPUS / "twilio_conversations_v1.json",
    CORPUS / "github.json",
]
TIME_LIMIT = 600
PEER = "openapi-python-client"
"""The peer of the summary."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall and CPU seconds, the peak memory of all its processes in MiB, exit code, output."""

    seconds: float
    cpu: float
    mebibytes: float
    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator to compare with, as installed: its command, with placeholders, and its version."""

    name: str
    version: str
    command: list[str]

    def run(self, description: Path, folder: Path) -> Run:
        """Run the peer with an empty output folder."""
        output = folder / "peer"
        shutil.rmtree(output, ignore_errors=True)
        output.mkdir()
        values = {"{description}": str(description), "{output}": str(output)}
        return measured([filled(part, values) for part in self.command], folder)


def filled(part: str, values: dict[str, str]) -> str:
    """A part of a command with its placeholders replaced."""
    for name, value in values.items():
        part = part.replace(name, value)
    return part


def measured(command: list[str], folder: Path, **environment: str) -> Run:
    """Run a command in a session of its own and measure all its processes."""
    before = os.times()
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        memory = Memory(process.pid)
        try:
            code = process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
        seconds = time.perf_counter() - start
        peak = memory.stop()
        output.seek(0)
        text = output.read()[-2000:]
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, cpu, peak, code, text)


class Memory:
    """Samples the memory of the processes of a session: the sum of their proportional set sizes."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._peak = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End sampling, and return the peak in MiB."""
        self._stopped.set()
        self._thread.join()
        return self._peak / 1024

    def _sample(self) -> None:
        while not self._stopped.wait(0.1):
            self._peak = max(self._peak, sum(map(self._kibibytes, Path("/proc").glob("[0-9]*"))))

    def _kibibytes(self, process: Path) -> int:
        try:
            after_name = (process / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[3]) != self._session:
                return 0
            lines = (process / "smaps_rollup").read_text().splitlines()
        except (OSError, IndexError):  # it has ended
            return 0
        return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def ours(description: Path, folder: Path) -> Run:
    """Run this project's generator for the client only, with a cache in the folder."""
    lines = ["[tool.oasmith]", f"description = {json.dumps(str(description))}", 'output = "out"']
    (folder / "pyproject.toml").write_text("\n".join([*lines, 'products = ["client"]']), "utf-8")
    cache = str(folder / "cache")
    return measured([sys.executable, "-m", "oasmith", "generate"], folder, OASMITH_CACHE_DIR=cache)


def install(folder: Path, names: Sequence[str]) -> list[Peer]:
    """Install the named peers, or all; those that cannot be installed are left out."""
    known = tomllib.loads((BENCH / "peers.toml").read_text("utf-8"))["peer"]
    found = []
    for peer in known:
        if names and peer["name"] not in names:
            continue
        place = folder / peer["name"]
        place.mkdir(parents=True)
        if "npm" in peer:
            commands = [["npm", "install", "--silent", "--no-fund", "--no-audit", *peer["npm"]]]
            programs = place / "node_modules" / ".bin"
        else:
            python = str(place / "venv" / "bin" / "python")
            commands = [["uv", "venv", "--quiet", "venv"]]
            commands.append(["uv", "pip", "install", "--quiet", "--python", python, *peer["python"]])
            programs = place / "venv" / "bin"
        if all(succeeds(command, place) for command in commands):
            command = [filled(part, {"{bin}": str(programs)}) for part in peer["command"]]
            os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"
            found.append(Peer(peer["name"], installed_version(peer, place), command))
        else:
            print(f"{peer['name']} cannot be installed here and is left out")
    return found


def succeeds(command: list[str], folder: Path) -> bool:
    """Whether a command exits with 0; False also if there is no such program."""
    try:
        return subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


def installed_version(peer: dict[str, Any], place: Path) -> str:
    """The version of a peer's first package."""
    if "npm" in peer:
        manifest = place / "node_modules" / peer["npm"][0] / "package.json"
        return str(json.loads(manifest.read_text("utf-8"))["version"])
    name = peer["python"][0].partition("[")[0]
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    done = subprocess.run(
        [place / "venv" / "bin" / "python", "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def with_one_more_property(data: Any) -> Any:
    """A description with another property in the first schema that has properties."""
    changed = copy.deepcopy(data)
    schemas = changed["components"]["schemas"]
    next(schema for schema in schemas.values() if "properties" in schema)["properties"]["added_property"] = {
        "type": "string"
    }
    return changed


def written(data: Any, path: Path) -> None:
    """Write a description in the format of its file."""
    if path.suffix == ".json":
        path.write_text(json.dumps(data, indent=2), "utf-8")
    else:
        path.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")


@dataclass(frozen=True, slots=True)
class Row:
    """The measurements of one description: runs of this project by kind, and cold runs of each peer."""

    name: str
    own: dict[str, list[Run]]
    peers: dict[str, list[Run]]


def measure(description: Path, peers: list[Peer], folder: Path, runs: int) -> Row:
    """Measure one description: runs of this project and of the peers alternate."""
    text = description.read_text("utf-8")
    data = json.loads(text) if description.suffix == ".json" else yaml.safe_load(text)
    row = Row(description.name, {"cold": [], "edited": [], "unchanged": []}, {it.name: [] for it in peers})
    copied = folder / description.name
    for _ in range(runs):
        for name in ("cache", "out"):
            shutil.rmtree(folder / name, ignore_errors=True)
        written(data, copied)
        row.own["cold"].append(ours(copied, folder))
        for peer in peers:
            row.peers[peer.name].append(peer.run(copied, folder))
        written(with_one_more_property(data), copied)
        row.own["edited"].append(ours(copied, folder))
        row.own["unchanged"].append(ours(copied, folder))
    return row


SIZES = (100, 1_000, 10_000)


def growth(folder: Path) -> list[str]:
    """The lines of the table of growth: cold runs of this project for descriptions of increasing size.

    A row with two rows above has the growth.
    """
    lines = [
        "Cold runs of this project for synthetic descriptions. Growth is the CPU time and the memory of "
        "further operations, as a multiple of the same in the row above; 1 is linear.",
        "",
        "| operations | seconds | CPU seconds | MiB | growth of CPU time | growth of memory |",
        "|---|---|---|---|---|---|",
    ]
    done: list[tuple[int, Run]] = []
    for size in SIZES:
        for name in ("cache", "out"):
            shutil.rmtree(folder / name, ignore_errors=True)
        copied = folder / "growth.json"
        copied.write_text(json.dumps(synthetic(size)), "utf-8")
        done.append((size, ours(copied, folder)))
        run = done[-1][1]
        if run.code:
            raise SystemExit(f"{size:,} operations: exited with {run.code}: {run.output}")
        ratios = [f"{ratio:.2f}" for ratio in growth_ratios(done)] if len(done) > 2 else ["", ""]
        cells = [f"{size:,}", f"{run.seconds:.1f}", f"{run.cpu:.1f}", f"{run.mebibytes:.0f}", *ratios]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def growth_ratios(done: list[tuple[int, Run]]) -> list[float]:
    """How much more each further operation costs than before, in CPU time and in memory."""
    (first, one), (second, two), (third, three) = done[-3:]
    return [
        (value(three) - value(two)) / (third - second) / ((value(two) - value(one)) / (second - first))
        for value in (lambda run: run.cpu, _memory)
    ]


def middle(runs: Sequence[Run], value: Callable[[Run], float] = lambda run: run.seconds) -> float:
    """The median of a value of runs."""
    return median(map(value, runs))


def tables(rows: list[Row], peers: list[Peer]) -> list[str]:
    """The lines of the tables, in Markdown."""
    names = [peer.name for peer in peers]
    lines = [
        "Wall time in seconds: this project's in three situations, and the cold times of peers. In brackets "
        "the lowest and the highest.",
        "",
        f"| description | cold | one property added | nothing changed | {' | '.join(names)} |",
        f"|---|---|---|---|{'---|' * len(names)}",
    ]
    for row in rows:
        cells = [timed(runs) for runs in (*row.own.values(), *row.peers.values())]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    lines += [
        "",
        "Ratios of this project's times to the cold time of a peer (below 1 is faster), and of peak memory.",
        "",
        "| description | peer | cold | one property added | nothing changed | memory, cold |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        for name, runs in row.peers.items():
            if any(run.code for run in runs):
                lines.append(f"| {row.name} | {name} | it failed | | | |")
                continue
            ratios = [f"{middle(own) / middle(runs):.2f}" for own in row.own.values()]
            memory = middle(row.own["cold"], _memory) / max(1.0, middle(runs, _memory))
            lines.append(f"| {row.name} | {name} | {' | '.join(ratios)} | {memory:.2f} |")
    lines += [
        "",
        "CPU seconds and peak memory (MiB) of all processes, cold.",
        "",
        f"| description | this project | {' | '.join(names)} |",
        f"|---|---|{'---|' * len(names)}",
    ]
    for row in rows:
        cells = [used(runs) for runs in (row.own["cold"], *row.peers.values())]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return lines


def in_short(rows: list[Row]) -> str:
    """A sentence about the first and the last row, which the README has as well."""
    texts = []
    for row in (rows[0], rows[-1]):
        cold, unchanged = middle(row.own["cold"]), middle(row.own["unchanged"])
        ratio = cold / middle(row.peers[PEER])
        texts.append(f"{cold:.1f} s ({ratio:.1f} times the time of {PEER}; unchanged: {unchanged:.1f} s)")
    first, last = texts
    return (
        f"On {os.cpu_count()} cores, oasmith generates the client of this repository in {first}, "
        f"and that of GitHub's description of 13 MB in {last}."
    )


def _memory(run: Run) -> float:
    return run.mebibytes


def timed(runs: Sequence[Run]) -> str:
    """The median time of runs with its spread; a failure is named."""
    if any(run.code for run in runs):
        return "failed"
    times = [run.seconds for run in runs]
    return f"{median(times):.2f} ({min(times):.2f} to {max(times):.2f})"


def used(runs: Sequence[Run]) -> str:
    """The median CPU time and memory of runs."""
    if any(run.code for run in runs):
        return "failed"
    return f"{middle(runs, lambda run: run.cpu):.1f} s, {middle(runs, _memory):.0f}"


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("descriptions", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="write the tables to RESULTS.md")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    parser.add_argument("--peer", action="append", default=[], help="only this peer")
    given = parser.parse_args()
    chosen = given.descriptions or [path for path in DESCRIPTIONS if path.is_file()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        peers = install(folder / "peers", given.peer)
        measure(ROOT / "spec" / "elb-v3.yaml", peers, folder, 1)  # so that bytecode is cached
        rows = []
        for description in chosen:
            rows.append(measure(description.resolve(), peers, folder, given.runs))
            report_failures(rows[-1])
            print("\n".join(tables(rows[-1:], peers)), flush=True)
        grown = [] if given.descriptions else growth(folder)
        print("\n".join(grown), flush=True)
    versions = [f"oasmith {version('oasmith')}", *(f"{peer.name} {peer.version}" for peer in peers)]
    lines = [
        "# Results of bench/generate.py",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} cores; {', '.join(versions)}. "
        f"Medians of {given.runs} runs.",
        "",
        *([in_short(rows), ""] if not given.descriptions and not given.peer else []),
        *tables(rows, peers),
        "",
        *grown,
    ]
    if given.write:
        (BENCH / "RESULTS.md").write_text("\n".join(lines) + "\n", "utf-8")


def report_failures(row: Row) -> None:
    """Print the end of the output of runs that failed."""
    for name, runs in (*row.own.items(), *row.peers.items()):
        for run in [run for run in runs if run.code][:1]:
            print(f"{row.name}: {name} exited with {run.code}: {' '.join(run.output.split())[-300:]}")


if __name__ == "__main__":
    main()
