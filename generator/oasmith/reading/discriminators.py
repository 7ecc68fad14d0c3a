"""Discriminators: their values become part of the members of a union (OpenAPI 3.1 §4.8.25).

In the normal form each member of a discriminated union has the values of its tag, so that models and
contract narrow alike. A base class with a discriminator becomes a union of itself and what extends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Any

from oasmith.reading.naming import tagged_extensions
from oasmith.schemas import Schemas
from oasmith.schemas.overlaps import both_valid
from oasmith.structure import Document, Kind, Node, Parts, map_objects, walk

_PREFIX = "#/components/schemas/"
_UNIONS = ("oneOf", "anyOf")
_MOST_BRANCHES = 64
"""How many members a union may have that an ``allOf`` of unions becomes."""


def discriminate(document: Document) -> Document:
    """A document with named schemas in which a discriminator is left where each member has its own values."""
    schemas = (document.get("components") or {}).get("schemas") or {}
    if not schemas:
        return document
    schemas, members = _without_own_children(schemas)
    schemas = _with_branches(schemas)
    document = {**document, "components": {**document["components"], "schemas": schemas}}
    document = _with_polymorphic_references(document, members)
    tagged = [
        place.node
        for place in walk("document", document)
        if place.kind == "schema" and _is_tagged(place.node)
    ]
    if not tagged:
        return document
    schemas = _with_tags(tagged, document["components"]["schemas"])
    document = {**document, "components": {**document["components"], "schemas": schemas}}
    return dict(map_objects("document", document, _with_sound_discriminator(schemas)))


def with_plain_children(document: Document) -> Document:
    """A document in which a schema that only extends a base class describes its tag, so that it is a class.

    It has to run before naming, which replaces an ``allOf`` of a single schema by that schema.
    """
    schemas = (document.get("components") or {}).get("schemas") or {}
    changed = dict(schemas)
    for base, children in tagged_extensions(schemas).items():
        field = str(schemas[base]["discriminator"]["propertyName"])
        members = set(map(_name, _members(schemas[base])))
        known = Schemas(schemas).properties({"$ref": _PREFIX + base}).get(field, True)
        for child in children:
            is_plain = not any("properties" in part for part in _inline_parts(changed[child]))
            if is_plain and (not members or child in members):
                changed[child] = {**changed[child], "properties": {field: known}}
    return {**document, "components": {**document["components"], "schemas": changed}} if schemas else document


def _name(schema: Any) -> str:
    """The name that a schema refers to; empty for a schema without a reference."""
    return str(schema.get("$ref", "")).removeprefix(_PREFIX) if isinstance(schema, Mapping) else ""


def _is_union(schema: Any) -> bool:
    if not isinstance(schema, dict) or schema.keys().isdisjoint(_UNIONS):
        return False
    return any(isinstance(schema.get(union), list) for union in _UNIONS)


def _members(schema: Mapping[str, Any]) -> list[Any]:
    return [member for union in _UNIONS for member in schema.get(union, ())]


def _inline_parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A schema and the objects in its ``allOf``."""
    yield schema
    for member in schema.get("allOf", ()):
        if isinstance(member, Mapping):
            yield from _inline_parts(member)


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "null"


# An allOf of a union


_BESIDE_UNION = {*_UNIONS, "discriminator", "description", "title", "type", "example", "examples",
                 "externalDocs", "deprecated", "default"}  # fmt: skip


def _with_branches(schemas: Mapping[str, Any]) -> Node:
    """Schemas in which an ``allOf`` with a union is a union with a member for each branch."""
    result = dict(schemas)
    for name in schemas:
        _branch(name, result, ())
    return result


def _branch(name: str, schemas: dict[str, Any], above: tuple[str, ...]) -> None:
    schema = schemas.get(name)
    if not isinstance(schema, Mapping) or not isinstance(schema.get("allOf"), list) or name in above:
        return
    if _is_union(schema) or any("x-rule" in member for member in schema["allOf"] if isinstance(member, dict)):
        return
    for member in schema["allOf"]:
        _branch(_name(member), schemas, (*above, name))
    parts = [_leaves(member, schemas, (name,)) for member in schema["allOf"]]
    if not any(parts) or any(name in _ancestors(leaf, schemas) for part in parts for leaf in part or ()):
        return
    choices = list(product(*([{"$ref": _PREFIX + leaf} for leaf in part] for part in parts if part)))
    if len(choices) > _MOST_BRANCHES:
        return
    rest = [member for member, part in zip(schema["allOf"], parts, strict=True) if not part]
    own = {key: value for key, value in schema.items() if key not in _WORDS and key != "allOf"}
    unions: list[dict[str, Any]] = [
        schemas[_name(member)] for member, part in zip(schema["allOf"], parts, strict=True) if part
    ]
    union = "oneOf" if all("oneOf" in found for found in unions) else "anyOf"
    names = []
    for choice in choices:
        suffix = "".join(_without_start(_name(reference), name) for reference in choice)
        branch = _free(name + suffix, schemas)
        schemas[branch] = {**own, "allOf": [*choice, *rest]}
        names.append(branch)
    words = {key: value for key, value in schema.items() if key in _WORDS}
    discriminators = [
        found["discriminator"] for found in unions if isinstance(found.get("discriminator"), Mapping)
    ]
    schemas[name] = {**words, union: [{"$ref": _PREFIX + branch} for branch in names]}
    if discriminators:
        schemas[name]["discriminator"] = {"propertyName": discriminators[0]["propertyName"]}


_WORDS = {"description", "title", "example", "examples", "externalDocs", "deprecated", "default"}


def _leaves(member: Any, schemas: Mapping[str, Any], above: tuple[str, ...]) -> list[str] | None:
    """The names of the objects in a union and in the unions in it; None for any other schema."""
    name = _name(member)
    schema: Any = schemas.get(name)
    if not _is_union(schema) or name in above or not schema.keys() <= _BESIDE_UNION:
        return None
    found: list[str] = []
    for inner in _members(schema):
        if _is_null(inner):
            continue
        leaves = _leaves(inner, schemas, (*above, name))
        if leaves is None and not _name(inner):
            return None
        found += [_name(inner)] if leaves is None else leaves
    return list(dict.fromkeys(found)) or None


def _ancestors(name: str, schemas: Mapping[str, Any]) -> set[str]:
    """The names of the schemas that a schema extends by ``allOf``, directly and through others."""
    found: set[str] = set()
    queue = [name]
    while queue:
        schema = schemas.get(queue.pop())
        members = schema.get("allOf") if isinstance(schema, Mapping) else None
        new = set(map(_name, members if isinstance(members, list) else ())) - found - {""}
        found |= new
        queue += new
    return found


def _without_start(name: str, start: str) -> str:
    """``PetCat`` after ``PetOwned`` is ``Cat``: without the words that both names begin with."""
    words, others = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+", name), re.findall(r"[A-Z]?[^A-Z]+", start)
    while len(words) > 1 and others and words[0] == others.pop(0):
        words.pop(0)
    return "".join(words)


def _free(name: str, taken: Iterable[str]) -> str:
    known = {other.lower() for other in taken}
    number, free = 1, name
    while free.lower() in known:
        number += 1
        free = f"{name}{number}"
    return free


# A base class


def _without_own_children(schemas: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Schemas without unions of what extends them, and those unions' members by the schema's name.

    Such a schema and its members contain each other. It is meant as the base of its members.
    """
    result = dict(schemas)
    found: dict[str, list[Any]] = {}
    for name, schema in schemas.items():
        members = _members(schema) if _is_union(schema) else []
        if any(name in _ancestors(_name(member), schemas) for member in members):
            found[name] = members
            base = {key: value for key, value in schema.items() if key not in _UNIONS}
            result[name] = {"type": "object", **base, "properties": base.get("properties") or {}}
    return result, found


def _base_field(schema: Any) -> str | None:
    """The tag of a base class; None for another schema."""
    is_base = isinstance(schema, Mapping) and isinstance(schema.get("discriminator"), Mapping)
    is_object = is_base and ("properties" in schema or "allOf" in schema) and not _is_union(schema)
    return str(schema["discriminator"]["propertyName"]) if is_object else None


def _with_polymorphic_references(document: Document, members: Mapping[str, list[Any]]) -> Document:
    """A document whose references to a base class allow what extends it, except where it is extended.

    ``members`` are those of base classes that are described as unions.
    """
    schemas = dict(document["components"]["schemas"])
    children: dict[str, list[str]] = {}
    for name in schemas:
        for ancestor in _ancestors(name, schemas):
            children.setdefault(ancestor, []).append(name)
    unions: dict[str, str] = {}
    for name, schema in tuple(schemas.items()):
        field = _base_field(schema)
        mapping = _mapping(schema) if field is not None else {}
        targets = [
            target for target in dict.fromkeys(mapping.values()) if target != name and target in schemas
        ]
        if targets:
            unions[name] = _free(f"Any{name}", schemas)
            schemas[unions[name]] = _polymorphic(name, str(field), mapping, schemas)
        elif name in members:
            unions[name] = _free(f"Any{name}", schemas)
            schemas[unions[name]] = {"anyOf": members[name]}
    if not unions:
        return document
    added = {union: schemas[union] for union in unions.values()}
    plain: set[Parts] = set()

    def referring(kind: Kind, node: Node, parts: Parts) -> Node:
        if kind != "schema":
            return node
        if parts[:2] == ("components", "schemas") and parts[2] in added:
            plain.update(place.parts for place in walk("schema", node, parts))
        for keyword in ("allOf", *_UNIONS):
            members = node.get(keyword)
            names = set(map(_name, members)) if isinstance(members, list) else set()
            for index, member in enumerate(members or ()):
                # Beside what extends it a base class is only itself.
                is_beside = "discriminator" in node or not names.isdisjoint(children.get(_name(member), ()))
                if keyword == "allOf" or is_beside:
                    plain.add((*parts, keyword, index))
        if _name(node) in unions and parts not in plain:
            return {**node, "$ref": _PREFIX + unions[_name(node)]}
        return node

    components = {**document["components"], "schemas": schemas}
    return dict(map_objects("document", {**document, "components": components}, referring))


def _mapping(schema: Mapping[str, Any]) -> dict[str, str]:
    """The values of a discriminator with the names of the schemas that they are of."""
    mapping = schema["discriminator"].get("mapping")
    return {value: str(target).removeprefix(_PREFIX) for value, target in (mapping or {}).items()}


def _polymorphic(name: str, field: str, mapping: Mapping[str, str], schemas: Mapping[str, Any]) -> Node:
    """A union of a base class and the schemas of its values, in which each value allows only its schema."""
    by_target: dict[str, list[str]] = {}
    for value, target in mapping.items():
        if target in schemas:
            by_target.setdefault(target, []).append(value)
    by_target.pop(name, None)  # the base has every value that is left
    values = {value: _PREFIX + target for target, values in by_target.items() for value in values}
    references = [{"$ref": _PREFIX + target} for target in (*by_target, name)]
    description = schemas[name].get("description")
    return {
        **({"description": description} if description else {}),
        "anyOf": references,
        "discriminator": {"propertyName": field, "mapping": values},
        "allOf": [
            {
                "if": {"properties": {field: {"enum": values}}, "required": [field]},
                "then": {"$ref": _PREFIX + target},
            }
            for target, values in by_target.items()
        ],
    }


# Tags in the members


def _is_tagged(node: Any) -> bool:
    return _is_union(node) and isinstance(node.get("discriminator"), Mapping)


def _with_tags(tagged: Iterable[Node], schemas: Mapping[str, Any]) -> Node:
    """Schemas in which the members of each discriminated union, ``tagged``, have distinct values."""
    view = Schemas(schemas)
    tags: dict[str, dict[str, list[Any]]] = {}
    for union in tagged:
        for name, field, values in _wanted(union, view):
            _add(tags, name, field, values)
    for name in tuple(tags):
        for ancestor in _ancestors(name, schemas) & tags.keys():
            # What takes over a schema has its values as well.
            for field, values in tags[name].items():
                if field in tags[ancestor]:
                    _add(tags, ancestor, field, values)
    return {name: _tagged(schema, tags.get(name, {}), view) for name, schema in schemas.items()}


def _add(tags: dict[str, dict[str, list[Any]]], name: str, field: str, values: Iterable[Any]) -> None:
    known = tags.setdefault(name, {}).setdefault(field, [])
    for value in values:
        if value not in known:
            known.append(value)


def _wanted(node: Mapping[str, Any], view: Schemas) -> Iterator[tuple[str, str, list[Any]]]:
    """The name, tag and values of each member that its own values do not distinguish from the others."""
    field = str(node["discriminator"]["propertyName"])
    mapping = _mapping(node)
    members = _distinct_members(node, view)
    own = {name: _own_values(name, field, view) for name in members}
    if all(own.values()) and _are_distinct(own, view) and not _has_copied_values(own, view):
        return
    for name in members:
        mapped = [value for value, target in mapping.items() if target == name]
        others = [value for other in members if other != name for value in own[other]]
        leaves = _leaves({"$ref": _PREFIX + name}, view, ())
        if leaves is not None and _is_discriminated_by(view[name], field):
            continue
        for leaf in leaves or [name]:
            by_name = [value for value in mapped if leaves and value == leaf]
            values = _chosen(by_name or mapped, _own_values(leaf, field, view), others, leaf, field, view)
            if values and values != _own_values(leaf, field, view):
                yield leaf, field, values


def _distinct_members(node: Mapping[str, Any], view: Schemas) -> list[str]:
    """The names of the members with values of their own: all except null and a base that is not mapped."""
    names = [_name(member) for member in _members(node) if _name(member) in view]
    bases = set[str]().union(*(_ancestors(name, view) for name in names))
    mapped = _mapping(node).values()
    return [name for name in names if name not in bases or name in mapped]


def _is_discriminated_by(schema: Any, field: str) -> bool:
    return _is_tagged(schema) and schema["discriminator"].get("propertyName") == field


def _own_values(name: str, field: str, view: Schemas) -> list[Any]:
    """The values that the tag of a schema, or of each member of a union, is described to have."""
    leaves = _leaves({"$ref": _PREFIX + name}, view, ())
    if leaves is not None:
        found = [_own_values(leaf, field, view) for leaf in leaves]
        return [value for values in found for value in values] if all(found) else []
    values: list[Any] | None = None
    for layer in view.layers({"$ref": _PREFIX + name}):
        tag = (layer.get("properties") or {}).get(field, {})
        listed, fixed = view.says(tag, "enum"), view.says(tag, "const")
        if isinstance(listed, list) or fixed is not None:
            here = listed if isinstance(listed, list) else [fixed]
            values = here if values is None else [value for value in values if value in here]
    return [value for value in values or () if value is not None]


def _are_distinct(values: Mapping[str, list[Any]], view: Schemas) -> bool:
    """Whether no two members have a value in common, unless one extends the other."""
    return not any(
        any(value in values[other] for value in values[name])
        and name not in _ancestors(other, view)
        and other not in _ancestors(name, view)
        for name, other in combinations(values, 2)
    )


def _has_copied_values(values: Mapping[str, list[Any]], view: Schemas) -> bool:
    """Whether a member has all values of a member that it extends, and no limit of its own."""
    return any(
        ancestor in _ancestors(name, view) and set(values[ancestor]) == set(values[name])
        for name in values
        for ancestor in values
    )


def _chosen(
    mapped: list[str], own: list[Any], others: list[Any], name: str, field: str, view: Schemas
) -> list[Any]:
    """The values of a member: those of its mapping that it may have, else those that only it may have."""
    if not own:
        kinds = view.types(view.properties({"$ref": _PREFIX + name}).get(field, {}))
        if "integer" in kinds and "string" not in kinds:
            return [int(value) for value in mapped if re.fullmatch(r"-?\d+", value)]
        return list(mapped) if not kinds or "string" in kinds else []
    fitting = [value for value in own if str(value) in mapped]
    alike = [value for value in own if _plain(str(value)) in map(_plain, [*mapped, name])]
    alone = [value for value in own if value not in others]
    return fitting or alone or (alike if len(alike) == 1 else [])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _tagged(schema: Any, tags: Mapping[str, list[Any]], view: Schemas) -> Any:
    """A schema with the values of its tags, in the object that has them or adds properties."""
    for field, values in tags.items():
        known = view.properties(schema).get(field, {})
        words = {key: known[key] for key in _TAG_WORDS if isinstance(known, Mapping) and key in known}
        kind = "integer" if all(isinstance(value, int) for value in values) else "string"
        is_required = field in view.required(schema)
        limit: dict[str, Any] = {"const": values[0]} if len(values) == 1 else {"enum": values}
        if len(values) == 1 and not is_required:
            limit["default"] = values[0]  # a tag is always sent
        schema = _with_property(schema, field, {**words, "type": kind, **limit}, is_required)
    return schema


_TAG_WORDS = ("title", "description", "deprecated")


def _with_property(schema: Mapping[str, Any], field: str, tag: dict[str, Any], is_required: bool) -> Node:
    """An object with a tag: in the member that describes the property, else in the object itself."""
    properties = schema.get("properties") or {}
    for index, member in enumerate(schema.get("allOf", ()) if field not in properties else ()):
        if isinstance(member, Mapping) and field in (member.get("properties") or {}):
            members = list(schema["allOf"])
            members[index] = _with_property(member, field, tag, is_required)
            return {**schema, "allOf": members}
    properties = {**properties, field: tag} if field in properties else {field: tag, **properties}
    result = {**schema, "properties": properties}
    if is_required and field not in (schema.get("required") or ()):
        result["required"] = [field, *(schema.get("required") or ())]
    return result


# Discriminators that can be used


def _with_sound_discriminator(schemas: Mapping[str, Any]) -> Any:
    """A change of a document: unions keep a discriminator whose values tell their members apart.

    Where they do not, a ``oneOf`` whose members allow the same values is ``anyOf``.
    """
    view = Schemas(schemas)

    def sound(kind: Kind, node: Node, parts: Parts) -> Node:
        if kind != "schema" or not _is_tagged(node):
            return node
        field = str(node["discriminator"]["propertyName"])
        names = _distinct_members(node, view)
        own = {name: _own_values(name, field, view) for name in names}
        strangers = [
            member for member in _members(node) if not _is_null(member) and _name(member) not in view
        ]
        if all(own.values()) and _are_distinct(own, view) and not strangers:
            # Of two members with a value, of which one extends the other, that one has it.
            by_depth = sorted(names, key=lambda name: len(_ancestors(name, view)))
            meant = {str(value): _PREFIX + name for name in by_depth for value in own[name]}
            in_order = [str(value) for name in names for value in own[name]]
            mapping = {value: meant[value] for value in dict.fromkeys(in_order)}
            is_shared = len(mapping) < len(in_order)
            node = {("anyOf" if is_shared and key == "oneOf" else key): value for key, value in node.items()}
            return {**node, "discriminator": {"propertyName": field, "mapping": mapping}}
        node = {key: value for key, value in node.items() if key != "discriminator"}
        if "oneOf" in node and "anyOf" not in node and both_valid(node, view):
            node = {("anyOf" if key == "oneOf" else key): value for key, value in node.items()}
        return node

    return sound
