"""Pull Requests."""

from __future__ import annotations

from .._runtime.operation import Operation

LIST_OPEN: Operation[None] = Operation(
    id="pull_requests_list_open", method="GET", path="/pulls", responses={"204": {}}
)
