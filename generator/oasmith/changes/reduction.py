"""Two documents without the content of what is the same in both, so that a comparison takes less time.

Path items that are the same, with everything that they refer to, keep only what names depend on. Components
that nothing else needs keep only their names. Both documents lose the same, so what is left has the same
names, and the same changes, as in the whole documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

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
"""A component: its section and its name."""

_SMALL = 200
"""The number of paths and components up to which documents are not reduced."""
_ELSEWHERE: Name = ("", "")
"""What a reference leads to that does not lead to a component."""
_OF_OPERATION = ("operationId", "tags", "security", "servers", "deprecated", "x-oasmith-name", "x-sunset")
_MAPS = frozenset(("properties", "patternProperties", "schemas", "responses", "parameters", "headers"))
_STUB: dict[str, Any] = {"type": "string"}


def reduced(old: Document, new: Document) -> tuple[Document, Document]:
    """Both documents without what is the same; as they are if they are small or of different versions."""
    if not all(map(_is_plain, (old, new))) or old.get("openapi") != new.get("openapi"):
        return old, new
    if max(map(_size, (old, new))) <= _SMALL:
        return old, new
    before, after = dict(_components(old)), dict(_components(new))
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    uses = {name: set(_references(node)) for name, node in after.items() if name not in changed}
    changed = _with_users(changed, uses)
    paths = [document.get("paths") or {} for document in (old, new)]
    same = {
        path for path, item in paths[1].items() if path != _USERS and _is_same(path, item, paths[0], changed)
    }
    needed: set[Name] = set()
    for document, own in ((old, before), (new, after)):
        roots = [item for path, item in (document.get("paths") or {}).items() if path not in same]
        roots += [document.get("webhooks")]
        found = {name for root in roots for name in _references(root)} | (changed & own.keys())
        needed |= _reachable(found, own)
    users = _users([paths[1][path] for path in same], after, needed)
    return _without(old, same, needed, users), _without(new, same, needed, users)


def _is_plain(document: Any) -> bool:
    """Whether a document has the objects of OpenAPI where they are needed here."""
    if not isinstance(document, dict):
        return False
    parts = (document.get("paths") or {}, document.get("components") or {})
    return all(isinstance(part, dict) for part in parts) and all(
        isinstance(section, dict) or key.startswith("x-") for key, section in parts[1].items()
    )


def _size(document: Document) -> int:
    return len(document.get("paths") or ()) + sum(1 for _ in _components(document))


def _components(document: Document) -> Iterator[tuple[Name, Any]]:
    for section, members in (document.get("components") or {}).items():
        if isinstance(members, Mapping):
            yield from (((section, name), node) for name, node in members.items())


def _is_same(path: str, item: Any, others: Mapping[str, Any], changed: set[Name]) -> bool:
    if (
        path not in others
        or others[path] != item
        or not isinstance(item, Mapping)
        or reference_in(item) is not None
    ):
        return False
    return changed.isdisjoint(_references(item))


def _references(node: Any) -> Iterator[Name]:
    """The components that references and discriminators in a value lead to."""
    stack: list[tuple[Any, bool]] = [(node, False)]
    while stack:
        value, is_map = stack.pop()
        if isinstance(value, list):
            stack += [(item, False) for item in value if isinstance(item, (dict, list))]
        elif isinstance(value, dict):
            target = reference_in(value)
            if target is not None and not is_map:
                yield _component(target)
            for key, member in value.items():
                if key == "mapping" and isinstance(member, dict):
                    yield from (_mapped(it) for it in member.values() if isinstance(it, str))
                if isinstance(member, (dict, list)):
                    stack.append((member, key in _MAPS and not is_map))


def _component(target: str) -> Name:
    parts = split_pointer(fragment_pointer(target[1:])) if target.startswith("#/") else []
    return (parts[1], parts[2]) if len(parts) > 2 and parts[0] == "components" else _ELSEWHERE


def _mapped(target: str) -> Name:
    """The component that a value of a discriminator mapping leads to, by reference or by name."""
    return _component(target) if "/" in target else ("schemas", target)


def _with_users(changed: set[Name], uses: Mapping[Name, set[Name]]) -> set[Name]:
    """The changed components, what refers to them, and what refers to anything else."""
    users: dict[Name, set[Name]] = {}
    for name, used in uses.items():
        for other in used:
            users.setdefault(other, set()).add(name)
    found = {*changed, _ELSEWHERE}
    queue = list(found)
    while queue:
        new = users.get(queue.pop(), set()) - found
        found |= new
        queue += new
    return found


def _reachable(roots: Iterable[Name], components: Mapping[Name, Any]) -> set[Name]:
    found = set(roots)
    queue = list(found)
    while queue:
        new = set(_references(components.get(queue.pop()))) - found
        found |= new
        queue += new
    return found


_USERS = "/x-oasmith-unchanged"
"""A path of both documents whose operation uses the components that operations that are left out use."""


def _users(items: Iterable[Any], components: Mapping[Name, Any], needed: set[Name]) -> dict[str, Any]:
    """An operation that sends and receives the schemas that path items do, as far as they are needed."""
    sent, bodies, received = set[Name](), set[Name](), set[Name]()
    for item in items:
        sent |= set(_references(item.get("parameters")))
        others = item.get("additionalOperations") or {}
        for operation in (*(item.get(method) for method in METHODS), *others.values()):
            if isinstance(operation, Mapping):
                sent |= set(_references(operation.get("parameters")))
                bodies |= set(_references(operation.get("requestBody")))
                received |= set(_references([operation.get("responses"), operation.get("callbacks")]))
    parameters = _used(sent, components, needed)
    return {
        "security": [],
        "parameters": [{"name": name, "in": "query", "schema": ref} for name, ref in parameters.items()],
        "requestBody": {"content": _contents(_used(bodies, components, needed))},
        "responses": {
            "200": {"description": "", "content": _contents(_used(received, components, needed))},
        },
    }


def _used(roots: set[Name], components: Mapping[Name, Any], needed: set[Name]) -> dict[str, Any]:
    """References to the needed schemas that can be reached, by name, in the order of the document."""
    found = _reachable(roots, components) & needed
    return {name: {REFERENCE: _reference(name)} for section, name in components
            if section == "schemas" and (section, name) in found}  # fmt: skip


def _reference(name: str) -> str:
    return "#" + quote(join_pointer(("components", "schemas", name)), safe="/~")


def _contents(references: Mapping[str, Any]) -> dict[str, Any]:
    return {f"application/x-{index}": {"schema": ref} for index, ref in enumerate(references.values())}


def _without(document: Document, same: set[str], needed: set[Name], users: dict[str, Any]) -> Document:
    paths = {
        path: _skeleton(path, item) if path in same else item
        for path, item in (document.get("paths") or {}).items()
    }
    if same:
        paths[_USERS] = {"post": users}
    components = {
        section: _kept(section, members, needed) if isinstance(members, Mapping) else members
        for section, members in (document.get("components") or {}).items()
    }
    return {**document, "paths": paths} | ({"components": components} if components else {})


def _kept(section: str, members: Mapping[str, Any], needed: set[Name]) -> dict[str, Any]:
    """The components of a section that are needed, and the names of other schemas."""
    if section == "securitySchemes":
        return dict(members)
    return {
        name: node if (section, name) in needed else _STUB
        for name, node in members.items()
        if section == "schemas" or (section, name) in needed
    }


def _skeleton(path: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """A path item with only what the names of its methods depend on, and the parameters of its path."""
    found: dict[str, Any] = {
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": _STUB}
            for name in re.findall(r"\{([^}]*)\}", path)
        ]
    }
    if "servers" in item:
        found["servers"] = item["servers"]
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
