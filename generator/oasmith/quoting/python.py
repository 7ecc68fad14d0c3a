"""Python: literals and docstrings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from oasmith.quoting import Code, visible

LINE_LENGTH = 110
"""The longest line of generated Python, where code can be split."""
TRIPLE_QUOTED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""', re.DOTALL)
"""A string in triple double quotes, as docstrings are."""


def python_literal(value: Any) -> Code:
    """A JSON value or tuple as a Python expression, quoted as black does, without invisible characters."""
    if isinstance(value, str):
        return Code(_python_string(value))
    if isinstance(value, Mapping):
        return Code(
            "{" + ", ".join(f"{python_literal(k)}: {python_literal(v)}" for k, v in value.items()) + "}"
        )
    if isinstance(value, list):
        return Code("[" + ", ".join(map(python_literal, value)) + "]")
    if isinstance(value, tuple):
        return Code("(" + "".join(f"{python_literal(item)}, " for item in value).rstrip() + ")")
    if value is None or isinstance(value, (bool, int)):
        return Code(repr(value))
    if isinstance(value, float):
        return Code(
            repr(value) if value == value and abs(value) != float("inf") else f"float({str(value)!r})"
        )
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def quoted_python(name: Any) -> Code:
    return python_literal(str(name))


def json_literal(text: str) -> Code:
    """ASCII JSON as a raw string literal over several lines.

    JSON escapes each quote in a string, so it never has three of them in a row.
    """
    assert text.isascii()
    assert '"""' not in text
    return Code(f'r"""{text}"""')


def _python_string(text: str) -> str:
    """A string in double quotes, with escapes for invisible characters."""
    plain = visible(text.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{plain}"'


def python_docstring(text: str) -> Code:
    """A string as the content of a docstring in triple double quotes, which it cannot end."""
    return _in_triple_quotes(text.strip())


def python_docstring_lines(text: str) -> list[str]:
    """The lines of a docstring; empty for a text without any.

    A text of several lines begins after the quotes, so that its first line can be indented.
    """
    lines = _in_triple_quotes(text.rstrip()).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    if len(lines) > 1:
        return ['"""', *lines, '"""']
    return [f'"""{line.strip()}"""' for line in lines]


def _in_triple_quotes(text: str) -> Code:
    lines = [line.rstrip() for line in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)]
    plain = "\n".join(visible(line.replace("\\", "\\\\")) for line in lines)
    return Code(re.sub(r'"(?="|\Z)', r"\"", plain))
