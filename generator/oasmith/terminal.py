"""Lines for people: with colours in a terminal, plain elsewhere."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

Part = str | tuple[str, str]
"""A part of a line: a string, or a string and its style, such as ``("failed", "red")``."""


def print_line(*parts: Part, to_errors: bool = False) -> None:
    """Print a line of parts to standard output, or to standard error with ``to_errors``."""
    if not has_colours(to_errors):
        texts = (part if isinstance(part, str) else part[0] for part in parts)
        print("".join(texts), file=sys.stderr if to_errors else sys.stdout)
        return
    from rich.text import Text  # slow to import

    _console(to_errors).print(Text.assemble(*parts), highlight=False, soft_wrap=True)


@cache
def _console(to_errors: bool) -> Any:
    from rich.console import Console

    return Console(stderr=to_errors, emoji=False)


def has_colours(to_errors: bool = False) -> bool:
    """Whether lines are printed with colours: in a terminal, or where ``FORCE_COLOR`` asks for them."""
    return (sys.stderr if to_errors else sys.stdout).isatty() or bool(os.environ.get("FORCE_COLOR"))
