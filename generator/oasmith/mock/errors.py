"""Error responses: the error response of the description, filled in with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from oasmith.api.model import Operation
from oasmith.mock.messages import HttpError, Response, violation_json
from oasmith.mock.responses import ResponseSampler, choose_error, encode
from oasmith.schemas import Schema
from oasmith.values.cache import SchemaCache

_MESSAGE = re.compile(r"(.*_)?(message|msg|detail|details|description|reason|title)")
_CODE = re.compile(r"(.*_)?(code|status|error|type)")
_REQUEST_ID = re.compile(r"(request|trace|correlation)_?id")
_SHORTEST = 8
_DEPTH = 3


class ErrorResponses:
    """Makes error responses."""

    def __init__(self, schemas: SchemaCache, sampler: ResponseSampler) -> None:
        self._schemas = schemas
        self._sampler = sampler

    def response(
        self, error: HttpError, operation: Operation | None, accept: str | None, request_id: str
    ) -> Response:
        """The operation's response for the status of an error.

        If none with a body is described, it is an object with error_code, error_msg and violations.
        """
        choice = choose_error(operation, error.status, accept)
        operation_id = operation.id if operation else ""
        if choice.content is None:
            value: Any = {
                "error_code": _code(error.status),
                "error_msg": error.message,
                "violations": _violations(error),
            }
            media_type = "application/json"
        else:
            sample = self._sampler.body(choice, operation_id)
            value = self._filled(sample, choice.content.schema, error, request_id)
            media_type = choice.media_type
        body, content_type = encode(value, media_type)
        headers = (
            ("Content-Type", content_type),
            *error.headers,
            *self._sampler.headers(choice, operation_id),
        )
        return Response(error.status, headers, body, operation_id, error.violations)

    def _filled(self, value: Any, schema: Schema, error: HttpError, request_id: str) -> Any:
        """A value with message, code, request id and violations in the fields for them, where valid."""
        if isinstance(value, str):
            messages = _shortened(error.message)
            return next((text for text in messages if self._schemas.is_valid(schema, text)), value)
        for fields, name in list(_scalars(value, _DEPTH)):
            for candidate in _candidates(name, fields[name], error, request_id):
                if self._try(value, schema, fields, name, candidate):
                    break
        if isinstance(value, dict) and error.violations:
            self._try(value, schema, value, "violations", _violations(error))
        return value

    def _try(self, value: Any, schema: Schema, fields: dict[str, Any], name: str, candidate: Any) -> bool:
        """Set a field in ``fields``, an object inside ``value``, unless that makes ``value`` invalid."""
        before = dict(fields)
        was_valid = self._schemas.is_valid(schema, value)
        fields[name] = candidate
        if was_valid and not self._schemas.is_valid(schema, value):
            fields.clear()
            fields.update(before)
            return False
        return True


def _violations(error: HttpError) -> list[dict[str, str]]:
    return [violation_json(violation) for violation in error.violations]


def _code(status: int) -> str:
    """``bad_request`` for 400."""
    try:
        return HTTPStatus(status).name.lower()
    except ValueError:
        return f"status_{status}"


def _scalars(value: Any, depth: int) -> Iterator[tuple[dict[str, Any], str]]:
    """The scalar fields of an object and of the objects in it, the outer ones first."""
    if depth and isinstance(value, dict):
        yield from ((value, name) for name, inner in value.items() if not isinstance(inner, (dict, list)))
        for inner in value.values():
            yield from _scalars(inner, depth - 1)
    elif depth and isinstance(value, list):
        for inner in value:
            yield from _scalars(inner, depth)


def _candidates(name: str, current: Any, error: HttpError, request_id: str) -> list[Any]:
    """The possible new values of a field with this name, the best first."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).replace("-", "_").lower()
    if _REQUEST_ID.fullmatch(plain):
        return [request_id]
    if isinstance(current, int) and not isinstance(current, bool) and _CODE.fullmatch(plain):
        return [error.status]
    if not isinstance(current, str):
        return []
    if _MESSAGE.fullmatch(plain):
        return list(_shortened(error.message))
    return [_code(error.status), str(error.status)] if _CODE.fullmatch(plain) else []


def _shortened(message: str) -> Iterator[str]:
    """A message, and shorter and shorter beginnings of it for fields with a maximum length."""
    while len(message) >= _SHORTEST:
        yield message
        message = message[: len(message) // 2]
