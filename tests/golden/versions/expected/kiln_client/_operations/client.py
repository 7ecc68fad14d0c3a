"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.lazy import LazyModule
from .._runtime.operation import Operation
from .._runtime.parameters import Parameter

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

UPDATE_FIRING: Operation[models.Firing] = BodyOperation(
    id="updateFiring",
    method="PUT",
    path="/firings/{id}",
    parameters=(Parameter("id", "id", "path", "simple", False),),
    bodies=(JsonBody("application/json"),),
    responses={"200": {"application/json": lambda: models.Firing}},
    accept="application/json",
)
