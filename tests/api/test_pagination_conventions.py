"""Which operations are paginated, by the conventions of frameworks and public APIs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import oasmith
import pytest
import yaml

TEXT: Any = {"type": "string"}
NUMBER: Any = {"type": "integer"}
FLAG: Any = {"type": "boolean"}
OPTIONAL: Any = {"type": ["string", "null"]}
TEXTS: Any = {"type": "array", "items": TEXT}
LIST: Any = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT}}}


def has(**properties: Any) -> Any:
    return {"type": "object", "properties": properties}


def query(name: str, schema: Any = NUMBER, **more: Any) -> Any:
    return {"name": name, "in": "query", "schema": schema, **more}


FROM_ZERO = {"type": "integer", "default": 0, "minimum": 0}
HREF = has(href=TEXT)
CONVENTIONS: dict[str, tuple[list[Any], Any, str]] = {
    "Spring": (
        [query("page", FROM_ZERO), query("size")],
        has(content=LIST, sort=LIST, last=FLAG, totalPages=NUMBER, totalElements=NUMBER),
        "page page 0 /content total=/totalElements pages=/totalPages last=/last",
    ),
    "Spring, the pages in an object": (
        [query("page", FROM_ZERO)],
        has(content=LIST, page=has(number=NUMBER, totalPages=NUMBER)),
        "page page 0 /content pages=/page/totalPages",
    ),
    "Spring HATEOAS": (
        [query("page")],
        has(_embedded=has(pets=LIST), _links={"type": "object", "additionalProperties": HREF}),
        "link  1 /_embedded/pets next=/_links/next/href",
    ),
    "HAL": (
        [],
        has(_embedded=has(pets=LIST), _links=has(next=HREF)),
        "link  1 /_embedded/pets next=/_links/next/href",
    ),
    "Facebook": (
        [query("after", TEXT), query("before", TEXT), query("limit")],
        has(data=LIST, paging=has(cursors=has(before=TEXT, after=TEXT), next=TEXT)),
        "cursor after 1 /data next=/paging/cursors/after",
    ),
    "cursors in both directions": (
        [query("cursor", TEXT)],
        has(data=LIST, meta=has(cursors=has(prev=OPTIONAL, next=OPTIONAL))),
        "cursor cursor 1 /data next=/meta/cursors/next",
    ),
    "cursors beside the items": (
        [query("cursor", TEXT)],
        has(data=LIST, cursors=has(before=OPTIONAL, next=OPTIONAL)),
        "cursor cursor 1 /data next=/cursors/next",
    ),
    "Salesforce": (
        [query("q", TEXT)],
        has(records=LIST, done=FLAG, nextRecordsUrl=TEXT),
        "link  1 /records next=/nextRecordsUrl",
    ),
    "Pinterest": (
        [query("bookmark", TEXT), query("page_size")],
        has(items=LIST, bookmark=OPTIONAL),
        "cursor bookmark 1 /items next=/bookmark",
    ),
    "DynamoDB": (
        [query("exclusive_start_key", TEXT)],
        has(items=LIST, last_evaluated_key=OPTIONAL),
        "cursor exclusive_start_key 1 /items next=/last_evaluated_key",
    ),
    "Svix": (
        [query("iterator", OPTIONAL), query("limit")],
        has(data=LIST, iterator=OPTIONAL, done=FLAG),
        "cursor iterator 1 /data next=/iterator last=/done",
    ),
    "JSON:API, links": (
        [query("page[number]")],
        has(data=LIST, links=has(next={"anyOf": [TEXT, HREF]})),
        "link  1 /data next=/links/next",
    ),
    "JSON:API, numbers": (
        [query("page[number]"), query("page[size]")],
        has(data=LIST, meta=has(total=NUMBER)),
        "page page[number] 1 /data total=/meta/total",
    ),
    "JSON:API, offsets": ([query("page[offset]")], has(data=LIST), "offset page[offset] 1 /data"),
    "Laravel": (
        [query("page")],
        has(data=LIST, links=LIST, last_page=NUMBER, next_page_url=OPTIONAL),
        "link  1 /data next=/next_page_url",
    ),
    "ABP": (
        [query("SkipCount")],
        has(items=LIST, totalCount=NUMBER),
        "offset SkipCount 1 /items total=/totalCount",
    ),
    "OData": (
        [query("$skip")],
        {"type": "object", "properties": {"value": LIST, "@odata.nextLink": TEXT}},
        "link  1 /value next=/@odata.nextLink",
    ),
    "OData without links": ([query("$skip")], has(value=LIST), "offset $skip 1 /value"),
    "Google": (
        [query("pageToken", TEXT)],
        has(books=LIST, unreachable=TEXTS, nextPageToken=TEXT),
        "cursor pageToken 1 /books next=/nextPageToken",
    ),
    "Anthropic": (
        [query("after_id", TEXT)],
        has(data=LIST, last_id=OPTIONAL, has_more=FLAG),
        "cursor after_id 1 /data next=/last_id more=/has_more",
    ),
    "Kubernetes": (
        [query("continue", TEXT)],
        has(items=LIST, metadata={"type": "object", "properties": {"continue": TEXT}}),
        "cursor continue 1 /items next=/metadata/continue",
    ),
    "Jira": (
        [query("startAt")],
        has(issues=LIST, warningMessages=TEXTS, total=NUMBER, isLast=FLAG),
        "offset startAt 1 /issues total=/total last=/isLast",
    ),
    "Bitbucket": (
        [query("start"), query("limit")],
        has(values=LIST, isLastPage=FLAG, nextPageStart={"type": ["integer", "null"]}),
        "cursor start 1 /values next=/nextPageStart last=/isLastPage",
    ),
    "Confluence": (
        [query("cursor", TEXT)],
        has(results=LIST, _links=has(next=TEXT, base=TEXT)),
        "link  1 /results next=/_links/next",
    ),
    "Airtable": (
        [query("offset", TEXT)],
        has(records=LIST, offset=TEXT),
        "cursor offset 1 /records next=/offset",
    ),
    "fastapi-pagination": (
        [query("cursor", OPTIONAL)],
        has(items=LIST, next_page=OPTIONAL),
        "cursor cursor 1 /items next=/next_page",
    ),
    "an envelope": (
        [query("page"), query("pageSize")],
        has(code=NUMBER, message=TEXT, data=has(list=LIST, total=NUMBER)),
        "page page 1 /data/list total=/data/total",
    ),
    "Cloudflare": (
        [query("page")],
        has(success=FLAG, errors=TEXTS, result=LIST, result_info=has(total_pages=NUMBER)),
        "page page 1 /result pages=/result_info/total_pages",
    ),
    "a page that is required": (
        [query("page", required=True)],
        has(items=LIST, hasNext=FLAG),
        "page page 1 /items more=/hasNext",
    ),
    "a start beside a limit": ([query("start"), query("rows")], has(results=LIST), "offset start 1 /results"),
    "a start that is a time": ([query("start"), query("end")], has(results=LIST), ""),
    "a cursor that is required": (
        [query("cursor", TEXT, required=True)],
        has(items=LIST, next_cursor=TEXT),
        "",
    ),
    "several lists": ([query("page")], has(added=LIST, removed=LIST), ""),
    "a page of something else": ([query("page")], has(name=TEXT, last=TEXT), ""),
    "a link without a page": ([], has(items=LIST, links=has(self=TEXT)), ""),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pagination of each operation, in one line."""
    paths = {
        f"/{number}": {
            "get": {
                "operationId": f"op{number}",
                "summary": name,
                "parameters": parameters,
                "responses": {
                    "200": {"description": "ok", "content": {"application/json": {"schema": page}}}
                },
            }
        }
        for number, (name, (parameters, page, _)) in enumerate(CONVENTIONS.items())
    }
    path: Path = tmp_path_factory.mktemp("conventions") / "openapi.yaml"
    path.write_text(
        yaml.safe_dump({"openapi": "3.1.0", "info": {"title": "P", "version": "1"}, "paths": paths})
    )
    return {operation.summary: line(operation) for operation in oasmith.read_api(path).operations}


def line(operation: Any) -> str:
    it = operation.pagination
    if it is None:
        return ""
    wire_names = {str(parameter.name): parameter.wire_name for parameter in operation.parameters}
    pointers = {name: getattr(it, name) for name in ("next", "total", "pages", "more", "last")}
    parts = [it.style, wire_names.get(it.parameter, it.parameter), str(it.start), it.items]
    return " ".join([*parts, *(f"{name}={pointer}" for name, pointer in pointers.items() if pointer)])


@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_convention(found: dict[str, str], name: str) -> None:
    assert found[name] == CONVENTIONS[name][2]
