"""HTML: plain text, for elements and attributes."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from oasmith.quoting import scalar_text, visible


def html_text(value: Any) -> Markup:
    """A value as one line of text, valid in elements and quoted attributes, without invisible characters."""
    return escape(visible(re.sub(r"\s+", " ", scalar_text(value))))
