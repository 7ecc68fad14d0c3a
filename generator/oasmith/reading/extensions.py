"""Checks the ``x-`` keywords of a document against the registry."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oasmith.extensions import EXTENSIONS, OWN_PREFIX, Extension, Holder
from oasmith.structure import Kind, Parts, map_objects, walk

Note = Callable[[Parts, str, str], None]
"""Reports a problem: where it is, what is wrong, what to do."""


def checked(document: dict[str, Any], note: Note) -> dict[str, Any]:
    """The document without malformed extensions and unknown ``x-oasmith-…`` keywords; each is reported."""
    ignored = set(_malformed(document, note))
    if not ignored:
        return document

    def without(kind: Kind, node: dict[str, Any], parts: Parts) -> dict[str, Any]:
        result = {key: value for key, value in node.items() if (*parts, key) not in ignored}
        for field in ("servers", "tags"):
            if kind in _LISTS and isinstance(result.get(field), list):
                result[field] = [_kept(item, (*parts, field, index), ignored)
                                 for index, item in enumerate(result[field])]  # fmt: skip
        return result

    return dict(map_objects("document", document, without))


def _malformed(document: dict[str, Any], note: Note) -> Iterator[Parts]:
    """The location of each extension to ignore."""
    known = {extension.keyword: extension for extension in EXTENSIONS}
    for holder, parts, node in _holders(document):
        for keyword in [key for key in node if isinstance(key, str) and key.startswith("x-")]:
            here = (*parts, keyword)
            if keyword in known:
                found = _problem(known[keyword], holder, node[keyword])
            else:
                found = ((), *_unknown(keyword)) if keyword.startswith(OWN_PREFIX) else None
            if found:
                inside, message, remedy = found
                note((*here, *inside), message, remedy)
                yield here


def _holders(document: dict[str, Any]) -> Iterator[tuple[Holder, Parts, Mapping[str, Any]]]:
    """Every object that can carry an extension, with its location."""
    for kind, parts, node in walk("document", document):
        if not isinstance(node, Mapping):
            continue
        yield kind, parts, node
        if kind == "document" and isinstance(node.get("info"), Mapping):
            yield "info", (*parts, "info"), node["info"]
        for field, holder in _LISTS.get(kind, {}).items():
            items = node.get(field)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, Mapping):
                    yield holder, (*parts, field, index), item


_LISTS: Mapping[Kind, Mapping[str, Holder]] = {
    "document": {"servers": "server", "tags": "tag"},
    "path_item": {"servers": "server"},
    "operation": {"servers": "server"},
}


def _problem(extension: Extension[Any], holder: Holder, value: Any) -> tuple[Parts, str, str] | None:
    """Where in a use of a known extension something is wrong, what it is, and what to do."""
    validator = extension.validators.get(holder)
    if validator is None:
        if not extension.keyword.startswith(OWN_PREFIX):
            return None  # of somebody else, who gave it another meaning
        places = ", ".join(name.replace("_", " ") for name in extension.schemas)
        return (), f"{extension.keyword} has no effect here and is ignored", f"Move it to one of: {places}."
    error = next(iter(validator.iter_errors(value)), None)
    if error is None:
        return None
    message = f"{extension.keyword} is malformed and is ignored: {error.message}"
    return tuple(error.instance_path), message[:_LONGEST], f"Expected: {extension.documentation}"


_LONGEST = 300


def _unknown(keyword: str) -> tuple[str, str]:
    own = [extension.keyword for extension in EXTENSIONS if extension.keyword.startswith(OWN_PREFIX)]
    near = difflib.get_close_matches(keyword, own, n=1)
    remedy = f"Did you mean {near[0]}?" if near else f"Known keywords are {', '.join(own)}."
    return f"unknown extension {keyword} is ignored", remedy


def _kept(item: Any, parts: Parts, ignored: set[Parts]) -> Any:
    if not isinstance(item, Mapping):
        return item
    return {key: value for key, value in item.items() if (*parts, key) not in ignored}
