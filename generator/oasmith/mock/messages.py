"""An HTTP request, an HTTP response, and the error that becomes a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oasmith.runtime.errors import Violation

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request; ``path`` and ``query`` are still percent-encoded.

    ``is_cut`` says that the body was too long and is missing.
    """

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    is_cut: bool = False

    def header(self, name: str) -> str | None:
        """The values of a header, joined by commas (RFC 9110 §5.3); None if it is absent."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None


@dataclass(frozen=True, slots=True)
class Response:
    """A response.

    ``operation`` is the id of the requested operation, if there is one. ``values`` are the JSON values
    of the request by location, if it was valid.
    """

    status: int
    headers: Headers
    body: bytes
    operation: str = ""
    violations: tuple[Violation, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


class HttpError(Exception):
    """A request that gets an error response with this status and message."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        violations: tuple[Violation, ...] = (),
        headers: Headers = (),
    ) -> None:
        self.status = status
        self.message = message
        self.violations = violations
        self.headers = headers
        super().__init__(message)


def violation_json(violation: Violation) -> dict[str, str]:
    """A violation as a JSON object, without the value, which may be a secret."""
    return {
        "location": violation.location,
        "pointer": violation.pointer,
        "rule": violation.rule,
        "message": violation.message,
        "source": violation.source,
    }
