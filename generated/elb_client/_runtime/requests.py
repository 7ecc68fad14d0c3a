"""A request, from what a caller gives: for the contract as JSON, for the wire as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .errors import HIDDEN, RequestValidationError, Violation
from .lazy import LazyModule
from .operation import Body, Operation
from .parameters import encoded, header_value, path_segment, query_pairs, querystring

if TYPE_CHECKING:
    from . import bodies, models
else:
    bodies, models = (LazyModule(name, __package__) for name in (".bodies", ".models"))


def as_contract(
    operation: Operation[Any], parameters: Mapping[str, Any], body: Any, described: Body
) -> dict[str, Any]:
    """A request as the contract sees it: JSON values by wire name and place; what is None is absent."""
    request: dict[str, Any] = {"path": {}, "query": {}, "header": {}, "cookie": {}, "querystring": {}}
    for parameter in operation.parameters:
        value = parameters.get(parameter.name)
        if value is not None:
            request[parameter.location][parameter.wire_name] = models.json_value(value)
    if described.is_sent(body):
        request["body"] = bodies.contract_body(body, described)
    return request


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
    for name, value in headers.items():
        if _CONTROL.search(value):
            told = "holds a line end or another control character, which no header can"
            raise RequestValidationError(operation.id, [Violation("header", f"/{name}", HIDDEN, told)])
    return {name.encode(): value.strip(" \t").encode() for name, value in headers.items()}


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
