"""Operations as methods: their arguments, what they give, and what is said of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from oasmith.api.model import Api, Body, Encoding, Group, Operation, Parameter, Server
from oasmith.api.paging import item_schema
from oasmith.emitting.annotations import (
    body_annotation,
    content_annotation,
    item_annotation,
    parameter_annotation,
    readable,
    result_annotation,
    schema_annotation,
    streams,
)
from oasmith.emitting.templating import Code, python_docstring, python_literal
from oasmith.emitting.words import sentence, wrapped
from oasmith.names import Identifier, Namespace, Wish, file_name, with_underscore
from oasmith.reserved import CLIENT_ATTRIBUTES, CLIENT_SCOPE, OPERATION_CONSTANTS, OPERATION_MODULES
from oasmith.runtime.media import is_events, kind_of

_DEPRECATED = "This operation is deprecated."
_CALL, _UNWRAPPED = Identifier("_call"), Code("")
_LISTING = ("list", "get", "fetch", "read", "retrieve")
"""Verbs that ``iter`` replaces: ``iter_pets`` goes through the pages of ``list_pets`` or ``get_pets``."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a generated function: ``default`` is None for one that has to be given."""

    name: Identifier
    annotation: Code
    default: Code | None
    description: str
    wire_name: str


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A media type of a request; ``encoding`` is how the properties of a form are written."""

    content_type: str
    encoding: dict[str, Encoding]


@dataclass(frozen=True, slots=True)
class Method:
    """One operation as a method; ``responses`` has for each status its media types and their types.

    ``result`` is what comes back, ``returns`` the same as the method's signature has to write it.
    ``deprecation`` is the message of the warning, empty for an operation that is not deprecated.
    ``way`` is how the runtime calls it, ``wrapper`` what its ``returns`` come in: a stream, or pages.
    """

    operation: Operation
    name: Identifier
    constant: Identifier
    body: Argument | None
    bodies: tuple[RequestBody, ...]
    content_types: Code | None
    keywords: tuple[Argument, ...]
    result: Code
    returns: Code
    responses: dict[str, dict[str, Code]]
    accept: str
    base_url: str
    docstring: Code
    streams: dict[str, Code]
    deprecation: str
    way: Identifier = _CALL
    wrapper: Code = _UNWRAPPED


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


def method_groups(api: Api) -> tuple[MethodGroup, ...]:
    """The methods of the client itself, and those of each of its groups."""
    hides_list = any(group.name == "list" for group in api.groups)
    own, others = _methods(api, api.untagged, hides_list)
    groups = [MethodGroup(None, Identifier("client"), own, others, Code(""))]
    modules = Namespace(OPERATION_MODULES, escape=with_underscore)
    modules.add("client")
    for group in api.groups:
        calls, others = _methods(api, group.operations)
        words = "\n\n".join(text for text in (sentence(group.tag), wrapped(group.description)) if text)
        docstring = python_docstring(words)
        module = Identifier(modules.take([file_name(group.name), f"{group.name}_"]))
        groups.append(MethodGroup(group, module, calls, others, docstring))
    return tuple(groups)


def _methods(
    api: Api, operations: Sequence[Operation], hides_list: bool = False
) -> tuple[tuple[Method, ...], tuple[Method, ...]]:
    """The calls of one class, and these with the methods for streams and pages.

    ``hides_list`` says that the class has an attribute ``list`` beside its operations: where it has
    one, annotations in it cannot mean the type by that name.
    """
    calls = tuple(map(_method, operations))
    methods = _with_others(api, calls)
    if hides_list or any(operation.name == "list" for operation in operations):
        methods = tuple(
            replace(
                method,
                body=_with_builtin_list(method.body) if method.body else None,
                keywords=tuple(map(_with_builtin_list, method.keywords)),
                returns=_builtin_list(method.returns),
            )
            for method in methods
        )
    return calls, methods


def _with_builtin_list(argument: Argument) -> Argument:
    return replace(argument, annotation=_builtin_list(argument.annotation))


def _builtin_list(annotation: Code) -> Code:
    tree = ast.parse(annotation, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "list":
            node.id = "builtins.list"
    parts = tree.body.elts if isinstance(tree.body, ast.Tuple) else [tree.body]
    return Code(", ".join(map(ast.unparse, parts)))


def _method(operation: Operation) -> Method:
    body = _body_argument(operation.body) if operation.body and operation.body.contents else None
    keywords = tuple(
        argument_of(parameter, parameter.name == operation.idempotency_key)
        for parameter in operation.parameters
    )
    bodies = _bodies(operation.body) if operation.body else ()
    types = [content.content_type for content in bodies]
    constant = Namespace(OPERATION_CONSTANTS, escape=with_underscore).take([operation.name.upper()])
    return Method(
        operation=operation,
        name=operation.name,
        constant=Identifier(constant),
        body=body,
        bodies=bodies,
        content_types=Code(f"Literal[{', '.join(map(python_literal, types))}]") if len(types) > 1 else None,
        keywords=keywords,
        result=result_annotation(operation),
        returns=result_annotation(operation),
        responses={
            response.status: {
                content.media_type: content_annotation(content) for content in readable(response.contents)
            }
            for response in operation.responses
        },
        accept=_accept(operation),
        base_url=server_url(operation.servers),
        docstring=_docstring(operation, body, keywords),
        streams={
            content.media_type: item_annotation(content)
            for response in operation.successes
            for content in streams(response.contents)
        },
        deprecation=(operation.deprecation or _DEPRECATED) if operation.deprecated else "",
    )


def _with_others(api: Api, calls: tuple[Method, ...]) -> tuple[Method, ...]:
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
            item = schema_annotation(schema)
            found.append(
                replace(
                    method,
                    name=names["iter", method.name],
                    way=Identifier("_paginate"),
                    wrapper=Code("Pages"),
                    returns=Code(f"{method.returns}, {item}"),
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


def _item(method: Method) -> Code:
    """The type of the items of a stream."""
    kinds = [
        f"Event[{item}]" if is_events(media_type) else str(item)
        for media_type, item in method.streams.items()
    ]
    return Code(" | ".join(dict.fromkeys(kinds)))


def _body_argument(body: Body) -> Argument:
    annotation = body_annotation(body)
    is_optional = not body.required and annotation != "Any"
    return Argument(
        Identifier("body"),
        Code(f"{annotation} | None") if is_optional else annotation,
        None if body.required else Code("None"),
        body.description,
        "body",
    )


def _bodies(body: Body) -> tuple[RequestBody, ...]:
    return tuple(
        RequestBody(
            content.content_type,
            dict(content.encoding),
        )
        for content in body.contents
    )


def _accept(operation: Operation) -> str:
    """The media types that are wanted, JSON before all others (RFC 9110 §12.5.1)."""
    types = [
        content.media_type for response in operation.successes for content in readable(response.contents)
    ]
    types += [
        content.media_type for response in operation.responses for content in readable(response.contents)
    ]
    types = sorted(dict.fromkeys(types), key=lambda name: kind_of(name) != "json")
    return ", ".join(
        name if index == 0 else f"{name};q=0.{max(10 - index, 1)}" for index, name in enumerate(types)
    )


def server_url(servers: tuple[Server, ...]) -> str:
    """The URL of the first server with its variables at their defaults; empty if there is none."""
    if not servers:
        return ""
    url = servers[0].url
    for variable in servers[0].variables:
        url = url.replace(f"{{{variable.wire_name}}}", variable.default)
    return url


def argument_of(parameter: Parameter, is_given: bool = False) -> Argument:
    """The argument for a parameter; ``is_given`` says that it has a value where nobody gives it one."""
    annotation = parameter_annotation(parameter)
    description = parameter.description
    if parameter.deprecated:
        description = f"{_deprecated(parameter.deprecation)} {description}".rstrip()
    if parameter.required and not parameter.on_client and not is_given:
        return Argument(parameter.name, annotation, None, description, parameter.wire_name)
    if annotation != "Any" and not annotation.endswith("None"):
        annotation = Code(f"{annotation} | None")
    return Argument(parameter.name, annotation, Code("None"), description, parameter.wire_name)


def _docstring(operation: Operation, body: Argument | None, keywords: tuple[Argument, ...]) -> Code:
    """What a method promises: the description's words, of its arguments also, and what it raises."""
    blocks = [sentence(operation.summary or operation.id)]
    if operation.deprecated:
        blocks.append(wrapped(_deprecated(operation.deprecation)))
    blocks.append(wrapped(operation.description))
    arguments = [
        wrapped(f"{argument.name}: {argument.description}", hanging=True)
        for argument in (*((body,) if body else ()), *keywords)
        if argument.description
    ]
    if arguments:
        blocks.append("Args:\n" + "\n".join(arguments))
    blocks.append(
        "Raises:\n"
        "    RequestValidationError: The request breaks the description; nothing was sent.\n"
        "    APIError: No answer came, or the answer is an error or unreadable."
    )
    return python_docstring("\n\n".join(block for block in blocks if block))


def _deprecated(reason: str) -> str:
    return f"Deprecated: {reason}" if reason else "Deprecated."


def method_imports(group: MethodGroup, others: tuple[Argument, ...] = ()) -> dict[str, Any]:
    """Which names the annotations of a module with methods need."""
    arguments = [
        argument for method in group.methods for argument in (*method.keywords, method.body) if argument
    ]
    written = " ".join(
        [
            *(argument.annotation for argument in (*arguments, *others)),
            *(method.returns for method in group.methods),
            *(method.content_types for method in group.methods if method.content_types),
        ]
    )
    return {
        "written": written,
        "typing_names": typing_names(written, "TYPE_CHECKING"),
        "date_names": Code(
            ", ".join(re.findall(r"\bdate\b", written)[:1] + re.findall(r"\bdatetime\b", written)[:1])
        ),
        "uses_mapping": "Mapping[" in written,
        "uses_path": bool(re.search(r"(?<!\.)\bPath\b", written)),
        "uses_file": bool(re.search(r"(?<!\.)\bFile\b", written)),
        "has_events": "Event[" in written,
        "wrappers": {method.wrapper for method in group.methods},
        "uses_models": "models." in written,
        "uses_builtins": "builtins." in written,
        "uses_deprecated": any(method.deprecation for method in group.methods),
    }


def deprecated_imports(groups: Sequence[MethodGroup]) -> dict[str, Any]:
    """Which names the annotations of the deprecated methods need that give one response."""
    methods = tuple(
        method for group in groups for method in group.methods if method.deprecation and not method.wrapper
    )
    imports = method_imports(MethodGroup(None, Identifier("client"), (), methods, Code("")))
    written = imports["written"]
    return imports | {"typing_names": typing_names(written)}


def operation_imports(group: MethodGroup) -> dict[str, Any]:
    """Which names the data of operations needs."""
    types = [*(method.result for method in group.calls)]
    types += (
        code
        for method in group.calls
        for contents in (*method.responses.values(), method.streams)
        for code in contents.values()
    )
    written = " ".join(types)
    names = ["Parameter"] if any(method.operation.parameters for method in group.calls) else []
    names += ["Body"] if any(method.bodies for method in group.calls) else []
    names += ["Encoding"] if any(body.encoding for method in group.calls for body in method.bodies) else []
    return {
        "typing_names": typing_names(written, *(["TYPE_CHECKING"] if "models." in written else [])),
        "uses_models": "models." in written,
        "names": Code(", ".join(sorted(["Operation", *names]))),
        "has_pages": any(method.operation.pagination for method in group.calls),
    }


def typing_names(written: str, *always: str) -> Code:
    found = [name for name in ("Any", "BinaryIO", "Literal") if re.search(rf"\b{name}\b", written)]
    return Code(", ".join([*always, *found]))
