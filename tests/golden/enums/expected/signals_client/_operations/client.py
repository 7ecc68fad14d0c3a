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

LIST_SIGNALS: Operation[list[models.Signal]] = Operation(
    id="listSignals",
    method="GET",
    path="/signals",
    parameters=(
        Parameter("order", "order", "query", "form", True),
        Parameter("rate", "rate", "query", "form", True),
    ),
    responses={"200": {"application/json": lambda: list[models.Signal]}},
    accept="application/json",
)
