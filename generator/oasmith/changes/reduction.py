"""Two documents without the content of what is the same in both, so that a comparison takes less time.

Path items and webhooks that are the same, with everything that they refer to, keep only what names depend on.
Components keep only their names if nothing else needs them, and also if they changed but are never used. Both
documents lose the same, so what is left has the same names, and the same changes, as in the whole documents.

What both documents lose depends only on their outlines, which are small.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from oasmith.reading.naming import class_title, tagged_extensions
from oasmith.structure import (
    METHODS,
    REFERENCE,
    Document,
    fragment_pointer,
    join_pointer,
    reference_in,
    split_pointer,
)

Name = tuple[str, str]
"""A component, path item or webhook: its section and its name."""
Names = frozenset[Name]

_SMALL = 200
"""The number of paths and components up to which documents are not reduced."""
_ELSEWHERE: Name = ("", "elsewhere")
"""What a reference leads to that leads to none of these, as into another file."""
_ANOTHER: Name = ("", "another")
"""What path items use that refer to another one: they are compared in any case."""
_TITLES = "titles"
"""The section of titles of inline schemas, which are like components: a class has the name in a title if all
schemas with it are the same."""
_SHARED, _AMBIGUOUS = b"shared", b"ambiguous"
"""The contents of titles: whether all schemas with them are the same."""
_OF_OPERATION = ("operationId", "tags", "security", "servers", "deprecated", "x-oasmith-name", "x-sunset")
_STUB: dict[str, Any] = {"type": "string"}
_USERS = "/x-oasmith-unchanged"
"""A path of both documents whose operation uses the components that operations that are left out use."""
_OTHERS = "x-oasmith-others"
"""A schema with the titles that are ambiguous because of what is left out."""


# Outlines


@dataclass(frozen=True, slots=True)
class Unit:
    """A path item, webhook or component: a hash of its content, and the others and the titles that it uses.

    ``parameters``, ``sent`` and ``received`` are the components that its operations use there. ``titled`` has
    the names in titles of its inline schemas, with hashes of these.
    """

    content: bytes
    uses: Names
    titled: frozenset[tuple[str, bytes]] = frozenset()
    parameters: Names = frozenset()
    sent: Names = frozenset()
    received: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Outline:
    """What a document consists of; ``items`` are its path items and webhooks by section and name.

    ``components`` also have its titles.
    """

    version: str
    items: Mapping[Name, Unit]
    components: Mapping[Name, Unit]

    @property
    def units(self) -> Mapping[Name, Unit]:
        """All of them."""
        return {**self.components, **self.items}


def outline(document: Any) -> Outline | None:
    """The outline of a document of any OpenAPI version.

    None if it has not the objects of OpenAPI, or refers to something else, which can refer to anything.
    """
    if not _is_plain(document):
        return None
    sections = (("paths", _path), ("webhooks", _webhook))
    items = {
        (section, key): unit_of(item)
        for section, unit_of in sections
        for key, item in (document.get(section) or {}).items()
    }
    components = {
        (section, key): _unit(node)
        for section, members in (document.get("components") or {}).items()
        if isinstance(members, Mapping)
        for key, node in members.items()
    }
    schemas = (document.get("components") or {}).get("schemas") or {}
    for base, extending in tagged_extensions(schemas).items():
        unit = components["schemas", base]
        uses = unit.uses.union(("schemas", key) for key in extending)
        components["schemas", base] = replace(unit, uses=uses)
    units = (*items.values(), *components.values())
    if any(_ELSEWHERE in unit.uses for unit in units):
        return None
    titles = _titles(units)
    return Outline(str(document.get("openapi")), items, components | titles)


def _is_plain(document: Any) -> bool:
    """Whether a document has the objects of OpenAPI where they are needed here."""
    if not isinstance(document, dict):
        return False
    parts = [document.get(key) or {} for key in ("paths", "webhooks", "components")]
    return all(isinstance(part, dict) for part in parts) and all(
        isinstance(section, dict) or key.startswith("x-") for key, section in parts[-1].items()
    )


def _unit(node: Any) -> Unit:
    objects = list(_objects(node))
    found = (class_title(it) for it in objects if it is not node)
    titled = frozenset((it[0], _content(it[1])) for it in found if it is not None)
    titles = ((_TITLES, title) for title, _ in titled)
    return Unit(_content(node), frozenset((*_references(objects), *titles)), titled)


def _titles(units: Iterable[Unit]) -> dict[Name, Unit]:
    """All titles of inline schemas, as components."""
    contents: dict[str, set[bytes]] = {}
    for title, content in (it for unit in units for it in unit.titled):
        contents.setdefault(title, set()).add(content)
    return {
        (_TITLES, title): Unit(_SHARED if len(found) == 1 else _AMBIGUOUS, frozenset())
        for title, found in contents.items()
    }


def _content(node: Any) -> bytes:
    # Version 2 writes equal values in the same way.
    return sha256(marshal.dumps(node, 2)).digest()


def _path(item: Any) -> Unit:
    unit = _unit(item)
    if not isinstance(item, Mapping) or reference_in(item) is not None:
        return replace(unit, uses=unit.uses | {_ANOTHER})
    found = list(_operations(item))
    return replace(
        unit,
        parameters=_used_in([item, *found], "parameters"),
        sent=_used_in(found, "requestBody"),
        received=_used_in(found, "responses", "callbacks"),
    )


def _webhook(item: Any) -> Unit:
    unit = _unit(item)
    if not isinstance(item, Mapping) or reference_in(item) is not None:
        return replace(unit, uses=unit.uses | {_ANOTHER})
    return replace(unit, received=_used_in(_operations(item), "requestBody"))


def _used_in(operations: Iterable[Mapping[str, Any]], *fields: str) -> Names:
    """The components that some fields of operations refer to."""
    parts = ({key: it[key] for key in fields if key in it} for it in operations)
    return frozenset(name for part in parts for name in _references(_objects(part)))


def _operations(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    others = item.get("additionalOperations")
    own = (item.get(method) for method in METHODS)
    for operation in (*own, *(others.values() if isinstance(others, Mapping) else ())):
        if isinstance(operation, Mapping):
            yield operation


_MAPS = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas", "responses",
     "parameters", "headers", "examples", "requestBodies", "securitySchemes", "links", "callbacks",
     "pathItems", "content", "encoding", "additionalOperations")
)  # fmt: skip
"""Fields whose keys are names."""
_VALUES = frozenset(("example", "value"))
"""Fields with values in which nothing is a reference."""


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    """A value and all objects in it in which a reference can be; not those whose keys are names."""
    stack: list[tuple[Any, bool]] = [(node, False)]
    while stack:
        value, is_map = stack.pop()
        if isinstance(value, list):
            stack += [(item, False) for item in value if isinstance(item, (dict, list))]
        elif isinstance(value, dict) and is_map:
            stack += [(member, False) for member in value.values() if isinstance(member, (dict, list))]
        elif isinstance(value, dict):
            yield value
            stack += [
                (member, key in _MAPS)
                for key, member in value.items()
                if isinstance(member, (dict, list)) and key not in _VALUES
            ]


def _references(objects: Iterable[Mapping[str, Any]]) -> Iterator[Name]:
    """What references and discriminators of objects lead to."""
    for value in objects:
        if REFERENCE in value and (target := reference_in(value)) is not None:
            yield _named(target)
        if isinstance(mapping := value.get("mapping"), dict):
            yield from (_mapped(it) for it in mapping.values() if isinstance(it, str))


@lru_cache(maxsize=65_536)
def _named(target: str) -> Name:
    match split_pointer(fragment_pointer(target[1:])) if target.startswith("#/") else []:
        case ["components", section, name, *_]:
            return section, name
        case ["paths" | "webhooks" as section, name, *_]:
            return section, name
        case _:
            return _ELSEWHERE


def _mapped(target: str) -> Name:
    """The component that a value of a discriminator mapping leads to, by reference or by name."""
    return _named(target) if "/" in target else ("schemas", target)


# What both documents lose


@dataclass(frozen=True, slots=True)
class Reduction:
    """What two documents lose: the content of ``same`` items, and of components that are not ``needed``.

    ``users`` is an operation that uses the needed components which the items use that are left out.
    """

    same: Names
    needed: Names
    users: Mapping[str, Any]

    def of(self, document: Document, own: Outline) -> Document:
        """One of the two documents, which has this outline, without that."""
        found: Document = dict(document)
        for section, bare in (("paths", _bare_path), ("webhooks", _bare_item)):
            if section in document:
                found[section] = {
                    key: bare(key, item) if (section, key) in self.same else item
                    for key, item in (document[section] or {}).items()
                }
        if self.same:
            found["paths"] = {**(found.get("paths") or {}), _USERS: {"post": self.users}}
        components = {
            section: self._kept(section, members) if isinstance(members, Mapping) else members
            for section, members in (document.get("components") or {}).items()
        }
        if titles := self._ambiguous(own):
            components["schemas"] = {**components.get("schemas", {}), _OTHERS: {"properties": titles}}
        return found | ({"components": components} if components else {})

    def _ambiguous(self, own: Outline) -> dict[str, Any]:
        """A schema that no document has, by title, for each title that is ambiguous in the whole document."""
        titles = (name for section, name in self.needed if section == _TITLES)
        return {
            title: {"title": title, "properties": {_OTHERS: {}}}
            for title in titles
            if (_TITLES, title) in own.components and own.components[_TITLES, title].content == _AMBIGUOUS
        }

    def _kept(self, section: str, members: Mapping[str, Any]) -> dict[str, Any]:
        """The components of a section that are needed, and the names of other schemas."""
        if section == "securitySchemes":
            return dict(members)
        return {
            name: node if (section, name) in self.needed else _STUB
            for name, node in members.items()
            if section == "schemas" or (section, name) in self.needed
        }


def reduced(old: Document, new: Document) -> tuple[Document, Document]:
    """Both documents without what is the same; as they are if they are small or of different versions."""
    before, after = outline(old), outline(new)
    reduction = reduction_of(before, after)
    if reduction is None or before is None or after is None:
        return old, new
    return reduction.of(old, before), reduction.of(new, after)


def reduction_of(old: Outline | None, new: Outline | None) -> Reduction | None:
    """What two documents can lose; None if they are compared as they are."""
    if old is None or new is None or old.version != new.version:
        return None
    if max(len(it.items) + len(it.components) for it in (old, new)) <= _SMALL:
        return None
    before, after = old.units, new.units
    used = _reachable(old.items, before) | _reachable(new.items, after)
    changed = used & _with_users(_changed(before, after), before, after)
    needed = _reachable(changed, before) | _reachable(changed, after)
    same = old.items.keys() & new.items.keys() - needed - {("paths", _USERS)}
    users = _users([unit for name, unit in new.items.items() if name in same], after, needed)
    return Reduction(frozenset(same), frozenset(needed), users)


def _changed(old: Mapping[Name, Unit], new: Mapping[Name, Unit]) -> set[Name]:
    return {
        name
        for name in {*old, *new}
        if name not in old or name not in new or old[name].content != new[name].content
    }


def _with_users(changed: set[Name], *documents: Mapping[Name, Unit]) -> set[Name]:
    """The changed units, what uses them, and what is compared in any case."""
    users: dict[Name, set[Name]] = {}
    for name, unit in (it for units in documents for it in units.items()):
        for other in unit.uses:
            users.setdefault(other, set()).add(name)
    return _closure({*changed, _ANOTHER}, lambda name: users.get(name, ()))


def _reachable(roots: Iterable[Name], units: Mapping[Name, Unit]) -> set[Name]:
    return _closure(roots, lambda name: units[name].uses if name in units else ())


def _closure(roots: Iterable[Name], following: Callable[[Name], Iterable[Name]]) -> set[Name]:
    """The roots, and all that follows from them."""
    found = set(roots)
    queue = list(found)
    while queue:
        new = set(following(queue.pop())) - found
        found |= new
        queue += new
    return found


def _users(units: Iterable[Unit], components: Mapping[Name, Unit], needed: set[Name]) -> dict[str, Any]:
    """An operation that sends and receives the schemas that items do, as far as they are needed."""
    listed = list(units)
    parameters, sent, received = (
        _used((it for names in places for it in names), components, needed)
        for places in (
            [unit.parameters for unit in listed],
            [unit.sent for unit in listed],
            [unit.received for unit in listed],
        )
    )
    return {
        "security": [],
        "parameters": [{"name": name, "in": "query", "schema": ref} for name, ref in parameters.items()],
        "requestBody": {"content": _contents(sent)},
        "responses": {"200": {"description": "", "content": _contents(received)}},
    }


def _used(roots: Iterable[Name], components: Mapping[Name, Unit], needed: set[Name]) -> dict[str, Any]:
    """References to the needed schemas that can be reached, by name, in the order of the document."""
    found = _reachable(roots, components) & needed
    return {name: {REFERENCE: _reference(name)} for section, name in components
            if section == "schemas" and (section, name) in found}  # fmt: skip


def _reference(name: str) -> str:
    return "#" + quote(join_pointer(("components", "schemas", name)), safe="/~")


def _contents(references: Mapping[str, Any]) -> dict[str, Any]:
    return {f"application/x-{index}": {"schema": ref} for index, ref in enumerate(references.values())}


def _bare_path(path: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """A path item with only what the names of its methods depend on, and the parameters of its path."""
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _STUB}
        for name in re.findall(r"\{([^}]*)\}", path)
    ]
    return {"parameters": parameters, **_bare_item(path, item)}


def _bare_item(name: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """A path item or webhook with only what the names of its methods depend on."""
    found: dict[str, Any] = {"servers": item["servers"]} if "servers" in item else {}
    found |= {method: _bare(item[method]) for method in METHODS if method in item}
    others = item.get("additionalOperations")
    if isinstance(others, Mapping):
        found["additionalOperations"] = {method: _bare(operation) for method, operation in others.items()}
    return found


def _bare(operation: Any) -> Any:
    if not isinstance(operation, Mapping):
        return operation
    kept = {key: operation[key] for key in _OF_OPERATION if key in operation}
    return {**kept, "responses": {"default": {"description": ""}}}
