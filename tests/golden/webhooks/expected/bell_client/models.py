"""The objects of the API, as the description has them."""

from __future__ import annotations

from pydantic import AwareDatetime

from ._base import Model


class BellBrokenRequest(Model):
    bell: int


class RingRequest(Model):
    tell: str


class Rung(Model):
    at: AwareDatetime
