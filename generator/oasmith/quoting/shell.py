"""POSIX shell: words and variables."""

from __future__ import annotations

import re
import shlex
from typing import Any

from oasmith.names import Identifier
from oasmith.quoting import Code, InexpressibleError, scalar_text


def shell_word(value: Any) -> str:
    """A value as one word of a POSIX shell. Raises InexpressibleError for a null character."""
    text = scalar_text(value)
    if "\0" in text:
        raise InexpressibleError("no word of a shell holds a null character")
    return shlex.quote(text)


def shell_default(variable: Identifier, value: str) -> Code:
    """``"${VARIABLE:-value}"``, with the value escaped (POSIX.1-2024, XCU §2.6.2)."""
    escaped = re.sub(r'([\\"$`}])', r"\\\1", value)
    return Code(f'"${{{variable}:-{escaped}}}"')


def shell_required(variable: Identifier) -> Code:
    """``${VARIABLE:?set VARIABLE}``, which ends the script with this message if there is no value."""
    return Code(f"${{{variable}:?set {variable}}}")
