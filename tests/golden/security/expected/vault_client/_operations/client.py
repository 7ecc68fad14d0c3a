"""The operations of the client itself."""

from __future__ import annotations

from .._runtime.operation import Operation

LIST_SAFES: Operation[None] = Operation(
    id="listSafes",
    method="GET",
    path="/safes",
    security=(("key",), ("bearer",)),
    responses={"204": {}},
    base_url="https://safes.vault.example",
)
OPEN_SAFE: Operation[None] = Operation(
    id="openSafe",
    method="POST",
    path="/safes",
    security=(("basic", "key"), ()),
    responses={"204": {}},
    base_url="/direct",
)
STATUS: Operation[None] = Operation(
    id="status", method="GET", path="/status", security=((),), responses={"204": {}}
)
PEEK: Operation[None] = Operation(
    id="peek",
    method="HEAD",
    path="/status",
    security=(("login",), ("cookie",), ("query",)),
    responses={"204": {}},
)
