"""The operations of the client itself."""

from __future__ import annotations

from .._runtime.operation import Body, Operation

RING: Operation[None] = Operation(
    id="ring", method="POST", path="/bells", bodies=(Body("application/json"),), responses={"202": {}}
)
