"""The kinds of objects in an OpenAPI document (OpenAPI 3.0 to 3.2, §4), and their locations.

All code that visits the objects of a document or follows a JSON pointer (RFC 6901) uses this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

Document = dict[str, Any]
"""An OpenAPI document as plain data."""
Node = dict[str, Any]
"""An object of a document as plain data."""
Parts = tuple[str | int, ...]
"""The location of a value in a document: the keys and indexes that lead to it."""

Kind = Literal[
    "document", "components", "path_item", "operation", "parameter", "request_body", "media_type", "encoding",
    "response", "responses", "header", "example", "link", "callback", "security_scheme", "schema",
]  # fmt: skip

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

ONE, LIST, MAP = "one", "list", "map"

_SCHEMA_FIELDS: dict[str, tuple[str, Kind]] = {
    **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
                    (MAP, "schema")),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (LIST, "schema")),
    **dict.fromkeys(("items", "additionalProperties", "not", "if", "then", "else", "contains",
                     "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
                    (ONE, "schema")),
}  # fmt: skip

_PARAMETER_FIELDS: dict[str, tuple[str, Kind]] = {
    "schema": (ONE, "schema"), "content": (MAP, "media_type"), "examples": (MAP, "example"),
}  # fmt: skip

FIELDS: dict[Kind, dict[str, tuple[str, Kind]]] = {
    "document": {
        "paths": (MAP, "path_item"), "webhooks": (MAP, "path_item"), "components": (ONE, "components"),
    },
    "components": {
        "schemas": (MAP, "schema"), "responses": (MAP, "response"), "parameters": (MAP, "parameter"),
        "examples": (MAP, "example"), "requestBodies": (MAP, "request_body"), "headers": (MAP, "header"),
        "securitySchemes": (MAP, "security_scheme"), "links": (MAP, "link"),
        "callbacks": (MAP, "callback"), "pathItems": (MAP, "path_item"), "mediaTypes": (MAP, "media_type"),
    },
    "path_item": {
        **dict.fromkeys(METHODS, (ONE, "operation")),
        "additionalOperations": (MAP, "operation"), "parameters": (LIST, "parameter"),
    },
    "operation": {
        "parameters": (LIST, "parameter"), "requestBody": (ONE, "request_body"),
        "responses": (MAP, "response"), "callbacks": (MAP, "callback"),
    },
    "parameter": _PARAMETER_FIELDS,
    "header": _PARAMETER_FIELDS,
    "request_body": {"content": (MAP, "media_type")},
    "response": {
        "headers": (MAP, "header"), "content": (MAP, "media_type"), "links": (MAP, "link"),
    },
    "media_type": {
        "schema": (ONE, "schema"), "itemSchema": (ONE, "schema"), "examples": (MAP, "example"),
        "encoding": (MAP, "encoding"), "prefixEncoding": (LIST, "encoding"),
        "itemEncoding": (ONE, "encoding"),
    },
    "encoding": {"headers": (MAP, "header")},
    "schema": _SCHEMA_FIELDS,
}  # fmt: skip
"""The fields that contain other objects, by kind of object: one, a list or a map of them, and their kind."""

STYLES: dict[str, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
"""The styles of parameters by location, its default first (OpenAPI 3.2 §4.12.2.2)."""


def default_style(location: str) -> str:
    """The style of parameters in a location that name none."""
    return STYLES.get(location, ("form",))[0]


_EXTENSIBLE_MAPS = {("document", "paths"), ("operation", "responses")}


class Place(NamedTuple):
    """One object of a document: its kind, the parts of its JSON pointer, and the object itself."""

    kind: Kind
    parts: Parts
    node: Any


def children(kind: Kind, node: Any, parts: Parts = ()) -> Iterator[Place]:
    """The OpenAPI objects directly inside one, in document order."""
    if not isinstance(node, dict):
        return
    if kind == "callback":
        for key, value in node.items():
            if not key.startswith("x-") and key != "$ref":
                yield Place("path_item", (*parts, key), value)
        return
    fields = FIELDS.get(kind, {})
    if fields.keys().isdisjoint(node):
        return
    for field, value in node.items():
        if field not in fields:
            continue
        container, child = fields[field]
        if container == ONE:
            yield Place(child, (*parts, field), value)
        elif container == LIST and isinstance(value, list):
            for index, item in enumerate(value):
                yield Place(child, (*parts, field, index), item)
        elif container == MAP and isinstance(value, dict):
            for key, item in value.items():
                if not (key.startswith("x-") and (kind, field) in _EXTENSIBLE_MAPS):
                    yield Place(child, (*parts, field, key), item)


_VALUES: dict[Kind, frozenset[str]] = {
    "document": frozenset(("info", "servers", "security", "tags", "externalDocs")),
    "path_item": frozenset(("servers",)),
    "operation": frozenset(("servers", "security", "tags", "externalDocs")),
    "security_scheme": frozenset(("flows",)),
    "schema": frozenset(("discriminator", "xml", "externalDocs", "dependentRequired", "required", "enum")),
}
"""Fields with objects or arrays that are of none of these kinds, and contain none of them."""


def kind_at(pointer: str) -> Kind | Literal["value"] | None:
    """The kind of object at a JSON pointer into a document.

    The result is "value" for other values: a map or an array of objects, and fields without objects. It is
    None for a location that OpenAPI does not define, such as an extension.
    """
    kind: Kind = "document"
    parts = split_pointer(pointer)[::-1]
    while parts:
        part = parts.pop()
        if kind == "callback":
            if part.startswith("x-"):
                return None
            kind = "path_item"
            continue
        if part not in FIELDS.get(kind, {}):
            return "value" if part in _VALUES.get(kind, ()) else None
        container, child = FIELDS[kind][part]
        if container != ONE:
            if not parts:
                return "value"
            if (kind, part) in _EXTENSIBLE_MAPS and parts[-1].startswith("x-"):
                return None
            parts.pop()
        kind = child
    return kind


def walk(kind: Kind, node: Any, parts: Parts = ()) -> Iterator[Place]:
    """An OpenAPI object and all OpenAPI objects inside it, parents before children, in document order."""
    stack = [Place(kind, parts, node)]
    while stack:
        place = stack.pop()
        yield place
        kind, parts, node = place
        if _has_children(kind, node):
            stack += [*children(kind, node, parts)][::-1]


def _has_children(kind: Kind, node: Any) -> bool:
    """Whether an object may contain others; most objects do not."""
    return isinstance(node, dict) and (kind == "callback" or not FIELDS.get(kind, {}).keys().isdisjoint(node))


def schemas_in(schema: Any) -> Iterator[Any]:
    """A schema and all schemas inside it, parents before children, in document order; without locations."""
    stack = [schema]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, dict) and not _SCHEMA_FIELDS.keys().isdisjoint(node):
            inner: list[Any] = []
            for field, value in node.items():
                container, _ = _SCHEMA_FIELDS.get(field, (None, None))
                if container == ONE:
                    inner.append(value)
                elif container == LIST and isinstance(value, list):
                    inner += value
                elif container == MAP and isinstance(value, dict):
                    inner += value.values()
            stack += inner[::-1]


Change = Callable[[Kind, Node, Parts], Any]
"""A function of the kind of an object, the object and its location that returns its replacement."""


def map_objects(kind: Kind, node: Any, change: Change, parts: Parts = ()) -> Any:
    """A copy of an object with every OpenAPI object in it replaced by ``change``, parents before children.

    ``kind`` and ``parts`` are the kind and the location of ``node``.
    """
    changed = change(kind, node, parts) if isinstance(node, dict) else node
    if not isinstance(changed, dict):
        return changed
    if kind == "callback":
        return {
            key: value if key.startswith("x-") else map_objects("path_item", value, change, (*parts, key))
            for key, value in changed.items()
        }
    fields = FIELDS.get(kind, {})
    if fields.keys().isdisjoint(changed):
        return changed
    result: Node = {}
    for field, value in changed.items():
        if field not in fields:
            result[field] = value
            continue
        container, child = fields[field]
        here = (*parts, field)
        if container == LIST and isinstance(value, list):
            result[field] = [
                map_objects(child, item, change, (*here, index)) for index, item in enumerate(value)
            ]
        elif container == MAP and isinstance(value, dict):
            is_extensible = (kind, field) in _EXTENSIBLE_MAPS
            result[field] = {
                key: (
                    item
                    if is_extensible and key.startswith("x-")
                    else map_objects(child, item, change, (*here, key))
                )
                for key, item in value.items()
            }
        elif container == ONE:
            result[field] = map_objects(child, value, change, here)
        else:
            result[field] = value
    return result


def map_schemas(schema: Any, change: Callable[[Node], Any]) -> Any:
    """A copy of a schema with every schema in it replaced by ``change``, parents before children."""
    changed = change(schema) if isinstance(schema, dict) else schema
    if not isinstance(changed, dict) or _SCHEMA_FIELDS.keys().isdisjoint(changed):
        return changed
    result: Node = {}
    for field, value in changed.items():
        container, _ = _SCHEMA_FIELDS.get(field, (None, None))
        if container == ONE:
            result[field] = map_schemas(value, change)
        elif container == LIST and isinstance(value, list):
            result[field] = [map_schemas(item, change) for item in value]
        elif container == MAP and isinstance(value, dict):
            result[field] = {key: map_schemas(item, change) for key, item in value.items()}
        else:
            result[field] = value
    return result


def split_pointer(pointer: str) -> list[str]:
    """The unescaped parts of a JSON pointer: ``["a/b", "0"]`` for ``/a~1b/0``, none for the empty pointer."""
    parts = pointer.split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") if "~" in part else part for part in parts]


def join_pointer(parts: Iterable[str | int]) -> str:
    """The JSON pointer with these parts: ``/a~1b/0`` for ``["a/b", 0]``."""
    return "".join(map(_token, parts))


@lru_cache(maxsize=65_536, typed=True)  # a description has few different keys
def _token(part: str | int) -> str:
    return "/" + str(part).replace("~", "~0").replace("/", "~1")


def property_at(parts: Sequence[str]) -> str:
    """The property of an object that a pointer into its schema leads to; empty if it leads to none."""
    while len(parts) > 2 and parts[0] in ("allOf", "anyOf", "oneOf"):
        parts = parts[2:]
    return parts[1] if len(parts) > 1 and parts[0] == "properties" else ""


def fragment_pointer(fragment: str) -> str:
    """The JSON pointer in a URI fragment, percent-decoded (RFC 6901 §6). The fragment has no ``#``."""
    return unquote(fragment)


def array_index(part: str) -> int | None:
    """The array index in a part of a JSON pointer (RFC 6901 §4); None if the part is not an index."""
    return int(part) if part.isascii() and part.isdigit() and len(part) < 10 else None


def look_up(data: Any, pointer: str) -> Any:
    """The value at a JSON pointer. Raises KeyError if there is none."""
    for part in split_pointer(pointer):
        data = _member(data, part)
    return data


def _member(data: Any, part: str) -> Any:
    if isinstance(data, dict):
        return data[part]
    if isinstance(data, list) and (index := array_index(part)) is not None and index < len(data):
        return data[index]
    raise KeyError(part)


def existing(data: Any, pointer: str) -> str:
    """The JSON pointer, or that of the nearest ancestor that exists."""
    parts = split_pointer(pointer)
    for index, part in enumerate(parts):
        try:
            data = _member(data, part)
        except KeyError:
            return join_pointer(parts[:index])
    return pointer


REFERENCE = "$ref"
"""The keyword of references, in Reference Objects and in schemas."""


def reference_in(node: Any) -> str | None:
    """The URI reference in a Reference Object or a schema; None without one."""
    target = node.get(REFERENCE) if isinstance(node, Mapping) else None
    return target if isinstance(target, str) else None


def references_in(value: Any) -> Iterator[str]:
    """The values of ``$ref`` anywhere in a value, as strings."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if REFERENCE in node:
                yield str(node[REFERENCE])
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def has_reference(value: Any) -> bool:
    """Whether there is a reference anywhere in a value."""
    return any(True for _ in references_in(value))


def resolved(document: Any, node: Any) -> Any:
    """The object that a Reference Object leads to, or the node itself.

    A summary and a description beside the reference win (OpenAPI 3.1 §4.8.23). Raises KeyError for a
    reference that leads nowhere.
    """
    seen: set[str] = set()
    own: Node = {}
    while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"] not in seen:
        seen.add(node["$ref"])
        own = {key: value for key, value in node.items() if key != "$ref"} | own
        node = look_up(document, fragment_pointer(node["$ref"][1:]))
    return {**node, **own} if own else node


def with_changes(
    node: Any,
    changes: Mapping[Parts, Callable[[Any], Any]],
    parts: Parts = (),
    *,
    children_first: bool = False,
) -> Any:
    """A copy of a node with the values at some locations changed; the rest is shared with the original.

    ``changes`` has a function for each location, ``parts`` is the location of the node itself. A parent is
    changed before its children, or after them with ``children_first``.
    """
    depth = len(parts)
    own = changes.get(parts)
    if own is not None and not children_first:
        node = own(node)
    deeper: dict[str | int, dict[Parts, Callable[[Any], Any]]] = {}
    for place, change in changes.items():
        if len(place) > depth:
            deeper.setdefault(place[depth], {})[place] = change

    def changed(key: str | int, value: Any) -> Any:
        if key not in deeper:
            return value
        return with_changes(value, deeper[key], (*parts, key), children_first=children_first)

    if deeper and isinstance(node, dict):
        node = {key: changed(key, value) for key, value in node.items()}
    elif deeper and isinstance(node, list):
        node = [changed(index, value) for index, value in enumerate(node)]
    return own(node) if own is not None and children_first else node
