"""An operation of an API as the transport needs it: plain data, written by the generator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from .pagination import Pagination

T = TypeVar("T")

Annotation = Callable[[], Any]
"""Gives a type when it is first needed, so that only the models which are used are loaded."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """How one parameter is written (OpenAPI 3.1 §4.8.12); ``name`` is its Python name.

    Beside OpenAPI's styles, ``json`` and ``text`` are those of a parameter described by its media type.
    """

    name: str
    wire_name: str
    location: Literal["path", "query", "header", "cookie", "querystring"]
    style: str
    explode: bool
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form is written (OpenAPI 3.1 §4.8.15); empty where the default holds."""

    content_type: str = ""
    style: str = ""
    explode: bool = True
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A media type that a request may have; ``may_be_null`` if the body None is sent as null."""

    content_type: str
    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    may_be_null: bool = False

    def is_sent(self, body: Any) -> bool:
        """Whether a request has this body: None is no body, unless it may be null."""
        return body is not None or self.may_be_null


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """What is sent and what may come back.

    ``bodies`` are the media types of the request, the preferred one first. ``security`` lists
    alternatives, each the names of the schemes that it needs together. ``responses`` maps a status
    (``201``, ``4XX``, ``default``) to its media types and the type of each; none for no body.
    ``base_url`` is where it lives if that is not where the others do. ``streams`` has the media types
    of answers that come item by item, and the type of an item. ``idempotency_key`` is the parameter
    that tells a repeated request from a new one.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    bodies: tuple[Body, ...] = ()
    security: tuple[tuple[str, ...], ...] = ()
    responses: Mapping[str, Mapping[str, Annotation]] = field(default_factory=dict)
    accept: str = ""
    base_url: str = ""
    streams: Mapping[str, Annotation] = field(default_factory=dict)
    pagination: Pagination | None = None
    idempotency_key: str = ""

    def answers(self, status_code: int) -> bool:
        """Whether a status is an answer rather than an error.

        A success is, and where the description promises none, a redirect that it does promise.
        """
        if 200 <= status_code < 300:
            return True
        told = str(status_code), f"{status_code // 100}XX"
        is_promised = 300 <= status_code < 400 and any(status in self.responses for status in told)
        return is_promised and not any(status.startswith("2") for status in self.responses)

    def contents(self, status_code: int) -> Mapping[str, Annotation]:
        """The media types of a response and their types: by its status, its range, or the default's.

        A success that the description does not know is read as the first one that it does: beside a
        described success, the default is for errors. Empty where there is nothing to read it as.
        """
        for status in (str(status_code), f"{status_code // 100}XX"):
            if status in self.responses:
                return self.responses[status]
        if 200 <= status_code < 300:
            successes = [found for status, found in self.responses.items() if status.startswith("2")]
            if successes:
                return next((found for found in successes if found), {})
        return self.responses.get("default", {})

    def body(self, content_type: str | None) -> Body:
        """The request body of a media type, or the preferred one. Raises ValueError for an unknown one."""
        if content_type is None:
            return self.bodies[0] if self.bodies else Body("application/json")
        for body in self.bodies:
            if body.content_type == content_type:
                return body
        known = ", ".join(body.content_type for body in self.bodies)
        raise ValueError(f"{self.id} takes no {content_type!r}; it takes {known or 'no body'}")

    def contract_key(self, body: Body) -> str:
        """Under which name the contract holds a request with this body."""
        return self.id if not self.bodies or body is self.bodies[0] else f"{self.id} {body.content_type}"
