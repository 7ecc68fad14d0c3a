"""members.

Who belongs to it
"""

from __future__ import annotations

from .._runtime.operation import Operation

LIST: Operation[None] = Operation(id="members/list", method="GET", path="/members", responses={"204": {}})
ADD: Operation[None] = Operation(id="addMember", method="POST", path="/members", responses={"204": {}})
