"""An operation of an API as the transport needs it: plain data, written by the generator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

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
    ``returns`` maps a status (``201``, ``2XX``, ``default``) to the name of the model of its JSON body.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    content_type: str = ""
    security: tuple[tuple[str, ...], ...] = ()
    returns: Mapping[str, str] = field(default_factory=dict)

    def model_for(self, status_code: int) -> str | None:
        """The name of the model of a response: by its status, else its range, else the default's."""
        for status in (str(status_code), f"{status_code // 100}XX", "default"):
            if status in self.returns:
                return self.returns[status]
        return None


def security_scheme_values(credentials: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any] | None:
    """The credentials for every scheme of one alternative, or None where one is missing."""
    found = {name: credentials.get(name) for name in names}
    return None if None in found.values() else found
