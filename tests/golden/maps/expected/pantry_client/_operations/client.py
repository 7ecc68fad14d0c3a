"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import LazyModule
from .._runtime.operation import Body, Operation

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

ADD_JAR: Operation[models.Jar] = Operation(
    id="addJar",
    method="POST",
    path="/jars",
    bodies=(Body("application/json"),),
    responses={"201": {"application/json": lambda: models.Jar}},
    accept="application/json",
)
