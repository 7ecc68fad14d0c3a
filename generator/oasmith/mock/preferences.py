"""The Prefer header (RFC 7240)."""

from __future__ import annotations

import re

# A quote without an end ends with the header, so that no character is matched again.
_PREFERENCE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def preferences(header: str | None) -> dict[str, str]:
    """The preferences in a header by lower-case name; of duplicates, the first (RFC 7240 §2)."""
    found: dict[str, str] = {}
    for preference in _PREFERENCE.findall(header or ""):
        name, _, rest = preference.partition("=")
        if ";" in name:  # the first "=" belongs to a parameter
            rest = ""
        quoted = _QUOTED.match(rest.strip())
        value = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else rest.partition(";")[0].strip()
        found.setdefault(name.partition(";")[0].strip().lower(), value)
    return found
