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

ADD_JAR: Operation[models.Jar] = BodyOperation(
    id="addJar",
    method="POST",
    path="/jars",
    bodies=(JsonBody("application/json"),),
    responses={"201": {"application/json": lambda: models.Jar}},
    accept="application/json",
)
