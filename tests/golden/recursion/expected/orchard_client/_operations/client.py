"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.lazy import LazyModule
from .._runtime.operation import Operation

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

PLANT: Operation[models.Json] = BodyOperation(
    id="plant",
    method="POST",
    path="/trees",
    bodies=(JsonBody("application/json"),),
    responses={"200": {"application/json": lambda: models.Json}},
    accept="application/json",
)
