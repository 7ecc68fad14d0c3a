"""An operation of an API as the transport needs it: plain data, written by the generator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """How one parameter is written (OpenAPI 3.1 §4.8.12); ``name`` is its Python name."""

    name: str
    wire_name: str
    location: Literal["path", "query", "header", "cookie"]
    style: str
    explode: bool


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """What is sent and what may come back.

    ``security`` lists alternatives, each the names of the schemes that it needs together.
    ``returns`` maps a status (``201``, ``2XX``, ``default``) to the name of the model of its JSON body,
    ``empty`` lists the statuses that have none.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    content_type: str = ""
    security: tuple[tuple[str, ...], ...] = ()
    returns: Mapping[str, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()

    def model_for(self, status_code: int) -> str | None:
        """The name of the model of a success response.

        By its status, else by its range, else the default's; a status that the description does not
        know is read as the first that it does.
        """
        if str(status_code) in self.empty:
            return None
        for status in (str(status_code), f"{status_code // 100}XX", "default"):
            if status in self.returns:
                return self.returns[status]
        return next(iter(self.returns.values()), None)
