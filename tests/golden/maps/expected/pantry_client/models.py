"""The objects of the API, as the description has them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Dict

from pydantic import ConfigDict, Field
from typing_extensions import TypeAliasType

from ._base import Model, NoField
from ._base import server_set as _server_set


class Jar(Model):
    model_config = ConfigDict(extra="allow")
    __annotations__ = {"__pydantic_extra__": Dict[str, NoField]}
    id: str = _server_set()
    label: Annotated[str, Field(max_length=20, min_length=1)]
    """What is on it"""
    pin: Annotated[str | None, Field(min_length=4)] = None
    amounts: Annotated[dict[str, int] | None, Field(min_length=1)] = None
    notes: dict[str, str | None] | None = None
    free: dict[str, Any] | None = None
    best_before: date = date(2030, 1, 31)
    opened: datetime | None = None
    weight: Annotated[int | float, Field(multiple_of=0.5)] = 0.5
    lid: Annotated[str, Field(deprecated=True)] = "tin"
    """Deprecated."""
    shelf: int | None = None
    """Its default is no integer"""
    tags: Annotated[list[str], Field(max_length=5)] = []
    size: Size = Field(default={"height": 10}, validate_default=True)


Shelf = TypeAliasType("Shelf", dict[str, Jar])


class Size(Model):
    model_config = ConfigDict(extra="allow")
    height: int | None = None
