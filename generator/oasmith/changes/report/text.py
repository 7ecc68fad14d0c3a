"""The report as text for a terminal."""

from __future__ import annotations

from oasmith.changes.model import VERDICTS, Change, Report, Verdict
from oasmith.changes.report.wording import HEADINGS, counted, versions
from oasmith.errors import printable
from oasmith.terminal import print_line

_COLOURS: dict[Verdict, str] = {"breaking": "red", "review": "yellow", "compatible": "green"}
_MOST: dict[Verdict, int] = {"breaking": 6, "review": 3, "compatible": 3}
"""How many changes of each verdict a summary lists, so that it fits a screen."""
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
    """Print the three most important changes and the command that shows all; nothing without changes."""
    if not report.changes:
        return
    print_line(f"{counted(report)} in the description and the client")
    for change in report.changes[:3]:
        print_line("  ", (change.verdict, _COLOURS[change.verdict]), f" {printable(change.message)}")
    print_line(f"  all of them: {command}")


def _print_verdict(verdict: Verdict, changes: tuple[Change, ...], is_full: bool) -> None:
    if not changes:
        return
    shown = changes if is_full else changes[: _MOST[verdict]]
    print_line()
    print_line((HEADINGS[verdict], _COLOURS[verdict]))
    for change in shown:
        print_line(f"  {change.side}: {printable(change.message)}")
        print_line((f"    {change.id} at {printable(change.pointer)}", "dim"))
        uses = change.uses if is_full else change.uses[:_MOST_USES]
        for use in uses:
            advice = f": {use.advice}" if use.advice else ""
            print_line(f"    {printable(f'{use.file}:{use.line}{advice}')}")
        if len(change.uses) > len(uses):
            print_line(f"    {len(change.uses) - len(uses):,} more lines (--all lists them)")
    if len(changes) > len(shown):
        print_line(f"  {len(changes) - len(shown):,} more (--all lists them)")
