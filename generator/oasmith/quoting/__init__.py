"""Strings of a description as code: one module for each language.

Only ``Code`` and ``Identifier`` values are code; the functions here return ``Code`` for any string.
"""

from __future__ import annotations

import json
import re
from typing import Any


class Code(str):
    """A piece of code, made by this project's own functions."""

    __slots__ = ()


class InexpressibleError(ValueError):
    """A language cannot express a value; the message says which value, and where."""


HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ud800-\uf8ff\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
"""Invisible characters, and those that change how a string looks (Unicode TR 36 §3.3).

Controls, formats, spaces but the ordinary one, halves of surrogate pairs, and those for private use. The
list is written out, as Python's own differs from version to version.
"""


def visible(text: str) -> str:
    """A string with an escape for each invisible character."""
    return HIDDEN.sub(lambda match: _visible(match[0]), text)


def visible_lines(text: str) -> str:
    """Lines of code with an escape for each invisible character; line ends and tabs stay."""
    return HIDDEN.sub(lambda match: match[0] if match[0] in "\n\t" else _visible(match[0]), text)


def _visible(char: str) -> str:
    if char == "\n":
        return "\\n"
    if not HIDDEN.match(char):
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def line_comment(text: str) -> Code:
    """A string as the rest of a comment line, without line breaks and invisible characters."""
    return Code(visible(" ".join(text.split())))


def scalar_text(value: Any) -> str:
    """A string itself, and the JSON text of any other value."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def number_or_boolean(value: Any) -> Code:
    """A finite number or a boolean, which Go, Java and JavaScript write alike. Raises InexpressibleError."""
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, (int, float)) and abs(value) != float("inf") and value == value:
        return Code(repr(value))
    raise InexpressibleError(f"{value!r} has no literal")


def json_text(value: Any, indent: int | None = 2) -> Code:
    """A JSON value as JSON text. Its only line breaks are those of the layout."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return Code("\n".join(HIDDEN.sub(_json_escape, line) for line in text.split("\n")))


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1].replace("\x7f", "\\u007f")
