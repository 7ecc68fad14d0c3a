"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, TypeAlias, Union

from typing_extensions import TypeAliasType

from ._base import Model


class Branch(Model):
    length: int | float
    branches: list[Branch] | None = None
    leaf: Leaf | None = None
    by_name: dict[str, Branch] | None = None


if TYPE_CHECKING:
    Json: TypeAlias = Optional[Union[str, int, float, bool, "list[Json]", "dict[str, Json]"]]
else:
    Json = TypeAliasType("Json", Optional[Union[str, int, float, bool, "list[Json]", "dict[str, Json]"]])
"""Any JSON value, spelt out."""


class Leaf(Model):
    branch: Branch | None = None
    next: Leaf | None = None
