"""Formats generated Python as black does. Other files stay as they are.

ruff formats all modules at once, a hundred times as fast as black, and nearly always to the same text. The
modules in which the two may differ go through black too.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ruff

from oasmith import cache
from oasmith.errors import OasmithError, Problem
from oasmith.products.file import File
from oasmith.quoting.python import LINE_LENGTH, TRIPLE_QUOTED
from oasmith.workers import Workers

_WORTH_PROCESSES = 150_000
"""Minimum number of characters for black for which starting worker processes saves time."""
_RUFF_OPTIONS = (
    "--isolated", "--no-cache", "--no-respect-gitignore", f"--line-length={LINE_LENGTH}",
    "--target-version=py311", "--config=format.skip-magic-trailing-comma=true", "--color=never",
)  # fmt: skip
_PARSING_ERROR = re.compile(r"Failed to parse (\d+)\.py:(\d+):\d+: (.*)")
_DIFFERENT = re.compile(
    rf"""
    # A line that is too long, unless it is a string or a name, which neither splits.
    ^(?=.{{{LINE_LENGTH + 1}}})(?!\ *(?:\w+=|"[^"\n]*":\ )?(?:"[^"\n]*"|\w+(?:\.\w+)?),?$)
    # A parameter whose type is a union of several lines; black adds parentheses.
    | ^(\ *)\w+:[^\n]*\n(?:\1(?:\ |[\])])[^\n]*\n)*\1\|
    # A lambda of several lines as a default; only one of them adds a comma after it.
    | =\ ?\(?lambda\b[^\n]*[(\[{{]$
    # Two blank lines after imports.
    | ^(?:from|import)\ [^\n(]*(?:\([^)]*\))?\n\n\n(?!def|class|async|@|\#)
    """,
    re.MULTILINE | re.VERBOSE,
)
"""The shapes of code that black may write in another way than ruff."""


def format_files(
    files: Iterable[File],
    report: Callable[[float], None] = lambda done: None,
    workers: Workers | None = None,
    history: str = "",
) -> list[File]:
    """The files, with Python files formatted as the pinned black does; verbatim files are not changed.

    The result is the same on every Python version. ``report`` is called with the progress, from 0.0 to 1.0.
    ``workers`` are used for a lot of code. ``history`` identifies what is generated among others, for the
    modules of its last run; without it, all are formatted. Raises OasmithError for a file that is not valid
    Python.
    """
    files = list(files)
    texts = {file.path: file.text for file in files if _is_to_be_formatted(file)}
    keys = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in texts.items()}
    entry = cache.key_of("formatted", history)
    known: dict[str, str] = (cache.find(entry) or {}) if history else {}
    new = {path: text for path, text in texts.items() if keys[path] not in known}
    found = {path: known[key] for path, key in keys.items() if key in known}
    found |= _formatted(new, report, workers)
    if history and new:
        cache.keep(entry, {keys[path]: text for path, text in found.items()})
    return [File(file.path, found[file.path]) if file.path in found else file for file in files]


def _formatted(
    texts: Mapping[str, str], report: Callable[[float], None], workers: Workers | None
) -> dict[str, str]:
    found = _formatted_by_ruff(texts) if texts else {}
    different = {path: text for path, text in found.items() if _may_be_different(text)}
    return found | _formatted_by_black(different, report, workers)


def _may_be_different(text: str) -> bool:
    return bool(_DIFFERENT.search(TRIPLE_QUOTED.sub('""', text)))


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


def _formatted_by_ruff(texts: Mapping[str, str]) -> dict[str, str]:
    """Format modules by their paths. Raises OasmithError if one is not valid Python."""
    paths = list(texts)
    with TemporaryDirectory(prefix="oasmith-") as name:
        # Their own names could be overlong or special in a temporary folder.
        copies = [Path(name, f"{index}.py") for index in range(len(paths))]
        for copy, text in zip(copies, texts.values(), strict=True):
            copy.write_text(text, "utf-8", newline="\n")
        done = subprocess.run(
            [ruff.find_ruff_bin(), "format", *_RUFF_OPTIONS, "."],
            cwd=name, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        if invalid := _PARSING_ERROR.findall(done.stderr):
            raise OasmithError([_invalid(paths[int(index)], *at) for index, *at in invalid])
        done.check_returncode()
        return {path: copy.read_text("utf-8") for path, copy in zip(paths, copies, strict=True)}


def _invalid(path: str, line: str, reason: str) -> Problem:
    return Problem(
        f"would not be valid Python at line {line}: {reason}",
        "Correct the template or product that writes it.",
        path,
    )


def _formatted_by_black(
    texts: Mapping[str, str], report: Callable[[float], None], workers: Workers | None
) -> dict[str, str]:
    size = sum(map(len, texts.values()))
    # The longest first, so that no process still works on one when the others have finished.
    paths = sorted(texts, key=lambda path: -len(texts[path]))
    formatted: dict[str, str] = {}
    mapped: Any = workers.results if workers and size >= _WORTH_PROCESSES else map
    done = 0
    for path, text in zip(paths, mapped(format_python, [texts[path] for path in paths]), strict=True):
        formatted[path] = text
        done += len(texts[path])
        report(done / size)
    return formatted
