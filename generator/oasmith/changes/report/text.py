"""The report as text for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from oasmith.changes.model import VERDICTS, Change, Report, Verdict
from oasmith.changes.report.wording import HEADINGS, counted, versions
from oasmith.errors import printable

_COLOURS: dict[Verdict, str] = {"breaking": "red", "review": "yellow", "compatible": "green"}
_MOST: dict[Verdict, int] = {"breaking": 6, "review": 3, "compatible": 3}
"""How many changes of each verdict a summary lists, so that it fits a screen."""
_MOST_USES = 5


def print_report(report: Report, title: str = "", *, is_full: bool = False) -> None:
    """Print the changes by verdict; the first ones of each, or all with ``is_full``."""
    console = Console(emoji=False)
    if title:
        _line(console, f"[bold]{escape(printable(title))}[/]")
    _line(console, escape(counted(report)))
    for verdict in VERDICTS:
        _print_verdict(console, verdict, report.with_verdict(verdict), is_full)
    if report.changes:
        _line(console, "")
        _line(console, versions(report))


def print_summary(report: Report, command: str) -> None:
    """Print the three most important changes and the command that shows all; nothing without changes."""
    if not report.changes:
        return
    console = Console(emoji=False)
    _line(console, f"{escape(counted(report))} in the description and the client")
    for change in report.changes[:3]:
        _line(console, f"  [{_COLOURS[change.verdict]}]{change.verdict}[/] {_message(change)}")
    _line(console, f"  all of them: {escape(command)}")


def _print_verdict(console: Console, verdict: Verdict, changes: tuple[Change, ...], is_full: bool) -> None:
    if not changes:
        return
    shown = changes if is_full else changes[: _MOST[verdict]]
    _line(console, "")
    _line(console, f"[{_COLOURS[verdict]}]{HEADINGS[verdict]}[/]")
    for change in shown:
        _line(console, f"  {change.side}: {_message(change)}")
        _line(console, f"    [dim]{change.id} at {escape(printable(change.pointer))}[/]")
        uses = change.uses if is_full else change.uses[:_MOST_USES]
        for use in uses:
            advice = f": {use.advice}" if use.advice else ""
            _line(console, f"    {escape(printable(f'{use.file}:{use.line}{advice}'))}")
        if len(change.uses) > len(uses):
            _line(console, f"    {len(change.uses) - len(uses):,} more lines (--all lists them)")
    if len(changes) > len(shown):
        _line(console, f"  {len(changes) - len(shown):,} more (--all lists them)")


def _message(change: Change) -> str:
    return escape(printable(change.message))


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)
