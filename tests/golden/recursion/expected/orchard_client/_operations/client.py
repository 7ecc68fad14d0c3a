"""The operations of the client itself."""

from __future__ import annotations

from .. import models
from .._runtime.operation import Body, Operation

PLANT: Operation[models.Json] = Operation(
    id="plant",
    method="POST",
    path="/trees",
    bodies=(Body("application/json"),),
    responses={"200": {"application/json": lambda: models.Json}},
    accept="application/json",
)
