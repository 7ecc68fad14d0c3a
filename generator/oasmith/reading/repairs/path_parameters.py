"""Path parameters: an operation declares each variable of its path, and no other."""

from __future__ import annotations

import re
from typing import Any

from oasmith.reading.repairs.row import Walk
from oasmith.structure import METHODS, Document, Node, Parts, resolved

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def with_path_parameters(document: Document, walk: Walk) -> Document:
    """The document with a parameter for each variable of a path, and without path parameters of no path."""
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return document
    items = {path: _path_item(path, item, document, walk) for path, item in paths.items()}
    return {**document, "paths": items}


def _path_item(path: str, item: Any, document: Document, walk: Walk) -> Any:
    if not isinstance(item, dict) or path.startswith("x-"):
        return item
    variables = _VARIABLE.findall(path)
    shared = _declared(item, document)
    result = dict(item)
    for method in METHODS:
        operation = item.get(method)
        if not isinstance(operation, dict):
            continue
        own = _declared(operation, document)
        missing = [name for name in variables if name not in shared and name not in own]
        for name in missing:
            walk.report(
                ("paths", path, method),
                f"path parameter {{{name}}} is not declared; assuming a string",
                f"Add a parameter {name!r} in: path.",
            )
        if missing:
            added = [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in missing
            ]
            result[method] = {**operation, "parameters": [*operation.get("parameters", ()), *added]}
    result = _without_others(result, variables, ("paths", path), document, walk)
    for method in METHODS:
        if isinstance(result.get(method), dict):
            place = ("paths", path, method)
            result[method] = _without_others(result[method], variables, place, document, walk)
    return result


def _without_others(holder: Node, variables: list[str], parts: Parts, document: Document, walk: Walk) -> Node:
    """A path item or operation without path parameters that its path does not have."""
    others = [name for name in _declared(holder, document) if name not in variables]
    if not others:
        return holder
    for name in others:
        message = f"has a path parameter {name!r} that is not in the path"
        walk.report((*parts, "parameters"), message, "Remove it, or add it to the path.")
    parameters = [node for node in holder["parameters"] if _path_name(node, document) not in others]
    return {**holder, "parameters": parameters}


def _declared(holder: Node, document: Document) -> dict[str, None]:
    """The names of the path parameters that an operation or path item declares."""
    parameters = holder.get("parameters")
    names = (_path_name(node, document) for node in (parameters if isinstance(parameters, list) else ()))
    return dict.fromkeys(name for name in names if name is not None)


def _path_name(node: Any, document: Document) -> str | None:
    try:
        parameter = resolved(document, node)
    except KeyError:
        return None
    is_in_path = isinstance(parameter, dict) and parameter.get("in") == "path"
    return str(parameter.get("name")) if is_in_path else None
