"""Which operations answer in pages, and how the pages follow each other.

``x-oasmith-pagination`` on an operation says it; else the usual conventions are recognised: a
described ``Link`` header, the address of the next page in the page, a cursor or marker, a page
number, an offset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from oasmith.api.model import Pagination, Parameter, Response, Schema

_PREFIX = "#/components/schemas/"
_ITEMS = ("data", "items", "results", "entries", "values", "records", "elements")
_CURSORS = {
    "cursor", "after", "page_token", "pagetoken", "next_token", "nexttoken", "continuation_token",
    "continuationtoken", "next_cursor", "nextcursor", "next_page_token", "starting_after",
}  # fmt: skip
_NEXT = {
    "next_cursor", "nextcursor", "next_page_token", "nextpagetoken", "next_token", "nexttoken",
    "next_marker", "nextmarker", "continuation_token", "continuationtoken", "end_cursor", "endcursor",
    "page_token",
}  # fmt: skip
_ADDRESSES = {"next_page_url", "next_url", "nextlink", "next_link", "@odata.nextlink", "next_href"}
_AROUND = (
    "links", "_links", "meta", "pagination", "page_info", "pageinfo", "paging", "metadata",
    "response_metadata",
)  # fmt: skip
_PAGES = {"page", "page_number", "pagenumber", "page_num", "pagenum"}
_OFFSETS = {"offset", "skip"}


def pagination(
    extension: Any,
    method: str,
    parameters: tuple[Parameter, ...],
    successes: tuple[Response, ...],
    schemas: Mapping[str, Schema],
) -> Pagination | None:
    """How an operation's pages follow each other; None for one without pages."""
    if isinstance(extension, Mapping):
        style: Literal["link", "cursor", "page", "offset"] = extension["style"]
        names = {parameter.wire_name: str(parameter.name) for parameter in parameters}
        wanted = str(extension.get("parameter", ""))
        return Pagination(
            style=style,
            items=str(extension.get("items", "")),
            parameter=names.get(wanted, wanted),
            next=str(extension.get("next", "")),
            start=int(extension.get("start", 1)),
        )
    page = _page(successes)
    if extension is False or method != "GET" or page is None:
        return None
    items = _items(page, schemas)
    return None if items is None else _convention(items, page, parameters, successes, schemas)


def item_schema(
    pagination: Pagination, successes: tuple[Response, ...], schemas: Mapping[str, Schema]
) -> Schema:
    """The schema of an item of the pages."""
    page = _page(successes) or {}
    items: Schema = _at(page, pagination.items, schemas).get("items", {})
    return items


def _convention(
    items: str,
    page: Schema,
    parameters: tuple[Parameter, ...],
    successes: tuple[Response, ...],
    schemas: Mapping[str, Schema],
) -> Pagination | None:
    query = {
        parameter.wire_name.lower(): parameter
        for parameter in parameters
        if parameter.location == "query" and not parameter.required
    }
    if any(header.name.lower() == "link" for response in successes for header in response.headers):
        return Pagination("link", items)
    address = _address(page, schemas)
    if address:
        return Pagination("link", items, next=address)
    next_pointer = _next(page, schemas)
    for wire_name, parameter in query.items():
        if next_pointer and (wire_name in _CURSORS or wire_name == "marker"):
            return Pagination("cursor", items, str(parameter.name), next_pointer)
    if "marker" in query and _has_id(items, page, schemas):
        return Pagination("cursor", items, str(query["marker"].name), f"{items}/-1/id")
    for wire_name, parameter in query.items():
        schema = _resolved(parameter.schema, schemas)
        if schema.get("type") in ("integer", "number", ["integer", "null"]):
            if wire_name in _PAGES:
                start = 0 if schema.get("minimum", schema.get("default")) == 0 else 1
                return Pagination("page", items, str(parameter.name), start=start)
            if wire_name in _OFFSETS:
                return Pagination("offset", items, str(parameter.name))
    return None


def _page(successes: tuple[Response, ...]) -> Schema | None:
    contents = [content for response in successes for content in response.contents]
    return contents[0].schema if contents and "json" in contents[0].media_type else None


def _items(page: Schema, schemas: Mapping[str, Schema]) -> str | None:
    """Where the items are in a page: at its top, or in the one list of an object that can be meant."""
    if _is_list(page, schemas):
        return ""
    properties = _properties(page, schemas)
    lists = [name for name, schema in properties.items() if _is_list(schema, schemas)]
    usual = [name for name in _ITEMS if name in lists]
    found = usual[:1] or (lists if len(lists) == 1 else [])
    return f"/{_escaped(found[0])}" if found else None


def _next(page: Schema, schemas: Mapping[str, Schema]) -> str | None:
    """Where a page says how to ask for the next one."""
    for pointer, name in _names(page, schemas):
        if name.lower() in _NEXT:
            return pointer
    return None


def _address(page: Schema, schemas: Mapping[str, Schema]) -> str | None:
    """Where a page gives the address of the next one."""
    for pointer, name in _names(page, schemas):
        is_address = name.lower() in _ADDRESSES
        if name == "next":
            schema = _at(page, pointer, schemas)
            around = _properties(_at(page, pointer.rpartition("/")[0], schemas), schemas)
            kinds = schema.get("type")
            is_text = "string" in (kinds if isinstance(kinds, list) else [kinds])
            is_address = is_text and (schema.get("format") == "uri" or not around.keys().isdisjoint(_BACK))
        if is_address:
            return pointer
    return None


_BACK = {"previous", "prev", "first", "last", "self"}


def _at(page: Schema, pointer: str, schemas: Mapping[str, Schema]) -> Mapping[str, Any]:
    schema = _resolved(page, schemas)
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        schema = _resolved(_properties(schema, schemas).get(name, {}), schemas)
    return schema


def _properties(schema: Schema, schemas: Mapping[str, Schema]) -> Mapping[str, Any]:
    """The properties of an object, those of what it is made of among them."""
    resolved = _resolved(schema, schemas)
    found = dict(resolved.get("properties") or {})
    for member in resolved.get("allOf") or ():
        inner = _resolved(member, schemas)
        found |= inner.get("properties") or {}
    return found


def _names(page: Schema, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, str]]:
    properties = _properties(page, schemas)
    for name in properties:
        yield f"/{_escaped(name)}", name
    for name, schema in properties.items():
        if name.lower() in _AROUND:
            for inner in _properties(schema, schemas):
                yield f"/{_escaped(name)}/{_escaped(inner)}", inner


def _has_id(items: str, page: Schema, schemas: Mapping[str, Schema]) -> bool:
    return "id" in _properties(_at(page, items, schemas).get("items", {}), schemas)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _is_list(schema: Schema, schemas: Mapping[str, Schema]) -> bool:
    return _resolved(schema, schemas).get("type") in ("array", ["array", "null"])


def _resolved(schema: Any, schemas: Mapping[str, Schema]) -> Mapping[str, Any]:
    for _ in range(len(schemas) + 1):
        if not isinstance(schema, Mapping) or "$ref" not in schema:
            break
        schema = schemas.get(str(schema["$ref"]).removeprefix(_PREFIX), {})
    return schema if isinstance(schema, Mapping) else {}
