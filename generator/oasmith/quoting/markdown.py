"""Markdown: prose and code spans for table cells."""

from __future__ import annotations

import re
from typing import Any

from oasmith.quoting import Code, scalar_text, visible, visible_lines


def markdown_text(value: Any) -> str:
    """A value as one line of Markdown prose: without markup, table cells, HTML or invisible characters."""
    text = visible(re.sub(r"\s+", " ", scalar_text(value)).strip())
    return re.sub(r"([\\`*\[\]<>|#~&{}]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def markdown_code(value: Any) -> Code:
    """A value as a Markdown code span that is valid in a table cell."""
    text = visible(re.sub(r"\s+", " ", scalar_text(value))).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or not text.strip() else ""
    return Code(f"{fence}{space}{text}{space}{fence}")


def markdown_fence(text: str, language: str = "") -> Code:
    """Code as a fenced block; the fence is longer than any in the code."""
    text = visible_lines(text)
    longest = max((len(run) for run in re.findall(r"^\s*(`+)", text, re.MULTILINE)), default=0)
    fence = "`" * max(longest + 1, 3)
    return Code(f"{fence}{language}\n{text}\n{fence}")
