# A module of generated clients, in which another line takes the place of this one.
"""Operations with a request body, and bodies that are JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import Violation
from .lazy import LazyModule
from .operation import Head, Json
from .request_inputs import InputOperation

if TYPE_CHECKING:
    from . import json_text, json_values
else:
    json_text, json_values = (LazyModule(name, __package__) for name in (".json_text", ".json_values"))


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Body(ABC):
    """A media type of a request; ``may_be_null`` says that the body None is sent as null.

    There is a subclass for each kind of body: see also ``forms.py``, ``multipart.py`` and ``files.py``.
    """

    content_type: str
    may_be_null: bool = False

    def is_sent(self, body: Any) -> bool:
        """Whether a request has a body: None is no body, unless it may be null."""
        return body is not None or self.may_be_null

    @abstractmethod
    def contract_value(self, body: Any) -> Any:
        """The body as JSON, as the contract describes it. Raises ValueError for one that cannot be sent."""

    @abstractmethod
    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with which httpx2 builds the body of a request: ``content`` or ``files``.

        ``value`` is the body as JSON; ``extra`` are more fields of an object, which replace those of the
        body. Raises ValueError, and TypeError for a file in text mode.
        """

    def header(self, body: Any, content: Mapping[str, Any]) -> str:
        """The Content-Type to send with the ``content`` of a body; empty where httpx2 sets it."""
        return self.content_type

    def violations(self, body: Any) -> tuple[Violation, ...]:
        """The ways in which a body breaks the description that its JSON does not show."""
        return ()

    def has_files(self, body: Any) -> bool:
        """Whether a body has files that can be sent with this media type."""
        return False


@dataclass(frozen=True, slots=True)
class BodyOperation(InputOperation[T]):
    """An operation with a request body; ``bodies`` are its media types, the preferred one first."""

    bodies: tuple[Body, ...] = ()

    def _body(self, content_type: str | None) -> Body:
        if content_type is None:
            return self.bodies[0]
        for body in self.bodies:
            if body.content_type == content_type:
                return body
        known = ", ".join(body.content_type for body in self.bodies)
        raise ValueError(f"{self.id} takes no {content_type!r}; it takes {known}")

    def media_type(self, body: Any, content_type: str | None) -> str | None:
        """The given media type of a request; if there is none, the first that sends the files of a body."""
        if content_type is not None or len(self.bodies) == 1:
            return content_type
        return next((media.content_type for media in self.bodies if media.has_files(body)), None)

    def contract_key(self, content_type: str | None) -> str:
        """The key of a request in the contract. Raises ValueError for a media type that is not described."""
        if content_type is None:
            return self.id
        body = self._body(content_type)
        return self.id if body is self.bodies[0] else f"{self.id} {body.content_type}"

    def body_value(self, body: Any, content_type: str | None) -> dict[str, Any]:
        """The body of a request as the contract describes it, under ``body``; empty for no body."""
        media = self._body(content_type)
        return {"body": media.contract_value(body)} if media.is_sent(body) else {}

    def violations(self, body: Any, content_type: str | None) -> tuple[Violation, ...]:
        """The ways in which a body breaks the description that its JSON does not show."""
        return self._body(content_type).violations(body)

    def content(
        self, body: Any, content_type: str | None, request: Json, extra: Json, head: Head
    ) -> dict[str, Any]:
        """The arguments with which httpx2 builds the body of a request; adds its Content-Type to ``head``."""
        media = self._body(content_type)
        if not media.is_sent(body):
            return {}
        content = media.content(body, request["body"], extra)
        if header := media.header(body, content):
            head.headers["Content-Type"] = header
        return content


@dataclass(frozen=True, slots=True)
class JsonBody(Body):
    """A body that is JSON."""

    def contract_value(self, body: Any) -> Any:
        """The body as JSON."""
        return json_values.json_value(body)

    def content(self, body: Any, value: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The body as bytes, with more fields if it is an object."""
        if extra and isinstance(value, dict):
            value = {**value, **extra}
        return {"content": json_text.json_text(value)}
