"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from . import models


class Jar(TypedDict):
    label: str
    pin: str
    amounts: NotRequired[Mapping[str, int]]
    notes: NotRequired[Mapping[str, str | None]]
    free: NotRequired[Mapping[str, Any]]
    best_before: NotRequired[str | date]
    opened: NotRequired[str | datetime]
    weight: NotRequired[int | float]
    lid: NotRequired[str]
    shelf: NotRequired[int]
    tags: NotRequired[list[str]]
    size: NotRequired[models.Size | Size | Mapping[str, Any]]


class Size(TypedDict, total=False):
    height: int
