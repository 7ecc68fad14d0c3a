"""Python types of parameters, bodies and results in the signatures of methods.

They are the same types as in the fields of models, which ``codegen`` writes. A test compares both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from oasmith.api.model import Content, Operation, Parameter, Response
from oasmith.media_types import is_stream, is_xml
from oasmith.products.client.formats import format_of
from oasmith.products.client.imports import Import, Typed, comma_separated, subscript, typed_union
from oasmith.products.client.models.typed import possible
from oasmith.quoting.python import python_literal
from oasmith.runtime.media import essence, kind_of
from oasmith.schemas import Schema, Schemas, reference

ANY = Typed("Any", Import("typing", "Any"))
NONE = Typed("None")
_STR, _LIST, _DICT, _BYTES = Typed("str"), Typed("list"), Typed("dict"), Typed("bytes")
_FLOAT = Typed("float")
_MODELS = Typed("models", Import(".", "models"))
_SCALARS: Mapping[str, tuple[Typed, ...]] = {
    "string": (_STR,),
    "integer": (Typed("int"),),
    "number": (Typed("int"), _FLOAT),
    "boolean": (Typed("bool"),),
    "null": (NONE,),
}
_LITERAL = Typed("Literal", Import("typing", "Literal"))


@dataclass(frozen=True, slots=True)
class Annotations:
    """Python types for the schemas of an API.

    ``list_`` and ``models`` are the names of the type ``list`` and the module ``models`` in the code.
    """

    schemas: Schemas
    list_: Typed = _LIST
    models: Typed = _MODELS

    def parameter(self, parameter: Parameter) -> Typed:
        """The type of a parameter. The caller adds ``None`` for an optional parameter."""
        return typed_union(self._types(parameter.schema, is_input=True))

    def content(self, content: Content) -> Typed:
        """The type that a response body is parsed into."""
        return typed_union(self._content(content))

    def _content(self, content: Content) -> Iterable[Typed]:
        kind = kind_of(content.media_type)
        is_file = self.schemas.says(content.schema, "format") == "binary"
        types = self.schemas.types(content.schema)
        is_value = essence(content.media_type) == "text/plain" and types and "string" not in types
        if kind == "json" or is_value or ("*" in content.media_type and not is_file):
            return self._types(content.schema)
        return (_BYTES if kind in ("binary", "multipart") else _STR,)

    def result(self, operation: Operation) -> Typed:
        """The return type of an operation: that of its success responses, Any if none is described."""
        found: list[Typed] = []
        for response in operation.successes:
            found += (part for content in readable(response.contents) for part in self._content(content))
            found += [] if response.contents else [NONE if _has_no_body(operation, response) else ANY]
        return typed_union(found or [ANY])

    def item(self, content: Content) -> Typed:
        """The type that the items of a stream are parsed into."""
        return self.of(content.item_schema)

    def of(self, schema: Schema) -> Typed:
        """The type that a value of a schema is parsed into."""
        return typed_union(self._types(schema))

    def _types(self, schema: Schema, is_input: bool = False) -> tuple[Typed, ...]:
        """The types of a schema's alternatives. With ``is_input``, a date can also be given as a string."""
        name = reference(schema)
        if name is not None:
            return self._named(name)
        literals = self._literals(schema)
        if literals:
            return literals
        members = self.schemas.typed_branches(schema)
        if members:
            return tuple(part for member in members for part in self._types(member, is_input))
        inherited = self.schemas.base(schema)
        if inherited is not None:
            return self._types(inherited, is_input)
        found = tuple(
            part for kind in self.schemas.types(schema) for part in self._kind(kind, schema, is_input)
        )
        if not found:
            return (NONE,) if self.schemas.is_null(schema) else (ANY,)
        return (*found, NONE) if self.schemas.allows_null(schema) else found

    def _named(self, name: str) -> tuple[Typed, ...]:
        """The types of a named schema: that of its model."""
        return (Typed(f"{self.models}.{name}", *self.models.imports),)

    def _literals(self, schema: Schema) -> tuple[Typed, ...]:
        """The types of the values that a schema lists; empty if no type can express them.

        Floats are not possible in a ``Literal`` and become ``float``.
        """
        values = self.schemas.choices(schema)
        if values is None or not isinstance(schema, Mapping):
            return ()
        values = possible(values, schema)
        if not all(value is None or isinstance(value, (str, int, float)) for value in values):
            return ()
        listed = dict.fromkeys(
            Typed(python_literal(value)) for value in values if isinstance(value, (str, int))
        )
        return (
            *((subscript(_LITERAL, comma_separated(*listed)),) if listed else ()),
            *((_FLOAT,) if any(isinstance(value, float) for value in values) else ()),
            *((NONE,) if None in values else ()),
        )

    def _kind(self, kind: str, schema: Schema, is_input: bool) -> Iterator[Typed]:
        """The types of the values of one JSON type."""
        says = self.schemas.says
        if kind == "array":
            items = says(schema, "items")
            yield subscript(self.list_, typed_union(self._types(True if items is None else items, is_input)))
        elif kind == "object":
            values = says(schema, "additionalProperties")
            is_any = values is None or values is False
            yield subscript(_DICT, _STR, typed_union(self._types(True if is_any else values, is_input)))
        elif found := format_of(says(schema, "format"), kind):
            yield from (_STR, found.given) if is_input and kind == "string" else (found.field,)
        else:
            yield from _SCALARS[kind]


def _has_no_body(operation: Operation, response: Response) -> bool:
    """Whether a response without described content has none (RFC 9110 §9.3.2, §15.3.5), or redirects."""
    return operation.method == "HEAD" or response.status in ("204", "205") or response.status[0] == "3"


def streams(contents: Iterable[Content]) -> tuple[Content, ...]:
    """The media types that are streams of items."""
    return tuple(content for content in contents if is_stream(content.media_type))


def readable(contents: Iterable[Content]) -> tuple[Content, ...]:
    """The media types of a response that are not streams, without XML if there is also JSON."""
    contents = tuple(content for content in contents if not is_stream(content.media_type))
    if any(kind_of(content.media_type) == "json" for content in contents):
        return tuple(content for content in contents if not is_xml(content.media_type))
    return contents
