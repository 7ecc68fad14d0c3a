"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import LazyModule
from .._runtime.operation import Operation
from .._runtime.parameters import Parameter

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

GET_TRACK: Operation[models.Track] = Operation(
    id="getTrack",
    method="GET",
    path="/tracks/{key}",
    parameters=(Parameter("key", "key", "path", "simple", False),),
    responses={"200": {"application/json": lambda: models.Track}},
    accept="application/json",
)
