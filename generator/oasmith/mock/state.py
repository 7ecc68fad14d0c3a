"""Resources that are kept between requests, which can be created, read, listed, changed and deleted.

A collection is a path that has items at ``path/{id}``, and that creates items by POST, or by PUT to an
item. A collection that is only read is not kept.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from oasmith.api.model import Api, Operation
from oasmith.mock.messages import HttpError
from oasmith.runtime.operation import to_text
from oasmith.schemas import Schema
from oasmith.values.cache import SchemaCache
from oasmith.values.scalars import random_uuid

Segments = tuple[str, ...]

_ITEM = re.compile(r"(?P<collection>.*)/\{(?P<id_name>[^{}/]+)\}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A JSON value and its schema."""

    value: Any
    schema: Schema


@dataclass(frozen=True, slots=True)
class _Role:
    """What a path is: an item or a collection; ``id_name`` is the variable that identifies an item."""

    is_item: bool
    id_name: str
    has_post: bool


class State:
    """The resources in all collections of an API."""

    def __init__(self, api: Api, schemas: SchemaCache, seed: int) -> None:
        self._schemas = schemas
        self._seed = seed
        self._roles = _roles(api)
        self._resources: dict[Segments, dict[str, Typed]] = defaultdict(dict)
        self._created = 0

    def respond(self, operation: Operation, segments: Segments, body: Any, response: Typed) -> Any:
        """The body of a response with the kept resources in it, after a request with this path and body.

        Raises HttpError 404 for an item that was not created or was deleted.
        """
        role = self._roles.get(operation.path)
        if role is None:
            return response.value
        if role.is_item:
            return self._item(role, operation.method, segments, body, response)
        if operation.method == "POST":
            return self._create(role, segments, body, response)
        return self._list(segments, response) if operation.method in ("GET", "HEAD") else response.value

    def _create(self, role: _Role, segments: Segments, body: Any, response: Typed) -> Any:
        wrapper = _wrapper(response.value, role.id_name)
        inner = self._inner(response, wrapper)
        template = inner.value if isinstance(inner.value, dict) else {}
        fields = _unwrapped(body, wrapper, template)
        template = fields if response.value is None else template
        created = self._fitted(self._merged(template, fields, inner.schema), Typed(template, inner.schema))
        identity, created = self._identified(created, fields, role.id_name, inner.schema)
        self._resources[segments][identity] = Typed(created, inner.schema)
        return self._shown(created, wrapper, response)

    def _item(self, role: _Role, method: str, segments: Segments, body: Any, response: Typed) -> Any:
        *above, identity = segments
        items = self._resources[tuple(above)]
        wrapper = _wrapper(response.value, role.id_name)
        if identity not in items:
            if method != "PUT" or role.has_post:
                raise HttpError(404, f"there is no {role.id_name} {identity!r} in /{'/'.join(above)}")
            inner = self._inner(response, wrapper)
            items[identity] = Typed(inner.value if isinstance(inner.value, dict) else {}, inner.schema)
        if method == "DELETE":
            self._delete(segments)
            return response.value
        resource = items[identity]
        if method in ("PUT", "PATCH"):
            fields = _unwrapped(body, wrapper, resource.value)
            changed = self._fitted(self._merged(resource.value, fields, resource.schema), resource)
            resource = items[identity] = Typed(changed, resource.schema)
        return self._shown(resource.value, wrapper, response)

    def _delete(self, segments: Segments) -> None:
        """Delete an item and all items below it."""
        *above, identity = segments
        del self._resources[tuple(above)][identity]
        for collection in [key for key in self._resources if key[: len(segments)] == segments]:
            del self._resources[collection]

    def _list(self, segments: Segments, response: Typed) -> Any:
        """The response with the resources as its first array, or as the response itself if it is one."""
        value = response.value
        if isinstance(value, list):
            return self._items(segments, response)
        fields = value if isinstance(value, dict) else {}
        name = next((name for name, inner in fields.items() if isinstance(inner, list)), None)
        if name is None:
            return value
        return {**fields, name: self._items(segments, self._inner(response, name))}

    def _items(self, segments: Segments, array: Typed) -> list[Any]:
        item_schema = self._schemas.shape(array.schema).item(0)
        template = Typed(array.value[0] if array.value else {}, item_schema)
        return [self._fitted(resource.value, template) for resource in self._resources[segments].values()]

    def _shown(self, resource: dict[str, Any], wrapper: str | None, response: Typed) -> Any:
        """A response with a resource in it, in the property ``wrapper`` if there is one."""
        if not isinstance(response.value, dict):
            return response.value
        fitted = self._fitted(resource, self._inner(response, wrapper))
        return fitted if wrapper is None else {**response.value, wrapper: fitted}

    def _inner(self, response: Typed, wrapper: str | None) -> Typed:
        if wrapper is None:
            return response
        return Typed(response.value[wrapper], self._schemas.shape(response.schema).property(wrapper))

    def _merged(self, old: Any, new: Any, schema: Schema) -> Any:
        """The old value with the new values of fields that it has or that the schema describes."""
        shape = self._schemas.shape(schema)
        if isinstance(old, dict) and isinstance(new, Mapping):
            names = [name for name in new if name in old or self._is_shown(shape.properties.get(name))]
            return old | {
                name: self._merged(old.get(name), new[name], shape.property(name)) for name in names
            }
        if isinstance(old, list) and isinstance(new, list) and old:
            return [
                self._merged(old[index % len(old)], item, shape.item(index)) for index, item in enumerate(new)
            ]
        return new

    def _is_shown(self, schema: Schema | None) -> bool:
        return schema is not None and not self._schemas.view.is_write_only(schema)

    def _fitted(self, resource: Any, template: Typed) -> Any:
        """A resource if it is valid, else a template with all of its fields that keep it valid."""
        schema = template.schema
        if self._schemas.is_valid(schema, resource):
            return copy.deepcopy(resource)
        fitted = copy.deepcopy(template.value)
        if isinstance(fitted, dict) and isinstance(resource, dict):
            known = self._schemas.shape(schema).properties
            for name, value in resource.items():
                changed = {**fitted, name: value}
                if (name in fitted or name in known) and self._schemas.is_valid(schema, changed):
                    fitted = changed
        return fitted

    def _identified(
        self, resource: dict[str, Any], fields: dict[str, Any], id_name: str, schema: Schema
    ) -> tuple[str, dict[str, Any]]:
        """An id, and the resource with it: the id in the request, or a new one of a valid type."""
        self._created += 1
        known = {**self._schemas.shape(schema).properties, **resource}
        name = next((name for name in (id_name, "id") if name in known), None)
        uuid = random_uuid(Random(f"{self._seed} id {self._created}"))
        if name is None:
            return uuid, resource
        if name not in fields:
            for candidate in (uuid, self._created, str(self._created), uuid.replace("-", "")):
                identified = {**resource, name: candidate}
                if self._schemas.is_valid(schema, identified):
                    return to_text(candidate), identified
        return to_text(resource.get(name, uuid)), resource


def _roles(api: Api) -> dict[str, _Role]:
    """The role of each path that is a collection or an item of one."""
    methods: dict[str, set[str]] = defaultdict(set)
    for operation in api.operations:
        methods[operation.path].add(operation.method)
    roles: dict[str, _Role] = {}
    for path, own in methods.items():
        found = _ITEM.fullmatch(path)
        above = methods.get(found["collection"], set()) if found else set()
        if found and ("POST" in above or "PUT" in own):
            roles[path] = _Role(True, found["id_name"], "POST" in above)
            roles.setdefault(found["collection"], _Role(False, found["id_name"], "POST" in above))
        elif own >= {"POST", "GET"}:
            roles.setdefault(path, _Role(False, "id", True))
    return roles


def _wrapper(value: Any, id_name: str) -> str | None:
    """The only property of a response that is an object, if the response is not the resource itself."""
    if not isinstance(value, dict) or id_name in value or "id" in value:
        return None
    objects = [name for name, inner in value.items() if isinstance(inner, dict)]
    return objects[0] if len(objects) == 1 else None


def _unwrapped(body: Any, wrapper: str | None, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in a request body, which may have a wrapper too; none if it is not an object."""
    if not isinstance(body, dict):
        return {}
    if len(body) == 1:
        ((name, inner),) = body.items()
        if isinstance(inner, dict) and (name == wrapper or name not in resource):
            return inner
    return body
