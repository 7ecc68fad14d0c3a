"""Python types of parameters, bodies and results, as they stand in a signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oasmith.api.model import Body, Content, Operation, Parameter
from oasmith.api.schemas import Schema
from oasmith.emitting.templating import Code, python_literal
from oasmith.emitting.typed import possible
from oasmith.runtime.media import is_stream, is_xml, kind_of

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_SCHEMA_PREFIX = "#/components/schemas/"


def parameter_annotation(parameter: Parameter) -> Code:
    """The type of a parameter that is given; ``None`` for an absent one is the caller's to add."""
    return _union(_types(parameter.schema, is_input=True))


def body_annotation(body: Body) -> Code:
    """What a method takes as its body: for each media type the type that its kind and schema have."""
    return _union(part for content in body.contents for part in _body(content))


def _body(content: Content) -> list[str]:
    kind = kind_of(content.content_type)
    if kind == "binary":
        return ["bytes", "Path", "BinaryIO", "File"]
    if kind == "text":
        return ["str"]
    told = _types(content.schema, is_input=True)
    if kind in ("form", "multipart") and not content.schema_name:
        return ["Mapping[str, Any]"]
    return [*told, "Mapping[str, Any]"] if content.schema_name else told


def content_annotation(content: Content) -> Code:
    """What the body of a response is read as."""
    return _union(_content(content))


def _content(content: Content) -> list[str]:
    kind = kind_of(content.media_type)
    if kind == "json" or ("*" in content.media_type and not _is_binary(content.schema)):
        return _types(content.schema)
    return ["bytes" if kind == "binary" else "str"]


def _is_binary(schema: Schema) -> bool:
    return isinstance(schema, Mapping) and schema.get("format") == "binary"


def result_annotation(operation: Operation) -> Code:
    """What an operation returns: the type of any of its success responses."""
    found: list[str] = []
    for response in operation.successes:
        found += (part for content in readable(response.contents) for part in _content(content))
        found += [] if response.contents else ["None"]
    return _union(found or ["None"])


def item_annotation(content: Content) -> Code:
    """What the items of a stream are read as."""
    return schema_annotation(content.item_schema)


def schema_annotation(schema: Schema) -> Code:
    """What a value of a schema is read as."""
    return _union(_types(schema))


def streams(contents: Iterable[Content]) -> tuple[Content, ...]:
    """The media types that come item by item."""
    return tuple(content for content in contents if is_stream(content.media_type))


def readable(contents: Iterable[Content]) -> tuple[Content, ...]:
    """The media types of a response that are read whole: no XML where there is JSON as well."""
    contents = tuple(content for content in contents if not is_stream(content.media_type))
    if any(kind_of(content.media_type) == "json" for content in contents):
        return tuple(content for content in contents if not is_xml(content.media_type))
    return contents


def _types(schema: Schema, is_input: bool = False) -> list[str]:
    """The alternatives of a schema. What goes out may be a date where text in that form is wanted."""
    if not isinstance(schema, Mapping):
        return ["Any"]
    if "$ref" in schema:
        return ["models." + str(schema["$ref"]).removeprefix(_SCHEMA_PREFIX)]
    if "const" in schema or "enum" in schema:
        values = possible(schema.get("enum", [schema.get("const")]), schema)
        if values and all(value is None or isinstance(value, (str, int)) for value in values):
            return [f"Literal[{', '.join(dict.fromkeys(map(python_literal, values)))}]"]
    for keyword in ("anyOf", "oneOf"):
        members = [member for member in schema.get(keyword, ()) if _says_type(member)]
        if members:
            return [part for member in members for part in _types(member, is_input)]
    members = [member for member in schema.get("allOf", ()) if _says_type(member)]
    if members and "type" not in schema:
        return _types(members[0], is_input)
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return [part for kind in kinds for part in _types({**schema, "type": kind}, is_input)]
    if kinds == "array":
        return [f"list[{_union(_types(schema.get('items', True), is_input))}]"]
    if kinds == "object" or "additionalProperties" in schema:
        values = schema.get("additionalProperties", True)
        return [f"dict[str, {_union(_types(values, is_input) if values else ['Any'])}]"]
    if kinds == "string" and is_input and schema.get("format") in ("date-time", "date"):
        return ["str", "datetime" if schema["format"] == "date-time" else "date"]
    return [_SCALARS.get(str(kinds), "Any")]


def _says_type(schema: Any) -> bool:
    keywords = {"$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf", "additionalProperties"}
    return isinstance(schema, Mapping) and bool(keywords & schema.keys())


def _union(parts: Iterable[str]) -> Code:
    """Each alternative once, None last; ``Any`` swallows the others."""
    found = sorted(dict.fromkeys(parts), key=lambda part: part == "None")
    return Code("Any" if "Any" in found else " | ".join(found))
