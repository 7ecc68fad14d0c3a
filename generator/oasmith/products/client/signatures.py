"""The signatures of methods: the ways to pass path parameters and a body.

A body is passed as ``body`` or, if it is an object, as keyword arguments. Path parameters can be passed by
position, before the body. Type checkers see an overload for each of these ways.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from oasmith.api.model import Content, Operation, Parameter
from oasmith.names import Identifier
from oasmith.products.client.annotations import ANY, NONE, Annotations
from oasmith.products.client.imports import Import, Typed, comma_separated, subscript, typed_union
from oasmith.products.client.input_types import InputTypes, taken_arguments
from oasmith.quoting import Code
from oasmith.quoting.python import LINE_LENGTH, python_literal
from oasmith.runtime.media import kind_of

_LITERAL = Typed("Literal", Import("typing", "Literal"))
_OVERLOAD = Typed("overload", Import("typing", "overload"))
_ROOM = LINE_LENGTH - len("        ,")
"""The length of a method's parameter that fits in a line."""
_MOST_OBJECTS = 4
"""The number of different objects that can be passed as keywords; a body of more has too many overloads."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a generated function: ``default`` is None for one that has to be given."""

    name: Identifier
    annotation: Typed
    default: Code | None
    description: str
    wire_name: str

    @property
    def parameter(self) -> Code:
        """The code of the parameter of a method."""
        return self._parameter(_ROOM)

    @property
    def inner_parameter(self) -> Code:
        """The code of the parameter of a method of a class in a class."""
        return self._parameter(_ROOM - len("    "))

    def _parameter(self, room: int) -> Code:
        """The code of a parameter. A union that is too long is in parentheses, as black writes it."""
        annotation, default = str(self.annotation), f" = {self.default}" if self.default is not None else ""
        code = f"{self.name}: {annotation}{default}"
        if len(code) > room and isinstance(ast.parse(annotation, mode="eval").body, ast.BinOp):
            code = f"{self.name}: ({annotation}){default}"
        return Code(code)


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a method, without the options that every method has.

    ``positional`` are arguments that need no name, ``content_type`` selects a media type. ``body_fields`` is
    the type of the keyword arguments that are properties of the body. With ``is_open``, the signature is that
    of an implementation that takes any number of positional arguments.
    """

    positional: tuple[Argument, ...]
    keywords: tuple[Argument, ...]
    content_type: Argument | None = None
    body_fields: Typed | None = None
    is_open: bool = False

    def annotations(self) -> Iterator[Typed]:
        """The types of all arguments."""
        arguments = (*self.positional, *self.keywords, self.content_type)
        yield from (argument.annotation for argument in arguments if argument)
        yield from [self.body_fields] if self.body_fields else []
        yield from [ANY] if self.is_open else []


@dataclass(frozen=True, slots=True)
class Signatures:
    """The ``signature`` of a method, and its ``overloads`` if it can be called in several ways.

    ``path`` are the path parameters that can be passed by position, ``keywords`` are all parameters.
    ``body`` is None if there is no body.
    """

    signature: Signature
    overloads: tuple[Signature, ...]
    path: tuple[Argument, ...]
    keywords: tuple[Argument, ...]
    body: Argument | None

    @property
    def takes_positional(self) -> bool:
        """Whether the implementation takes any number of positional arguments."""
        return self.signature.is_open

    @property
    def merges_body(self) -> bool:
        """Whether only the body needs to be found: it is an argument or keywords, and there is no path."""
        return self.takes_fields and not self.takes_positional

    @property
    def takes_fields(self) -> bool:
        """Whether the properties of the body can be keyword arguments."""
        return self.signature.body_fields is not None

    @property
    def found(self) -> Code:
        """The variables that have the path parameters and the body."""
        return Code(", ".join([*(argument.name for argument in self.path), "body"]))

    @property
    def given(self) -> Code:
        """The arguments of the function that finds them."""
        path = ", ".join(f"{python_literal(str(it.name))}: {it.name}" for it in self.path)
        fields = "body_fields" if self.takes_fields else "unknown=unknown"
        return Code(f"positional, {{{path}}}, body, {fields}")

    def annotations(self) -> Iterator[Typed]:
        """The types of the arguments of all signatures."""
        for signature in (self.signature, *self.overloads):
            yield from signature.annotations()
        yield from [_OVERLOAD] if self.overloads else []


def signatures(operation: Operation, types: Annotations, inputs: InputTypes) -> Signatures:
    """The signatures of the method of an operation."""
    arguments = {
        parameter.name: argument_of(parameter, types, parameter.name == operation.idempotency_key)
        for parameter in operation.parameters
    }
    keywords = tuple(arguments.values())
    path = tuple(arguments[parameter.name] for parameter in _in_path(operation))
    others = tuple(argument for argument in keywords if argument not in path)
    body = body_argument(operation, inputs)
    if body is None:
        return Signatures(Signature(path, others), (), path, keywords, None)
    content_type = _content_type(operation, operation.request_contents)
    plain = Signature((body,), keywords, content_type)
    objects = tuple(_objects(operation, inputs))
    if not path and not objects:
        return Signatures(plain, (), path, keywords, body)
    with_path = Signature((*path, body), others, content_type)
    return Signatures(
        _implementation(plain, path, bool(objects)),
        (
            plain,
            *([with_path] if path else []),
            *(Signature(path, others, selected, fields) for selected, fields in objects),
        ),
        path,
        keywords,
        body,
    )


def _implementation(plain: Signature, path: Sequence[Argument], has_fields: bool) -> Signature:
    """A signature that fits all overloads of a method; ``plain`` is the one with the body first."""
    (body,) = map(_optional, plain.positional)
    keywords = tuple(_optional(argument) if argument in path else argument for argument in plain.keywords)
    return replace(
        plain,
        positional=() if path else (body,),
        keywords=(*keywords, body) if path else keywords,
        body_fields=ANY if has_fields else None,
        is_open=bool(path),
    )


def _optional(argument: Argument) -> Argument:
    return replace(argument, annotation=_or_none(argument.annotation), default=Code("None"))


def _or_none(annotation: Typed) -> Typed:
    has_none = annotation == ANY or annotation.endswith("None")
    return annotation if has_none else typed_union((annotation, NONE))


def _in_path(operation: Operation) -> list[Parameter]:
    """The path parameters of a method in the order of the path, without those of the client."""
    found = [it for it in operation.parameters if it.location == "path" and not it.on_client]
    return sorted(found, key=lambda parameter: operation.path.find(f"{{{parameter.wire_name}}}"))


def _objects(operation: Operation, inputs: InputTypes) -> Iterator[tuple[Argument | None, Typed]]:
    """The objects that a body can be: the media types that have each, and the type of its properties."""
    contents: dict[str, list[Content]] = {}
    for content in operation.request_contents:
        for name in inputs.objects(content):
            contents.setdefault(name, []).append(content)
    if len(contents) > _MOST_OBJECTS:
        return
    for name in inputs.distinct(contents):
        fields = inputs.unpacked(name, taken_arguments(operation))
        if fields is not None:
            yield _content_type(operation, contents[name]), fields


def _content_type(operation: Operation, contents: Sequence[Content]) -> Argument | None:
    """The argument that selects one of some media types of an operation; None if it has only one.

    Without it the client sends the first media type, or one for files if the body has files.
    """
    first, *others = operation.request_contents
    if not others:
        return None
    values = [Typed(python_literal(content.content_type)) for content in contents]
    annotation = subscript(_LITERAL, comma_separated(*values))
    default = python_literal(first.content_type) if first in contents else None
    if default and any(kind_of(content.content_type) in ("multipart", "binary") for content in others):
        annotation, default = _or_none(annotation), Code("None")
    return Argument(Identifier("content_type"), annotation, default, "", "")


def body_argument(operation: Operation, inputs: InputTypes) -> Argument | None:
    """The argument ``body``; None if the operation has no body."""
    body = operation.body
    if body is None or not body.contents:
        return None
    annotation = inputs.body(body)
    return Argument(
        Identifier("body"),
        annotation if body.required else _or_none(annotation),
        None if body.required else Code("None"),
        body.description,
        "body",
    )


def argument_of(parameter: Parameter, types: Annotations, is_given: bool = False) -> Argument:
    """The argument for a parameter; ``is_given`` says that it has a value where nobody gives it one."""
    annotation = types.parameter(parameter)
    description = parameter.description
    if parameter.deprecated:
        description = f"{deprecation_note(parameter.deprecation)} {description}".rstrip()
    if parameter.required and not parameter.on_client and not is_given:
        return Argument(parameter.name, annotation, None, description, parameter.wire_name)
    if annotation != "Any" and not annotation.endswith("None"):
        annotation = typed_union((annotation, NONE))
    return Argument(parameter.name, annotation, Code("None"), description, parameter.wire_name)


def deprecation_note(reason: str) -> str:
    """What the documentation says about something deprecated."""
    return f"Deprecated: {reason}" if reason else "Deprecated."
