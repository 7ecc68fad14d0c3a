"""Names of components in the characters that OpenAPI allows (OpenAPI 3.1 §4.8.7.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from oasmith.names import Namespace, snake_case, transliterated, words
from oasmith.reading.repairs.row import Walk
from oasmith.structure import Document, Node, fragment_pointer, join_pointer, split_pointer

_ALLOWED = re.compile(r"[A-Za-z0-9._-]+")

Renamed = Mapping[tuple[str, str], str]
"""The new names of components, by section and old name."""


def rename_components(document: Document, walk: Walk) -> tuple[Document, Renamed]:
    """The document with allowed names of components; ``redirect`` then changes what refers to them."""
    components = document.get("components")
    renamed: dict[tuple[str, str], str] = {}
    if not isinstance(components, dict):
        return document, renamed
    changed = dict(components)
    for section, members in components.items():
        if not isinstance(members, dict) or section.startswith("x-"):
            continue
        names = Namespace()
        names.add(*members)
        for name in sorted(name for name in members if not _ALLOWED.fullmatch(name)):
            plain = str(names.take([_plain_name(name)]))
            renamed[section, name] = plain
            place = ("components", section, name)
            walk.report(place, f"is not an allowed name; {plain!r} is used", "Use A-Z, 0-9, . _ and -.")
            walk.source.moved["components", section, plain] = walk.source.origin(join_pointer(place))
        changed[section] = {renamed.get((section, key), key): value for key, value in members.items()}
    return ({**document, "components": changed} if renamed else document), renamed


def _plain_name(name: str) -> str:
    """A component's name in the characters that are allowed; other letters are transliterated."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", transliterated(name)).strip("_") if words(name) else ""
    return plain or snake_case(name)


def redirect(node: Node, renamed: Renamed) -> Node:
    """An object with its references to components, and names of security schemes, as they are now."""
    result = node
    if isinstance(node.get("$ref"), str):
        result = {**node, "$ref": _new_reference(node["$ref"], renamed)}
    discriminator = node.get("discriminator")
    if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
        mapping = {
            value: renamed.get(("schemas", target)) or _new_reference(target, renamed)
            for value, target in discriminator["mapping"].items()
        }
        result = {**result, "discriminator": {**discriminator, "mapping": mapping}}
    if isinstance(node.get("security"), list):
        security = [_new_schemes(alternative, renamed) for alternative in node["security"]]
        result = {**result, "security": security}
    return result


def _new_reference(reference: Any, renamed: Renamed) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#/components/"):
        return reference
    parts = split_pointer(fragment_pointer(reference[1:]))
    new = renamed.get((parts[1], parts[2])) if len(parts) > 2 else None
    return "#" + join_pointer((*parts[:2], new, *parts[3:])) if new else reference


def _new_schemes(alternative: Any, renamed: Renamed) -> Any:
    if not isinstance(alternative, dict):
        return alternative
    return {renamed.get(("securitySchemes", name), name): scopes for name, scopes in alternative.items()}
