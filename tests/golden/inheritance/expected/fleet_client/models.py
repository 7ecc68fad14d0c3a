"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from ._base import Model, TaggedByField


class Base(Model):
    kind: str
    plate: Annotated[str, Field(pattern="^[A-Z]{2}\\d{3}$")]


class Lorry(Base):
    payload: int | float
    kind: Literal["lorry"] = "lorry"


class Seated(Model):
    seats: int | None = None


class Bus(Base, Seated):
    kind: Literal["coach"] = "coach"
    doors: Annotated[int | None, Field(ge=1)] = None


class Minibus(Bus):
    """A bus whose doors are few."""

    doors: Annotated[int | None, Field(ge=1, le=2)] = None


Vehicle = TypeAliasType("Vehicle", Annotated[Lorry | Bus, TaggedByField("kind")])
