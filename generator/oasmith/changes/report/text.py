"""The report as text for a terminal."""

from __future__ import annotations

from oasmith.changes.model import VERDICTS, Change, Report, Verdict
from oasmith.changes.report.reasons import reason
from oasmith.changes.report.wording import HEADINGS, alike, counted, versions
from oasmith.errors import printable
from oasmith.terminal import print_line

_COLOURS: dict[Verdict, str] = {"breaking": "red", "review": "yellow", "compatible": "green"}
_MOST: dict[Verdict, int] = {"breaking": 6, "review": 3, "compatible": 3}
"""How many kinds of changes of each verdict a summary lists, so that it fits a screen.

Those that affect code of the user are listed in any case.
"""


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
        print_line("  ", (change.verdict, _COLOURS[change.verdict]), f" {_sentence(change)}")
    print_line(f"  all of them: {command}")


def _print_verdict(verdict: Verdict, changes: tuple[Change, ...], is_full: bool) -> None:
    if not changes:
        return
    used_first = sorted(changes, key=lambda change: not change.uses)
    entries = [(change,) for change in used_first] if is_full else alike(changes)
    shown = (
        entries if is_full else entries[: max(_MOST[verdict], sum(1 for first, *_ in entries if first.uses))]
    )
    print_line()
    print_line((HEADINGS[verdict], _COLOURS[verdict]))
    for change, *others in shown:
        more = f", and {len(others):,} more like it" if others else ""
        print_line(f"  {_sentence(change)}")
        print_line((f"    {change.id} at {printable(change.pointer)}{more}", "dim"))
        for use in change.uses:
            advice = f": {use.advice}" if use.advice else ""
            print_line(f"    {printable(f'{use.file}:{use.line}{advice}')}")
    left = len(changes) - sum(map(len, shown))
    if left:
        print_line(f"  {left:,} more (--all lists them)")
    elif len(changes) > len(shown):
        print_line("  (--all lists each of them)")


def _sentence(change: Change) -> str:
    """The side and the message of a change, and why it breaks."""
    why = reason(change)
    return f"{change.side}: {printable(change.message)}{f' ({why})' if why else ''}"
