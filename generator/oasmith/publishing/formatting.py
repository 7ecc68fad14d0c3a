"""Formats generated Python with black. Other files stay as they are."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from typing import Any

from oasmith.products.file import File
from oasmith.workers import worker_pool

LINE_LENGTH = 110
_PIECE = 20_000
"""Approximate number of characters to format at a time; the time of black grows faster than its input."""
_WORTH_PROCESSES = 150_000
"""Minimum number of characters for which starting worker processes saves time."""


def format_files(files: Iterable[File], report: Callable[[float], None] = lambda done: None) -> list[File]:
    """The files, with Python files formatted by the pinned black; verbatim files are not changed.

    The result is the same on every Python version. ``report`` is called with the progress, from 0.0 to 1.0.
    """
    files = list(files)
    pieces = {file.path: list(_pieces(file.text)) for file in files if _is_to_be_formatted(file)}
    texts = [text for parts in pieces.values() for text in parts]
    formatted = iter(_format_all(texts, report))
    done = {
        path: "\n\n\n".join(next(formatted).rstrip("\n") for _ in parts) + "\n"
        for path, parts in pieces.items()
    }
    return [File(file.path, done[file.path]) if file.path in done else file for file in files]


def format_python(text: str) -> str:
    """Format a Python module with black for Python 3.11. Raises black.InvalidInput for invalid Python.

    Only the first pass of black is run. The second pass handles magic trailing commas, which are turned off
    here. It would take as long as the first one and change nothing.
    """
    import black
    from black.mode import TargetVersion

    mode = black.Mode(
        line_length=LINE_LENGTH, target_versions={TargetVersion.PY311}, magic_trailing_comma=False
    )
    return black._format_str_once(text, mode=mode)


def _is_to_be_formatted(file: File) -> bool:
    return file.path.endswith(".py") and not file.is_verbatim and bool(file.text.strip())


def _format_all(texts: list[str], report: Callable[[float], None]) -> list[str]:
    workers, size = os.cpu_count() or 1, sum(map(len, texts))
    # The longest first, so that no process still works on one when the others have finished.
    order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    formatted, done = list(texts), 0
    with ExitStack() as stack:
        mapped: Any = map
        if workers > 1 and size >= _WORTH_PROCESSES:
            mapped = stack.enter_context(worker_pool(workers)).map
        for index, text in zip(order, mapped(format_python, [texts[i] for i in order]), strict=True):
            formatted[index] = text
            done += len(texts[index])
            report(done / size)
    return formatted


def _pieces(text: str) -> Iterator[str]:
    """Split a module between consecutive classes, which black always separates by two blank lines."""
    if len(text) <= _PIECE:
        yield text
        return
    lines = [f"{line}\n" for line in text.split("\n")]
    statements = ast.parse(text).body
    start = 0
    for before, statement in pairwise(statements):
        if not (isinstance(before, ast.ClassDef) and isinstance(statement, ast.ClassDef)):
            continue
        first = min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)]) - 1
        if sum(map(len, lines[start:first])) >= _PIECE:
            yield "".join(lines[start:first])
            start = first
    yield "".join(lines[start:])
