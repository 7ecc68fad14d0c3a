"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NotRequired, TypedDict

from . import models
from ._runtime.files import File


class Page(TypedDict):
    text: str
    columns: NotRequired[Sequence[int]]


class UploadPlateRequest(TypedDict):
    image: bytes | Path | BinaryIO | File
    others: NotRequired[Sequence[bytes | Path | BinaryIO | File]]
    page: NotRequired[models.Page | Page]
    copies: NotRequired[int]
