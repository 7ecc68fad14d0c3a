"""The objects of the API, as the description has them."""

from __future__ import annotations

from ._base import Model


class Crate(Model):
    id: int


class MissingResponse(Model):
    missing: int


class Problem(Model):
    title: str | None = None
    status: int | None = None


class Ticket(Model):
    after: int | None = None
