"""The operations of the client itself."""

from __future__ import annotations

from .._runtime.operation import Body, Operation, Parameter

SEARCH_ECHOES: Operation[str] = Operation(
    id="searchEchoes",
    method="QUERY",
    path="/echoes",
    bodies=(Body("application/json"),),
    responses={"200": {"application/jsonl": lambda: str}},
    accept="application/jsonl",
)
SWEEP: Operation[None] = Operation(
    id="sweep",
    method="SWEEP",
    path="/echoes",
    parameters=(Parameter("any", "any", "querystring", "form", True),),
    responses={"204": {}},
)
