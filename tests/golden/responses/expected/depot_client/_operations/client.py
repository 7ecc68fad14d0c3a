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

GET_CRATE: Operation[models.Crate | models.Ticket] = Operation(
    id="getCrate",
    method="GET",
    path="/crates/{id}",
    parameters=(Parameter("id", "id", "path", "simple", False),),
    responses={
        "200": {"application/json": lambda: models.Crate},
        "202": {"application/json": lambda: models.Ticket},
        "304": {},
        "404": {"application/json": lambda: models.MissingResponse},
        "4XX": {"application/problem+json": lambda: models.Problem},
        "default": {"text/plain": lambda: str},
    },
    accept="application/json, application/problem+json;q=0.9, text/plain;q=0.8",
)
MOVE_CRATE: Operation[list[models.Crate]] = Operation(
    id="moveCrate",
    method="POST",
    path="/crates/{id}",
    parameters=(Parameter("id", "id", "path", "simple", False),),
    responses={
        "2XX": {"application/json": lambda: list[models.Crate]},
        "default": {"application/problem+json": lambda: models.Problem},
    },
    accept="application/json, application/problem+json;q=0.9",
)
DROP_CRATE: Operation[None] = Operation(
    id="dropCrate",
    method="DELETE",
    path="/crates/{id}",
    parameters=(Parameter("id", "id", "path", "simple", False),),
    responses={"204": {}, "404": {"application/json": lambda: models.MissingResponse}},
    accept="application/json",
)
