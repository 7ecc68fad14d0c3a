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

# Names in the form of ``_plain``.
_ITEMS = ("data", "items", "results", "entries", "values", "records", "elements", "content")
_WRAPPERS = {"data", "result", "response", "payload", "embedded"}
"""Objects that may contain the items and what is said about the pages, in place of the page itself."""
_CURSORS = {
    "cursor", "after", "afterid", "pagetoken", "nexttoken", "nextpagetoken", "continuationtoken",
    "nextcursor", "startingafter", "startcursor", "pageafter", "pagecursor", "continue", "lastkey",
    "bookmark", "exclusivestartkey", "iterator",
}  # fmt: skip
_NEXT = {
    "nextcursor", "nextpagetoken", "nexttoken", "nextmarker", "continuationtoken", "nextcontinuationtoken",
    "endcursor", "aftercursor", "pagetoken", "lastid", "nextpage",
    "nextbookmark", "lastevaluatedkey",
}  # fmt: skip
_TOTALS = {"total", "totalcount", "totalitems", "totalresults", "totalelements", "totalrecords", "totalsize"}
_PAGE_COUNTS = {"totalpages", "pagecount", "lastpage", "pages", "numpages"}
_MORE = {"hasmore", "hasnext", "hasnextpage"}
_LAST = {"last", "islast", "islastpage", "lastpage", "done"}
_ADDRESSES = {
    "nextpageurl", "nextpageuri", "nexturl", "nexturi", "nextlink", "odatanextlink", "nexthref",
    "nextrecordsurl",
}  # fmt: skip
_LINKS = {"links", "link"}
_AROUND = {
    "links", "link", "meta", "pagination", "pageinfo", "paging", "metadata", "responsemetadata", "resultinfo",
    "page", "nextpage", "next", "cursors",
}  # fmt: skip
_NEXT_OBJECTS = {"next", "nextpage"}
_CURSOR_OBJECTS = {"cursors"}
"""Objects inside those around a page that have its cursors, named like their parameters."""
_PAGES = {"page", "pagenumber", "pagenum", "pageno", "currentpage", "paginationpage"}
_OFFSETS = {"offset", "skip", "pageoffset", "startat", "skipcount", "paginationstart"}
_SIZES = {"limit", "rows", "size", "count", "pagesize", "maxresults"}
"""Parameters that say how many items a page has; beside one of them, ``start`` is an offset."""


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
    is_counted = found.style in ("page", "offset")
    return replace(
        found,
        total=_named(_TOTALS, page, schemas) if is_counted else "",
        pages=_named(_PAGE_COUNTS, page, schemas, ("integer",)) if found.style == "page" else "",
        more=_named(_MORE, page, schemas),
        last=_named(_LAST, page, schemas, ("boolean",)),
    )


def _by_body(items: str, page: Schema, body: Body | None, schemas: Schemas) -> Pagination | None:
    """A cursor that is a property of the request body."""
    if body is None or not body.contents or kind_of(body.contents[0].media_type) != "json":
        return None
    for name, schema in schemas.properties(body.contents[0].schema).items():
        if _plain(name) in _CURSORS:
            following = _next_of(_plain(name), schema, page, schemas) or _next(page, schemas)
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
    every = {_plain(it.wire_name): it for it in parameters if it.location == "query"}
    query = {name: parameter for name, parameter in every.items() if not parameter.required}
    if any(header.name.lower() == "link" for response in successes for header in response.headers):
        return Pagination("link", items)
    is_ambiguous = len(query.keys() & (_PAGES | _OFFSETS)) > 1
    address = _address(page, schemas, is_ambiguous)
    if address:
        return Pagination("link", items, next=address)
    return _by_cursor(items, page, query, schemas) or _by_count(items, every, schemas)


def _by_cursor(
    items: str, page: Schema, query: Mapping[str, Parameter], schemas: Schemas
) -> Pagination | None:
    """A parameter that takes what a page has for it; ``query`` has the optional ones by plain name."""
    for name, parameter in query.items():
        named = _next_of(name, parameter.schema, page, schemas)
        if named:
            return Pagination("cursor", items, str(parameter.name), named)
    next_pointer = _next(page, schemas)
    for name, parameter in query.items():
        if next_pointer and (name in _CURSORS or name == "marker"):
            return Pagination("cursor", items, str(parameter.name), next_pointer)
    for name, parameter in query.items():
        is_cursor = name in _CURSORS or (name in _OFFSETS and _is_text(parameter.schema, schemas))
        same = _named((name,), page, schemas, ("string",)) if is_cursor else ""
        if same:
            return Pagination("cursor", items, str(parameter.name), same)
    if "marker" in query and _has_id(items, page, schemas):
        return Pagination("cursor", items, str(query["marker"].name), f"{items}/-1/id")
    for name in ("after", "startingafter"):
        if name in query and _named(_MORE, page, schemas) and _has_id(items, page, schemas):
            return Pagination("cursor", items, str(query[name].name), f"{items}/-1/id")
    return None


def _by_count(items: str, query: Mapping[str, Parameter], schemas: Schemas) -> Pagination | None:
    """A parameter that counts pages or items; ``query`` has all of them by plain name."""
    for name, parameter in query.items():
        if _is_number(parameter.schema, schemas):
            if name in _PAGES:
                lowest = (schemas.says(parameter.schema, keyword) for keyword in ("minimum", "default"))
                start = 0 if next((value for value in lowest if value is not None), 1) == 0 else 1
                return Pagination("page", items, str(parameter.name), start=start)
            if name in _OFFSETS or (name == "start" and not query.keys().isdisjoint(_SIZES)):
                return Pagination("offset", items, str(parameter.name))
    return None


def _plain(name: str) -> str:
    """A name in lower case and without separators: ``page[number]`` is ``pagenumber``."""
    return "".join(character for character in name.lower() if character.isalnum())


def _is_number(schema: Schema, schemas: Schemas) -> bool:
    """Whether the values of a schema are numbers, or null."""
    return schemas.types(_without_null(schema, schemas)) in (("integer",), ("number",))


def _is_text(schema: Schema, schemas: Schemas) -> bool:
    """Whether the values of a schema are strings, or null."""
    return schemas.types(_without_null(schema, schemas)) == ("string",)


def _next_of(wire_name: str, own: Schema, page: Schema, schemas: Schemas) -> str | None:
    """Where a page has the next value of a parameter: in ``next_<parameter>``, or in a next page object.

    ``wire_name`` is the plain name of the parameter, ``own`` its schema.
    """
    wanted = (f"next{wire_name}", f"nextpage{wire_name}")
    for pointer, name in _names(page, schemas):
        is_inside = _plain(pointer.split("/")[-2]) in _NEXT_OBJECTS and _plain(name) == wire_name
        if is_inside or _plain(name) in wanted:
            schema = _at(page, pointer, schemas)
            is_scalar = not {"object", "array"}.intersection(schemas.types(schema))
            if is_scalar and _is_number(schema, schemas) == _is_number(own, schemas):
                return pointer
    return None


def _named(names: Collection[str], page: Schema, schemas: Schemas, types: tuple[str, ...] = ()) -> str:
    """The pointer to the first property of a page with one of these plain names and, if given, types.

    Empty if there is none.
    """
    found = (pointer for pointer, name in _names(page, schemas) if _plain(name) in names)
    return next((it for it in found if not types or schemas.types(_at(page, it, schemas)) == types), "")


def _page(successes: tuple[Response, ...]) -> Schema | None:
    contents = [content for response in successes for content in response.contents]
    return contents[0].schema if contents and kind_of(contents[0].media_type) == "json" else None


def _items(page: Schema, schemas: Schemas) -> str | None:
    """The pointer to the items in a page: the page itself, or the only array that can be meant."""
    if schemas.types(page) == ("array",):
        return ""
    for place, inside in _places(page, schemas):
        found = _only_list(inside, schemas)
        if found:
            return join_pointer((*place, found))
    return None


def _only_list(page: Schema, schemas: Schemas) -> str | None:
    """The property that is a list with a usual name, the only list, or the only list of objects."""
    properties = schemas.properties(page)
    lists = {
        name: schemas.says(_without_null(schema, schemas), "items") or {}
        for name, schema in properties.items()
        if schemas.types(_without_null(schema, schemas)) == ("array",)
    }
    usual = [name for wanted in _ITEMS for name in lists if _plain(name) == wanted]
    of_objects = [name for name, item in lists.items() if "object" in schemas.types(item)]
    for names in (usual[:1], list(lists), of_objects):
        if len(names) == 1:
            return names[0]
    return None


def _next(page: Schema, schemas: Schemas) -> str | None:
    """The pointer to the cursor of the next page in a page; None if there is none."""
    for pointer, name in _names(page, schemas):
        is_cursor = _plain(name) != "nextpage" or _is_text(_at(page, pointer, schemas), schemas)
        is_next = _plain(pointer.split("/")[-2]) in _CURSOR_OBJECTS and _plain(name) == "next"
        if is_next or (_plain(name) in _NEXT and is_cursor):
            return pointer
    return None


def _address(page: Schema, schemas: Schemas, is_ambiguous: bool) -> str | None:
    """The pointer to the URL of the next page in a page; None if there is none.

    ``is_ambiguous`` says that several parameters could count pages, so that only a link names the right one.
    """
    for pointer, name in _names(page, schemas):
        around = _plain(pointer.split("/")[-2])
        is_address = (name == "href" and around in _NEXT_OBJECTS) or _plain(name) in _ADDRESSES
        if name == "next" and around not in _CURSOR_OBJECTS:
            schema = _at(page, pointer, schemas)
            beside = schemas.properties(_at(page, pointer.rpartition("/")[0], schemas))
            is_uri = schemas.says(schema, "format") == "uri"
            is_beside_others = not beside.keys().isdisjoint(_BACK)
            branches = schemas.typed_branches(schema) or [schema]
            is_text = any("string" in schemas.types(branch) for branch in branches)
            is_address = is_text and (is_uri or is_beside_others or is_ambiguous or around in _LINKS)
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


def _places(page: Schema, schemas: Schemas) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """A page itself, and the objects in it that may contain all that it has, with their names."""
    yield (), page
    for name, schema in schemas.properties(page).items():
        inside = _without_null(schema, schemas)
        if _plain(name) in _WRAPPERS and "object" in schemas.types(inside):
            yield (name,), inside


def _names(page: Schema, schemas: Schemas) -> Iterator[tuple[str, str]]:
    for place, outer in _places(page, schemas):
        properties = schemas.properties(outer)
        for name in properties:
            yield join_pointer((*place, name)), name
        for name, schema in properties.items():
            if _plain(name) in _AROUND:
                yield from _names_around((*place, name), _without_null(schema, schemas), schemas)


def _names_around(place: tuple[str, ...], around: Schema, schemas: Schemas) -> Iterator[tuple[str, str]]:
    inside = schemas.properties(around)
    for name in inside:
        yield join_pointer((*place, name)), name
    for name in (it for it in inside if _plain(it) in _NEXT_OBJECTS | _CURSOR_OBJECTS):
        for inner in schemas.properties(_without_null(inside[name], schemas)):
            yield join_pointer((*place, name, inner)), inner
    others = schemas.says(around, "additionalProperties")
    if _plain(place[-1]) in _LINKS and "next" not in inside and "href" in schemas.properties(others or {}):
        yield join_pointer((*place, "next", "href")), "href"


def _has_id(items: str, page: Schema, schemas: Schemas) -> bool:
    return "id" in schemas.properties(schemas.says(_at(page, items, schemas), "items") or {})
