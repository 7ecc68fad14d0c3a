"""The report in a changelog, below one of its headings."""

from __future__ import annotations

import re

BEGIN, END = "<!-- oasmith changelog: begin -->", "<!-- oasmith changelog: end -->"
"""The lines around the report, which is replaced when it is written again."""
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")


def with_report(changelog: str, heading: str, report: str) -> str:
    """The changelog with a report below a heading of level 2, which is added if it does not exist.

    A report that was written there before is replaced.
    """
    lines = changelog.splitlines()
    block = [BEGIN, *report.strip().splitlines(), END]
    start = _find(lines, heading)
    if start is None:
        at = next((index for index, line in enumerate(lines) if _level(line) == 2), len(lines))
        before = [*lines[:at], ""] if at and lines[at - 1].strip() else lines[:at]
        after = ["", *lines[at:]] if lines[at:] else []
        lines = [*(before or ["# Changelog", ""]), f"## {heading}", "", *block, *after]
        return "\n".join(lines) + "\n"
    end = _end(lines, start)
    section = lines[start + 1 : end]
    if BEGIN in section and END in section:
        first, last = section.index(BEGIN), section.index(END)
        section = [*section[:first], *block, *section[last + 1 :]]
    else:
        rest = section[1:] if section and not section[0].strip() else section
        section = ["", *block, "", *rest]
    return "\n".join([*lines[: start + 1], *section, *lines[end:]]).rstrip("\n") + "\n"


def _level(line: str) -> int:
    found = _HEADING.match(line)
    return len(found[1]) if found else 0


def _find(lines: list[str], heading: str) -> int | None:
    """The line of a heading with this text, with or without brackets and a date behind it."""
    for index, line in enumerate(lines):
        found = _HEADING.match(line)
        if found is None:
            continue
        name = found[2].strip("[]").casefold()
        if name == heading.casefold() or name.startswith(
            (f"{heading.casefold()} ", f"{heading.casefold()}]")
        ):
            return index
    return None


def _end(lines: list[str], start: int) -> int:
    """The line of the next heading that is not below the one at ``start``; those of a report do not count."""
    level, is_inside = _level(lines[start]), False
    for index in range(start + 1, len(lines)):
        is_inside = lines[index] == BEGIN or (is_inside and lines[index] != END)
        if not is_inside and 0 < _level(lines[index]) <= level:
            return index
    return len(lines)
