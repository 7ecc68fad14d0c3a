"""What is answered to a request that is refused: the description's own error, filled with what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from oasmith.api.model import Operation
from oasmith.mock.answers import Answers, encoded, error_choice
from oasmith.mock.messages import Answer, Refusal, violation_json
from oasmith.values.cache import SchemaCache

_MESSAGE = re.compile(r"(.*_)?(message|msg|detail|details|description|reason|title)")
_CODE = re.compile(r"(.*_)?(code|status|error|type)")
_REQUEST_ID = re.compile(r"(request|trace|correlation)_?id")
_SHORTEST = 8
_DEPTH = 3


class Refusals:
    """Makes the answers to refused requests."""

    def __init__(self, schemas: SchemaCache, answers: Answers) -> None:
        self._schemas = schemas
        self._answers = answers

    def answer(
        self, refusal: Refusal, operation: Operation | None, accept: str | None, request_id: str
    ) -> Answer:
        """The answer by the operation's response for that status, its range or its default.

        Where the operation has none, or none with a body, it is an object with the fields error_code,
        error_msg and violations.
        """
        choice = error_choice(operation, refusal.status, accept)
        operation_id = operation.id if operation else ""
        if choice.content is None:
            value: Any = _plain(refusal)
            media_type = "application/json"
        else:
            drafted = self._answers.value(choice, operation_id)
            value = self._filled(drafted, choice.content.schema, refusal, request_id)
            media_type = choice.media_type
        body, content_type = encoded(value, media_type)
        headers = (
            ("Content-Type", content_type),
            *refusal.headers,
            *self._answers.headers(choice, operation_id),
        )
        return Answer(refusal.status, headers, body, operation_id, refusal.violations)

    def _filled(self, value: Any, schema: Any, refusal: Refusal, request_id: str) -> Any:
        """An error value with what is known put where a person would look for it, as far as it may be."""
        if isinstance(value, str):
            return next(
                (text for text in _shorter(refusal.message) if self._schemas.is_valid(schema, text)), value
            )
        for place, name in list(_fields(value, _DEPTH)):
            for candidate in _candidates(name, place[name], refusal, request_id):
                if self._try(value, schema, place, name, candidate):
                    break
        if isinstance(value, dict) and refusal.violations:
            self._try(value, schema, value, "violations", _told(refusal))
        return value

    def _try(self, value: Any, schema: Any, place: dict[str, Any], name: str, candidate: Any) -> bool:
        """Set a field somewhere in a value, unless that makes the value invalid."""
        before = dict(place)
        was_valid = self._schemas.is_valid(schema, value)
        place[name] = candidate
        if was_valid and not self._schemas.is_valid(schema, value):
            place.clear()
            place.update(before)
            return False
        return True


def _plain(refusal: Refusal) -> dict[str, Any]:
    return {
        "error_code": _code(refusal.status),
        "error_msg": refusal.message,
        "violations": _told(refusal),
    }


def _told(refusal: Refusal) -> list[dict[str, str]]:
    return [violation_json(violation) for violation in refusal.violations]


def _code(status: int) -> str:
    """``bad_request`` for 400."""
    try:
        return HTTPStatus(status).name.lower()
    except ValueError:
        return f"status_{status}"


def _fields(value: Any, depth: int) -> Iterator[tuple[dict[str, Any], str]]:
    """The scalar fields of an object and of those inside it, the outer ones first."""
    if depth and isinstance(value, dict):
        yield from ((value, name) for name, inner in value.items() if not isinstance(inner, (dict, list)))
        for inner in value.values():
            yield from _fields(inner, depth - 1)
    elif depth and isinstance(value, list):
        for inner in value:
            yield from _fields(inner, depth)


def _candidates(name: str, current: Any, refusal: Refusal, request_id: str) -> list[Any]:
    """What a field of this name may be set to, the best first."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).replace("-", "_").lower()
    if _REQUEST_ID.fullmatch(plain):
        return [request_id]
    if isinstance(current, int) and not isinstance(current, bool) and _CODE.fullmatch(plain):
        return [refusal.status]
    if not isinstance(current, str):
        return []
    if _MESSAGE.fullmatch(plain):
        return list(_shorter(refusal.message))
    return [_code(refusal.status), str(refusal.status)] if _CODE.fullmatch(plain) else []


def _shorter(text: str) -> Iterator[str]:
    """A text, and the beginnings of it that may fit where it does not."""
    while len(text) >= _SHORTEST:
        yield text
        text = text[: len(text) // 2]
