"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ._base import Model


class Echo(Model):
    bearing: int | float


class Search(Model):
    range: int | float | None = None


class SweepAny(Model):
    from_: Annotated[int | None, Field(alias="from")] = None
