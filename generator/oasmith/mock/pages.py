"""Pages end: what follows the first page of a list is its last page."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from oasmith.api.model import Operation, Pagination
from oasmith.schemas import Schema
from oasmith.values.cache import SchemaCache


def ended(
    operation: Operation, request: Mapping[str, Any], value: Any, schema: Schema, schemas: SchemaCache
) -> Any:
    """The body of a response as that of a last page, if the request asks for more than the first page.

    The URL of a next page is always removed, because a sample URL leads nowhere. The body stays as it is
    where its schema allows no other one.
    """
    pagination = operation.pagination
    if pagination is None:
        return value
    if pagination.style == "link":
        candidates = _without(value, pagination.next)
    elif not _continues(operation, pagination, request):
        return value
    elif pagination.style == "cursor":
        candidates = _without(value, pagination.next)
    else:
        candidates = _with(value, pagination.items, [])
    return next((found for found in candidates if schemas.is_valid(schema, found)), value)


def _continues(operation: Operation, pagination: Pagination, request: Mapping[str, Any]) -> bool:
    """Whether a request asks for another page than the first one."""
    if pagination.is_in_body:
        given = (request.get("body") or {}).get(pagination.parameter)
    else:
        counts = next(each for each in operation.parameters if each.name == pagination.parameter)
        given = (request.get(counts.location) or {}).get(counts.wire_name)
    return given not in (None, "", pagination.start if pagination.style == "page" else 0)


def _without(value: Any, pointer: str) -> Iterator[Any]:
    """The value without what is at a JSON pointer, or with null or an empty string there."""
    changed, parent, name = _copied(value, pointer)
    if name in parent:
        del parent[name]
        yield changed
        yield from _with(value, pointer, None)
        yield from _with(value, pointer, "")


def _with(value: Any, pointer: str, new: Any) -> Iterator[Any]:
    """The value with another one at a JSON pointer."""
    changed, parent, name = _copied(value, pointer)
    if name:
        parent[name] = new
    yield changed if name else new


def _copied(value: Any, pointer: str) -> tuple[Any, dict[str, Any], str]:
    """A copy of a value, and the object in it that has the last name of a JSON pointer."""
    changed = copy.deepcopy(value)
    *names, last = pointer.split("/")[1:] or [""]
    place = changed
    for name in names:
        place = place.get(name) if isinstance(place, dict) else None
    return changed, place if isinstance(place, dict) else {}, last
