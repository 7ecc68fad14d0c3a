"""The places of named schemas in a description, also of those that the normal form names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.schemas import reference
from oasmith.structure import Document, existing, join_pointer, walk


def origins(document: Document, normal: Document) -> Mapping[str, str]:
    """The JSON pointer into a document of each named schema of its normal form.

    A schema that the normal form moved to the components is where the first reference to it is. The pointer
    leads to the nearest object that exists in the document.
    """
    own = (document.get("components") or {}).get("schemas") or {}
    schemas = (normal.get("components") or {}).get("schemas") or {}
    found = {name: f"/components/schemas{join_pointer([name])}" for name in schemas if name in own}
    queue: list[tuple[str, Any]] = [(found[name], schemas[name]) for name in found]
    components = {key: value for key, value in (normal.get("components") or {}).items() if key != "schemas"}
    others = {**normal, "components": components}
    for place in walk("document", others):
        if place.kind == "schema" and (name := reference(place.node)) in schemas and name not in found:
            found[str(name)] = join_pointer(place.parts)
            queue.append((found[str(name)], schemas[str(name)]))
    while queue:
        base, schema = queue.pop(0)
        for place in walk("schema", schema):
            name = reference(place.node)
            if name is not None and name in schemas and name not in found:
                found[name] = base + join_pointer(place.parts)
                queue.append((found[name], schemas[name]))
    return {name: existing(document, pointer) for name, pointer in found.items()}
