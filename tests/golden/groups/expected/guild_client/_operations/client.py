"""The operations of the client itself."""

from __future__ import annotations

from .._runtime.operation import Operation

PING: Operation[None] = Operation(id="ping", method="GET", path="/ping", responses={"204": {}})
