"""The repair of ``x-`` keywords: those that the registry does not know, or whose value is malformed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oasmith.extensions import EXTENSIONS, OWN_PREFIX, Extension, Holder
from oasmith.reading.repairs.row import Context, Found, Repair
from oasmith.structure import FIELDS, Kind, Node, Parts, with_changes

_LISTS: Mapping[Kind, Mapping[str, Holder]] = {
    "document": {"servers": "server", "tags": "tag"},
    "path_item": {"servers": "server"},
    "operation": {"servers": "server"},
}
"""The fields of an object that list objects without a kind of their own."""
_KNOWN = {extension.keyword: extension for extension in EXTENSIONS}
_LONGEST = 300


def _malformed(kind: Kind) -> Repair:
    """The repair for objects of a kind."""
    lists = _LISTS.get(kind, {})

    def find(node: Node, context: Context) -> Iterator[Found]:
        yield from _mistakes(kind, node, ())
        if kind == "document" and isinstance(node.get("info"), dict):
            yield from _mistakes("info", node["info"], ("info",))
        for field, holder in lists.items():
            items = node.get(field)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, dict):
                    yield from _mistakes(holder, item, (field, index))

    return Repair((kind,), frozenset(), find, _without, "{message}", "{remedy}", beside_ref=True)


def _without(node: Node, found: Sequence[Found], context: Context) -> Node:
    keywords: dict[Parts, set[Any]] = {}
    for mistake in found:
        keywords.setdefault(mistake.value[:-1], set()).add(mistake.value[-1])

    def dropping(dropped: set[Any]) -> Any:
        return lambda holder: {key: value for key, value in holder.items() if key not in dropped}

    changed: Node = with_changes(node, {parts: dropping(keys) for parts, keys in keywords.items()})
    return changed


def _mistakes(holder: Holder, node: Node, parts: Parts) -> Iterator[Found]:
    """The extensions of an object to ignore; the value of each is the place of its keyword."""
    for keyword in node:
        if keyword[:2] != "x-":
            continue
        found = _mistake(keyword, holder, node[keyword])
        if found:
            inside, message, remedy = found
            here = (*parts, keyword)
            yield Found((*here, *inside), here, {"message": message, "remedy": remedy})


def _mistake(keyword: str, holder: Holder, value: Any) -> tuple[Parts, str, str] | None:
    """Where in the use of a keyword something is wrong, what it is, and what to do."""
    extension = _KNOWN.get(keyword)
    if extension is None:
        return ((), *_unknown(keyword)) if keyword.startswith(OWN_PREFIX) else None
    validator = extension.validators.get(holder)
    if validator is None:
        return _misplaced(extension)
    error = next(iter(validator.iter_errors(value)), None)
    if error is None:
        return None
    message = f"{keyword} is malformed and is ignored: {error.message}"
    return tuple(error.instance_path), message[:_LONGEST], f"Expected: {extension.documentation}"


def _misplaced(extension: Extension[Any]) -> tuple[Parts, str, str] | None:
    if not extension.keyword.startswith(OWN_PREFIX):
        return None  # another tool's, which gave it another meaning
    places = ", ".join(name.replace("_", " ") for name in extension.schemas)
    return (), f"{extension.keyword} has no effect here and is ignored", f"Move it to one of: {places}."


def _unknown(keyword: str) -> tuple[str, str]:
    own = [extension.keyword for extension in EXTENSIONS if extension.keyword.startswith(OWN_PREFIX)]
    near = difflib.get_close_matches(keyword, own, n=1)
    remedy = f"Did you mean {near[0]}?" if near else f"Known keywords are {', '.join(own)}."
    return f"unknown extension {keyword} is ignored", remedy


_KINDS: tuple[Kind, ...] = (*FIELDS, "example", "link", "callback", "security_scheme")

EXTENSION_REPAIRS: tuple[Repair, ...] = tuple(map(_malformed, _KINDS))
