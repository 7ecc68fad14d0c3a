"""Hoisting: inline objects and unions become components under names of their own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from oasmith.names import shortened, singular, words
from oasmith.reading.annotations import BESIDE, without_wrapper
from oasmith.reading.naming.members import inline_properties, member_suffixes
from oasmith.reading.naming.places import operation_names, place_name
from oasmith.reading.naming.words import PREFIX, UNIONS, class_scope, own_name, pascal_case
from oasmith.structure import Document, Kind, Node, Parts, children, with_changes

_OF_THE_PLACE = BESIDE - {"description"}


def hoist_inline(document: Document) -> Document:
    """The document in which each inline schema that needs a name is a component under that name."""
    return _Hoister(document).run()


class _Hoister:
    """Replaces inline schemas that need a name by references to components, parents before children."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.components: dict[str, Any] = dict((document.get("components") or {}).get("schemas") or {})
        self.hoisted: dict[str, Any] = {}
        self.names = class_scope()
        self.names.add(*self.components)
        self.texts: dict[str, str] = {}
        self.titles = _shared_titles(document, set(self.components))
        self.operations = operation_names(document)

    def run(self) -> Document:
        own = {name: self.inside(schema, name) for name, schema in self.components.items()}
        document: Document = self.place("document", self.document, "")
        schemas = own | self.hoisted
        if not schemas:
            return document
        return {**document, "components": {**(document.get("components") or {}), "schemas": schemas}}

    def place(self, kind: Kind, node: Any, name: str) -> Any:
        """An OpenAPI object with the schemas in it named after it."""
        if kind == "schema":
            return self.named(node, name)
        if not isinstance(node, dict) or "$ref" in node:
            return node
        changes: dict[Parts, Callable[[Any], Any]] = {}
        for child in children(kind, node):
            if child.parts[:2] != ("schemas", child.parts[-1]) or kind != "components":
                changed = self.place(
                    child.kind, child.node, place_name(kind, node, child.parts, name, self.operations)
                )
                if changed is not child.node:
                    changes[child.parts] = _constant(changed)
        return with_changes(node, changes) if changes else node

    def named(self, schema: Any, name: str) -> Any:
        """A reference to the schema if it needs a name, else the schema with the schemas in it named."""
        if not isinstance(schema, dict):
            return schema
        schema = without_wrapper(_unfolded(schema))
        if "$ref" in schema:
            return schema
        if not _needs_name(schema):
            return self.inside(schema, name)
        outer = {key: value for key, value in schema.items() if key in BESIDE}
        if isinstance(schema.get("type"), list) and "null" in schema["type"]:
            reference = self.hoist(_without_null(schema), name)
            return {**outer, "anyOf": [reference, {"type": "null"}]}
        return {**outer, **self.hoist(schema, name)}

    def hoist(self, schema: Node, name: str) -> Node:
        """A reference to the schema, which is one of the components from now on."""
        title = pascal_case(str(schema.get("title", ""))) if words(str(schema.get("title", ""))) else ""
        text = json.dumps(schema, sort_keys=True, default=str)
        name = shortened(own_name(schema) or (title if self.titles.get(title) == text else name))
        candidates = [name, shortened(f"{name}Value")]
        same = (known for known in map(self.names.usable, candidates) if self.texts.get(known) == text)
        name = next(same, None) or self.names.take([*candidates, name])
        if name not in self.texts:
            self.texts[name] = text
            self.hoisted[name] = {}
            self.hoisted[name] = self.inside(
                {k: v for k, v in schema.items() if k not in _OF_THE_PLACE}, name
            )
        return {"$ref": PREFIX + name}

    def inside(self, schema: Any, name: str, is_part: bool = False) -> Any:
        """A schema with the schemas in it named after it; ``is_part`` of an ``allOf``."""
        if not isinstance(schema, dict):
            return schema
        result = dict(without_wrapper(_unfolded(schema)))
        for keyword, value in tuple(result.items()):
            if keyword in ("properties", "patternProperties") and isinstance(value, dict):
                suffixes = {key: pascal_case(key) if keyword == "properties" else "Value" for key in value}
                result[keyword] = {key: self.named(item, name + suffixes[key]) for key, item in value.items()}
            elif keyword in ("items", "unevaluatedItems"):
                result[keyword] = self.named(value, _singular(name))
            elif keyword in ("additionalProperties", "unevaluatedProperties"):
                result[keyword] = self.named(value, f"{name}Value")
            elif keyword == "contentSchema":
                result[keyword] = self.named(value, name)
            elif keyword == "prefixItems" and isinstance(value, list):
                result[keyword] = [
                    self.named(item, f"{name}Item{index}") for index, item in enumerate(value, 1)
                ]
            elif keyword == "allOf" and isinstance(value, list):
                result[keyword] = [self.inside(member, name, is_part=True) for member in value]
            elif keyword in UNIONS and isinstance(value, list):
                is_class = (is_part or "properties" in result) and "discriminator" not in result
                result[keyword] = self.variants(value, name, is_class)
        return result

    def variants(self, members: list[Any], name: str, is_class: bool) -> list[Any]:
        """The members of a union, each under a name that tells it from the others.

        Beside properties or in an ``allOf`` (``is_class``) they are parts of a class that exists already.
        """
        if sum(not _is_null(member) for member in members) == 1:
            return [self.named(member, name) for member in members]
        suffixes = member_suffixes(members, name)
        if not is_class:
            return [
                self.named(member, name + suffix) for member, suffix in zip(members, suffixes, strict=True)
            ]
        fields = [dict(inline_properties(member)) for member in members]
        times = Counter(field for own in fields for field in own)
        return [
            self.inside(member, name + suffix if any(times[field] > 1 for field in own) else name)
            for member, own, suffix in zip(members, fields, suffixes, strict=True)
        ]


_OF_CLASSES = frozenset(("properties", "allOf", *UNIONS))


def class_title(schema: Node) -> tuple[str, Node] | None:
    """The class name in the title of an inline schema, and what has to be the same in all with that title.

    The schema is of any version of OpenAPI, and may be invalid. None without such a title, or for a schema
    that needs no class.
    """
    title = schema.get("title")
    if not isinstance(title, str) or not words(title) or _OF_CLASSES.isdisjoint(schema):
        return None
    return pascal_case(title), {
        key: value for key, value in schema.items() if key not in ("type", "nullable")
    }


def _constant(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def _shared_titles(document: Document, taken: set[str]) -> dict[str, str]:
    """Titles that all inline schemas with them can be named after, each with its schema as JSON."""
    texts: dict[str, set[str]] = {}
    for schema in _inline_schemas(document):
        title = schema.get("title")
        if isinstance(title, str) and words(title) and _needs_name(schema):
            texts.setdefault(pascal_case(title), set()).add(json.dumps(schema, sort_keys=True, default=str))
    return {title: found.pop() for title, found in texts.items() if len(found) == 1 and title not in taken}


_TITLED = frozenset(("title", "allOf"))
"""Keywords of the schemas that have a title, perhaps in the schema that they wrap."""


def _inline_schemas(document: Document) -> Iterator[Node]:
    """The schemas that are no components and may have a title."""
    stack: list[tuple[Kind, Any, bool]] = [("document", document, False)]
    while stack:
        kind, node, is_component = stack.pop()
        if kind == "schema" and isinstance(node, dict) and not (is_component or _TITLED.isdisjoint(node)):
            yield _without_null(without_wrapper(node))
        for child in children(kind, node):
            stack.append((child.kind, child.node, kind == "components" and child.kind == "schema"))


def _needs_name(schema: Node) -> bool:
    """Whether a client needs a class or a type of its own for an inline schema."""
    if "$ref" in schema:
        return False
    if schema.get("properties"):
        return True
    if "allOf" in schema:
        return not _is_scalar(schema) and any(_is_object(member) for member in schema["allOf"])
    members = [member for keyword in UNIONS for member in schema.get(keyword, ()) if not _is_null(member)]
    return len(members) > 1 and any(_is_object(member) for member in members)


def _is_scalar(schema: Node) -> bool:
    """Whether a schema says that its values have no parts."""
    kinds = schema.get("type")
    named = [kinds] if isinstance(kinds, str) else kinds or []
    return bool(named) and {"object", "array"}.isdisjoint(named)


def _is_object(schema: Any) -> bool:
    return isinstance(schema, dict) and ("$ref" in schema or _needs_name(schema))


def _is_null(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"


def _without_null(schema: Node) -> Node:
    kinds = schema.get("type")
    if not isinstance(kinds, list) or "null" not in kinds:
        return schema
    left = [kind for kind in kinds if kind != "null"]
    return {**schema, "type": left[0] if len(left) == 1 else left}


def _unfolded(schema: Node) -> Node:
    """A reference to which its siblings add properties, as an ``allOf`` of both (OpenAPI 3.1 §4.8.24)."""
    if "$ref" not in schema or not {"properties", "allOf", *UNIONS} & schema.keys():
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("$ref", "allOf", *BESIDE)}
    members = [{"$ref": schema["$ref"]}, *schema.get("allOf", ()), *([rest] if rest else [])]
    return {**{key: value for key, value in schema.items() if key in BESIDE}, "allOf": members}


def _singular(name: str) -> str:
    """``IssueLabels`` to ``IssueLabel``; a name that is not a plural gets ``Item``."""
    return one if (one := singular(name)) != name else f"{name}Item"
