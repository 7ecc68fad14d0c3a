"""Text of a description, formatted for docstrings."""

from __future__ import annotations

from textwrap import fill

_WIDTH = 100


def sentence(text: str) -> str:
    """The wrapped text, with a period unless it ends a sentence already."""
    text = wrapped(text)
    return text if text.endswith((".", "!", "?")) else text + "."


def wrapped(text: str, hanging: bool = False) -> str:
    """The text in lines of a readable length, with a hanging indent for list items if ``hanging``."""
    first, later = ("    ", "        ") if hanging else ("", "")
    return "\n".join(
        fill(
            line,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.strip().splitlines()
    )
