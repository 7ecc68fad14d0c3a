"""Exchanges of requests and responses, and their log and record, without credentials."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import unquote_plus

from pydantic_core import from_json

from oasmith.api.model import SecurityScheme
from oasmith.errors import printable
from oasmith.mock.messages import Headers, Request, violation_json
from oasmith.runtime.errors import HIDDEN, Violation

_CREDENTIALS = ("authorization", "proxy-authorization", "cookie", "set-cookie")
_log = logging.getLogger("oasmith.mock")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response; ``status`` is None if the connection was closed without a response.

    ``operation`` is the id of the operation, empty if there is none. ``values`` are those of a valid
    request: JSON values by parameter name under path, query, header and cookie, and the body under body.
    Credentials are replaced by ``***``.
    """

    time: datetime
    milliseconds: float
    method: str
    target: str
    request_headers: Headers
    request_body: bytes
    status: int | None
    response_headers: Headers
    response_body: bytes
    operation: str
    violations: tuple[Violation, ...]
    values: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The exchange as a JSON object; bodies that are not JSON are strings."""
        return {
            "time": self.time.isoformat(),
            "milliseconds": round(self.milliseconds, 3),
            "method": self.method,
            "target": self.target,
            "operation": self.operation,
            "status": self.status,
            "request_headers": [list(header) for header in self.request_headers],
            "request_body": _readable(self.request_body),
            "response_headers": [list(header) for header in self.response_headers],
            "response_body": _readable(self.response_body),
            "violations": [violation_json(violation) for violation in self.violations],
        }


class Redactor:
    """Replaces the credentials of an API's security schemes by ``***``."""

    def __init__(self, schemes: Iterable[SecurityScheme]) -> None:
        keys = [scheme for scheme in schemes if scheme.type == "apiKey"]
        self._headers = {
            *_CREDENTIALS,
            *(key.parameter_name.lower() for key in keys if key.location == "header"),
        }
        self._query = {key.parameter_name for key in keys if key.location == "query"}

    def headers(self, headers: Headers) -> Headers:
        """Headers without credentials."""
        return tuple((name, HIDDEN if name.lower() in self._headers else value) for name, value in headers)

    def target(self, request: Request) -> str:
        """Path and query of a request without credentials."""
        parts = [_redacted(part, self._query) for part in request.query.split("&")]
        return request.path + ("?" + "&".join(parts) if request.query else "")


def log_line(exchange: Exchange) -> None:
    """Log an exchange: method, path, status, milliseconds, operation id, and the rules it violated."""
    violated = dict.fromkeys(violation.rule or violation.pointer or "/" for violation in exchange.violations)
    suffix = f" violated {', '.join(violated)}" if violated else ""
    status = "dropped" if exchange.status is None else exchange.status
    path = exchange.target.partition("?")[0]
    operation = exchange.operation or "-"
    line = f"{exchange.method} {path} {status} {exchange.milliseconds:.1f} ms {operation}{suffix}"
    _log.info("%s", printable(line))


def write_line(exchange: Exchange, file: TextIO) -> None:
    """Write an exchange as a line of JSON, and flush the file."""
    file.write(json.dumps(exchange.to_json(), ensure_ascii=False) + "\n")
    file.flush()


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def _redacted(part: str, names: Collection[str]) -> str:
    name, equals, _ = part.partition("=")
    return f"{name}={HIDDEN}" if equals and unquote_plus(name) in names else part


def _readable(body: bytes) -> Any:
    try:
        return from_json(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")
