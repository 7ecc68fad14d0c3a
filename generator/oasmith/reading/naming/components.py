"""Class names of component schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oasmith.names import Wish, spelled_out
from oasmith.reading.naming.places import operation_names
from oasmith.reading.naming.words import PREFIX, UNIONS, class_scope, own_name, pascal_case
from oasmith.structure import Document, Kind, Node, Parts, fragment_pointer, look_up, map_objects

_FASTAPI_BODY = "Body_"
"""What FastAPI puts before an operation id to name the schema of a body."""


def rename_components(document: Document) -> Document:
    """The document with its component schemas under class names, and all references to them."""
    components = document.get("components") or {}
    schemas = components.get("schemas") or {}
    class_names = _class_names(schemas, operation_names(document))
    children = extensions_of(schemas)

    def renamed(kind: Kind, node: Node, parts: Parts) -> Node:
        if kind != "schema":
            return _with_values_of_schemas(node, document)
        node = dict(node)
        if isinstance(node.get("$ref"), str):
            node["$ref"] = _renamed_reference(node["$ref"], class_names)
        if isinstance(node.get("discriminator"), dict):
            is_component = len(parts) == 3 and parts[:2] == ("components", "schemas")
            extending = children.get(str(parts[2]), ()) if is_component else ()
            node["discriminator"] = _explicit_mapping(node, class_names, extending)
        return node

    document = dict(map_objects("document", document, renamed))
    if schemas:
        moved = {class_names[key]: schema for key, schema in document["components"]["schemas"].items()}
        document = {**document, "components": {**document["components"], "schemas": moved}}
    return document


def _with_values_of_schemas(node: Node, document: Document) -> Node:
    """An object, or what it refers to if that is a value in a schema, such as its example: schemas move."""
    reference = node.get("$ref")
    if not isinstance(reference, str) or not reference.startswith(PREFIX):
        return node
    found: Node = look_up(document, fragment_pointer(reference[1:]))
    return found


def _class_names(schemas: Node, operations: Mapping[str, str]) -> dict[str, str]:
    """A class name for each component; a key that is a class name is its own."""
    return class_scope().assign(
        {key: _class_wish(key, schema, operations) for key, schema in schemas.items()}
    )


def _class_wish(key: str, schema: Any, operations: Mapping[str, str]) -> Wish:
    asked = own_name(schema)
    candidates = [pascal_case(key), pascal_case(spelled_out(key))]
    identity = key.removeprefix(_FASTAPI_BODY)
    if identity != key and operations.get(identity, pascal_case(identity)) != pascal_case(identity):
        candidates = [f"{operations[identity]}Body", *candidates]
    return Wish([asked, *candidates], asked, is_asked=True) if asked else Wish(candidates, key)


def _renamed_reference(reference: str, class_names: dict[str, str]) -> str:
    key, slash, rest = reference.removeprefix(PREFIX).partition("/")
    key = key.replace("~1", "/").replace("~0", "~")
    if not reference.startswith(PREFIX) or key not in class_names:
        return reference
    return f"{PREFIX}{class_names[key]}{slash}{rest}"


def extensions_of(schemas: Node) -> dict[str, list[str]]:
    """By component the keys of those that extend it by ``allOf``, directly or through others."""
    parents = {
        key: [
            member["$ref"].removeprefix(PREFIX).replace("~1", "/").replace("~0", "~")
            for member in schema["allOf"]
            if isinstance(member, dict) and isinstance(member.get("$ref"), str)
        ]
        for key, schema in schemas.items()
        if isinstance(schema, dict) and isinstance(schema.get("allOf"), list)
    }
    found: dict[str, list[str]] = {}
    for key in parents:
        above: list[str] = []
        queue = list(parents[key])
        while queue:
            parent = queue.pop()
            if parent not in above and parent != key:
                above.append(parent)
                queue += parents.get(parent, ())
        for parent in above:
            found.setdefault(parent, []).append(key)
    return found


def tagged_extensions(schemas: Node) -> dict[str, list[str]]:
    """By component with a discriminator the keys of those that extend it, which it stands for."""
    return {
        base: extending
        for base, extending in extensions_of(schemas).items()
        if isinstance(schemas.get(base), dict) and isinstance(schemas[base].get("discriminator"), dict)
    }


def _explicit_mapping(schema: Node, class_names: dict[str, str], extending: Iterable[str]) -> Node:
    """A discriminator with every value in its mapping, as a reference (OpenAPI 3.1 §4.8.25).

    The values of a base class are the components that are ``extending`` it.
    """
    discriminator = dict(schema["discriminator"])
    mapping = {}
    for value, target in (discriminator.get("mapping") or {}).items():
        target = target if target.startswith("#/") else PREFIX + target
        mapping[value] = _renamed_reference(target, class_names)
    originals = {name: key for key, name in class_names.items()}
    for keyword in UNIONS:
        for member in schema.get(keyword, ()):
            reference = (
                _renamed_reference(member.get("$ref", ""), class_names) if isinstance(member, dict) else ""
            )
            name = reference.removeprefix(PREFIX)
            if name in originals and reference not in mapping.values():
                mapping[originals[name]] = reference
    if not set(UNIONS) & schema.keys():
        for key in extending:
            if PREFIX + class_names[key] not in mapping.values():
                mapping[key] = PREFIX + class_names[key]
    return {**discriminator, "mapping": mapping} if mapping else discriminator
