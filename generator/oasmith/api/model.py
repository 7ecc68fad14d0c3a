"""The frozen model of an API that all products read. It does not show how the description was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from oasmith.names import Identifier, file_name
from oasmith.runtime.base_contract import ValidateRequests
from oasmith.runtime.flows import Flow as Flow
from oasmith.runtime.forms import Encoding as Encoding
from oasmith.runtime.pagination import Pagination as Pagination
from oasmith.runtime.request_inputs import Location as Location
from oasmith.runtime.styles import StyledParameter
from oasmith.schemas import Schema, Schemas


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional rule of the description: a member of an ``allOf`` with ``x-rule``.

    ``property_name`` is the property that the rule is about, None if it is about the whole object.
    """

    id: str
    message: str
    source: str
    schema_name: str
    property_name: str | None
    enforced_by: Literal["client", "server"]


@dataclass(frozen=True, slots=True)
class Example:
    """A named example with its JSON value from the description."""

    name: str
    summary: str
    value: Any


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a request or response body.

    ``content_type`` is the value of the ``Content-Type`` header, with its parameters. If the media type
    is a stream, ``item_schema`` is the schema of one item: a JSON line, or the data of a server-sent event.
    ``event_schema`` is that of a whole event, if it is described.
    ``files`` are the properties of a multipart body that are files or lists of files.
    """

    media_type: str
    content_type: str
    schema: Schema
    schema_name: str | None
    examples: tuple[Example, ...]
    encoding: Mapping[str, Encoding] = field(default_factory=dict)
    item_schema: Schema = True
    event_schema: Schema | None = None
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(StyledParameter):
    """A parameter of an operation.

    With ``on_client``, it can be an argument of the client instead of each method. ``deprecation`` says
    in sentences why it is deprecated; it is empty if the description gives no reason.
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
    """The request body of an operation; ``may_be_null`` if it is required JSON that allows null."""

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
    """A link of a response: the operation that it leads to, by ``operationId`` or ``operationRef``."""

    name: str
    operation: str
    description: str


@dataclass(frozen=True, slots=True)
class Response:
    """A described response; ``status`` is a code, a range such as ``4XX``, or ``default``."""

    status: str
    description: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...]

    links: tuple[Link, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether the status means success (RFC 9110 §15.3)."""
        return self.status.startswith("2")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API.

    ``group`` is the attribute of the client that has the method, None for the client itself. ``servers``
    is empty if the operation uses the servers of the API. ``idempotency_key`` is the parameter that
    identifies a repeated request. ``security`` lists alternatives, each the keys of the schemes that are
    needed together; it is empty if the description says nothing about the operation. ``deprecation`` says
    in sentences why the operation is deprecated; it is empty if the description gives no reason.
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
    scopes: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    servers: tuple[Server, ...] = ()
    group: Identifier | None = None
    pagination: Pagination | None = None
    idempotency_key: Identifier | None = None
    deprecation: str = ""

    @property
    def success(self) -> Response | None:
        """The first of ``successes``; None if there is none."""
        return next(iter(self.successes), None)

    @property
    def successes(self) -> tuple[Response, ...]:
        """The responses that a successful call can have.

        These are the responses with a status 2xx. If there are none, those with a status 3xx, since an
        operation can consist of a redirect only. If there are none of these either, the default response.
        """
        found = tuple(response for response in self.responses if response.is_success)
        found = found or tuple(response for response in self.responses if response.status.startswith("3"))
        return found or tuple(response for response in self.responses if response.status == "default")

    @property
    def request_contents(self) -> tuple[Content, ...]:
        """The media types of the request body, the preferred one first; empty for no body."""
        return self.body.contents if self.body else ()

    @property
    def path_name(self) -> str:
        """The path of files about this operation, without a suffix: ``group/name``, or ``name``."""
        name = file_name(self.name)
        return f"{file_name(self.group)}/{name}" if self.group else name


@dataclass(frozen=True, slots=True)
class Group:
    """The operations with the same first tag. They are the methods of one attribute of the client."""

    tag: str
    name: Identifier
    class_name: Identifier
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A request that the API sends: a webhook, or a callback of an operation."""

    name: Identifier
    title: str
    summary: str
    description: str
    body: Body | None


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A security scheme; ``parameter_name`` is the header, query parameter or cookie of an API key.

    ``flows`` has the token endpoint for each type of grant with which a client can fetch tokens by itself:
    ``client_credentials``, ``password``. ``environment`` is ``x-environment``:
    the environment variables and files that have the credentials by default. ``urls`` are the endpoints by
    what they are, and ``scopes`` the descriptions of the scopes of each flow.
    """

    key: str
    name: Identifier
    type: str
    description: str
    scheme: str
    parameter_name: str
    location: str
    flows: Mapping[str, Flow] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    scopes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A variable in a server URL; ``values`` is empty if any value is allowed."""

    wire_name: str
    name: Identifier
    default: str
    values: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Server:
    """A server of the API: a URL with ``{variables}``.

    ``override`` and ``override_file`` come from ``x-environment`` and name places for another URL.
    ``override`` is an environment variable; its name can contain the same ``{variables}``.
    ``override_file`` has the ``path`` of a file, the ``path-variable`` that can name another file, and
    the ``section`` and ``id`` of the URL in it.
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
    """The vendor's own SDK for this API, from ``x-vendor-sdk``.

    ``family`` names the vendor's SDKs, ``service`` and ``version`` the package of this API. ``name`` is
    the start of the name of its client class; if it is empty, the capitalized service is used.
    """

    family: str
    service: str
    version: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """An API, with everything in the order of the description.

    ``local_times`` says that requests may have times without an offset from UTC. ``validate_requests`` is
    the default of the client's option. ``licence`` is the SPDX expression or the name of the API's licence.
    """

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
    local_times: bool = True
    validate_requests: ValidateRequests = True
    licence: str = ""

    @property
    def untagged(self) -> tuple[Operation, ...]:
        """The operations that are methods of the client itself."""
        return tuple(operation for operation in self.operations if operation.group is None)

    def sent_schemas(self) -> Iterator[Schema]:
        """The schemas of all parameters and request bodies."""
        for operation in self.operations:
            yield from (parameter.schema for parameter in operation.parameters)
            yield from (content.schema for content in operation.request_contents)

    def received_schemas(self) -> Iterator[Schema]:
        """The schemas of all response bodies and headers, and of what the API sends by itself."""
        for operation in self.operations:
            for response in operation.responses:
                yield from (content.schema for content in response.contents)
                yield from (header.schema for header in response.headers)
        for event in self.events:
            yield from (content.schema for content in (event.body.contents if event.body else ()))

    def client_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that can be arguments of the client, without duplicate names."""
        found = {p.name: p for operation in self.operations for p in operation.parameters if p.on_client}
        return tuple(found.values())
