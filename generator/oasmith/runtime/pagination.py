# A module of generated clients, in which another line takes the place of this one.
"""How the pages of an operation follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Pagination:
    """How the pages of an operation follow each other.

    ``link`` follows the Link header (RFC 8288), or the URL in the page at ``next``; ``cursor`` sends what
    the page has at ``next`` as ``parameter``; ``page`` counts pages and ``offset`` counts items. ``items``
    and ``next`` are JSON pointers into the page, as are ``total``, the number of all items, ``pages``, the
    number of all pages, ``more``, which is false on the last page, and ``last``, which is true there;
    ``start`` is the number of the first page. ``is_in_body`` says that ``parameter`` is a property of the
    request body.
    """

    style: Literal["link", "cursor", "page", "offset"]
    items: str
    parameter: str = ""
    next: str = ""
    start: int = 1
    total: str = ""
    pages: str = ""
    more: str = ""
    last: str = ""
    is_in_body: bool = False
