"""The objects of the API, as the description has them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from ._base import Model


class Base(Model):
    kind: str
    plate: Annotated[str, Field(pattern="^[A-Z]{2}\\d{3}$")]


class Bus(Model):
    kind: Literal["coach"]
    plate: Annotated[str, Field(pattern="^[A-Z]{2}\\d{3}$")]
    seats: int | None = None
    doors: Annotated[int | None, Field(ge=1)] = None


class Lorry(Model):
    kind: Literal["lorry"]
    plate: Annotated[str, Field(pattern="^[A-Z]{2}\\d{3}$")]
    payload: int | float


class Minibus(Model):
    """A bus whose doors are few."""

    kind: Literal["coach"]
    plate: Annotated[str, Field(pattern="^[A-Z]{2}\\d{3}$")]
    seats: int | None = None
    doors: Annotated[int | None, Field(ge=1, le=2)] = None


class Seated(Model):
    seats: int | None = None


Vehicle = TypeAliasType("Vehicle", Annotated[Lorry | Bus, Field(discriminator="kind")])
