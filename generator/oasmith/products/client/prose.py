"""Text of a description, formatted for docstrings."""

from __future__ import annotations

import re
from textwrap import dedent, fill

_WIDTH = 100


def sentence(text: str) -> str:
    """The wrapped text, with a period unless it ends a sentence already."""
    text = wrapped(text)
    return text if text.endswith((".", "!", "?")) else text + "."


def wrapped(text: str) -> str:
    """The text in lines of a readable length; its lines keep their indentation relative to each other.

    The rest of a line that is too long is indented like its beginning, or like the text of a list item.
    """
    return "\n".join(map(_filled, _lines(text)))


def described(name: str, text: str) -> str:
    """An item of a list of names with their descriptions, with a hanging indent."""
    first, *others = _lines(text) or [""]
    return "\n".join(
        [
            _filled(f"{name}: {first.lstrip()}", "    ", "        "),
            *(_filled(it, "        ") for it in others),
        ]
    )


def _lines(text: str) -> list[str]:
    """The lines of a text without the indentation that all of them have."""
    lines = "\n".join(line.rstrip() for line in text.expandtabs().splitlines())
    return dedent(lines).strip("\n").splitlines()


def _filled(line: str, first: str = "", later: str | None = None) -> str:
    """A line in lines of a readable length, indented by ``first`` and then by ``later``."""
    is_short = len(first) + len(line) <= _WIDTH and line.isprintable() and not line.endswith(" ")
    if is_short:  # as most lines are: ``fill`` would not change it
        return first + line if line else ""
    found = _BEGINNING.match(line)
    own = min(len(found[0]) if found else 0, _MOST_INDENT)
    return fill(
        line,
        _WIDTH,
        initial_indent=first if line else "",
        subsequent_indent=(first if later is None else later) + " " * own,
        break_long_words=False,
        break_on_hyphens=False,
    )


_BEGINNING = re.compile(r" *(?:(?:[-*+]|\d{1,3}[.)]) +)?")
"""What is before the text of a line: its indentation, and the marker of a list item."""
_MOST_INDENT = 40
