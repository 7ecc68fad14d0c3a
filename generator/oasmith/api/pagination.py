"""Which operations are paginated, and how to request the next page.

``x-oasmith-pagination`` on an operation describes its pagination. Without it, the usual conventions are
recognized: a described ``Link`` header, the URL of the next page in the response, a cursor or marker, a
page number, or an offset.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from oasmith.api.model import Body, Pagination, Parameter, Response
from oasmith.runtime.media import kind_of
from oasmith.schemas import Schema, Schemas
from oasmith.structure import join_pointer, split_pointer

_ITEMS = ("data", "items", "results", "entries", "values", "records", "elements")
_CURSORS = {
    "cursor", "after", "page_token", "pagetoken", "next_token", "nexttoken", "continuation_token",
    "continuationtoken", "next_cursor", "nextcursor", "next_page_token", "starting_after", "start_cursor",
}  # fmt: skip
_NEXT = {
    "next_cursor", "nextcursor", "next_page_token", "nextpagetoken", "next_token", "nexttoken",
    "next_marker", "nextmarker", "continuation_token", "continuationtoken", "end_cursor", "endcursor",
    "page_token", "last_id", "lastid",
}  # fmt: skip
_TOTALS = {
    "total", "total_count", "totalcount", "total_items", "totalitems", "total_results", "totalresults",
    "total_elements", "totalelements", "total_records", "totalrecords",
}  # fmt: skip
_MORE = {"has_more", "hasmore", "has_next", "hasnext", "has_next_page", "hasnextpage"}
_ADDRESSES = {
    "next_page_url",
    "next_page_uri",
    "next_url",
    "next_uri",
    "nextlink",
    "next_link",
    "@odata.nextlink",
    "next_href",
}
_AROUND = (
    "links", "_links", "meta", "pagination", "page_info", "pageinfo", "paging", "metadata",
    "response_metadata", "next_page", "nextpage", "next",
)  # fmt: skip
_NEXT_OBJECTS = {"next", "next_page", "nextpage"}
_PAGES = {
    "page", "page_number", "pagenumber", "page_num", "pagenum", "page_no", "pageno",
    "current_page", "currentpage",
}  # fmt: skip
_OFFSETS = {"offset", "skip"}


def pagination(
    extension: Any,
    method: str,
    parameters: tuple[Parameter, ...],
    body: Body | None,
    successes: tuple[Response, ...],
    schemas: Schemas,
) -> Pagination | None:
    """How an operation is paginated; None if it is not.

    ``extension`` is the value of ``x-oasmith-pagination``, None if the operation has none.
    """
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
    if extension is False or page is None:
        return None
    items = _items(page, schemas)
    if items is None:
        return None
    if method == "GET":
        found = _convention(items, page, parameters, successes, schemas)
    else:
        found = _by_body(items, page, body, schemas)
    if found is None or found.style == "link":
        return found
    more = _named(_MORE, page, schemas)
    total = _named(_TOTALS, page, schemas) if found.style in ("page", "offset") else ""
    return replace(found, total=total, more=more)


def _by_body(items: str, page: Schema, body: Body | None, schemas: Schemas) -> Pagination | None:
    """A cursor that is a property of the request body."""
    if body is None or not body.contents or kind_of(body.contents[0].media_type) != "json":
        return None
    cursors = {
        name: schema
        for name, schema in schemas.properties(body.contents[0].schema).items()
        if name.lower() in _CURSORS
    }
    for name, schema in cursors.items():
        following = _next_of(name.lower(), schema, page, schemas) or _next(page, schemas)
        if following:
            return Pagination("cursor", items, name, following, is_in_body=True)
    return None


def item_schema(pagination: Pagination, successes: tuple[Response, ...], schemas: Schemas) -> Schema:
    """The schema of one item in the pages."""
    found: Schema = schemas.says(_at(_page(successes) or {}, pagination.items, schemas), "items") or {}
    return found


def _convention(
    items: str,
    page: Schema,
    parameters: tuple[Parameter, ...],
    successes: tuple[Response, ...],
    schemas: Schemas,
) -> Pagination | None:
    query = {
        parameter.wire_name.lower(): parameter
        for parameter in parameters
        if parameter.location == "query" and not parameter.required
    }
    if any(header.name.lower() == "link" for response in successes for header in response.headers):
        return Pagination("link", items)
    is_ambiguous = len(query.keys() & (_PAGES | _OFFSETS)) > 1
    address = _address(page, schemas, is_ambiguous)
    if address:
        return Pagination("link", items, next=address)
    for wire_name, parameter in query.items():
        named = _next_of(wire_name, parameter.schema, page, schemas)
        if named:
            return Pagination("cursor", items, str(parameter.name), named)
    next_pointer = _next(page, schemas)
    for wire_name, parameter in query.items():
        if next_pointer and (wire_name in _CURSORS or wire_name == "marker"):
            return Pagination("cursor", items, str(parameter.name), next_pointer)
    for wire_name, parameter in query.items():
        same = _named((wire_name,), page, schemas) if wire_name in _CURSORS else ""
        if same and _is_text(_at(page, same, schemas), schemas):
            return Pagination("cursor", items, str(parameter.name), same)
    if "marker" in query and _has_id(items, page, schemas):
        return Pagination("cursor", items, str(query["marker"].name), f"{items}/-1/id")
    for wire_name in ("after", "starting_after"):
        if wire_name in query and _named(_MORE, page, schemas) and _has_id(items, page, schemas):
            return Pagination("cursor", items, str(query[wire_name].name), f"{items}/-1/id")
    for wire_name, parameter in query.items():
        if _is_number(parameter.schema, schemas):
            if wire_name in _PAGES:
                lowest = (schemas.says(parameter.schema, keyword) for keyword in ("minimum", "default"))
                start = 0 if next((value for value in lowest if value is not None), 1) == 0 else 1
                return Pagination("page", items, str(parameter.name), start=start)
            if wire_name in _OFFSETS:
                return Pagination("offset", items, str(parameter.name))
    return None


def _is_number(schema: Schema, schemas: Schemas) -> bool:
    """Whether the values of a schema are numbers, or null."""
    return schemas.types(_without_null(schema, schemas)) in (("integer",), ("number",))


def _is_text(schema: Schema, schemas: Schemas) -> bool:
    """Whether the values of a schema are strings, or null."""
    return schemas.types(_without_null(schema, schemas)) == ("string",)


def _next_of(wire_name: str, own: Schema, page: Schema, schemas: Schemas) -> str | None:
    """Where a page has the next value of a parameter: in ``next_<parameter>``, or in a next page object.

    ``own`` is the schema of the parameter.
    """
    for pointer, name in _names(page, schemas):
        around = pointer.split("/")[-2].lower()
        is_inside = around in _NEXT_OBJECTS and name.lower() == wire_name
        if is_inside or name.lower() in (f"next_{wire_name}", f"next{wire_name}"):
            schema = _at(page, pointer, schemas)
            is_scalar = not {"object", "array"}.intersection(schemas.types(schema))
            if is_scalar and _is_number(schema, schemas) == _is_number(own, schemas):
                return pointer
    return None


def _named(names: Collection[str], page: Schema, schemas: Schemas) -> str:
    """The pointer to the first property of a page with one of these names; empty if there is none."""
    return next((pointer for pointer, name in _names(page, schemas) if name.lower() in names), "")


def _page(successes: tuple[Response, ...]) -> Schema | None:
    contents = [content for response in successes for content in response.contents]
    return contents[0].schema if contents and kind_of(contents[0].media_type) == "json" else None


def _items(page: Schema, schemas: Schemas) -> str | None:
    """The pointer to the items in a page: the page itself, or the only array that can be meant."""
    if schemas.types(page) == ("array",):
        return ""
    properties = schemas.properties(page)
    kinds = {name: schemas.types(_without_null(schema, schemas)) for name, schema in properties.items()}
    lists = [name for name, types in kinds.items() if types == ("array",)]
    usual = [name for name in _ITEMS if name in lists]
    found = usual[:1] or (lists if len(lists) == 1 else [])
    return join_pointer(found[:1]) if found else None


def _next(page: Schema, schemas: Schemas) -> str | None:
    """The pointer to the cursor of the next page in a page; None if there is none."""
    for pointer, name in _names(page, schemas):
        if name.lower() in _NEXT:
            return pointer
    return None


def _address(page: Schema, schemas: Schemas, is_ambiguous: bool) -> str | None:
    """The pointer to the URL of the next page in a page; None if there is none.

    ``is_ambiguous`` says that several parameters could count pages, so that only a link names the right one.
    """
    for pointer, name in _names(page, schemas):
        is_href = name == "href" and pointer.split("/")[-2].lower() in _NEXT_OBJECTS
        is_address = is_href or name.lower() in _ADDRESSES
        if name == "next":
            schema = _at(page, pointer, schemas)
            around = schemas.properties(_at(page, pointer.rpartition("/")[0], schemas))
            is_uri = schemas.says(schema, "format") == "uri"
            is_beside_others = not around.keys().isdisjoint(_BACK)
            is_text = "string" in schemas.types(schema)
            is_address = is_text and (is_uri or is_beside_others or is_ambiguous)
        if is_address:
            return pointer
    return None


_BACK = {"previous", "prev", "first", "last", "self"}


def _at(page: Schema, pointer: str, schemas: Schemas) -> Schema:
    """The schema at a pointer, without null."""
    for part in split_pointer(pointer):
        page = _without_null(schemas.properties(page).get(part, {}), schemas)
    return page


def _without_null(schema: Schema, schemas: Schemas) -> Schema:
    """The only branch of a union besides null; any other schema as it is."""
    found = [branch for branch in schemas.typed_branches(schema) if not schemas.is_null(branch)]
    return found[0] if len(found) == 1 else schema


def _names(page: Schema, schemas: Schemas) -> Iterator[tuple[str, str]]:
    properties = schemas.properties(page)
    for name in properties:
        yield join_pointer((name,)), name
    for name, schema in properties.items():
        if name.lower() in _AROUND:
            inside = schemas.properties(_without_null(schema, schemas))
            for inner in inside:
                yield join_pointer((name, inner)), inner
            for inner in (it for it in inside if it.lower() in _NEXT_OBJECTS):
                for innermost in schemas.properties(_without_null(inside[inner], schemas)):
                    yield join_pointer((name, inner, innermost)), innermost


def _has_id(items: str, page: Schema, schemas: Schemas) -> bool:
    return "id" in schemas.properties(schemas.says(_at(page, items, schemas), "items") or {})
