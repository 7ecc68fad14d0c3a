"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from . import models


class Firing(TypedDict):
    cone: str
    peak: int | float
    note: NotRequired[str | None]
    glaze: NotRequired[models.Glaze | Glaze | None]
    chart: NotRequired[str]


class Glaze(TypedDict, total=False):
    name: str
    gloss: Literal["matt", "satin", "gloss"] | None
