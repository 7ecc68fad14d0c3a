"""The version and licence of a project, from those of a description."""

from __future__ import annotations

import re

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.version import InvalidVersion, Version

DEFAULT_VERSION = "0.1.0"
_DATE = re.compile(r"(\d{4})[-.](\d{1,2})[-.](\d{1,2})")
_LICENCES = {
    "apache": "Apache-2.0",
    "apache2": "Apache-2.0",
    "bsd2clause": "BSD-2-Clause",
    "bsd3clause": "BSD-3-Clause",
    "gnugplv3": "GPL-3.0-only",
    "gplv3": "GPL-3.0-only",
    "isc": "ISC",
    "mit": "MIT",
    "mozillapublic2": "MPL-2.0",
    "mpl2": "MPL-2.0",
    "unlicense": "Unlicense",
}
"""SPDX identifiers of common names, without case, spaces and the words that vary."""


def project_version(text: str) -> str:
    """A version of an API as one of a project (PEP 440): dates become numbers, others ``0.1.0``."""
    date = _DATE.fullmatch(text.strip())
    try:
        return str(Version(".".join(str(int(part)) for part in date.groups()) if date else text))
    except InvalidVersion:
        return DEFAULT_VERSION


def licence_expression(name: str) -> str:
    """The SPDX expression for the identifier or name of a licence (PEP 639); empty if it is unknown."""
    try:
        return canonicalize_license_expression(name)
    except InvalidLicenseExpression:
        plain = re.sub(r"\b(?:the|license|licence|version|v)\b|\.0\b|[^a-z0-9]", "", name.lower())
        return _LICENCES.get(plain, "")
