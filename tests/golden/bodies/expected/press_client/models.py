"""The objects of the API, as the description has them."""

from __future__ import annotations

from ._base import Model, Upload


class Page(Model):
    text: str
    columns: list[int] | None = None


class UploadPlateRequest(Model):
    image: Upload
    others: list[Upload] | None = None
    page: Page | None = None
    copies: int = 1
