"""The operations of the client itself."""

from __future__ import annotations

from typing import Any

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.operation import Operation

RING: Operation[Any] = BodyOperation(
    id="ring", method="POST", path="/bells", bodies=(JsonBody("application/json"),), responses={"202": {}}
)
