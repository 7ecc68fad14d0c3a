"""The objects of the API, as the description has them."""

from __future__ import annotations

from datetime import date

from ._base import Model


class Filter(Model):
    since: date | None = None
    open: bool | None = None


class MapsBySheetByRegionByBoxBox(Model):
    x: int | None = None
    y: int | None = None
