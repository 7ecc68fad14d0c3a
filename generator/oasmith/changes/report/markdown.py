"""The report as Markdown for a pull request or a changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oasmith.changes.model import VERDICTS, Change, Report
from oasmith.changes.report.wording import HEADINGS, alike, counted, versions

_MOST = 20
"""How many changes of each verdict are visible. Of more, one of each kind is; a reader can expand all."""


def markdown(report: Report, title: str = "", level: int = 2) -> str:
    """The report in GitHub Flavored Markdown, under a heading of a level if there is a title."""
    lines = [f"{'#' * level} {_text(title)}", ""] if title else []
    level += bool(title or level < 3)
    lines.append(f"{counted(report)}. {versions(report)}" if report.changes else "No changes.")
    for verdict in VERDICTS:
        changes = report.with_verdict(verdict)
        if not changes:
            continue
        lines += ["", f"{'#' * level} {HEADINGS[verdict]} ({len(changes):,})", ""]
        items = [line for change in changes for line in _item(change)]
        if len(changes) > _MOST:
            entries = alike(changes)
            most = max(_MOST, sum(1 for first, *_ in entries if first.uses))
            shown = (line for change, *others in entries[:most] for line in _item(change, len(others)))
            summary = f"<details><summary>All {len(changes):,}</summary>"
            lines += [*shown, "", summary, "", *items, "", "</details>"]
        else:
            lines += items
    return "\n".join(lines) + "\n"


def _item(change: Change, others: int = 0) -> Iterator[str]:
    more = f", and {others:,} more like it" if others else ""
    yield f"- {_text(change.message)} ({change.side}, `{change.id}`{more})"
    for use in change.uses:
        advice = f": {_text(use.advice)}" if use.advice else ""
        yield f"  - `{use.file}:{use.line}`{advice}"


def _text(text: str) -> str:
    """Text of a description in one line, without HTML or links; code in backticks stays."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(
        part if part.startswith("`") else re.sub(r"([<>*_\[\]\\|])", r"\\\1", part) for part in parts
    )
