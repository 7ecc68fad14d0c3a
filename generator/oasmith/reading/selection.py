"""Selection: the included operations of a description, and only the components that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oasmith.errors import OasmithError, Problem
from oasmith.reading.naming import extensions_of
from oasmith.settings import Selection
from oasmith.structure import METHODS, Document, Node, fragment_pointer, join_pointer, look_up, split_pointer
from oasmith.suggestions import suggestion

_PREFIX = "#/components/schemas/"
_ADDITIONAL = "additionalOperations"


def select(
    document: Document, include: Selection, exclude: Selection, origin: str, *, must_match: bool = True
) -> Document:
    """The document with what is included, all if that is empty, and not what is excluded.

    Webhooks stay unless something is included. Raises OasmithError for a selection that matches nothing,
    unless ``must_match`` is false; its problem names ``origin`` as its file.
    """
    if not include and not exclude:
        return document
    found = list(operations(document))
    for selection in (include, exclude) if must_match else ():
        _require_matches(selection, found, origin)
    paths: dict[str, Any] = {}
    for path, item in (document.get("paths") or {}).items():
        if path.startswith("x-"):
            continue
        kept = {
            method
            for of_path, method, operation in found
            if of_path == path
            and (not include or _matches(include, path, operation))
            and not _matches(exclude, path, operation)
        }
        if kept:
            item = _resolved(document, item)
            paths[path] = {key: value for key, value in item.items() if key not in {*METHODS} - kept}
            if _ADDITIONAL in item:
                additional = {key: value for key, value in item[_ADDITIONAL].items() if key in kept}
                paths[path][_ADDITIONAL] = additional
    result = {**document, "paths": paths}
    if include:
        result.pop("webhooks", None)
    return _with_needed_components(result)


def operations(document: Document) -> Iterator[tuple[str, str, Node]]:
    """The operations below ``paths``, each with its path and method."""
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        item = None if path.startswith("x-") else _resolved(document, item)
        if isinstance(item, dict):
            methods = {method: item.get(method) for method in METHODS} | (item.get(_ADDITIONAL) or {})
            for method, operation in methods.items():
                if isinstance(operation, dict):
                    yield path, method, operation


def _resolved(document: Document, item: Any) -> Any:
    """What a path item refers to; None for a reference that leads nowhere, which validation refuses."""
    if isinstance(item, dict) and isinstance(item.get("$ref"), str):
        try:
            return look_up(document, fragment_pointer(item["$ref"][1:]))
        except KeyError:
            return None
    return item


def _matches(selection: Selection, path: str, operation: Mapping[str, Any]) -> bool:
    return (
        not set(selection.tags).isdisjoint(operation.get("tags") or ())
        or operation.get("operationId") in selection.operations
        or any(_pattern(pattern).fullmatch(path) for pattern in selection.paths)
    )


def _pattern(pattern: str) -> re.Pattern[str]:
    parts = (
        ".*" if part == "**" else "[^/]*" if part == "*" else re.escape(part)
        for part in re.split(r"(\*\*|\*)", pattern)
    )
    return re.compile("".join(parts))


def _require_matches(selection: Selection, found: Sequence[tuple[str, str, Node]], origin: str) -> None:
    tags = {str(tag) for _, _, operation in found for tag in operation.get("tags") or ()}
    identities = {str(operation.get("operationId")) for _, _, operation in found}
    paths = {path for path, _, _ in found}
    problems = [
        _nothing(kind, value, known, origin)
        for kind, values, known in (
            ("tag", selection.tags, tags),
            ("operation", selection.operations, identities),
        )
        for value in values
        if value not in known
    ]
    problems += [
        _nothing("path", pattern, paths, origin)
        for pattern in selection.paths
        if not any(_pattern(pattern).fullmatch(path) for path in paths)
    ]
    if problems:
        raise OasmithError(problems)


def _nothing(kind: str, value: str, known: set[str], origin: str) -> Problem:
    remedy = suggestion(
        value,
        sorted(known),
        f"Name {'an' if kind.startswith('operation') else 'a'} {kind} of the description.",
    )
    return Problem(f"there is no {kind} {value!r}", remedy, origin)


def _with_needed_components(document: Document) -> Document:
    """The document with the components that something else in it refers to, directly or through others."""
    components = document.get("components") or {}
    schemas = components.get("schemas") or {}
    extending = extensions_of(schemas)
    needed: set[tuple[str, str]] = set()
    queue: list[Any] = [{key: value for key, value in document.items() if key != "components"}]
    while queue:
        for reference in _references(queue.pop()):
            parts = split_pointer(fragment_pointer(reference[1:]))
            if len(parts) >= 3 and parts[0] == "components":
                key = (parts[1], parts[2])
                if key not in needed and parts[2] in (components.get(key[0]) or {}):
                    needed.add(key)
                    queue.append(components[key[0]][key[1]])
                    if key[0] == "schemas" and "discriminator" in (schemas[key[1]] or ()):
                        # A response may be of anything that extends a base class.
                        queue += (_reference(name) for name in extending.get(key[1], ()))
    kept = {
        section: (
            {name: node for name, node in members.items() if (section, name) in needed}
            if isinstance(members, dict) and section != "securitySchemes"
            else members
        )
        for section, members in components.items()
    }
    return {**document, "components": kept} if components else document


def _reference(name: str) -> dict[str, str]:
    return {"$ref": "#" + join_pointer(("components", "schemas", name))}


def _references(node: Any) -> Iterator[str]:
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, list):
            stack += current
        elif isinstance(current, dict):
            stack += current.values()
            if isinstance(current.get("$ref"), str):
                yield current["$ref"]
            discriminator = current.get("discriminator")
            if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
                for target in discriminator["mapping"].values():
                    yield target if str(target).startswith("#") else _PREFIX + str(target)


def rename(
    document: Document, wanted: Mapping[str, str], origin: str, *, must_match: bool = True
) -> Document:
    """The document with ``x-oasmith-name`` on what has a wanted name.

    Keys are JSON pointers (``#/…``), operation ids, names of component schemas, or tags, in this order.
    Raises OasmithError for a key that is none of these, unless ``must_match`` is false; its problem names
    ``origin`` as its file.
    """
    tags = {tag for _, _, operation in operations(document) for tag in operation.get("tags") or ()}
    identities = {
        operation.get("operationId"): "#" + join_pointer(("paths", path, method))
        for path, method, operation in operations(document)
    }
    for key, name in wanted.items():
        schemas = (document.get("components") or {}).get("schemas") or {}
        pointer = key if key.startswith("#") else identities.get(key)
        if pointer is None and key in schemas:
            pointer = "#" + join_pointer(("components", "schemas", key))
        if pointer is None and key in tags:
            document = _with_named_tag(document, key, name)
            continue
        try:
            if pointer is None:
                raise KeyError(key)
            document = _with_name(document, split_pointer(fragment_pointer(pointer[1:])), name)
        except (KeyError, IndexError, ValueError, TypeError):
            if not must_match:
                continue
            known = {*schemas, *tags, *(identity for identity in identities if identity)}
            raise OasmithError(_nothing("operation, schema or tag", key, known, origin)) from None
    return document


def _with_named_tag(document: Document, tag: str, name: str) -> Document:
    """The document with a tag that has the name of its group."""
    tags = list(document.get("tags") or [])
    if not any(entry.get("name") == tag for entry in tags):
        tags.append({"name": tag})
    named = [{**entry, "x-oasmith-name": name} if entry.get("name") == tag else entry for entry in tags]
    return {**document, "tags": named}


def _with_name(node: Any, parts: list[str], name: str) -> Any:
    if not parts:
        return {**node, "x-oasmith-name": name}
    if isinstance(node, list):
        index = int(parts[0])
        return [*node[:index], _with_name(node[index], parts[1:], name), *node[index + 1 :]]
    return {**node, parts[0]: _with_name(node[parts[0]], parts[1:], name)}
