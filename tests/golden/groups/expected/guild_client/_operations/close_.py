"""close."""

from __future__ import annotations

from .._runtime.operation import Operation

CLOSE: Operation[None] = Operation(id="close", method="POST", path="/close", responses={"204": {}})
