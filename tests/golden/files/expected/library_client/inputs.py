"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from . import models


class Book(TypedDict):
    title: str
    isbn: NotRequired[str]
    author: NotRequired[models.Author | Author]


class Author(TypedDict, total=False):
    name: str
    books: Sequence[models.Book | Book]
