"""The operations of the API as data, each loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .._runtime.operation import Operation

_OPERATIONS: dict[str, tuple[str, str]] = {
    "get /things": ("client", "GET_THINGS"),
    "create": ("client", "CREATE"),
    "Create": ("client", "PUT_THINGS_COPY"),
    "create_": ("client", "POST_THINGS_COPY"),
    "import": ("client", "IMPORT_"),
    "2nd-try": ("client", "TRY_AGAIN"),
}


def operation(id: str) -> Operation[Any]:
    """The operation of an id. Raises KeyError if there is none."""
    module, constant = _OPERATIONS[id]
    found: Operation[Any] = getattr(import_module(f".{module}", __name__), constant)
    return found
