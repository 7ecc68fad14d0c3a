"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.lazy import LazyModule
from .._runtime.operation import Operation
from .._runtime.parameters import Parameter
from .._runtime.styles import StyledParameter

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

GET_THINGS: Operation[models.Thing] = Operation(
    id="get /things",
    method="GET",
    path="/things",
    responses={"200": {"application/json": lambda: models.Thing}},
    accept="application/json",
)
CREATE: Operation[None] = Operation(id="create", method="POST", path="/things", responses={"204": {}})
PUT_THINGS_COPY: Operation[None] = Operation(
    id="Create", method="PUT", path="/things/copy", responses={"204": {}}
)
POST_THINGS_COPY: Operation[None] = Operation(
    id="create_", method="POST", path="/things/copy", responses={"204": {}}
)
IMPORT_: Operation[None] = Operation(
    id="import",
    method="DELETE",
    path="/things/{class}",
    parameters=(
        Parameter("class_in_path", "class", "path", "simple", False),
        Parameter("self_", "self", "query", "form", True),
        Parameter("class_in_query", "class", "query", "form", True),
        StyledParameter("x_request_id", "X-Request-Id", "header", "simple", False),
    ),
    responses={"204": {}},
)
TRY_AGAIN: Operation[None] = BodyOperation(
    id="2nd-try",
    method="PATCH",
    path="/things/{class}",
    parameters=(Parameter("class_", "class", "path", "simple", False),),
    bodies=(JsonBody("application/json"),),
    responses={"204": {}},
)
