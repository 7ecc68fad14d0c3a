# A module of generated clients, in which another line takes the place of this one.
"""Operations with parameters or a body, and their requests from the arguments of a caller."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from .errors import RequestValidationError, Violation
from .operation import Head, Operation, refusal

T = TypeVar("T")

Location = Literal["path", "query", "header", "cookie", "querystring"]


@dataclass(frozen=True, slots=True)
class BaseParameter(ABC):
    """A parameter; ``name`` is its Python name. ``parameters.py`` and ``styles.py`` have the kinds."""

    name: str
    wire_name: str
    location: Location

    @abstractmethod
    def json(self, value: Any) -> Any:
        """A value as plain JSON. Raises ValueError for a value that JSON cannot represent."""

    @abstractmethod
    def write(self, value: Any, head: Head) -> None:
        """Add a JSON value to a request. Raises ValueError for a path that would go to another URL."""


@dataclass(frozen=True, slots=True)
class InputOperation(Operation[T]):
    """An operation with parameters; ``bodies.py`` has operations that have a body as well."""

    parameters: tuple[BaseParameter, ...] = ()

    def body_value(self, body: Any, content_type: str | None) -> dict[str, Any]:
        """The body of a request as the contract describes it, under ``body``; empty for no body."""
        return {}

    def request(
        self, parameters: Mapping[str, Any], body: Any = None, content_type: str | None = None
    ) -> dict[str, Any]:
        """A request as the contract describes it: JSON values by location and wire name; None is absent.

        Raises RequestValidationError for a value that cannot be written as JSON.
        """
        request: dict[str, Any] = {"path": {}, "query": {}, "header": {}, "cookie": {}, "querystring": {}}
        location, pointer = "body", ""
        try:
            for parameter in self.parameters:
                value = parameters.get(parameter.name)
                if value is not None:
                    location, pointer = parameter.location, f"/{parameter.wire_name}"
                    request[location][parameter.wire_name] = parameter.json(value)
            location, pointer = "body", ""
            return request | self.body_value(body, content_type)
        except ValueError as error:
            raise refusal(self, location, pointer, error) from None

    def head(self, request: Mapping[str, Any]) -> Head:
        """The path, query, headers and cookies of a request.

        Raises RequestValidationError for a path that would go to another URL.
        """
        head = Head(self.path)
        for parameter in self.parameters:
            location, name = parameter.location, parameter.wire_name
            if name in request[location] or location == "path":
                value = request[location].get(name)
                try:
                    if value is None:
                        raise ValueError("is missing in the path of the request")
                    parameter.write(value, head)
                except ValueError as error:
                    violation = Violation(location, f"/{name}", value, str(error))
                    raise RequestValidationError(self.id, [violation]) from None
        return head
