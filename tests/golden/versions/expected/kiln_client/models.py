"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ._base import Model


class Firing(Model):
    """One run of a kiln."""

    cone: str
    """The pyrometric cone that is to bend"""
    peak: Annotated[int | float, Field(gt=0.0, le=1400.0)]
    note: Annotated[str | None, Field(max_length=80)] = None
    glaze: Glaze | None = None
    chart: str | None = None


class Glaze(Model):
    name: str | None = None
    gloss: Literal["matt", "satin", "gloss"] | None = None
