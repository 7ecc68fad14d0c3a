"""The operations of the client itself."""

from __future__ import annotations

from .. import models
from .._runtime.operation import Body, Operation

ADD_JAR: Operation[models.Jar] = Operation(
    id="addJar",
    method="POST",
    path="/jars",
    bodies=(Body("application/json"),),
    responses={"201": {"application/json": lambda: models.Jar}},
    accept="application/json",
)
