"""A request, from what a caller gives: for the contract as JSON, for the wire as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from . import wellformed
from .errors import HIDDEN, RequestValidationError, Violation
from .lazy import LazyModule
from .operation import Body, Operation
from .parameters import encoded, header_text, header_value, path_segment, query_pairs, querystring

if TYPE_CHECKING:
    from . import bodies, models
else:
    bodies, models = (LazyModule(name, __package__) for name in (".bodies", ".models"))


def as_contract(
    operation: Operation[Any], parameters: Mapping[str, Any], body: Any, described: Body
) -> dict[str, Any]:
    """A request as the contract sees it: JSON values by wire name and place; what is None is absent.

    Raises RequestValidationError for a value that cannot be written as JSON.
    """
    request: dict[str, Any] = {"path": {}, "query": {}, "header": {}, "cookie": {}, "querystring": {}}
    for parameter in operation.parameters:
        value = parameters.get(parameter.name)
        if value is not None:
            with _as_json(operation, parameter.location, f"/{parameter.wire_name}"):
                request[parameter.location][parameter.wire_name] = models.json_value(value)
    if described.is_sent(body):
        with _as_json(operation, "body"):
            request["body"] = bodies.contract_body(body, described)
    return request


@contextmanager
def _as_json(operation: Operation[Any], location: str, pointer: str = "") -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        told = str(error) if str(error) == wellformed.TOO_DEEP else f"cannot be written as JSON: {error}"
        raise RequestValidationError(operation.id, [Violation(location, pointer, HIDDEN, told)]) from None


@contextmanager
def sendable_only(operation: Operation[Any], location: str, pointer: str = "") -> Iterator[None]:
    """Raises RequestValidationError where something that the contract does not describe cannot be sent."""
    try:
        yield
    except UnicodeEncodeError as error:
        told = f"contains the lone surrogate U+{ord(error.object[error.start]):04X}, which cannot be sent"
        raise RequestValidationError(operation.id, [Violation(location, pointer, HIDDEN, told)]) from None
    except ValueError as error:
        raise RequestValidationError(
            operation.id, [Violation(location, pointer, HIDDEN, str(error))]
        ) from None


def written(
    operation: Operation[Any], request: Mapping[str, Any]
) -> tuple[str, list[str], dict[str, str], list[str]]:
    """Path, encoded query parts, headers and cookies of a request that keeps its contract."""
    path = operation.path
    query: list[str] = []
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for parameter in operation.parameters:
        if parameter.wire_name not in request[parameter.location]:
            continue
        value = request[parameter.location][parameter.wire_name]
        if parameter.style == "json":
            value = models.json_text(value).decode()
        if parameter.location == "querystring":
            query += filter(None, [querystring(value)])
        elif parameter.location == "path":
            segment = path_segment(parameter.wire_name, value, parameter.style, parameter.explode)
            if segment in ("", ".", ".."):
                violation = Violation("path", f"/{parameter.wire_name}", value, "would change the address")
                raise RequestValidationError(operation.id, [violation])
            path = path.replace(f"{{{parameter.wire_name}}}", segment)
        elif parameter.location == "header":
            headers[parameter.wire_name] = header_value(value, parameter.explode)
        else:
            pairs = query_pairs(parameter.wire_name, value, parameter.style, parameter.explode)
            written = [
                f"{quote(name, safe='')}={encoded(text, parameter.allow_reserved)}" for name, text in pairs
            ]
            (query if parameter.location == "query" else cookies).extend(written)
    return path, query, headers, cookies


def sendable(operation: Operation[Any], headers: Mapping[str, str]) -> dict[bytes, bytes]:
    """Header fields in UTF-8 (RFC 9110 §5.5). Raises RequestValidationError for what no field can hold.

    It does not show the value, which may be a token that was read with the end of its line.
    """
    fields = {}
    for name, value in headers.items():
        with sendable_only(operation, "header", f"/{name.encode('unicode_escape').decode()}"):
            if not _TOKEN.fullmatch(name):
                raise ValueError("has a name that no header can have")
            fields[name.encode()] = header_text(value)
    return fields


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
