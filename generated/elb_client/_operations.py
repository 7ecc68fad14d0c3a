"""The operations of the API as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._runtime.operation import Operation, Parameter

if TYPE_CHECKING:
    from .models import CreateMasterSlavePoolResponse

CREATE_MASTER_SLAVE_POOL: Operation[CreateMasterSlavePoolResponse] = Operation(
    id="CreateMasterSlavePool",
    method="POST",
    path="/v3/{project_id}/elb/master-slave-pools",
    parameters=(Parameter("project_id", "project_id", "path", "simple", False),),
    content_type="application/json;charset=utf-8",
    security=(("Token",), ("Signature", "SignatureDate")),
    returns={"201": "CreateMasterSlavePoolResponse"},
)

OPERATIONS: dict[str, Operation[Any]] = {operation.id: operation for operation in (CREATE_MASTER_SLAVE_POOL,)}
