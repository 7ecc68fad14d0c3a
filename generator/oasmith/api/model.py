"""An API as every emitter sees it: frozen, complete, and without a trace of how it was written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from oasmith.api.names import Identifier

Location = Literal["path", "query", "header", "cookie"]
Schema = Mapping[str, Any] | bool
"""A JSON Schema 2020-12 schema; its references lead into ``#/components/schemas``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition of the description: ``x-rule`` on a member of an ``allOf``."""

    id: str
    message: str
    source: str
    schema_name: str
    property_name: str | None
    enforced_by: Literal["client", "server"]


@dataclass(frozen=True, slots=True)
class Example:
    """A named example: the JSON value as the description gives it."""

    name: str
    summary: str
    value: Any


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a body: ``content_type`` is what goes into the header, parameters included."""

    media_type: str
    content_type: str
    schema: Schema
    schema_name: str | None
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; ``on_client`` ones may be given once, on the client."""

    wire_name: str
    name: Identifier
    location: Location
    required: bool
    description: str
    deprecated: bool
    schema: Schema
    style: str
    explode: bool
    on_client: bool
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The request body of an operation."""

    description: str
    required: bool
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response."""

    name: str
    description: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Response:
    """A response by its status: a code, a range such as ``4XX``, or ``default``."""

    status: str
    description: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...]

    @property
    def is_success(self) -> bool:
        """Whether the status says that the request was carried out (RFC 9110 §15.3)."""
        return self.status.startswith("2")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API can do."""

    id: str
    name: Identifier
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[str, ...], ...]

    @property
    def success(self) -> Response | None:
        """The first success response, which gives the operation its return type."""
        return next((response for response in self.responses if response.is_success), None)


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A security scheme; ``parameter_name`` is the header, query parameter or cookie of an API key."""

    key: str
    name: Identifier
    type: str
    description: str
    scheme: str
    parameter_name: str
    location: str


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A part of a server's URL that the user chooses; ``values`` is empty where anything goes."""

    wire_name: str
    name: Identifier
    default: str
    values: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where the API lives: a URL with ``{variables}``."""

    url: str
    description: str
    variables: tuple[ServerVariable, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """Everything a description says, in the order in which it says it."""

    title: str
    version: str
    description: str
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    schemas: Mapping[str, Schema]
    rules: tuple[Rule, ...] = field(default=())

    def client_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that may be given once, on the client; each name once."""
        found = {p.name: p for operation in self.operations for p in operation.parameters if p.on_client}
        return tuple(found.values())
