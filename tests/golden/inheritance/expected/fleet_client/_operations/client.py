"""The operations of the client itself."""

from __future__ import annotations

from .. import models
from .._runtime.operation import Body, Operation

ADD_VEHICLE: Operation[models.Vehicle] = Operation(
    id="addVehicle",
    method="POST",
    path="/vehicles",
    bodies=(Body("application/json"),),
    responses={"201": {"application/json": lambda: models.Vehicle}},
    accept="application/json",
)
