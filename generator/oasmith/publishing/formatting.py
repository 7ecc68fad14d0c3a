"""Python as black writes it; everything else as it is."""

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
"""About how many characters black is given at a time; its time grows faster than its input."""
_WORTH_PROCESSES = 150_000
"""How many characters there must be for other processes to be worth their start."""


def format_files(files: Iterable[File], report: Callable[[float], None] = lambda done: None) -> list[File]:
    """The files with their Python formatted by the pinned black, the same bytes on every Python version.

    ``report`` is told how much is done, from 0.0 to 1.0.
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
    """A Python module as black writes it for Python 3.11. Raises black.InvalidInput for no Python.

    That is black's first pass. Its second one, over what the first has changed, is for commas that keep
    lines apart, which count for nothing here; it takes as long again and finds nothing to do.
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
    # The longest first, so that no process is left with one when the others are through.
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
    """A module cut between classes that follow each other, where black always leaves two blank lines."""
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
