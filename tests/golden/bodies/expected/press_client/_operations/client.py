"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.files import RawBody
from .._runtime.forms import Encoding, FormBody
from .._runtime.lazy import LazyModule
from .._runtime.multipart import MultipartBody
from .._runtime.operation import Operation
from .._runtime.parameters import Parameter

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

PRINT: Operation[models.Page | bytes | str] = BodyOperation(
    id="print",
    method="POST",
    path="/pages",
    bodies=(
        JsonBody("application/json"),
        FormBody("application/x-www-form-urlencoded"),
        RawBody("text/plain"),
    ),
    responses={
        "200": {
            "application/json": lambda: models.Page,
            "application/pdf": lambda: bytes,
            "text/plain": lambda: str,
        }
    },
    accept="application/json, application/pdf;q=0.9, text/plain;q=0.8",
)
UPLOAD_PLATE: Operation[None] = BodyOperation(
    id="uploadPlate",
    method="POST",
    path="/plates",
    bodies=(
        MultipartBody(
            "multipart/form-data",
            encoding={
                "image": Encoding("image/png, image/tiff", "", True),
                "page": Encoding("application/json", "", True),
            },
            files=frozenset(("image", "others")),
        ),
    ),
    responses={"204": {}},
)
WATCH_PLATE: Operation[Any] = Operation(
    id="watchPlate",
    method="GET",
    path="/plates/{name}",
    parameters=(Parameter("name", "name", "path", "simple", False),),
    responses={"200": {}},
    streams={"text/event-stream": lambda: str},
)
REPLACE_PLATE: Operation[None] = BodyOperation(
    id="replacePlate",
    method="PUT",
    path="/plates/{name}",
    parameters=(Parameter("name", "name", "path", "simple", False),),
    bodies=(RawBody("application/octet-stream"),),
    responses={"204": {}},
)
