"""Operations as content of the reference: what they take, give, and how the client calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.model import Body, Content, Operation, Response
from oasmith.api.security import security
from oasmith.products.build import Build
from oasmith.products.client.annotations import streams
from oasmith.products.client.methods import Method
from oasmith.products.client.signatures import Argument, Signature
from oasmith.products.docs.credentials import credentials_of
from oasmith.products.docs.model import (
    BodyContent,
    BodyExample,
    MethodText,
    ObjectRules,
    OperationPage,
    Place,
    Requirement,
    ResponsePart,
    Sample,
)
from oasmith.products.docs.objects import Objects, Room, anchor
from oasmith.products.docs.words import Value, Words
from oasmith.quoting import json_text
from oasmith.runtime.errors import APIStatusError, InternalServerError, status_error_class

_NO_ROOM = Room(0)
"""The bodies of errors are the same for most operations; their fields are on the pages of schemas."""
_LONG = 1000
"""The length from which an example is shown once only, on the page of the first operation that has it."""
_WIDTH = 79
"""The length of a line of a signature."""


class Operations:
    """Builds the pages of operations. ``rows`` is how many rows each may have for objects in place."""

    def __init__(self, build: Build, objects: Objects, rows: int) -> None:
        self._api = build.api
        self._objects = objects
        self._rows = rows
        self._examples: dict[str, Place] = {}
        self.credentials = tuple(credentials_of(build))

    def _alternatives(self, operation: Operation) -> tuple[tuple[Requirement, ...], ...]:
        """The security alternatives of an operation, with the scopes that it needs."""
        known = zip(security(self._api, operation), operation.scopes, strict=True)
        return tuple(tuple(Requirement(key, scopes.get(key, ())) for key in keys) for keys, scopes in known)

    def page(
        self,
        operation: Operation,
        group_path: str,
        methods: tuple[Method, ...],
        samples: tuple[Sample, ...],
        contract: Mapping[str, Any] | None,
    ) -> OperationPage:
        """The page of an operation in a group, with its ``methods`` in the client and its ``samples``.

        ``contract`` is the JSON Schema of its body, if the page validates it.
        """
        title, name = operation.summary or operation.id, anchor(operation.name)
        place = Place(title, f"operations/{operation.path_name}", group_path, name)
        room, mandatory = Room(self._rows), self._mandatory(operation)
        contents = tuple(self._content(content, room, place) for content in operation.request_contents)
        return OperationPage(
            operation=operation,
            place=place,
            methods=tuple(_method(method) for method in methods),
            alternatives=self._alternatives(operation),
            credentials=tuple(it for it in self.credentials if it.key in mandatory),
            mandatory=mandatory,
            parameters=tuple(self._objects.parameters(operation)),
            body_description=operation.body.description if operation.body else "",
            body_required=operation.body.required if operation.body else False,
            contents=contents,
            rules=tuple(self._rules(operation.body)) if operation.body else (),
            responses=tuple(self._response(operation, it, room, place) for it in operation.responses),
            pagination=_pagination(operation),
            idempotency=_idempotency(operation),
            samples=samples,
            contract=contract if any(sample.body is not None for sample in samples) else None,
        )

    def _content(self, content: Content, room: Room, place: Place) -> BodyContent:
        wording = self._objects.wording
        is_stream = bool(streams([content]))
        words = wording.type(content.schema)
        item = wording.type(content.item_schema) if is_stream else ()
        examples = (
            BodyExample(it.name, it.summary, it.value, self._home(it.value, place)) for it in content.examples
        )
        trees = self._objects.trees(item or words, room)
        return BodyContent(content.media_type, words, item, trees, tuple(examples))

    def _home(self, example: Any, place: Place) -> Place | None:
        """The earlier operation that has a long example; None if this is the first one."""
        text = json_text(example, indent=None)
        home = self._examples.setdefault(text, place) if len(text) > _LONG else place
        return None if home is place else home

    def _response(self, operation: Operation, response: Response, room: Room, place: Place) -> ResponsePart:
        is_success = response in operation.successes
        return ResponsePart(
            status=response.status,
            description=response.description,
            error="" if is_success else _error(response.status),
            contents=tuple(
                self._content(content, room if is_success else _NO_ROOM, place)
                for content in response.contents
            ),
            headers=tuple(self._objects.header(header) for header in response.headers),
            links=response.links,
        )

    def _rules(self, body: Body) -> Iterator[ObjectRules]:
        """The rules of all objects in a body, in the order of the description."""
        if not self._api.rules:
            return
        names = self._api.schemas.reachable(content.schema for content in body.contents)
        for name in self._api.schemas:
            if name in names and (rules := self._objects.of(name).rules):
                yield ObjectRules(name, rules)

    def _mandatory(self, operation: Operation) -> dict[str, str]:
        """For each scheme that an operation can use, whether its credentials are mandatory."""
        first, *others = security(self._api, operation) or [()]
        used = {key for keys in (first, *others) for key in keys}
        if not all((first, *others)):
            return dict.fromkeys(used, "no")
        return {key: "yes" if key in first else "alternative" for key in used}


def _error(status: str) -> str:
    """The class of the exception that a response raises."""
    if status.isdecimal():
        return status_error_class(int(status)).__name__
    return (InternalServerError if status.startswith("5") else APIStatusError).__name__


def _pagination(operation: Operation) -> Words:
    """How the pages of the response follow each other."""
    pagination = operation.pagination
    if pagination is None:
        return ()
    if pagination.style == "link":
        if pagination.next:
            return ("The URL of the next page is at ", Value(pagination.next), " in the response.")
        return ("The URL of the next page is in the ", Value("Link"), " header.")
    parameter = Value(pagination.parameter)
    if pagination.style == "cursor":
        place = Value(pagination.next)
        return ("To get the next page, send the value at ", place, " in the response as ", parameter, ".")
    what = "number of the page" if pagination.style == "page" else "offset of the first item"
    return (parameter, f" is the {what} to return.")


def _idempotency(operation: Operation) -> Words:
    if operation.idempotency_key is None:
        return ()
    name = Value(str(operation.idempotency_key))
    return (name, " identifies a repeated request. The client generates it if you do not pass it.")


def _method(method: Method) -> MethodText:
    group = method.operation.group
    uses = {"Stream": "Reads the items of the stream one by one.", "Pages": "Goes through all pages."}
    returns, wrapper = str(method.returns), str(method.wrapper)
    result = f"{wrapper}[{returns}]" if wrapper else returns
    async_result = f"Async{wrapper}[{returns}]" if wrapper else returns
    ways = method.signatures.overloads or (method.signatures.signature,)
    keyword = "def" if wrapper else "async def"
    return MethodText(
        call=f"client.{group}.{method.name}" if group else f"client.{method.name}",
        use=uses.get(wrapper, ""),
        code="\n\n".join(_signature(f"def {method.name}", way, result) for way in ways),
        async_code=f"{keyword} {method.name}(…) -> {async_result}",
    )


def _signature(start: str, signature: Signature, result: str) -> str:
    """A signature as code, without ``self`` and the options that every method has."""
    named: list[Argument | None] = [*signature.keywords, signature.content_type]
    parts = [str(argument.parameter) for argument in signature.positional]
    keywords = [str(argument.parameter) for argument in named if argument]
    parts += ["*", *keywords] if keywords else []
    parts += [f"**body_fields: {signature.body_fields}"] if signature.body_fields else []
    line = f"{start}({', '.join(parts)}) -> {result}"
    if len(line) <= _WIDTH:
        return line
    lines = "".join(f"    {part},\n" for part in parts)
    return f"{start}(\n{lines}) -> {result}" if parts else line
