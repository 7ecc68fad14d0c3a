"""The report as Markdown for a pull request or a changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oasmith.changes.model import VERDICTS, Change, Report
from oasmith.changes.report.wording import HEADINGS, counted, versions

_MOST = 20
"""How many changes of each verdict are visible; a reader can expand the rest."""


def markdown(report: Report, title: str = "", level: int = 2) -> str:
    """The report in GitHub Flavored Markdown, under a heading of a level if there is a title."""
    lines = [f"{'#' * level} {_text(title)}", ""] if title else []
    level += bool(title or level < 3)
    lines.append(f"{counted(report)}. {versions(report)}" if report.changes else "No changes.")
    for verdict in VERDICTS:
        changes = report.with_verdict(verdict)
        if not changes:
            continue
        items = [line for change in changes for line in _item(change)]
        is_long = len(changes) > _MOST
        lines += ["", f"{'#' * level} {HEADINGS[verdict]} ({len(changes):,})", ""]
        if is_long:
            shown = [line for change in changes[:_MOST] for line in _item(change)]
            summary = f"<details><summary>{len(changes) - _MOST:,} more</summary>"
            lines += [*shown, "", summary, "", *items[len(shown) :], "", "</details>"]
        else:
            lines += items
    return "\n".join(lines) + "\n"


def _item(change: Change) -> Iterator[str]:
    yield f"- {_text(change.message)} ({change.side}, `{change.id}`)"
    for use in change.uses:
        advice = f": {_text(use.advice)}" if use.advice else ""
        yield f"  - `{use.file}:{use.line}`{advice}"


def _text(text: str) -> str:
    """Text of a description in one line, without HTML or links; code in backticks stays."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(
        part if part.startswith("`") else re.sub(r"([<>*_\[\]\\|])", r"\\\1", part) for part in parts
    )
