"""The content of the reference, independent of its formats: HTML, Markdown and the data of the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oasmith.api.model import Api, Event, Link, Operation, Rule
from oasmith.errors import Problem
from oasmith.names import Identifier
from oasmith.products.docs.words import Link as SchemaLink
from oasmith.products.docs.words import Value, Words


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a table: a property, a parameter or a header.

    ``place`` is where a parameter is sent, ``anchor`` the name as part of an anchor. ``mandatory`` is
    ``yes``, ``no`` or a condition. ``direction`` says that a property is only in requests or responses.
    """

    name: str
    anchor: str
    type: Words
    mandatory: str = ""
    place: str = ""
    limits: Words = ()
    default: Value | None = None
    description: str = ""
    deprecated: bool = False
    direction: str = ""
    examples: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """The section of a named schema.

    ``fields`` are its properties, and ``others`` the types of further properties. ``alternatives`` are the
    branches of a union beside properties. ``source`` is where the vendor's documentation describes it.
    """

    name: str
    source: str
    description: str
    deprecated: bool
    fields: tuple[Field, ...]
    type: Words
    limits: Words
    examples: tuple[Value, ...]
    others: tuple[Words, ...]
    alternatives: Words
    is_nullable: bool
    rules: tuple[Rule, ...]
    advice: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Tree:
    """An object with the objects inside it, which the page of an operation shows in place.

    ``fields`` has the objects in the value of a field, by its name; ``branches`` are those of a union.
    """

    object: Object
    fields: Mapping[str, tuple[Tree, ...]]
    branches: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class ObjectRules:
    """The rules of one object."""

    name: str
    rules: tuple[Rule, ...]

    @property
    def link(self) -> Words:
        """The name of the object, as a link to its section."""
        return (SchemaLink(self.name),)


@dataclass(frozen=True, slots=True)
class Credential:
    """A security scheme: what is sent, and where the client takes it from.

    ``urls`` are its endpoints by what they are, and ``scopes`` their descriptions by name. ``snippets`` make
    a client with such credentials, in Python.
    ``header`` is the name of the header, parameter or cookie in ``place``. ``argument`` is empty if the
    client does not support the scheme. ``environment`` has the variables for each part, best first.
    """

    key: str
    kind: str
    urls: Mapping[str, str]
    scopes: Mapping[str, str]
    header: str
    place: str
    type: str
    description: str
    argument: str
    argument_type: str
    environment: Mapping[str, tuple[str, ...]]
    snippets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A security scheme that an operation needs, by key, and the scopes that it needs."""

    key: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeSample:
    """A sample request in one language; ``file`` is its name, which says how it is highlighted."""

    label: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample request; ``is_made`` says that its values do not come from the description.

    ``body`` is the JSON value of a body that can be edited in the page, None for another body.
    """

    name: str
    summary: str
    is_made: bool
    codes: tuple[CodeSample, ...]
    body: Any = None


@dataclass(frozen=True, slots=True)
class Place:
    """An operation in the reference: the paths of its page and of its group, without suffix; its anchor."""

    title: str
    path: str
    group_path: str
    anchor: str


@dataclass(frozen=True, slots=True)
class BodyExample:
    """An example of a body: a JSON value. ``home`` is an earlier operation that has the same long one."""

    name: str
    summary: str
    value: Any
    home: Place | None


@dataclass(frozen=True, slots=True)
class BodyContent:
    """One media type of a body; ``item`` is the type of the items of a stream."""

    media_type: str
    type: Words
    item: Words
    trees: tuple[Tree, ...]
    examples: tuple[BodyExample, ...]


@dataclass(frozen=True, slots=True)
class ResponsePart:
    """A described response; ``error`` is the Python class that is raised, empty for a success."""

    status: str
    description: str
    error: str
    contents: tuple[BodyContent, ...]
    headers: tuple[Field, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MethodText:
    """A method of the client: its signatures as Python code, and what it is for."""

    call: str
    use: str
    code: str
    async_code: str


@dataclass(frozen=True, slots=True)
class OperationPage:
    """Everything about one operation.

    ``alternatives`` are the credentials that are sent together; ``mandatory`` says of each whether
    it is: ``yes``, ``no`` or ``alternative``. ``contract`` is the JSON Schema that the client validates the
    body against; None if the page does not validate it.
    """

    operation: Operation
    place: Place
    methods: tuple[MethodText, ...]
    alternatives: tuple[tuple[Requirement, ...], ...]
    credentials: tuple[Credential, ...]
    mandatory: Mapping[str, str]
    parameters: tuple[Field, ...]
    body_description: str
    body_required: bool
    contents: tuple[BodyContent, ...]
    rules: tuple[ObjectRules, ...]
    responses: tuple[ResponsePart, ...]
    pagination: Words
    idempotency: Words
    samples: tuple[Sample, ...]
    contract: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """The operations of one attribute of the client; those of the client itself have no ``attribute``."""

    title: str
    attribute: str
    path: str
    description: str
    pages: tuple[OperationPage, ...]


@dataclass(frozen=True, slots=True)
class SchemaGroup:
    """The schemas on one page; ``path`` is the path of the page without a suffix."""

    title: str
    path: str
    objects: tuple[Object, ...]


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request that the API sends, and the type of its body."""

    event: Event
    type: Words


@dataclass(frozen=True, slots=True)
class SitePlace:
    """A place that a link leads to: a page and an anchor in it, which may be empty, in HTML and Markdown."""

    text: str
    path: str
    anchor: str
    markdown_path: str
    markdown_anchor: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change of the description or the client, its kind, and its places; there are ``more`` places."""

    message: Words
    side: str
    kind: str
    places: tuple[SitePlace, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ChangesOfVerdict:
    """The changes with one verdict."""

    verdict: str
    title: str
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since an older description."""

    old_version: str
    new_version: str
    summary: str
    verdicts: tuple[ChangesOfVerdict, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The whole reference.

    ``guide`` says in Markdown how to use the client; it is empty if no call can be shown. ``changes`` are
    those since an older description, if there is one. ``missing`` is what the client does not support.
    ``homes`` has the path of the page of each schema, without a suffix. ``originals`` has the schemas with
    the same content as another one, by name.
    """

    api: Api
    package: Identifier
    client_name: Identifier
    groups: tuple[OperationGroup, ...]
    schemas: tuple[SchemaGroup, ...]
    credentials: tuple[Credential, ...]
    webhooks: tuple[Webhook, ...]
    guide: str
    changes: Changes | None
    missing: Sequence[Problem]
    homes: Mapping[str, str]
    originals: Mapping[str, str]
