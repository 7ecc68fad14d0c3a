"""TOML: basic strings."""

from __future__ import annotations

import re
from typing import Any

from oasmith.quoting import HIDDEN, Code, scalar_text


def toml_string(value: Any) -> Code:
    """A value as a basic string of TOML 1.0, with escapes for invisible characters.

    Halves of surrogate pairs, which TOML cannot write, become U+FFFD.
    """
    text = re.sub(r'([\\"])', r"\\\1", scalar_text(value))
    return Code(f'"{HIDDEN.sub(lambda match: _escape(ord(match[0])), text)}"')


def _escape(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        return "\\uFFFD"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
