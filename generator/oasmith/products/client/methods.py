"""Operations as methods: their arguments, what they give, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from oasmith.api.model import Api, Body, Encoding, Group, Operation, Parameter, server_url
from oasmith.api.pagination import item_schema
from oasmith.media_types import is_events, is_mixed
from oasmith.names import Identifier, Namespace, Wish, file_name, with_underscore
from oasmith.products.build import Build
from oasmith.products.client.annotations import Annotations, readable, streams
from oasmith.products.client.imports import (
    Import,
    Typed,
    by_module,
    comma_separated,
    needed_by,
    subscript,
    typed_union,
)
from oasmith.products.client.input_types import InputTypes, input_types
from oasmith.products.client.prose import described, sentence, wrapped
from oasmith.products.client.signatures import (
    Argument,
    Signatures,
    deprecation_note,
    signatures,
)
from oasmith.quoting import Code
from oasmith.quoting.python import python_docstring
from oasmith.reserved import CLIENT_ATTRIBUTES, CLIENT_SCOPE, OPERATION_CONSTANTS, OPERATION_MODULES
from oasmith.runtime.media import kind_of

_DEPRECATED = "This operation is deprecated."
_CALL, _UNWRAPPED = Identifier("_call"), Code("")
_LISTING = ("list", "get", "fetch", "read", "retrieve")
"""Verbs that ``iter`` replaces: ``iter_pets`` goes through the pages of ``list_pets`` or ``get_pets``."""


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A media type of a request; ``type`` is the class of the runtime that writes it.

    ``encoding`` is how the properties of a form are written, ``may_be_null`` whether None is sent as null.
    """

    type: Typed
    content_type: str
    encoding: dict[str, Encoding]
    may_be_null: bool
    files: tuple[str, ...]


@dataclass(frozen=True)
class Method:
    """One operation as a method; ``responses`` has for each status its media types and their types.

    ``result`` is what comes back, ``returns`` the same as the method's signature has to write it.
    ``deprecation`` is the message of the warning, empty for an operation that is not deprecated.
    ``way`` is how the runtime calls it, ``wrapper`` what its ``returns`` come in: a stream, or pages.
    """

    operation: Operation
    name: Identifier
    constant: Identifier
    bodies: tuple[RequestBody, ...]
    signatures: Signatures
    result: Typed
    returns: Typed
    responses: dict[str, dict[str, Typed]]
    accept: str
    base_url: str
    streams: dict[str, Typed]
    deprecation: str
    way: Identifier = _CALL
    wrapper: Code = _UNWRAPPED

    @cached_property
    def docstring(self) -> Code:
        """What the method promises."""
        return _docstring(self.operation, self.signatures)


@dataclass(frozen=True, slots=True)
class MethodGroup:
    """The methods of the client, or of an attribute of it; ``module`` is where the data of ``calls`` is.

    ``methods`` are the ``calls`` and, for some of them, another method that streams or goes through pages.
    """

    group: Group | None
    module: Identifier
    calls: tuple[Method, ...]
    methods: tuple[Method, ...]
    docstring: Code


_BUILTIN_LIST = Typed("builtins.list", Import("", "builtins"))
_RENAMED_MODELS = Typed("_models", Import(".", "models", "_models"))
_INPUTS = Typed("inputs.", Import(".", "inputs"))
_RENAMED_INPUTS = Typed("_inputs.", Import(".", "inputs", "_inputs"))


@dataclass(frozen=True, slots=True)
class ClientMethods:
    """The methods of a client: the group of the client itself is the first one."""

    inputs: InputTypes
    groups: tuple[MethodGroup, ...]


def client_methods(build: Build) -> ClientMethods:
    """The methods of the client of a build. The client and its reference show the same."""
    inputs = input_types(build.api)
    return ClientMethods(inputs, method_groups(build.api, inputs))


def method_groups(api: Api, inputs: InputTypes) -> tuple[MethodGroup, ...]:
    """The methods of the client itself, and those of each of its groups."""
    own = _methods(api, inputs, api.untagged, {group.name for group in api.groups})
    groups = [MethodGroup(None, Identifier("client"), *own, Code(""))]
    modules = Namespace(OPERATION_MODULES, escape=with_underscore)
    modules.add("client")
    for group in api.groups:
        words = "\n\n".join(text for text in (sentence(group.tag), wrapped(group.description)) if text)
        docstring = python_docstring(words)
        module = Identifier(modules.take([file_name(group.name), f"{group.name}_"]))
        groups.append(MethodGroup(group, module, *_methods(api, inputs, group.operations), docstring))
    return tuple(groups)


def _methods(
    api: Api, inputs: InputTypes, operations: Sequence[Operation], others: Collection[str] = ()
) -> tuple[tuple[Method, ...], tuple[Method, ...]]:
    """The calls of one class, and these with the methods for streams and pages.

    ``others`` are attributes that the class has beside its operations. Where one is ``list``, ``models``
    or ``inputs``, annotations in the class cannot mean the type or the module by that name.
    """
    own = Annotations(api.schemas)
    types = own
    inputs = replace(inputs, prefix=_INPUTS)
    names = {*others, *(operation.name for operation in operations)}
    if "list" in names:
        types, inputs = replace(types, list_=_BUILTIN_LIST), replace(inputs, list_=_BUILTIN_LIST)
    if "models" in names:
        types, inputs = replace(types, models=_RENAMED_MODELS), replace(inputs, models=_RENAMED_MODELS)
    if "inputs" in names:
        inputs = replace(inputs, prefix=_RENAMED_INPUTS)
    calls = tuple(
        _method(operation, signatures(operation, types, inputs), types, own) for operation in operations
    )
    return calls, _with_others(api, calls, types)


def _method(operation: Operation, ways: Signatures, types: Annotations, own: Annotations) -> Method:
    """An operation as a method; ``types`` are for its result, ``own`` for all outside the class."""
    bodies = _bodies(operation.body) if operation.body else ()
    constant = Namespace(OPERATION_CONSTANTS, escape=with_underscore).take([operation.name.upper()])
    return Method(
        operation=operation,
        name=operation.name,
        constant=Identifier(constant),
        bodies=bodies,
        signatures=ways,
        result=own.result(operation),
        returns=types.result(operation),
        responses={
            response.status: {
                content.media_type: own.content(content) for content in readable(response.contents)
            }
            for response in operation.responses
        },
        accept=_accept(operation),
        base_url=server_url(operation.servers),
        streams={
            content.media_type: own.item(content)
            for response in operation.successes
            for content in streams(response.contents)
        },
        deprecation=(operation.deprecation or _DEPRECATED) if operation.deprecated else "",
    )


def _with_others(api: Api, calls: tuple[Method, ...], types: Annotations) -> tuple[Method, ...]:
    """The methods of a class: where a response is a stream or comes in pages there is one for that."""
    names = _other_names(calls)
    found = []
    for method in calls:
        if method.streams:
            name = names.get(("stream", method.name), method.name)
            streamed = replace(
                method, name=name, way=Identifier("_stream"), wrapper=Code("Stream"), returns=_item(method)
            )
            found += [method, streamed] if name != method.name else [streamed]
        else:
            found.append(method)
        if method.operation.pagination:
            schema = item_schema(method.operation.pagination, method.operation.successes, api.schemas)
            found.append(
                replace(
                    method,
                    name=names["iter", method.name],
                    way=Identifier("_paginate"),
                    wrapper=Code("Pages"),
                    returns=comma_separated(method.returns, types.of(schema)),
                )
            )
    return tuple(found)


def _other_names(calls: Sequence[Method]) -> dict[tuple[str, Identifier], Identifier]:
    """The names of the methods that stream or go through pages, by what they do and the operation's name."""
    scope = Namespace(CLIENT_SCOPE | CLIENT_ATTRIBUTES, escape=with_underscore)
    scope.add(*(method.name for method in calls))
    wishes = {}
    for method in calls:
        if method.streams and _has_whole(method):
            wishes["stream", method.name] = Wish([f"stream_{method.name}"])
        if method.operation.pagination:
            wishes["iter", method.name] = Wish([_iterating(method.name), f"iter_{method.name}"])
    return {key: Identifier(name) for key, name in scope.assign(wishes).items()}


def _iterating(name: str) -> str:
    """``list_pets`` and ``get_pets`` as ``iter_pets``, ``list`` alone as ``iter``."""
    verb, _, rest = name.partition("_")
    if verb not in _LISTING:
        return f"iter_{name}"
    return f"iter_{rest}" if rest else "iter"


def _has_whole(method: Method) -> bool:
    """Whether a success may also come as one response, which is not a stream."""
    return any(
        content.media_type not in method.streams
        for response in method.operation.successes
        for content in response.contents
    )


MULTIPART_BODY = Import("._runtime.multipart", "MultipartBody")
MIXED_BODY = Import("._runtime.mixed", "MixedBody")
RAW_BODY = Import("._runtime.files", "RawBody")
_RAW = Typed("RawBody", RAW_BODY)
_BODY_TYPES: Mapping[str, Typed] = {
    "json": Typed("JsonBody", Import("._runtime.bodies", "JsonBody")),
    "form": Typed("FormBody", Import("._runtime.forms", "FormBody")),
    "multipart": Typed("MultipartBody", MULTIPART_BODY),
    "text": _RAW,
    "binary": _RAW,
}
"""The class of a request body by the kind of its media type."""

EVENT = Typed("Event", Import("._runtime.streaming", "Event"))


def _item(method: Method) -> Typed:
    """The type of the items of a stream."""
    return typed_union(
        subscript(EVENT, item) if is_events(media_type) else item
        for media_type, item in method.streams.items()
    )


def _bodies(body: Body) -> tuple[RequestBody, ...]:
    return tuple(
        RequestBody(
            _body_type(content.content_type),
            content.content_type,
            dict(content.encoding),
            body.may_be_null and index == 0,
            tuple(sorted(content.files)),
        )
        for index, content in enumerate(body.contents)
    )


def _body_type(content_type: str) -> Typed:
    """The class of the runtime for request bodies of a media type."""
    return Typed("MixedBody", MIXED_BODY) if is_mixed(content_type) else _BODY_TYPES[kind_of(content_type)]


def _accept(operation: Operation) -> str:
    """The media types that are wanted, JSON before all others (RFC 9110 §12.5.1).

    Without JSON any other type is accepted, too, since servers refuse a request for a file with 406 if
    they could not send an error as JSON.
    """
    types = [
        content.media_type for response in operation.successes for content in readable(response.contents)
    ]
    types += [
        content.media_type for response in operation.responses for content in readable(response.contents)
    ]
    types = sorted(dict.fromkeys(types), key=lambda name: kind_of(name) != "json")
    if types and kind_of(types[0]) != "json" and "*/*" not in types:
        types.append("*/*")
    return ", ".join(
        name if index == 0 else f"{name};q=0.{1 if name == '*/*' else max(10 - index, 1)}"
        for index, name in enumerate(types)
    )


_DEFAULT_STYLES = {"path": "simple", "query": "form"}


def parameter_type(parameter: Parameter) -> Typed:
    """The class of the runtime that writes a parameter."""
    if _DEFAULT_STYLES.get(parameter.location) == parameter.style:
        return Typed("Parameter", Import("._runtime.parameters", "Parameter"))
    return Typed("StyledParameter", Import("._runtime.styles", "StyledParameter"))


def _docstring(operation: Operation, ways: Signatures) -> Code:
    """What a method promises: the description's words, of its arguments also, and what it raises."""
    blocks = [sentence(operation.summary or operation.id)]
    if operation.deprecated:
        blocks.append(wrapped(deprecation_note(operation.deprecation)))
    blocks.append(wrapped(operation.description))
    arguments = [
        described(str(argument.name), argument.description)
        for argument in (ways.body, *ways.keywords)
        if argument and argument.description
    ]
    if ways.takes_fields:
        text = "The properties of ``body`` as keywords, in place of it."
        arguments.append(described("**body_fields", text))
    if arguments:
        blocks.append("Args:\n" + "\n".join(arguments))
    blocks.append(
        "Raises:\n"
        "    RequestValidationError: The request breaks the description; nothing was sent.\n"
        "    APIError: There was no response, or it is an error or unreadable."
    )
    return python_docstring("\n\n".join(block for block in blocks if block))


@dataclass(frozen=True, slots=True)
class MethodImports:
    """What a module with methods imports for their annotations."""

    standard_imports: list[tuple[Code, Code]]
    uses_builtins: bool
    uses_path: bool
    uses_file: bool
    module_imports: list[Code]
    has_events: bool
    wrappers: set[Code]
    uses_deprecated: bool


def method_imports(
    group: MethodGroup, others: tuple[Argument, ...] = (), more: Iterable[Import] = ()
) -> MethodImports:
    """The imports of the methods of a group, of the annotations of ``others``, and ``more``."""
    methods = group.methods
    imports = needed_by(
        [
            *(argument.annotation for argument in others),
            *(annotation for method in methods for annotation in method.signatures.annotations()),
            *(method.returns for method in methods),
        ]
    )
    return MethodImports(
        standard_imports=standard_imports(imports, *more),
        uses_builtins=Import("", "builtins") in imports,
        uses_path=Import("pathlib", "Path") in imports,
        uses_file=Import("._runtime.files", "File") in imports,
        module_imports=_module_imports(imports),
        has_events=EVENT.imports <= imports,
        wrappers={method.wrapper for method in methods},
        uses_deprecated=any(method.deprecation for method in methods),
    )


def _module_imports(imports: Iterable[Import]) -> list[Code]:
    """The modules of the package itself that annotations need, in lines: those without another name first."""
    modules = sorted(needed for needed in imports if needed.module == ".")
    plain = [str(needed) for needed in modules if not needed.alias]
    lines = [", ".join(plain)] if plain else []
    return [Code(line) for line in (*lines, *(str(needed) for needed in modules if needed.alias))]


def deprecated_imports(groups: Sequence[MethodGroup]) -> MethodImports:
    """The imports of the deprecated methods that return one response."""
    methods = tuple(
        method for group in groups for method in group.methods if method.deprecation and not method.wrapper
    )
    return method_imports(MethodGroup(None, Identifier("client"), (), methods, Code("")))


@dataclass(frozen=True, slots=True)
class OperationImports:
    """What a module with operations as data imports."""

    standard_imports: list[tuple[Code, Code]]
    uses_models: bool
    runtime_imports: list[tuple[Code, Code]]


def operation_imports(group: MethodGroup) -> OperationImports:
    """The imports of the operations of a group."""
    calls = group.calls
    imports = needed_by(
        [
            *(method.result for method in calls),
            *(
                code
                for method in calls
                for contents in (*method.responses.values(), method.streams)
                for code in contents.values()
            ),
        ]
    )
    uses_models = Import(".", "models") in imports
    runtime = {Import("._runtime.operation", "Operation")}
    if any(method.operation.parameters and not method.bodies for method in calls):
        runtime.add(Import("._runtime.request_inputs", "InputOperation"))
    runtime |= needed_by(
        [
            *(parameter_type(parameter) for method in calls for parameter in method.operation.parameters),
            *(body.type for method in calls for body in method.bodies),
        ]
    )
    if any(method.bodies for method in calls):
        runtime.add(Import("._runtime.bodies", "BodyOperation"))
    if any(body.encoding for method in calls for body in method.bodies):
        runtime.add(Import("._runtime.forms", "Encoding"))
    if any(method.operation.pagination for method in calls):
        runtime.add(Import("._runtime.pagination", "Pagination"))
    if uses_models:
        runtime.add(Import("._runtime.lazy", "LazyModule"))
    more = [Import("typing", "TYPE_CHECKING")] if uses_models else []
    return OperationImports(
        standard_imports=standard_imports(imports, *more),
        uses_models=uses_models,
        runtime_imports=[
            (Code(f".{module}"), Code(", ".join(map(str, names)))) for module, names in by_module(runtime)
        ],
    )


_STANDARD = ("collections.abc", "datetime", "decimal", "functools", "typing")
"""Modules of the standard library that generated code imports when it is loaded."""


def standard_imports(imports: Iterable[Import], *more: Import) -> list[tuple[Code, Code]]:
    """The imports from the standard library, by module."""
    found = by_module(needed for needed in (*imports, *more) if needed.module in _STANDARD)
    return [(Code(module), Code(", ".join(map(str, names)))) for module, names in found]
