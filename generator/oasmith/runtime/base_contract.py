# A module of generated clients, in which another line takes the place of this one.
"""The part of a request contract that every client has."""

from __future__ import annotations

from collections.abc import Iterable
from logging import Logger
from typing import Any, Literal, TypeAlias

from .errors import Violation

ValidateRequests: TypeAlias = bool | Literal["warn"]
"""Whether a request that violates the description is refused (True), logged and sent, or sent (False)."""
MAX_DEPTH = 200
"""The maximum depth of arrays and objects, in requests and responses."""
TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep, or contains itself"


class Redaction:
    """What messages hide: nothing, unless the description has secrets (``secrets.py``)."""

    def hides(self, names: Iterable[str]) -> bool:
        """Whether a value that is below these names is secret."""
        return False

    def value(self, value: Any) -> Any:
        """A JSON value without secrets."""
        return value

    def text(self, text: str) -> str:
        """A string, such as a body, without secrets."""
        return text


class BaseContract:
    """The contract of an API whose requests have no parameters and no body; ``contract.py`` has others."""

    def __init__(self, redaction: Redaction | None = None) -> None:
        self.redaction = redaction or Redaction()

    def settled(
        self, operation: str, request: dict[str, Any]
    ) -> tuple[dict[str, Any], tuple[Violation, ...]]:
        """A request as it is sent, and the ways in which it breaks the description."""
        return request, ()

    def accepted(
        self,
        operation: str,
        key: str,
        request: dict[str, Any],
        violations: tuple[Violation, ...],
        validate: ValidateRequests,
        log: Logger,
    ) -> dict[str, Any]:
        """A request as it is sent, validated as ``validate`` says. Raises RequestValidationError.

        ``violations`` are those that its JSON does not show.
        """
        return request

    def exact(self, annotation: Any, value: Any, text: bytes) -> Any:
        """A value that was read from JSON, without what pydantic rounds."""
        return value


def read_json(text: bytes, allow_inf_nan: bool = True) -> Any:
    """JSON as a value. Raises ValueError, also for too many levels."""
    from pydantic_core import from_json  # slow to load

    try:
        return from_json(text, allow_inf_nan=allow_inf_nan)
    except ValueError as error:
        limit = f"it is nested more than {MAX_DEPTH} levels deep"
        raise ValueError(str(error).replace("recursion limit exceeded", limit)) from None
