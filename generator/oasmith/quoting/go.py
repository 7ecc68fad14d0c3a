"""Go: literals."""

from __future__ import annotations

from typing import Any

from oasmith.quoting import HIDDEN, Code, InexpressibleError, number_or_boolean


def go_literal(value: Any) -> Code:
    """A string, number or boolean as a Go literal in ASCII (Go specification, "String literals").

    Raises InexpressibleError for half of a surrogate pair, and for values of other types.
    """
    if not isinstance(value, str):
        return number_or_boolean(value)
    return Code(f'"{"".join(map(_go_char, value))}"')


def go_block(text: str) -> Code:
    """A string of several lines as a raw string literal where possible, else as a Go literal."""
    plain = "".join(text.split("\n"))
    is_raw = plain != text and "`" not in text and not HIDDEN.search(plain)
    return Code(f"`{text}`") if is_raw else go_literal(text)


def _go_char(char: str) -> str:
    if char in '\\"':
        return "\\" + char
    if " " <= char <= "~":
        return char
    if "\ud800" <= char <= "\udfff":
        raise InexpressibleError(f"{char!r} is not a character")
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
