"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from oasmith.changes.model import VERDICTS, Change, Report, Verdict
from oasmith.changes.report.wording import HEADINGS, alike, counted, versions
from oasmith.errors import printable
from oasmith.terminal import print_line

_COLOURS: dict[Verdict, str] = {"breaking": "red", "review": "yellow", "compatible": "green"}
_MOST: dict[Verdict, int] = {"breaking": 6, "review": 3, "compatible": 3}
"""How many kinds of changes of each verdict a summary lists, so that it fits a screen."""
_MOST_USES = 5


def print_report(report: Report, title: str = "", *, is_full: bool = False) -> None:
    """Print the changes by verdict; the first ones of each, or all with ``is_full``."""
    if title:
        print_line((printable(title), "bold"))
    print_line(counted(report))
    for verdict in VERDICTS:
        _print_verdict(verdict, report.with_verdict(verdict), is_full)
    if report.changes:
        print_line()
        print_line(versions(report))


def print_summary(report: Report, command: str) -> None:
    """Print the three most important kinds of changes, and the command that shows all."""
    if not report.changes:
        return
    print_line(f"{counted(report)} in the description and the client")
    for change, *_ in alike(report.changes)[:3]:
        print_line("  ", (change.verdict, _COLOURS[change.verdict]), f" {printable(change.message)}")
    print_line(f"  all of them: {command}")


def _print_verdict(verdict: Verdict, changes: tuple[Change, ...], is_full: bool) -> None:
    if not changes:
        return
    entries = [(change,) for change in changes] if is_full else alike(changes)
    shown = entries if is_full else entries[: max(_MOST[verdict], _affecting(entries, verdict))]
    print_line()
    print_line((HEADINGS[verdict], _COLOURS[verdict]))
    for change, *others in shown:
        more = f", and {len(others):,} more like it" if others else ""
        print_line(f"  {change.side}: {printable(change.message)}")
        print_line((f"    {change.id} at {printable(change.pointer)}{more}", "dim"))
        uses = change.uses if is_full else change.uses[:_MOST_USES]
        for use in uses:
            advice = f": {use.advice}" if use.advice else ""
            print_line(f"    {printable(f'{use.file}:{use.line}{advice}')}")
        if len(change.uses) > len(uses):
            print_line(f"    {len(change.uses) - len(uses):,} more lines (--all lists them)")
    left = len(changes) - sum(map(len, shown))
    if left:
        print_line(f"  {left:,} more (--all lists them)")
    elif len(changes) > len(shown):
        print_line("  (--all lists each of them)")


def _affecting(entries: Sequence[tuple[Change, ...]], verdict: Verdict) -> int:
    """How many of the entries break code of the user: a summary has them all."""
    return sum(1 for first, *_ in entries if first.uses) if verdict == "breaking" else 0
