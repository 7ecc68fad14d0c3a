"""Chooses the response of an operation, and makes its body and headers."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pydantic_core import to_json

from oasmith.api.model import Content, Example, Operation, Response
from oasmith.media_types import is_stream
from oasmith.mock.media import DEFAULT, best, is_json
from oasmith.mock.messages import Headers, HttpError
from oasmith.mock.streams import Streams, encode_stream
from oasmith.runtime.media import kind_of
from oasmith.runtime.operation import TOKEN, to_text
from oasmith.runtime.styles import header_value, query_pairs
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler

_STATUS = re.compile(r"[2-5][0-9][0-9]")
_WITHOUT_BODY = (204, 205, 304)
_STRING = {"type": "string"}
_MEDIA_TYPE = re.compile(rf"{TOKEN.pattern}/{TOKEN.pattern}(?:\s*;[ -~]*)?")
_SET_BY_SERVER = frozenset(
    ("connection", "content-encoding", "content-length", "content-range", "content-type", "date",
     "keep-alive", "trailer", "transfer-encoding", "upgrade", "x-request-id")
)  # fmt: skip
"""Headers that the server sets, whatever the description says."""

_log = logging.getLogger("oasmith.mock")


@dataclass(frozen=True, slots=True)
class Choice:
    """A status and its described response; if it has a body, its content and concrete media type."""

    status: int
    response: Response | None
    content: Content | None = None
    media_type: str = ""
    example: Example | None = None


def choose(operation: Operation, preferences: Mapping[str, str], accept: str | None) -> Choice:
    """The response with the preferred status and example, or the first success response.

    A status that is not described has no body, or that of an error without a description. Raises HttpError
    with the status of such an error, 400 for an example that the response does not have or a code that is
    not a status, and 406 if the client accepts none of the media types of the response.
    """
    status, response = _response(operation, preferences.get("code"))
    name = preferences.get("example")
    contents = response.contents if response and status not in _WITHOUT_BODY else ()
    if not contents:
        if name is not None:
            raise HttpError(400, f"the response has no example {name!r}; it has no body")
        return Choice(status, response)
    found = best(accept, [content.media_type for content in contents])
    if found is None:
        offered = ", ".join(content.media_type for content in contents)
        raise HttpError(406, f"the response is {offered}, which {accept!r} does not accept")
    index, media_type = found
    example = None if name is None else _example(contents[index], name)
    return Choice(status, response, contents[index], media_type, example)


def choose_error(operation: Operation | None, status: int, accept: str | None) -> Choice:
    """The described response for an error status; without content if none is described."""
    response = _for_status(operation.responses, status) if operation else None
    contents = response.contents if response else ()
    offered = [content.media_type for content in contents]
    found = best(accept, offered) or best(None, offered)
    if found is None:
        return Choice(status, response)
    return Choice(status, response, contents[found[0]], found[1])


class ResponseSampler:
    """Makes the bodies and headers of responses."""

    def __init__(self, schemas: SchemaCache, sampler: Sampler) -> None:
        self._schemas = schemas
        self._sampler = sampler
        self._streams = Streams(schemas, sampler.value)

    def body(self, choice: Choice, place: str) -> Any:
        """The preferred example, the first valid example, or a sample value. The caller may change it.

        For a stream it is the list of its items, or a string with the whole body.
        """
        content = choice.content
        if content is None:
            return None
        if is_stream(choice.media_type):
            return self._items(choice, content, place)
        if choice.example is not None:
            if not self._schemas.is_valid(content.schema, choice.example.value):
                _log.warning("the example %r of %s is not valid", choice.example.name, place)
            return copy.deepcopy(choice.example.value)
        for example in content.examples:
            if self._schemas.is_valid(content.schema, example.value):
                return copy.deepcopy(example.value)
        schema = (
            _STRING if content.schema in ({}, True) and not is_json(choice.media_type) else content.schema
        )
        return self._sampler.value(schema, f"{place} {choice.status} {choice.media_type}")

    def _items(self, choice: Choice, content: Content, place: str) -> list[Any] | str:
        if choice.example is None:
            return self._streams.items(content, f"{place} {choice.status} {choice.media_type}")
        value = copy.deepcopy(choice.example.value)
        found = self._streams.given(content, value)
        if found is None:
            _log.warning("the example %r of %s is not valid", choice.example.name, place)
        return (value if isinstance(value, (list, str)) else [value]) if found is None else found

    def headers(self, choice: Choice, place: str) -> Headers:
        """The described headers of a response that can be sent, with sample values."""
        found = []
        for header in choice.response.headers if choice.response else ():
            value = self._sampler.value(header.schema, f"{place} {choice.status} header {header.name}")
            string = header_value(value, explode=False)
            if header.name.lower() not in _SET_BY_SERVER and is_sendable(header.name, string):
                found.append((header.name, string))
        return tuple(found)


def is_sendable(name: str, value: str) -> bool:
    """Whether a header can be sent (RFC 9110 §5.5); a description may have others."""
    return bool(TOKEN.fullmatch(name)) and value.isascii() and value.isprintable() and value == value.strip()


def encode(value: Any, media_type: str) -> tuple[bytes, str]:
    """A value as a body, and its content type; the value of a stream is the list of its items."""
    content_type = media_type if _MEDIA_TYPE.fullmatch(media_type) else DEFAULT
    if is_stream(media_type):
        return encode_stream(value if isinstance(value, (list, str)) else [value], media_type), content_type
    if is_json(media_type):
        return to_json(value, inf_nan_mode="strings"), content_type
    if kind_of(media_type) == "form" and isinstance(value, Mapping):
        found = [pair for name, item in value.items() for pair in query_pairs(name, item, "form", True)]
        return urlencode(found, doseq=True).encode(), content_type
    return to_text(value).encode("utf-8", "replace"), content_type


def _response(operation: Operation, code: str | None) -> tuple[int, Response | None]:
    if code is not None:
        if not _STATUS.fullmatch(code):
            known = ", ".join(response.status for response in operation.responses)
            raise HttpError(
                400, f"{code!r} is not a status from 200 to 599; {operation.id} has {known or 'none'}"
            )
        response = _for_status(operation.responses, int(code))
        if response is None and int(code) >= 400:
            raise HttpError(
                int(code), f"{operation.id} does not describe the response that the request prefers"
            )
        return int(code), response
    response = operation.success or next(iter(operation.responses), None)
    digits = response.status.upper().replace("X", "0") if response else ""
    return int(digits) if _STATUS.fullmatch(digits) else 200, response


def _for_status(responses: Sequence[Response], status: int) -> Response | None:
    """The response for a status, for its range, or the default (OpenAPI 3.1 §4.8.16)."""
    by_status = {response.status.upper(): response for response in responses}
    keys = (str(status), f"{status // 100}XX", "DEFAULT")
    return next((by_status[key] for key in keys if key in by_status), None)


def _example(content: Content, name: str) -> Example:
    for example in content.examples:
        if example.name == name:
            return example
    known = ", ".join(example.name for example in content.examples)
    raise HttpError(400, f"the response has no example {name!r}; it has {known or 'none'}")
