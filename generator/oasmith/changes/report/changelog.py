"""The report in a changelog, below one of its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

BEGIN, END = "<!-- oasmith changelog: begin -->", "<!-- oasmith changelog: end -->"
"""The lines around the report, which is replaced when it is written again."""
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


def with_report(changelog: str, heading: str, report: str) -> str:
    """The changelog with a report below a heading of level 2, which is added if it does not exist.

    A report that was written there before is replaced. The ends of the lines stay as they are.
    """
    end_of_line = "\r\n" if "\r\n" in changelog else "\n"
    lines = changelog.replace("\r\n", "\n").removesuffix("\n").split("\n") if changelog else []
    found = _with_block(lines, heading, [BEGIN, *report.strip().splitlines(), END])
    return end_of_line.join(found).rstrip("\r\n") + end_of_line


def _with_block(lines: list[str], heading: str, block: list[str]) -> list[str]:
    """The lines of a changelog with those of a report."""
    headings = dict(_headings(lines))
    start = next((index for index, it in headings.items() if _is_called(it[1], heading)), None)
    if start is None:
        at = next((index for index, (level, _) in headings.items() if level == 2), len(lines))
        before = [*lines[:at], ""] if at and lines[at - 1].strip() else lines[:at]
        after = ["", *lines[at:]] if lines[at:] else []
        return [*(before or ["# Changelog", ""]), f"## {heading}", "", *block, *after]
    level = headings[start][0]
    end = next((it for it, found in headings.items() if it > start and found[0] <= level), len(lines))
    section = lines[start + 1 : end]
    if BEGIN in section and END in section:
        first, last = section.index(BEGIN), section.index(END)
        section = [*section[:first], *block, *section[last + 1 :]]
    else:
        rest = section[1:] if section and not section[0].strip() else section
        section = ["", *block, "", *rest]
    return [*lines[: start + 1], *section, *lines[end:]]


def _headings(lines: list[str]) -> Iterator[tuple[int, tuple[int, str]]]:
    """The index, level and text of each heading that is not in a block of code or in a report."""
    fence, is_inside = "", False
    for index, line in enumerate(lines):
        marker = _FENCE.match(line)
        if marker is not None and (not fence or marker[1].startswith(fence)):
            fence = "" if fence else marker[1]
        is_inside = line == BEGIN or (is_inside and line != END)
        found = _HEADING.match(line)
        if found is not None and not fence and not is_inside:
            yield index, (len(found[1]), found[2])


def _is_called(text: str, heading: str) -> bool:
    """Whether a heading has this text, with or without brackets and a date behind it."""
    name, wanted = text.strip("[]").casefold(), heading.casefold()
    return name == wanted or name.startswith((f"{wanted} ", f"{wanted}]"))
