"""The objects of the API, as the description has them."""

from __future__ import annotations

from datetime import datetime

from ._base import Model


class BellBrokenRequest(Model):
    bell: int


class RingRequest(Model):
    tell: str


class Rung(Model):
    at: datetime
