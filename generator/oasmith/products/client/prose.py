"""Prose of a description as it stands in a docstring."""

from __future__ import annotations

from textwrap import fill

_WIDTH = 100


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    text = wrapped(text)
    return text if text.endswith((".", "!", "?")) else text + "."


def wrapped(text: str, hanging: bool = False) -> str:
    """Lines of a length that is read with ease; ``hanging`` ones are of a list below a heading."""
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
