"""Python: literals and docstrings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from oasmith.quoting import Code, visible


def python_literal(value: Any) -> Code:
    """A JSON value or tuple as a Python expression in ASCII-safe, black's own quoting."""
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
    raise TypeError(f"{type(value).__name__} is no JSON value")


def quoted_python(name: Any) -> Code:
    return python_literal(str(name))


def _python_string(text: str) -> str:
    """Double quotes, and escapes for whatever is not plainly visible."""
    plain = visible(text.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{plain}"'


def python_docstring(text: str) -> Code:
    """A text as the inside of a docstring, between triple double quotes, with no way out of it."""
    lines = [line.rstrip() for line in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text.strip())]
    plain = "\n".join(visible(line.replace("\\", "\\\\")) for line in lines)
    return Code(re.sub(r'"(?="|\Z)', r"\"", plain))
