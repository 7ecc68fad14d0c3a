"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from . import models


class Branch(TypedDict):
    length: int | float
    branches: NotRequired[Sequence[models.Branch | Branch]]
    leaf: NotRequired[models.Leaf | Leaf]
    by_name: NotRequired[Mapping[str, models.Branch | Branch]]


class Leaf(TypedDict, total=False):
    branch: models.Branch | Branch
    next: models.Leaf | Leaf | None
