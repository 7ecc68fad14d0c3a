"""The operations of the client itself."""

from __future__ import annotations

from .. import models
from .._runtime.operation import Operation, Parameter

GET_TRACK: Operation[models.Track] = Operation(
    id="getTrack",
    method="GET",
    path="/tracks/{key}",
    parameters=(Parameter("key", "key", "path", "simple", False),),
    responses={"200": {"application/json": lambda: models.Track}},
    accept="application/json",
)
