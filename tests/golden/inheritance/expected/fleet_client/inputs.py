"""Request bodies as mappings, with the keys that the description has. Properties can be models."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Base(TypedDict):
    kind: str
    plate: str


class Lorry(TypedDict):
    kind: Literal["lorry"]
    plate: str
    payload: int | float


class Bus(TypedDict):
    kind: Literal["coach"]
    plate: str
    seats: NotRequired[int]
    doors: NotRequired[int]


class Seated(TypedDict, total=False):
    seats: int
