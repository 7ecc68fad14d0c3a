"""A request and an answer as they cross the wire, and the refusal of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oasmith.runtime.errors import Violation

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; ``path`` and ``query`` are still percent-encoded.

    ``is_cut`` says that the body was longer than is taken, and is not here.
    """

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    is_cut: bool = False

    def header(self, name: str) -> str | None:
        """The values of a header, joined by commas (RFC 9110 §5.3); None where it is absent."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back.

    ``operation`` is the id of the operation that was asked for, if there is one, and ``values`` what it
    was asked with, by place, if it was asked soundly.
    """

    status: int
    headers: Headers
    body: bytes
    operation: str = ""
    violations: tuple[Violation, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


class Refusal(Exception):
    """A request that is not carried out: the status of the answer, and what to tell."""

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
