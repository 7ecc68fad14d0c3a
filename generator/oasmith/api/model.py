"""An API as every emitter sees it: frozen, complete, and without a trace of how it was written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from oasmith.names import Identifier, file_name
from oasmith.runtime.forms import Encoding as Encoding
from oasmith.runtime.operation import Location as Location
from oasmith.runtime.operation import Pagination as Pagination
from oasmith.runtime.styles import StyledParameter
from oasmith.schemas import Schema, Schemas


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
    """One media type of a body: ``content_type`` is what goes into the header, parameters included.

    ``item_schema`` is that of one item where a body of this type comes item by item: of a line of
    JSON, or of the data of a server-sent event.
    """

    media_type: str
    content_type: str
    schema: Schema
    schema_name: str | None
    examples: tuple[Example, ...]
    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    item_schema: Schema = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(StyledParameter):
    """A parameter of an operation; ``on_client`` ones may be given once, on the client.

    ``deprecation`` is the reason that the description gives for it being deprecated, in sentences.
    """

    name: Identifier
    required: bool
    description: str
    deprecated: bool
    schema: Schema
    on_client: bool
    examples: tuple[Example, ...]
    deprecation: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The request body of an operation; ``may_be_null`` if it is required and null is a value of its JSON."""

    description: str
    required: bool
    contents: tuple[Content, ...]
    may_be_null: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response."""

    name: str
    description: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Link:
    """What may be done with a response: the operation it leads to, by id or reference."""

    name: str
    operation: str
    description: str


@dataclass(frozen=True, slots=True)
class Response:
    """A response by its status: a code, a range such as ``4XX``, or ``default``."""

    status: str
    description: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...]

    links: tuple[Link, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether the status says that the request was carried out (RFC 9110 §15.3)."""
        return self.status.startswith("2")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API can do.

    ``group`` is the attribute of the client that it is a method of, None for the client itself;
    ``servers`` are empty where it has those of the whole API. ``idempotency_key`` is the parameter
    that tells a repeated request from a new one. ``deprecation`` is the reason that the
    description gives for it being deprecated, in sentences.
    """

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
    servers: tuple[Server, ...] = ()
    group: Identifier | None = None
    pagination: Pagination | None = None
    idempotency_key: Identifier | None = None
    deprecation: str = ""

    @property
    def success(self) -> Response | None:
        """The first success response; the default's where there is no other."""
        return next(iter(self.successes), None)

    @property
    def successes(self) -> tuple[Response, ...]:
        """The responses that say it was carried out.

        Where there are no such, those that lead elsewhere: an operation that only redirects has
        nothing else to answer. Where there are none of these either, the default's.
        """
        found = tuple(response for response in self.responses if response.is_success)
        found = found or tuple(response for response in self.responses if response.status.startswith("3"))
        return found or tuple(response for response in self.responses if response.status == "default")

    @property
    def path_name(self) -> str:
        """``group/name``, by which files about it are called; just the name for one without a group."""
        name = file_name(self.name)
        return f"{file_name(self.group)}/{name}" if self.group else name


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that share a first tag, which are methods of one attribute of the client."""

    tag: str
    name: Identifier
    class_name: Identifier
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What the API sends by itself: a webhook, or a callback of an operation."""

    name: Identifier
    title: str
    summary: str
    description: str
    body: Body | None


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A security scheme; ``parameter_name`` is the header, query parameter or cookie of an API key.

    ``token_url`` is where client credentials are exchanged for a token. ``environment`` is
    ``x-environment``: where the credentials are found if nobody gives any.
    """

    key: str
    name: Identifier
    type: str
    description: str
    scheme: str
    parameter_name: str
    location: str
    token_url: str = ""
    environment: Mapping[str, Any] = field(default_factory=dict)


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
    """Where the API lives: a URL with ``{variables}``.

    ``override`` is the environment variable, with the same variables in its name, that may hold
    another URL (``x-environment``), and ``override_file`` says in which file one may be: its ``path``,
    the ``path-variable`` that names another file, and the ``section`` and ``id`` of the URL there.
    """

    url: str
    description: str
    variables: tuple[ServerVariable, ...]
    override: str = ""
    override_file: Mapping[str, str] = field(default_factory=dict)


def server_url(servers: tuple[Server, ...]) -> str:
    """The URL of the first server with its variables at their defaults; empty if there is none."""
    if not servers:
        return ""
    url = servers[0].url
    for variable in servers[0].variables:
        url = url.replace(f"{{{variable.wire_name}}}", variable.default)
    return url


@dataclass(frozen=True, slots=True)
class VendorSdk:
    """Which of the vendor's own SDKs calls this API (``x-vendor-sdk``), as the description says it.

    ``family`` is what the vendor's SDKs have in common, ``service`` and ``version`` are the package's;
    ``name`` begins the name of its client, the service's with a capital where it is empty.
    """

    family: str
    service: str
    version: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """Everything a description says, in the order in which it says it."""

    title: str
    version: str
    description: str
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    schemas: Schemas
    rules: tuple[Rule, ...] = field(default=())
    groups: tuple[Group, ...] = ()
    events: tuple[Event, ...] = ()
    vendor_sdk: VendorSdk | None = None

    @property
    def untagged(self) -> tuple[Operation, ...]:
        """The operations that are methods of the client itself."""
        return tuple(operation for operation in self.operations if operation.group is None)

    def client_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that may be given once, on the client; each name once."""
        found = {p.name: p for operation in self.operations for p in operation.parameters if p.on_client}
        return tuple(found.values())
