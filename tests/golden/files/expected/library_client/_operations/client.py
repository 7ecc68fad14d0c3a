"""The operations of the client itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.bodies import BodyOperation, JsonBody
from .._runtime.lazy import LazyModule
from .._runtime.operation import Operation
from .._runtime.parameters import Parameter

if TYPE_CHECKING:
    from .. import models
else:
    models = LazyModule("..models", __package__)

LIST_SHELVES: Operation[list[models.Shelf]] = Operation(
    id="listShelves",
    method="GET",
    path="/books",
    responses={"200": {"application/json": lambda: list[models.Shelf]}},
    accept="application/json",
)
ADD_BOOK: Operation[models.Book] = BodyOperation(
    id="addBook",
    method="POST",
    path="/books",
    bodies=(JsonBody("application/json"),),
    responses={"201": {"application/json": lambda: models.Book}},
    accept="application/json",
)
GET_BOOK: Operation[models.Book] = Operation(
    id="getBook",
    method="GET",
    path="/books/{isbn}",
    parameters=(Parameter("isbn", "isbn", "path", "simple", False),),
    responses={"200": {"application/json": lambda: models.Book}},
    accept="application/json",
)
