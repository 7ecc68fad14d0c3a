"""What the commands print: progress, problems and results, as text or as JSON."""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from oasmith.errors import OasmithError, Problem
from oasmith.settings import COMMAND_LINE, Target
from oasmith.terminal import print_line

if TYPE_CHECKING:
    from oasmith.publishing.tree import Drift
    from oasmith.results import Checked, Published

_MOST_PATHS = 10
"""How many changed files are listed, so that a summary fits a screen. ``--json`` lists all."""
_MOST_LINES = 24
"""How many lines of differences ``check`` prints, so that they fit a screen. ``--all`` prints all."""
_LONGEST_LINE = 160
_BAD_INPUT = 2
_OWN_FAILURE = 70


@contextmanager
def reporting(as_json: bool, quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """Print stages to standard error during a run, and problems instead of a traceback when it fails.

    Without stages for JSON and where ``quiet``. Exits with 2 for bad input and with 70 for an unknown error.
    """
    try:
        if as_json or quiet:
            yield lambda stage, done: None
        elif not sys.stderr.isatty():
            yield _Log()
        else:
            with _status() as progress:
                yield progress
    except OasmithError as error:
        if as_json:
            print_json({"problems": [problem.to_json() for problem in error.problems]})
        else:
            for problem in error.problems:
                _print_problem(problem, "red")
        raise SystemExit(_BAD_INPUT) from None
    except Exception as error:
        if os.environ.get("OASMITH_TRACEBACK"):
            raise
        problem = Problem(
            f"oasmith itself failed: {type(error).__name__}: {error}",
            "This is a bug; please report it with the description. OASMITH_TRACEBACK=1 shows the traceback.",
        )
        _print_problem(problem, "red")
        raise SystemExit(_OWN_FAILURE) from None


@contextmanager
def _status() -> Iterator[Callable[[str, float], None]]:
    """Progress in a terminal: one line that changes."""
    from rich.console import Console  # slow to import
    from rich.markup import escape

    with Console(stderr=True, emoji=False).status("starting") as status:
        yield lambda stage, done: status.update(escape(f"{stage} {done:.0%}" if done else stage))


class _Log:
    """Progress without a terminal: a line for each stage, and for each tenth of a long one."""

    def __init__(self) -> None:
        self.stage, self.tenths, self.printed = "", 0, 0.0

    def __call__(self, stage: str, done: float) -> None:
        now = time.monotonic()
        if stage != self.stage or done == 0.0:
            self.stage, self.tenths, self.printed = stage, 0, now
            print(stage, file=sys.stderr)
        elif done < 1.0 and int(done * 10) > self.tenths and now - self.printed > 1:
            self.tenths, self.printed = int(done * 10), now
            print(f"{stage} {done:.0%}", file=sys.stderr)


def print_timings(results: Sequence[Published]) -> None:
    """Print the seconds of each stage, the CPU time of the run, and its peak memory."""
    for result in results:
        stages = ", ".join(f"{stage} {duration:.2f} s" for stage, duration in result.seconds.items())
        print_line(f"{result.target.output}: {stages}")
    cpu = {"this process": sum(os.times()[:2]), "processes it started": sum(os.times()[2:4])}
    print_line("CPU: " + ", ".join(f"{of} {seconds:.2f} s" for of, seconds in cpu.items()))
    if memory := _peak_memory():
        parts = ", ".join(f"{of} {mebibytes} MiB" for of, mebibytes in memory.items())
        print_line(f"peak memory: {parts}")


def print_published(result: Published, install: str = "") -> None:
    """Print what was generated, the problems, and a summary.

    That is what is new and what it needs, in a first run; the first changed files, in a later one.
    ``install`` is the command that installs a new client, by default that for the packages that it needs.
    """
    changes = result.changes
    if result.is_new:
        _print_new(result)
    else:
        for sign, colour, paths in (("+", "green", changes.written), ("-", "red", changes.removed)):
            _print_first([f"{sign} {path}" for path in paths], colour, f"{sign} {{}} more files")
    print_problems(result.problems)
    if result.new_client and (install or result.new_client.needs):
        needed = install or f"pip install {' '.join(result.new_client.needs)}"
        print_line(f"{'To install it' if install else 'The client needs'}: {needed}")
    print_line(
        f"{result.target.output}: {len(changes.written)} written, "
        f"{len(changes.removed)} removed, {len(changes.unchanged)} unchanged ({_summary(result)})"
    )
    if result.report is not None:
        from oasmith.changes.report import print_summary

        print_summary(result.report, _diff_command(result.target))


def _print_new(result: Published) -> None:
    """Print the files and folders at the top of a new tree, and what to do with the main ones."""
    paths = result.changes.written
    tops = Counter(path.partition("/")[0] for path in paths if not path.startswith("."))
    hints = {}
    if result.new_client:
        package = result.new_client.package
        hints[package] = f": from {package} import {result.new_client.class_name}"
    for page in ("docs/index.html", "docs/guide.html"):
        if page in paths:
            hints["docs"] = f": open {result.target.output / page}"
    lines = []
    first = [top for top in hints if top in tops]
    for top in (*first, *sorted(tops.keys() - hints.keys())):
        count = tops[top]
        files = "" if top in paths else f" ({count:,} {'file' if count == 1 else 'files'})"
        lines.append(f"+ {result.target.output / top}{files}{hints.get(top, '')}")
    _print_first(lines, "green", "+ {} more files and folders")


def _print_first(lines: Sequence[str], colour: str, more: str) -> None:
    for line in lines[:_MOST_PATHS]:
        print_line((line, colour))
    if len(lines) > _MOST_PATHS:
        print_line((more.format(f"{len(lines) - _MOST_PATHS:,}"), colour))


def _diff_command(target: Target) -> str:
    """The command that shows the changes of the last generation of a target."""
    if target.origin == COMMAND_LINE:
        return f"oasmith diff --last -o {shlex.quote(str(target.output))}"
    return "oasmith diff --last" + (f" --target {shlex.quote(target.name)}" if target.name else "")


def print_total(results: Sequence[Published]) -> None:
    """Print one summary of several targets; nothing for one, which has its own."""
    if len(results) > 1:
        count = {
            word: sum(len(getattr(result.changes, word)) for result in results)
            for word in ("written", "removed", "unchanged")
        }
        numbers = ", ".join(f"{number} {word}" for word, number in count.items())
        seconds = sum(sum(result.seconds.values()) for result in results)
        print_line(f"{len(results)} targets: {numbers} ({seconds:.1f} s)")


def print_checked(result: Checked, *, is_full: bool = False) -> None:
    """Print each difference, the problems, and a summary.

    Prints as many files and lines of their differences as fit a screen, or all with ``is_full``.
    """
    drift = _own_files(result.drift)
    lines_left = _MOST_LINES
    for file in drift if is_full else drift[:_MOST_PATHS]:
        print_line((f"{file.path}: {file.kind}", "red"))
        lines = file.diff.splitlines()
        shown = lines if is_full else [_shortened(line) for line in lines[:lines_left]]
        for line in shown:
            print_line((line, {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")))
        if shown and len(shown) < len(lines):
            print_line(f"{len(lines) - len(shown):,} more lines of this file (--all prints them)")
        lines_left -= len(shown)
    if not is_full and len(drift) > _MOST_PATHS:
        print_line((f"{len(drift) - _MOST_PATHS:,} more files (--all prints them)", "red"))
    print_problems(result.problems)
    differ = f"{len(drift):,} {'file differs' if len(drift) == 1 else 'files differ'}"
    state = f"{differ} from what oasmith generates" if drift else "up to date"
    print_line(f"{result.target.output}: {state} ({_summary(result)})")


def _own_files(drift: Sequence[Drift]) -> Sequence[Drift]:
    """The files that differ, the stored description last, without the manifest unless it is the only one."""
    from oasmith.changes.stored import STORED
    from oasmith.publishing.manifest import MANIFEST

    files = [file for file in drift if file.path != MANIFEST]
    return sorted(files, key=lambda file: file.path == STORED) or drift


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems that did not end the run to standard error."""
    for problem in problems:
        _print_problem(problem, "yellow")


def _print_problem(problem: Problem, colour: str) -> None:
    first, *rest = str(problem).splitlines()
    print_line((first, colour), to_errors=True)
    for line in rest:
        print_line(line, to_errors=True)


def _summary(result: Published | Checked) -> str:
    """How long a run took, and what it reused."""
    parts = [f"{sum(result.seconds.values()):.1f} s"]
    if result.reused:
        parts.append(f"reused: {', '.join(result.reused)}")
    return "; ".join(parts)


def _peak_memory() -> dict[str, int]:
    """The peak memory, in MiB, of this process and of the largest that it started; empty if unknown."""
    try:
        import resource
    except ModuleNotFoundError:
        return {}
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    of = {"this process": resource.RUSAGE_SELF, "the largest it started": resource.RUSAGE_CHILDREN}
    found = {name: resource.getrusage(who).ru_maxrss // unit for name, who in of.items()}
    return {name: mebibytes for name, mebibytes in found.items() if mebibytes}


def published_json(result: Published) -> dict[str, Any]:
    """The result of ``generate`` as a JSON object."""
    return {
        "target": result.target.name,
        "output": str(result.target.output),
        "written": result.changes.written,
        "removed": result.changes.removed,
        "unchanged": result.changes.unchanged,
        "problems": [problem.to_json() for problem in result.problems],
        "report": result.report.to_json() if result.report is not None else None,
        "seconds": result.seconds,
        "reused": result.reused,
        "peak_mebibytes": _peak_memory(),
    }


def checked_json(result: Checked) -> dict[str, Any]:
    """The result of ``check`` as a JSON object."""
    return {
        "target": result.target.name,
        "output": str(result.target.output),
        "drift": [{"path": drift.path, "kind": drift.kind, "diff": drift.diff} for drift in result.drift],
        "problems": [problem.to_json() for problem in result.problems],
        "seconds": result.seconds,
    }


def print_json(data: Any) -> None:
    """Print data as indented JSON."""
    print(json.dumps(data, indent=2))
