"""The Prefer header (RFC 7240)."""

from __future__ import annotations

import re

# A quote without an end is closed by the end of the header, so that nothing is looked at twice.
_PREFERENCE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def preferences(header: str | None) -> dict[str, str]:
    """The preferences of a header by name in lower case; of one given twice the first (RFC 7240 §2)."""
    found: dict[str, str] = {}
    for preference in _PREFERENCE.findall(header or ""):
        name, _, rest = preference.partition("=")
        if ";" in name:  # the first "=" is that of a parameter
            rest = ""
        quoted = _QUOTED.match(rest.strip())
        value = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else rest.partition(";")[0].strip()
        found.setdefault(name.partition(";")[0].strip().lower(), value)
    return found
