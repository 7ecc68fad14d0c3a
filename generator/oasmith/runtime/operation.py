# A module of generated clients, in which another line takes the place of this one.
"""An operation of an API as plain data, and what all requests have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from .errors import HIDDEN, RequestValidationError, Violation


@dataclass(slots=True, repr=False)
class Head:
    """A request besides its body: encoded pairs, headers, and the names of queries that are integer lists."""

    path: str
    query: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    integer_lists: frozenset[str] = frozenset()

    def copy(self) -> Head:
        """Another one with the same parts."""
        return Head(self.path, [*self.query], {**self.headers}, [*self.cookies], self.integer_lists)


def to_text(value: Any) -> str:
    """One scalar as it is sent: booleans in lower case, null empty, floats and dates as in JSON."""
    if isinstance(value, str):
        return value
    from decimal import Decimal  # slow to load

    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, (int, float, list, tuple, dict)):
        return "" if value is None else json.dumps(value, separators=(",", ":"), default=to_text)
    from pydantic_core import to_jsonable_python  # slow to load

    return to_text(to_jsonable_python(value))


def form_pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A query parameter (style form, exploded), not encoded; a list in an object repeats its key."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from form_pairs(key, item if is_list(item) else to_text(item))
    else:
        yield from ((name, to_text(item)) for item in (value if is_list(value) else (value,)))


def header_text(value: str) -> bytes:
    """The value of a header as bytes. Raises ValueError for a value that no header can have."""
    if not value.isprintable() and _CONTROL.search(value):
        raise ValueError("contains a line end or another control character, which no header can")
    return value.strip(" \t").encode()


_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def is_list(value: Any) -> bool:
    """Whether a value is an array of JSON."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def quoted(text: str) -> str:
    """A string in which everything but unreserved characters is percent-encoded."""
    return quote(text, safe="")


T = TypeVar("T")

Json = Mapping[str, Any]
Annotation = Callable[[], Any]
"""Returns a type when it is first needed, so that only the models that are used are loaded."""


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """What is sent and what may come back.

    ``security`` lists alternatives, each the keys of the schemes that it needs together. ``responses``
    maps a status (``201``, ``4XX``, ``default``) to its media types and the type of each; empty for no
    body. ``base_url`` is its server, if that is not the server of the API. ``streams`` has the media
    types of responses that are read item by item, and the type of an item. ``pagination`` is that of
    ``pagination.py`` for responses that come in pages. ``idempotency_key`` is the parameter that tells a
    repeated request from a new one. ``request_inputs.py`` has operations with parameters or a body.
    """

    id: str
    method: str
    path: str
    security: tuple[tuple[str, ...], ...] = ()
    responses: Mapping[str, Mapping[str, Annotation]] = field(default_factory=dict)
    accept: str = ""
    base_url: str = ""
    streams: Mapping[str, Annotation] = field(default_factory=dict)
    pagination: object = None
    idempotency_key: str = ""

    def is_success(self, status_code: int) -> bool:
        """Whether a status is a success: 2xx, or a described redirect where no success is described."""
        if 200 <= status_code < 300:
            return True
        is_described = str(status_code) in self.responses or "3XX" in self.responses
        has_success = any(status.startswith("2") for status in self.responses)
        return 300 <= status_code < 400 and is_described and not has_success

    def contents(self, status_code: int) -> Mapping[str, Annotation]:
        """The media types of a response and their types: by its status, its range, or the default.

        A success without a description is read as the first described one: next to a described success,
        the default is for errors. Empty where no body is described.
        """
        exact = self.responses.get(str(status_code))
        if exact is not None:
            return exact
        in_range = self.responses.get(f"{status_code // 100}XX")
        if in_range is not None:
            return in_range
        if 200 <= status_code < 300:
            successes = [found for status, found in self.responses.items() if status.startswith("2")]
            if successes:
                return next((found for found in successes if found), {})
        return self.responses.get("default", {})

    def media_type(self, body: Any, content_type: str | None) -> str | None:
        """The given media type of a request; if there is none, one that only this body can have, if any."""
        return content_type

    def contract_key(self, content_type: str | None) -> str:
        """The key of a request in the contract. Raises ValueError for a media type that is not described."""
        if content_type is not None:
            raise ValueError(f"{self.id} takes no {content_type!r}; it takes no body")
        return self.id

    def request(
        self, parameters: Mapping[str, Any], body: Any = None, content_type: str | None = None
    ) -> dict[str, Any]:
        """A request as the contract describes it: JSON values by location and wire name."""
        return {}

    def head(self, request: Mapping[str, Any]) -> Head:
        """The path, query, headers and cookies of a request."""
        return Head(self.path)

    def violations(self, body: Any, content_type: str | None) -> tuple[Violation, ...]:
        """The ways in which a body breaks the description that its JSON does not show."""
        return ()

    def content(
        self, body: Any, content_type: str | None, request: Json, extra: Json, head: Head
    ) -> dict[str, Any]:
        """The arguments with which httpx2 builds the body of a request; adds its Content-Type to ``head``."""
        return {}


def refusal(
    operation: Operation[Any], location: str, pointer: str, error: ValueError
) -> RequestValidationError:
    """The exception for what cannot be sent; it does not show the value."""
    reason = str(error)
    if isinstance(error, UnicodeEncodeError):
        surrogate = ord(error.object[error.start])
        reason = f"contains the lone surrogate U+{surrogate:04X}, which cannot be sent"
    return RequestValidationError(operation.id, [Violation(location, pointer, HIDDEN, reason)])


def sendable(operation: Operation[Any], headers: Mapping[str, str]) -> dict[bytes, bytes]:
    """Header fields in UTF-8 (RFC 9110 §5.5). Raises RequestValidationError for what no field can have.

    It does not show the value, which may be a token that was read with the end of its line.
    """
    fields = {}
    for name, value in headers.items():
        try:
            fields[_header_name(name)] = header_text(value)
        except ValueError as error:
            pointer = f"/{name.encode('unicode_escape').decode()}"
            raise refusal(operation, "header", pointer, error) from None
    return fields


@lru_cache(maxsize=256)
def _header_name(name: str) -> bytes:
    if not TOKEN.fullmatch(name):
        raise ValueError("has a name that no header can have")
    return name.encode()


TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token, such as the name of a header (RFC 9110 §5.6.2)."""
