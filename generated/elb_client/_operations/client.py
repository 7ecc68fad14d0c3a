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

CREATE_MASTER_SLAVE_POOL: Operation[models.CreateMasterSlavePoolResponse] = BodyOperation(
    id="CreateMasterSlavePool",
    method="POST",
    path="/v3/{project_id}/elb/master-slave-pools",
    parameters=(Parameter("project_id", "project_id", "path", "simple", False),),
    bodies=(JsonBody("application/json;charset=utf-8"),),
    security=(("Token",), ("Signature",)),
    responses={
        "201": {"application/json": lambda: models.CreateMasterSlavePoolResponse},
        "default": {"application/json": lambda: models.ErrorResponse},
    },
    accept="application/json",
)
