"""How the pages of an operation follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Pagination:
    """How the pages of an operation follow each other.

    ``link`` follows the Link header (RFC 8288), or the URL in the page at ``next``; ``cursor`` sends what
    the page has at ``next`` as ``parameter``; ``page`` counts pages and ``offset`` counts items. ``items``
    and ``next`` are JSON pointers into the page; ``start`` is the number of the first page.
    """

    style: Literal["link", "cursor", "page", "offset"]
    items: str
    parameter: str = ""
    next: str = ""
    start: int = 1
