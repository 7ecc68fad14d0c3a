"""The operations of the API as data, each loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .._runtime.operation import Operation

_OPERATIONS: dict[str, tuple[str, str]] = {"CreateMasterSlavePool": ("client", "CREATE_MASTER_SLAVE_POOL")}


def operation(id: str) -> Operation[Any]:
    """The operation of an id. Raises KeyError if there is none."""
    module, constant = _OPERATIONS[id]
    found: Operation[Any] = getattr(import_module(f".{module}", __name__), constant)
    return found
