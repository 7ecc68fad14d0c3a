"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.lazy import LazyModule
from .._runtime.operation import Operation
from .._runtime.styles import StyledParameter

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

SEARCH_ECHOES: Operation[Any] = BodyOperation(
    id="searchEchoes",
    method="QUERY",
    path="/echoes",
    bodies=(JsonBody("application/json"),),
    responses={"200": {}},
    streams={"application/jsonl": lambda: models.Echo},
)
SWEEP: Operation[None] = Operation(
    id="sweep",
    method="SWEEP",
    path="/echoes",
    parameters=(StyledParameter("any", "any", "querystring", "form", True),),
    responses={"204": {}},
)
