"""Which response an operation gives, and what is in it."""

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
from oasmith.mock.media import DEFAULT, best, is_json
from oasmith.mock.messages import Headers, Refusal
from oasmith.runtime.media import kind_of
from oasmith.runtime.operation import header_value, to_text
from oasmith.runtime.styles import query_pairs
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler

_STATUS = re.compile(r"[2-5][0-9][0-9]")
_BODILESS = (204, 205, 304)
_TEXT = {"type": "string"}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_MEDIA_TYPE = re.compile(rf"{_TOKEN.pattern}/{_TOKEN.pattern}(?:\s*;[ -~]*)?")
_OURS = frozenset(
    ("connection", "content-encoding", "content-length", "content-range", "content-type", "date",
     "keep-alive", "trailer", "transfer-encoding", "upgrade", "x-request-id")
)  # fmt: skip
"""Headers that say how the answer is sent, which is for the server to say."""

_log = logging.getLogger("oasmith.mock")


@dataclass(frozen=True, slots=True)
class Choice:
    """A response, its status, and if it has a body the content and concrete media type of that."""

    status: int
    response: Response | None
    content: Content | None
    media_type: str
    example: Example | None = None


def choose(operation: Operation, wanted: Mapping[str, str], accept: str | None) -> Choice:
    """The response that preferences ask for, else the first success response.

    Raises Refusal 404 for a status or an example that the operation does not have, and 406 where none
    of the media types of the response is acceptable.
    """
    status, response = _response(operation, wanted.get("code"))
    contents = response.contents if response and status not in _BODILESS else ()
    if not contents:
        if "example" in wanted:
            raise Refusal(404, f"the response has no example {wanted['example']!r}; it has no body")
        return Choice(status, response, None, "")
    found = best(accept, [content.media_type for content in contents])
    if found is None:
        offered = ", ".join(content.media_type for content in contents)
        raise Refusal(406, f"the answer is {offered}, which {accept!r} does not accept")
    index, media_type = found
    example = _example(contents[index], wanted["example"]) if "example" in wanted else None
    return Choice(status, response, contents[index], media_type, example)


def error_choice(operation: Operation | None, status: int, accept: str | None) -> Choice:
    """How an operation says that it failed; without content if it does not say."""
    response = _for_status(operation.responses, status) if operation else None
    contents = response.contents if response else ()
    offered = [content.media_type for content in contents]
    found = best(accept, offered) or best(None, offered)
    if found is None:
        return Choice(status, response, None, "")
    return Choice(status, response, contents[found[0]], found[1])


class Answers:
    """What is in the bodies and headers of answers."""

    def __init__(self, schemas: SchemaCache, sampler: Sampler) -> None:
        self._schemas = schemas
        self._sampler = sampler

    def value(self, choice: Choice, place: str) -> Any:
        """The value of a body: the example asked for, else the first valid one, else one by the schema.

        It may be changed freely.
        """
        content = choice.content
        if content is None:
            return None
        if choice.example is not None:
            if not self._schemas.is_valid(content.schema, choice.example.value):
                _log.warning("the example %r of %s breaks its schema", choice.example.name, place)
            return copy.deepcopy(choice.example.value)
        for example in content.examples:
            if self._schemas.is_valid(content.schema, example.value):
                return copy.deepcopy(example.value)
        schema = _TEXT if content.schema in ({}, True) and not is_json(choice.media_type) else content.schema
        return self._sampler.value(schema, f"{place} {choice.status} {choice.media_type}")

    def headers(self, choice: Choice, place: str) -> Headers:
        """The headers that a response declares, each with a value by its schema."""
        declared = choice.response.headers if choice.response else ()
        found = []
        for header in declared:
            value = self._sampler.value(header.schema, f"{place} {choice.status} header {header.name}")
            text = header_value(value, explode=False)
            if header.name.lower() not in _OURS and is_sendable(header.name, text):
                found.append((header.name, text))
        return tuple(found)


def is_sendable(name: str, value: str) -> bool:
    """Whether a header can be sent (RFC 9110 §5.5); what is in a description need not be."""
    return bool(_TOKEN.fullmatch(name)) and value.isascii() and value.isprintable() and value == value.strip()


def encoded(value: Any, media_type: str) -> tuple[bytes, str]:
    """A value as a body, and the content type of that."""
    content_type = media_type if _MEDIA_TYPE.fullmatch(media_type) else DEFAULT
    if is_json(media_type):
        return to_json(value, inf_nan_mode="strings"), content_type
    if kind_of(media_type) == "form" and isinstance(value, Mapping):
        pairs = [pair for name, item in value.items() for pair in query_pairs(name, item, "form", True)]
        return urlencode(pairs).encode(), content_type
    return to_text(value).encode("utf-8", "replace"), content_type


def _response(operation: Operation, code: str | None) -> tuple[int, Response | None]:
    if code is not None:
        response = _for_status(operation.responses, int(code)) if _STATUS.fullmatch(code) else None
        if response is None:
            known = ", ".join(response.status for response in operation.responses)
            raise Refusal(404, f"{operation.id} has no response {code!r}; it has {known or 'none'}")
        return int(code), response
    response = operation.success or _for_status(operation.responses, 200)
    response = response or next(iter(operation.responses), None)
    return _status(response), response


def _for_status(responses: Sequence[Response], status: int) -> Response | None:
    """By the status, else by its range, else the default (OpenAPI 3.1 §4.8.16)."""
    by_status = {response.status.upper(): response for response in responses}
    names = (str(status), f"{status // 100}XX", "DEFAULT")
    return next((by_status[name] for name in names if name in by_status), None)


def _status(response: Response | None) -> int:
    """A status that a response is for."""
    digits = response.status.upper().replace("X", "0") if response else ""
    return int(digits) if _STATUS.fullmatch(digits) else 200


def _example(content: Content, name: str) -> Example:
    for example in content.examples:
        if example.name == name:
            return example
    known = ", ".join(example.name for example in content.examples)
    raise Refusal(404, f"the response has no example {name!r}; it has {known or 'none'}")
