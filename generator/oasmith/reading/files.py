"""The files of a description: their content as plain data, and the file and line of each problem."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import stat
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.reading.lines import line_of, scalar_at
from oasmith.reading.parsing import MOST_LEVELS, failed, parse, too_deep
from oasmith.structure import Parts, join_pointer
from oasmith.suggestions import suggestion

MOST_BYTES = 32_000_000
"""The size that one file may have."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as read: its path, its text, and its data as dicts, lists and scalars.

    ``path`` is that of a local file as it was given, or the URL of a remote one. ``digest`` is the SHA-256
    of its bytes, in hexadecimal.
    """

    path: str
    text: str
    data: Any
    digest: str = ""

    def problem(self, message: str, remedy: str, pointer: str) -> Problem:
        """A problem at a JSON pointer into the data, with its file and line."""
        return Problem(message, remedy, self.path, self.line_of(pointer), pointer)

    def located(self, problem: Problem) -> Problem:
        """A problem at a JSON pointer into the data, with its file and line."""
        return self.problem(problem.message, problem.remedy, problem.pointer)

    def line_of(self, pointer: str) -> int | None:
        """The line (from 1) of the node at a JSON pointer, or of its nearest ancestor that exists.

        Reads the text again, so that files without problems never pay for line numbers.
        """
        return line_of(self.text, pointer)

    def text_of(self, pointer: str) -> str | None:
        """The scalar at a JSON pointer as it is written, such as ``4.10``; None where there is none."""
        return scalar_at(self.text, pointer)


def load(path: Path) -> SourceFile:
    """Read one description file.

    Raises OasmithError for a file that is missing, unreadable, not a regular file, too large, not UTF-8,
    or that ``source_file`` refuses.
    """
    return source_file(str(path), path.suffix, _content(path))


@cache
def standard_input() -> SourceFile:
    """Read a description from standard input, once. Raises OasmithError as ``load`` does."""
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise too_long("<stdin>", MOST_BYTES)
    return source_file("<stdin>", "", raw)


def source_file(path: str, suffix: str, raw: bytes) -> SourceFile:
    """The content of a file as text and data.

    Raises OasmithError for what is not UTF-8, not JSON or YAML, repeats a key, is nested too deeply,
    holds a number that JSON cannot write, or has aliases that expand too far. No error quotes the
    content: the file may be anything.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_utf_16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = "is UTF-16, not UTF-8" if is_utf_16 else f"is not UTF-8 (byte {error.start})"
        raise failed(path, message, "Save the file as UTF-8.", raw.count(b"\n", 0, error.start) + 1) from None
    source = SourceFile(path, text, parse(path, suffix, text), hashlib.sha256(raw).hexdigest())
    _require_plain_data(source)
    if _SURROGATE_ESCAPE.search(text) and not _is_unicode(source.data):
        _require_whole_characters(source)
    return source


def _content(path: Path) -> bytes:
    """The bytes of a regular file; opening anything else never waits for another process."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        otherwise = "Check the path; it is relative to the folder of the file or setting that names it."
        raise failed(
            path, "there is no such file", suggestion(path.name, _descriptions_in(path.parent), otherwise)
        ) from None
    except ValueError:
        raise failed(path, "is not a path", "Remove the null character.") from None
    except OSError as error:
        raise failed(path, f"cannot be read ({error.strerror})", "Name a file that is readable.") from None
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise failed(path, f"is {_file_kind(mode)}, not a file", "Name a description file.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise failed(path, f"cannot be read ({error.strerror})", "Name a file that is readable.") from None
    finally:
        os.close(handle)
    if len(raw) > MOST_BYTES:
        raise too_long(path, MOST_BYTES)
    return raw


def _descriptions_in(folder: Path) -> list[str]:
    """The names of the files in a folder that may be descriptions."""
    try:
        return sorted(path.name for path in folder.iterdir() if path.suffix in (".json", ".yaml", ".yml"))
    except OSError:
        return []


def _file_kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a named pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"


def too_long(path: Path | str, limit: int) -> OasmithError:
    """The error for a file that is larger than a limit in bytes."""
    return failed(path, f"is larger than the limit of {limit:,} bytes", "Split it with $ref.")


def _require_plain_data(source: SourceFile) -> None:
    """Raise OasmithError where data is nested too deeply or holds a number that JSON cannot write."""
    if _is_plain(source.data):
        return
    stack: list[tuple[Any, Parts]] = [(source.data, ())]
    while stack:
        node, parts = stack.pop()
        if isinstance(node, float) and not math.isfinite(node):
            raise OasmithError(
                source.problem(
                    "is not a number that JSON can write",
                    "Write a finite number, or remove it.",
                    join_pointer(parts),
                )
            )
        if not isinstance(node, (dict, list)):
            continue
        if len(parts) >= MOST_LEVELS:
            raise too_deep(source.path, source.line_of(join_pointer(parts)))
        members = node.items() if isinstance(node, dict) else enumerate(node)
        stack += [(value, (*parts, key)) for key, value in members if isinstance(value, (dict, list, float))]


def _is_plain(data: Any) -> bool:
    """Whether data is not nested too deeply and has only numbers that JSON can write."""
    values = [data]
    for _ in range(MOST_LEVELS + 1):
        if any(isinstance(value, float) and not math.isfinite(value) for value in values):
            return False
        containers = [value for value in values if isinstance(value, (dict, list))]
        if not containers:
            return True
        values = [it for held in containers for it in (held.values() if isinstance(held, dict) else held)]
    return False


_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = {"title", "summary", "description"}
_VALUES = {"default", "const", "enum", "example", "examples", "value", "dataValue"}


def _is_unicode(data: Any) -> bool:
    """Whether no string in data, and no key, has half of a surrogate pair."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _require_whole_characters(source: SourceFile) -> None:
    """Raise OasmithError for half of a surrogate pair, unless it is in text for people, which shows it."""
    stack: list[tuple[Any, Parts]] = [(source.data, ())]
    while stack:
        node, parts = stack.pop()
        is_text = parts and parts[-1] in _TEXTS and _VALUES.isdisjoint(parts)
        if isinstance(node, dict):
            stack += [(value, (*parts, key)) for key, value in node.items()]
        elif isinstance(node, list):
            stack += [(value, (*parts, index)) for index, value in enumerate(node)]
        broken = (
            [node] if isinstance(node, str) and not is_text else list(node) if isinstance(node, dict) else []
        )
        if any(_SURROGATE.search(text) for text in broken):
            message = "has half of a surrogate pair, which is not a character"
            raise OasmithError(
                source.problem(message, "Write both halves, or remove it.", join_pointer(parts))
            )
