"""The operations of the client itself."""

from __future__ import annotations

from .. import models
from .._runtime.operation import Body, Operation, Parameter

SEARCH_ECHOES: Operation[None] = Operation(
    id="searchEchoes",
    method="QUERY",
    path="/echoes",
    bodies=(Body("application/json"),),
    responses={"200": {}},
    streams={"application/jsonl": lambda: models.Echo},
)
SWEEP: Operation[None] = Operation(
    id="sweep",
    method="SWEEP",
    path="/echoes",
    parameters=(Parameter("any", "any", "querystring", "form", True),),
    responses={"204": {}},
)
