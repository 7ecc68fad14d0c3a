"""Resources that outlive a request: what was created is shown, listed, changed and deleted.

A collection is a path whose items are one variable segment below it. Something has to create the items:
POST to the collection, or PUT to an item; a collection that can only be read is none for this.
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
from oasmith.mock.messages import Refusal
from oasmith.runtime.operation import to_text
from oasmith.schemas import Schema
from oasmith.values.cache import SchemaCache
from oasmith.values.scalars import random_uuid

Segments = tuple[str, ...]

_ITEM = re.compile(r"(?P<collection>.*)/\{(?P<id_name>[^{}/]+)\}")


@dataclass(frozen=True, slots=True)
class _Role:
    """What a path is for: items or their collection; ``id_name`` is the variable that tells items apart."""

    is_item: bool
    id_name: str
    has_post: bool


@dataclass(frozen=True, slots=True)
class _Resource:
    """A resource as it was last seen, and the schema of the response that showed it."""

    value: dict[str, Any]
    schema: Schema


class State:
    """The resources of all collections of an API."""

    def __init__(self, api: Api, schemas: SchemaCache, seed: int) -> None:
        self._schemas = schemas
        self._seed = seed
        self._roles = _roles(api)
        self._resources: dict[Segments, dict[str, _Resource]] = defaultdict(dict)
        self._created = 0

    def answered(
        self, operation: Operation, segments: Segments, body: Any, schema: Schema, value: Any
    ) -> Any:
        """The value of a response, with the resources in it that it is about.

        ``segments`` are those of the request's path; ``schema`` and ``value`` are the response's.
        Raises Refusal 404 for an item that was not created or is deleted.
        """
        role = self._roles.get(operation.path)
        if role is None:
            return value
        if role.is_item:
            return self._item(role, operation.method, segments, body, schema, value)
        if operation.method == "POST":
            return self._create(role, segments, body, schema, value)
        return self._list(segments, schema, value) if operation.method in ("GET", "HEAD") else value

    def _create(self, role: _Role, segments: Segments, body: Any, schema: Schema, value: Any) -> Any:
        wrapper = _wrapper(value, role.id_name)
        inner = self._schemas.shape(schema).property(wrapper) if wrapper else schema
        template = value[wrapper] if wrapper else value
        if not isinstance(template, dict):
            template = {}
        fields = _unwrapped(body, wrapper, template)
        template = fields if value is None else template
        created = self._fitted(self._blended(template, fields, inner), template, inner)
        identity, created = self._identified(created, fields, role.id_name, inner)
        self._resources[segments][identity] = _Resource(created, inner)
        return self._shown(created, wrapper, schema, value)

    def _item(
        self, role: _Role, method: str, segments: Segments, body: Any, schema: Schema, value: Any
    ) -> Any:
        *above, identity = segments
        known = self._resources[tuple(above)]
        wrapper = _wrapper(value, role.id_name)
        if identity not in known:
            if method != "PUT" or role.has_post:
                raise Refusal(404, f"there is no {role.id_name} {identity!r} in /{'/'.join(above)}")
            inner = self._schemas.shape(schema).property(wrapper) if wrapper else schema
            template = value[wrapper] if wrapper else value
            known[identity] = _Resource(template if isinstance(template, dict) else {}, inner)
        if method == "DELETE":
            self._delete(segments)
            return value
        resource = known[identity]
        if method in ("PUT", "PATCH"):
            fields = _unwrapped(body, wrapper, resource.value)
            changed = self._blended(resource.value, fields, resource.schema)
            changed = self._fitted(changed, resource.value, resource.schema)
            resource = known[identity] = _Resource(changed, resource.schema)
        return self._shown(resource.value, wrapper, schema, value)

    def _delete(self, segments: Segments) -> None:
        """Delete an item and whatever is below it."""
        *above, identity = segments
        del self._resources[tuple(above)][identity]
        for collection in [key for key in self._resources if key[: len(segments)] == segments]:
            del self._resources[collection]

    def _list(self, segments: Segments, schema: Schema, value: Any) -> Any:
        """The response with the resources in its first array, or as that array."""
        if isinstance(value, list):
            return self._items(segments, schema, value)
        fields = value if isinstance(value, dict) else {}
        name = next((name for name, inner in fields.items() if isinstance(inner, list)), None)
        if name is None:
            return value
        inner = self._schemas.shape(schema).property(name)
        return {**fields, name: self._items(segments, inner, fields[name])}

    def _items(self, segments: Segments, schema: Schema, drafted: list[Any]) -> list[Any]:
        item_schema = self._schemas.shape(schema).item(0)
        template = drafted[0] if drafted else {}
        return [
            self._fitted(resource.value, template, item_schema)
            for resource in self._resources[segments].values()
        ]

    def _shown(self, resource: dict[str, Any], wrapper: str | None, schema: Schema, value: Any) -> Any:
        """A response with a resource in it, below its wrapper if it has one."""
        if not isinstance(value, dict):
            return value
        if wrapper is None:
            return self._fitted(resource, value, schema)
        inner = self._schemas.shape(schema).property(wrapper)
        return {**value, wrapper: self._fitted(resource, value[wrapper], inner)}

    def _blended(self, old: Any, new: Any, schema: Schema) -> Any:
        """A value with the fields of another that have the same names, or names that the schema knows."""
        shape = self._schemas.shape(schema)
        if isinstance(old, dict) and isinstance(new, Mapping):
            names = [name for name in new if name in old or self._is_shown(shape.properties.get(name))]
            return old | {
                name: self._blended(old.get(name), new[name], shape.property(name)) for name in names
            }
        if isinstance(old, list) and isinstance(new, list) and old:
            return [
                self._blended(old[index % len(old)], item, shape.item(index))
                for index, item in enumerate(new)
            ]
        return new

    def _is_shown(self, schema: Schema | None) -> bool:
        return schema is not None and not self._schemas.view.is_write_only(schema)

    def _fitted(self, resource: Any, template: Any, schema: Schema) -> Any:
        """A resource if a schema allows it, else a template with as many of its fields as it allows."""
        if self._schemas.is_valid(schema, resource):
            return copy.deepcopy(resource)
        fitted = copy.deepcopy(template)
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
        """An id, and the resource with it: the client's own, or a new one of a kind that is valid."""
        self._created += 1
        known = {**self._schemas.shape(schema).properties, **resource}
        name = next((name for name in (id_name, "id") if name in known), None)
        text = random_uuid(Random(f"{self._seed} id {self._created}"))
        if name is None:
            return text, resource
        if name not in fields:
            for candidate in (text, self._created, str(self._created), text.replace("-", "")):
                identified = {**resource, name: candidate}
                if self._schemas.is_valid(schema, identified):
                    return to_text(candidate), identified
        return to_text(resource.get(name, text)), resource


def _roles(api: Api) -> dict[str, _Role]:
    """What each path is for that belongs to a collection."""
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
    """The one property of a response that holds the resource, if the response is not the resource itself."""
    if not isinstance(value, dict) or id_name in value or "id" in value:
        return None
    objects = [name for name, inner in value.items() if isinstance(inner, dict)]
    return objects[0] if len(objects) == 1 else None


def _unwrapped(body: Any, wrapper: str | None, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request, which may stand below a wrapper of their own; none if it is no object."""
    if not isinstance(body, dict):
        return {}
    if len(body) == 1:
        ((name, inner),) = body.items()
        if isinstance(inner, dict) and (name == wrapper or name not in resource):
            return inner
    return body
