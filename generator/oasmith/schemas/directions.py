"""Schemas for requests, which do not require ``readOnly`` properties (OpenAPI 3.1 §4.8.24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from oasmith.schemas.nodes import Schema, branches, members, reference
from oasmith.structure import FIELDS, map_schemas

_SAME_OBJECT = frozenset(("allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas"))
"""Keywords whose schemas describe the same object as the schema around them."""
_NAMING = frozenset(("properties", "$ref", "allOf"))
"""Keywords that can give a schema properties."""
_UNCHANGED = frozenset(("if", "not"))
"""Conditions. They are copied as they are: a weaker condition could require more of a request."""


class View(Protocol):
    """The methods of ``Schemas`` that this module uses."""

    def __getitem__(self, name: str) -> Schema: ...
    def __contains__(self, name: object) -> bool: ...
    def layers(self, schema: Schema) -> Iterable[Mapping[str, Any]]: ...
    def one_way(self, schema: Schema, keyword: str) -> set[str]: ...


class ForRequests:
    """Copies schemas for requests: the copies do not require ``readOnly`` properties.

    Requests may still have ``readOnly`` properties, since servers ignore them. With ``hides``, the copies
    neither have these properties nor mark others as ``writeOnly``.
    """

    def __init__(self, view: View, hides: bool = False) -> None:
        self._view = view
        self._hides = hides

    def copy(self, schema: Schema) -> Schema:
        """A copy of a schema for requests."""
        return self._copy(schema, frozenset(), frozenset())

    def _copy(self, schema: Schema, around: frozenset[str], inlined: frozenset[str]) -> Schema:
        """Copy a schema.

        ``around`` are the read-only properties of the schemas around it that describe the same object,
        ``inlined`` the named schemas whose copies replace references to them.
        """
        if not isinstance(schema, Mapping):
            return schema
        hidden = around | self._own(schema)
        result = {key: self._value(key, value, hidden, inlined) for key, value in schema.items()}
        self._relax(result, hidden)
        if any(self._demands(branch, hidden | self._own(branch)) for branch in schema.get("oneOf", ())):
            # With fewer required properties, several branches may be valid for one request.
            result["allOf"] = [*result.get("allOf", ()), {"anyOf": result.pop("oneOf")}]
        name = reference(schema)
        if name is not None and name in self._view and name not in inlined:
            target = self._view[name]
            rest = hidden - self._own(target)
            if rest and self._demands(target, rest):
                del result["$ref"]
                inner = self._copy(target, hidden, inlined | {name})
                result["allOf"] = [*result.get("allOf", ()), inner]
        return result

    def _value(self, keyword: str, value: Any, hidden: frozenset[str], inlined: frozenset[str]) -> Any:
        """The value of a keyword, with copies of the schemas in it."""
        if keyword not in FIELDS["schema"] or keyword in _UNCHANGED:
            return value
        is_same = keyword in _SAME_OBJECT
        hidden, inlined = (hidden, inlined) if is_same else (frozenset(), frozenset())
        match FIELDS["schema"][keyword][0], value:
            case "list", list():
                return [self._copy(schema, hidden, inlined) for schema in value]
            case "map", dict():
                return {name: self._copy(schema, hidden, inlined) for name, schema in value.items()}
            case "one", _:
                return self._copy(value, hidden, inlined)
        return value

    def _relax(self, result: dict[str, Any], hidden: frozenset[str]) -> None:
        if "required" in result:
            result["required"] = [name for name in result["required"] if name not in hidden]
        if "dependentRequired" in result:
            result["dependentRequired"] = {
                key: [name for name in names if name not in hidden]
                for key, names in result["dependentRequired"].items()
            }
        if self._hides:
            result.pop("writeOnly", None)
            if "properties" in result:
                own = result["properties"].items()
                result["properties"] = {name: value for name, value in own if name not in hidden}

    def _own(self, schema: Schema) -> frozenset[str]:
        has_properties = isinstance(schema, Mapping) and not _NAMING.isdisjoint(schema)
        return frozenset(self._view.one_way(schema, "readOnly")) if has_properties else frozenset()

    def _demands(self, schema: Schema, names: Iterable[str], seen: frozenset[int] = frozenset()) -> bool:
        """Whether a schema or a branch of it requires one of the properties."""
        wanted = set(names)
        layers = [layer for layer in self._view.layers(schema) if id(layer) not in seen] if wanted else []
        if any(not wanted.isdisjoint(layer.get("required", ())) for layer in layers):
            return True
        seen |= {id(layer) for layer in layers}
        return any(self._demands(branch, wanted, seen) for layer in layers for branch in branches(layer))


def without_demands(view: View, schema: Schema, keyword: str) -> Schema:
    """A copy of a schema, in the same form, without its properties with a keyword in ``required``.

    ``keyword`` is ``readOnly`` or ``writeOnly``.
    """

    def change(node: dict[str, Any]) -> dict[str, Any]:
        hidden = view.one_way(node, keyword)
        inner = [_not_requiring(member, hidden) for member in members(node)]
        found = dict(_not_requiring(node, hidden))
        return found | ({"allOf": inner} if inner else {})

    found: Schema = map_schemas(schema, change)
    return found


def _not_requiring(schema: Any, names: Iterable[str]) -> Any:
    if not isinstance(schema, Mapping) or "required" not in schema:
        return schema
    return {**schema, "required": [name for name in schema["required"] if name not in set(names)]}
