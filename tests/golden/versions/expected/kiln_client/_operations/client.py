"""The operations of the client itself."""

from __future__ import annotations

from .. import models
from .._runtime.operation import Body, Operation, Parameter

UPDATE_FIRING: Operation[models.Firing] = Operation(
    id="updateFiring",
    method="PUT",
    path="/firings/{id}",
    parameters=(Parameter("id", "id", "path", "simple", False),),
    bodies=(Body("application/json"),),
    responses={"200": {"application/json": lambda: models.Firing}},
    accept="application/json",
)
