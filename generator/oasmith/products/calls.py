"""Sample requests: one for each named example, and one from the schema if an operation has no example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urljoin

import httpx2
from pydantic_core import to_json

from oasmith.api.contract import contract_key
from oasmith.api.model import Api, Content, Example, Operation, Parameter, server_url
from oasmith.errors import Problem
from oasmith.media_types import is_mixed
from oasmith.names import Identifier, Namespace, file_name, transliterated
from oasmith.runtime.bodies import Body, BodyOperation, JsonBody
from oasmith.runtime.contract import Contract
from oasmith.runtime.errors import RequestValidationError, Violation
from oasmith.runtime.files import FileStream, RawBody
from oasmith.runtime.forms import FormBody
from oasmith.runtime.media import kind_of
from oasmith.runtime.mixed import MixedBody, PartStream
from oasmith.runtime.multipart import MultipartBody
from oasmith.runtime.operation import TOKEN
from oasmith.runtime.request_inputs import InputOperation
from oasmith.schemas import Schema, all_of
from oasmith.structure import join_pointer
from oasmith.values.cache import SchemaCache
from oasmith.values.sampling import Sampler

_BOUNDARY = "example-boundary"
_MADE = "example"
_LONGEST_NAME = 60
_SAFE_IN_URLS = "%:/?#[]@!$&'()*+,;=-._~"
"""Characters that need no encoding in a URL (RFC 3986 §2), and ``%``, which begins encoded ones."""
_TEXT = {"type": "string"}
_STEPS = ["", ".", ".."]
"""Path segments that would change the path (RFC 3986 §5.2.4)."""
_SAFE_IN_PATHS = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart body; ``filename`` and ``content_type`` are empty if it has none."""

    name: str
    filename: str
    content_type: str
    text: str

    @property
    def is_plain(self) -> bool:
        """Whether it has only text, without a file name and a content type."""
        return not self.filename and not self.content_type


@dataclass(frozen=True, slots=True)
class Call:
    """One sample request of an operation.

    ``base_url`` is the server URL, which is relative if the description has no absolute one. ``path`` and
    ``query`` are encoded. ``headers``, ``cookies`` and ``text``, the body, are as the client sends them.
    ``parameters`` has the arguments by Python name. ``body`` is a JSON value in which files are bytes.
    ``parts`` are the parts of a multipart body. ``is_made`` says that the values are not those of an
    example in the description: of the body, or without a body of all required parameters.
    """

    operation: Operation
    content: Content | None
    name: str
    is_made: bool
    parameters: Mapping[Identifier, Any]
    body: Any
    base_url: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    content_type: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def target(self) -> str:
        """The request target: path and query."""
        joint = "&" if "?" in self.path else "?"
        return self.path + (joint + self.query if self.query else "")

    @property
    def kind(self) -> str:
        """The kind of the body: json, form, multipart, text or binary; empty without a body."""
        return kind_of(self.content.content_type) if self.content else ""

    @property
    def response(self) -> Example | None:
        """The JSON example of the response: the one with the same name, or else the only one."""
        contents = self.operation.success.contents if self.operation.success else ()
        examples = [
            example
            for content in contents
            if kind_of(content.content_type) == "json"
            for example in content.examples
        ]
        named = [example for example in examples if _folder_name(example.name) == self.name]
        return named[0] if named else examples[0] if len(examples) == 1 else None


def calls(api: Api, contract: Contract) -> tuple[list[Call], list[Problem]]:
    """The sample requests of an API in the order of the description, and their problems.

    There is a problem for each example that cannot be sent or is invalid for the contract. It is left out,
    so that every sample request works.
    """
    maker = _Maker(api, contract)
    found: list[Call] = []
    problems: list[Problem] = []
    for operation in api.operations:
        own: list[Call] = []
        try:
            bare = maker.bare(operation)
            for content, name, value in maker.named(operation):
                try:
                    own.append(maker.checked(_with_body(bare, content, name, value)))
                except _UnsendableError as reason:
                    problems.append(_problem(operation, name, str(reason), is_made=False))
            found += own or [maker.made(bare)]
        except _UnsendableError as reason:
            problems.append(_problem(operation, _MADE, str(reason), is_made=True))
    return found, problems


def broken(contract: Contract, call: Call) -> tuple[Violation, ...]:
    """The violations of the contract by a call, whose body may be a model."""
    operation, content = call.operation, call.content
    may_be_null = bool(operation.body and operation.body.may_be_null)
    described = _for_runtime(operation, (body_of(content, may_be_null),) if content else ())
    request = described.request(_by_text(call.parameters), call.body)
    return contract.settled(contract_key(operation, content), request)[1]


class _UnsendableError(Exception):
    """A request that cannot be sent, or that is invalid; the message is the reason."""


class _Maker:
    """Makes sample requests with values from examples and schemas."""

    def __init__(self, api: Api, contract: Contract) -> None:
        self._api = api
        self._view = api.schemas
        self._schemas = SchemaCache(self._view.map(self._for_requests))
        self._sampler = Sampler(self._schemas, 0, is_brief=True)
        self._contract = contract

    def _for_requests(self, schema: Schema) -> Schema:
        return self._view.for_requests(schema, hides=True)

    def bare(self, operation: Operation) -> Call:
        """A call without a body, with all required parameters. Raises _UnsendableError."""
        required = [parameter for parameter in operation.parameters if parameter.required]
        parameters = {
            parameter.name: (
                parameter.examples[0].value if parameter.examples else self._parameter(operation, parameter)
            )
            for parameter in required
        }
        is_made = not required or not all(parameter.examples for parameter in required)
        base_url = _base_url(self._api, operation)
        return Call(
            operation, None, _MADE, is_made, parameters, None, base_url, *_written(operation, parameters)
        )

    def named(self, operation: Operation) -> Iterator[tuple[Content, str, Any]]:
        """The examples of the request body: for each its media type, its unique name and its value."""
        names = Namespace(joint="-", ignores_case=True)
        for content in operation.request_contents:
            for example in content.examples:
                name = names.take([_folder_name(example.name)])
                yield content, name, self._with_files(content, example.value)

    def made(self, bare: Call) -> Call:
        """A call with a body made from its schema, or without one if an optional body cannot be made.

        Raises _UnsendableError.
        """
        body = bare.operation.body
        if body is None or not body.contents:
            return self.checked(bare)
        content = body.contents[0]
        try:
            value = self._with_files(content, self._made_body(bare.operation))
            return self.checked(replace(_with_body(bare, content, _MADE, value), is_made=True))
        except _UnsendableError:
            if body.required:
                raise
            return self.checked(bare)

    def checked(self, call: Call) -> Call:
        """The call, if it is valid. Raises _UnsendableError with all violations of the contract otherwise."""
        violations = broken(self._contract, call)
        if violations:
            raise _UnsendableError("; ".join(map(str, violations)))
        return call

    def _parameter(self, operation: Operation, parameter: Parameter) -> Any:
        place = f"{operation.id} {parameter.wire_name}"
        value = self._made(parameter.schema, place)
        if value is None or (parameter.location == "path" and value in _STEPS):
            # The client does not send a parameter that is None, even if its schema allows null.
            value = self._made(all_of(parameter.schema, {"not": {"enum": [None, *_STEPS]}}), place)
        return value

    def _made(self, schema: Schema, place: str) -> Any:
        return self._sampler.fresh(self._for_requests(schema), place)

    def _made_body(self, operation: Operation) -> Any:
        assert operation.body is not None
        content = operation.body.contents[0]
        is_text = kind_of(content.content_type) in ("text", "binary")
        return self._made(_TEXT if is_text else content.schema, f"{operation.id} body")

    def _with_files(self, content: Content, value: Any) -> Any:
        """The value of a body with bytes for the contents of files."""
        kind = kind_of(content.content_type)
        if kind in ("text", "binary"):
            text = value if isinstance(value, str) else to_json(value).decode()
            return text.encode() if kind == "binary" else text
        if kind == "multipart" and isinstance(value, Mapping):
            shape = self._schemas.shape(content.schema)
            return {name: self._field(shape.property(name), item) for name, item in value.items()}
        return value

    def _field(self, schema: Schema, value: Any) -> Any:
        keywords = self._schemas.flat(schema).keywords
        if isinstance(value, list):
            return [self._field(keywords.get("items", True), item) for item in value]
        return value.encode() if isinstance(value, str) and keywords.get("format") == "binary" else value


def _base_url(api: Api, operation: Operation) -> str:
    """The server URL of an operation, as the client computes it. Raises _UnsendableError."""
    base_url = server_url(api.servers).rstrip("/")
    try:
        joined = urljoin(f"{base_url}/", server_url(operation.servers)).rstrip("/")
        return quote(joined, safe=_SAFE_IN_URLS)
    except ValueError as reason:
        raise _UnsendableError(f"its server has no address: {reason}") from None


def _with_body(bare: Call, content: Content, name: str, value: Any) -> Call:
    """The call with the body of an example. Raises _UnsendableError."""
    content_type, text, parts = _body(content, value)
    return replace(
        bare, content=content, name=name, is_made=False, body=value, content_type=content_type, text=text,
        parts=parts,
    )  # fmt: skip


def _body(content: Content, value: Any) -> tuple[str, str, tuple[Part, ...]]:
    """The content type and the text of a body, and its parts if it is multipart. Raises _UnsendableError."""
    media = body_of(content)
    try:
        if not isinstance(media, MultipartBody):
            sent = media.content(value, value, {})
            return media.header(value, sent), sent["content"].decode(), ()
        # The type of a file without one would be guessed from its name, which depends on the machine.
        found = [
            (name, filename, _whole(text), part_type or ("application/octet-stream" if filename else None))
            for name, (filename, text, part_type) in media.parts(value, {})
        ]
        parts = tuple(
            Part(name, filename or "", part_type or "", text.decode())
            for name, filename, text, part_type in found
        )
        files = [(name, (filename, text, part_type)) for name, filename, text, part_type in found]
        if isinstance(media, MixedBody):
            stream = PartStream(files, content.content_type, _BOUNDARY)
            return stream.content_type, b"".join(stream).decode(), parts
        headers = {"Content-Type": f"{content.content_type.partition(';')[0]}; boundary={_BOUNDARY}"}
        request = httpx2.Request("POST", "http://127.0.0.1", headers=headers, files=files)
        return headers["Content-Type"], request.read().decode(), parts
    except (TypeError, ValueError) as reason:
        raise _UnsendableError(str(reason)) from None


def _whole(content: bytes | FileStream) -> bytes:
    return content if isinstance(content, bytes) else b"".join(content)


def _written(
    operation: Operation, parameters: Mapping[Identifier, Any]
) -> tuple[str, str, dict[str, str], tuple[str, ...]]:
    """Path, query, headers and cookies as the client writes them. Raises _UnsendableError."""
    described = _for_runtime(operation)
    request = described.request(_by_text(parameters))
    try:
        head = described.head(request)
    except RequestValidationError as reason:
        raise _UnsendableError(str(reason)) from None
    for name, text in head.headers.items():
        is_sendable = text.isascii() and text.isprintable() and text == text.strip() != ""
        if not is_sendable or not TOKEN.fullmatch(name):
            raise _UnsendableError(f"the header {name!r} cannot be sent with the value {text!r}")
    return quote(head.path, safe=_SAFE_IN_PATHS), "&".join(head.query), head.headers, tuple(head.cookies)


def _by_text(parameters: Mapping[Identifier, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in parameters.items()}


def _for_runtime(operation: Operation, bodies: tuple[Body, ...] = ()) -> InputOperation[Any]:
    """The operation in the form that the runtime needs to encode its parameters and a body."""
    own = operation.id, operation.method, operation.path
    if bodies:
        return BodyOperation(*own, parameters=operation.parameters, bodies=bodies)
    return InputOperation(*own, parameters=operation.parameters)


def body_of(content: Content, may_be_null: bool = False) -> Body:
    """The object of the runtime that encodes request bodies of this media type."""
    kind = kind_of(content.content_type)
    if kind == "json":
        return JsonBody(content.content_type, may_be_null)
    if kind == "multipart":
        parts = MixedBody if is_mixed(content.content_type) else MultipartBody
        return parts(content.content_type, may_be_null, content.encoding, content.files)
    if kind == "form":
        return FormBody(content.content_type, may_be_null, content.encoding)
    return RawBody(content.content_type, may_be_null)


def _folder_name(name: str) -> str:
    """A name as a folder name: letters, digits, underscores and single dashes, of limited length."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", transliterated(name))[:_LONGEST_NAME].strip("-")
    return file_name(plain) if plain else _MADE


def _problem(operation: Operation, name: str, reason: str, is_made: bool) -> Problem:
    place = join_pointer(("paths", operation.path, operation.method.lower()))
    if is_made:
        return Problem(
            f"no example of a request was found for {operation.id}: {reason}",
            "Add an example to the description; no request example was written for this operation.",
            pointer=place,
        )
    return Problem(
        f"the example {name!r} of {operation.id} breaks the description: {reason}",
        "Correct the example or the schema; no request example was written for it.",
        pointer=place,
    )
