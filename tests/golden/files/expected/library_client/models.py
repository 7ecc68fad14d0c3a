"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypeAliasType

from ._base import Model


class Author(Model):
    name: str | None = None
    books: list[Book] | None = None


class Book(Model):
    title: str
    isbn: Isbn | None = None
    author: Author | None = None


Isbn = TypeAliasType("Isbn", Annotated[str, Field(min_length=10)])


class Shelf(Model):
    first: Book | None = None
    title: Title | None = None


Title = TypeAliasType("Title", str)
