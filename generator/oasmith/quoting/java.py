"""Java: literals and comments."""

from __future__ import annotations

import re
from typing import Any

from oasmith.quoting import Code, line_comment, number_or_boolean


def java_literal(value: Any) -> Code:
    """A string, number or boolean as a Java literal in ASCII (JLS 17 §3.10). Raises InexpressibleError.

    Control characters are octal: Java reads ``\\u000a`` as a line break before it sees the string.
    """
    if not isinstance(value, str):
        return number_or_boolean(value)
    return Code(f'"{"".join(map(_java_char, value))}"')


def java_block(text: str, indent: int) -> Code:
    """A string of several lines as a text block with that indentation where possible, else as a literal.

    Java takes away the whitespace that all lines begin with and that a line ends with (JLS §3.10.6), so
    that a block has to begin with something else, and no line may end in any.
    """
    lines = text.split("\n")
    if len(lines) == 1 or text[0].isspace() or any(line != line.rstrip() for line in lines):
        return java_literal(text)
    margin = " " * indent
    block = "\n".join(margin + "".join(map(_java_block_char, line)) if line else "" for line in lines[:-1])
    block += f"\n{margin}" + "".join(map(_java_block_char, lines[-1]))
    block = re.sub('""(?=")|"$', lambda quotes: quotes[0].replace('"', '\\"'), block)
    return Code(f'"""\n{block}"""')


def _java_block_char(char: str) -> str:
    return char if char == '"' else _java_char(char)


def java_comment(text: str) -> Code:
    """A string as the rest of a comment line, in which no Unicode escape begins (JLS 17 §3.3)."""
    return Code(line_comment(text).replace("\\", "\\\\"))


def _java_char(char: str) -> str:
    if char in '\\"':
        return "\\" + char
    if " " <= char <= "~":
        return char
    if char < "\x80":
        return f"\\{ord(char):03o}"
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
